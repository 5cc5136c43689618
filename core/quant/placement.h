#pragma once

#include <span>
#include <vector>

#include "core/quant/fake_quant.h"
#include "core/quant/quantizer.h"

namespace rxq::quant::detail {

/// Puts quantizers on a network without batch normalisation; ranges are left at zero. The flat
/// ranges are in order of execution: input, then each layer's weights and output.
/// `planeScales`: scales of the input planes when they are scaled apart, else empty.
QuantizedModel place(nn::Network network, const QuantSpec& spec, std::span<const int> outputGroups,
                     std::span<const float> planeScales);

/// Whether the spec gives each input plane a scale of its own.
bool scalesPlanesApart(const QuantSpec& spec);

/// Quantizers of a placed model; null where there is none.
const Quantizer* weightQuantizer(const QuantizedModel& model, int layer);
const Quantizer* activationQuantizer(const QuantizedModel& model, int tensor);
/// Their parts of the ranges.
std::span<const float> weightRange(const QuantizedModel& model, int layer);
std::span<const float> activationRange(const QuantizedModel& model, int tensor);

} // namespace rxq::quant::detail
