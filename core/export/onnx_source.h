#pragma once

#include <string>
#include <vector>

#include "core/export/onnx_protobuf.h"
#include "core/nn/network.h"
#include "core/quant/integer_network.h"

namespace rxq::exporting {

/// An integer network as an ONNX model (opset 21): weights as Int4 (4 bits and fewer) or Int8
/// constants with a scale an output channel, biases as Int32, a QuantizeLinear / DequantizeLinear
/// pair after each activation. Activations of 4 bits are Uint4; of another width below 8 they are
/// Uint8 whose values are clamped to the width's range first.
///   input  "planes" float [slots][channels][symbols][subcarriers]: the input planes, unquantized
///   output "codes"  Int8 (Int16 beyond 8 bits), the same shape: what leaves the integer network
///   output "output" float: codes times their scales
/// Slots, symbols and subcarriers are free. Sums and requantization are float here: a value on the
/// edge between two codes may fall on the other side than in the integer network.
std::string onnxOfIntegers(const quant::IntegerNetwork& network, const std::string& name,
                           const std::string& version,
                           const std::vector<OnnxGraph::Property>& properties);

/// A float network, batch normalisation folded; "planes" and "output" as above.
std::string onnxOfFloats(const nn::Network& network, const std::string& name,
                         const std::string& version,
                         const std::vector<OnnxGraph::Property>& properties);

} // namespace rxq::exporting
