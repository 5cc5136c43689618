#pragma once

#include <span>
#include <vector>

#include "core/quant/fake_quant.h"
#include "core/quant/quantizer.h"

namespace rxq::quant::detail {

/// Range of the values that share one scale.
struct ValueRange {
  float low = 0, high = 0;
};

/// Ranges of every quantized tensor of a placed model (one a scale; none where there is no
/// quantizer), from the float network's own values on `inputs`: their extremes, or the part of them
/// (in steps of 4 %) that quantizes with the least mean square error. The same for any `workers`.
std::vector<std::vector<ValueRange>> activationRanges(const QuantizedModel& placed,
                                                      nn::PlaneSize size, Calibration calibration,
                                                      std::span<const std::vector<float>> inputs,
                                                      int workers);

/// The same for one weight tensor. A group of zero weights (a residual block that starts as the
/// identity) gets the range of He's initialisation for `fanIn`.
std::vector<ValueRange> weightRanges(const Quantizer& quantizer, std::span<const float> weights,
                                     int fanIn, Calibration calibration);

} // namespace rxq::quant::detail
