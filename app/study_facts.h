#pragma once

#include <QString>
#include <cstdint>
#include <optional>

#include "core/study/study_spec.h"
#include "widgets/grid_view.h"

namespace rxq::app {

/// What a study's settings mean in figures.
struct StudyFacts {
  int infoBits = 0, codedBits = 0;
  int codeBlocks = 0;       ///< of the slot's transport block; 0 when it carries one code word
  double bitsPerSecond = 0; ///< information bits by the time of a slot
  int symbols = 14, subcarriers = 0;
  std::vector<widgets::GridView::Kind> elements; ///< [symbol][subcarrier]

  struct Network {
    QString receiver;
    std::int64_t parameters = 0, weights = 0, macs = 0;
    int receptiveSymbols = 1, receptiveSubcarriers = 1;
    std::int64_t bytesAt(int bits) const; ///< weights at `bits`, biases at 32
  };
  std::optional<Network> network; ///< of the receiver asked for
  QString problem;                ///< why there are no figures
};

/// Figures of the link, and of the network of receiver `index` (or the first neural one).
StudyFacts factsOf(const study::StudySpec& spec, std::optional<std::size_t> index);

} // namespace rxq::app
