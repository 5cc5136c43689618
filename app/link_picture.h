#pragma once

#include <QPointF>
#include <QVector>
#include <cstdint>
#include <vector>

#include "core/study/study_spec.h"

namespace rxq::app {

/// One slot of a study's link, to look at.
struct LinkPicture {
  int symbols = 0, subcarriers = 0;
  std::vector<float> decibels; ///< |H| of antenna 1, dB, [symbol][subcarrier]
  /// Power by delay, dB below the strongest, from the frequency response of the slot's symbols and
  /// antennas with a Hann window over frequency; x in ns.
  QVector<QPointF> delayProfile;
  double snrDb = 0;           ///< of the constellations
  QVector<QPointF> received;  ///< data elements of antenna 1
  QVector<QPointF> equalised; ///< the same after maximum-ratio combining, channel known
};

/// The slot with index `slot` of the study's evaluation, in the middle of its SNR range. Throws
/// base::Error(BadInput) for specs that do not fit together.
LinkPicture pictureOf(const study::StudySpec& spec, std::uint64_t slot);

} // namespace rxq::app
