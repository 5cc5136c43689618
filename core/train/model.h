#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/channel/channel_spec.h"
#include "core/nn/network.h"
#include "core/phy/link_spec.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_network.h"
#include "core/receiver/neural.h"

namespace rxq::train {

enum class Method { Fp32, Ptq, Qat };

/// A trained receiver with all that is needed to run it elsewhere. Plain value.
struct Model {
  std::string name;
  Method method = Method::Fp32;
  phy::LinkSpec link; ///< that it was trained for
  channel::ChannelSpec channel;
  receiver::NeuralSpec neural;
  nn::Network network;    ///< FP32 parameters (batch normalisation folded when quantized)
  quant::QuantSpec quant; ///< PTQ and QAT only
  std::vector<float> ranges;
  std::optional<quant::IntegerNetwork> integer; ///< when fully quantized
  /// All around the network in integers, too; only with `integer`.
  std::optional<receiver::FixedPointSpec> fixedPoint;
  std::string history; ///< JSON: the spec that made it
};

/// The quantized model's fake-quantization form. Asserts method != Fp32.
quant::QuantizedModel fakeQuantized(const Model& model, const receiver::NeuralPorts& ports);

/// The receiver whose curve is the model's: the integer engine when lowered, else float with fake
/// quantization, else float. `link` may differ in size from the training's.
std::shared_ptr<const receiver::Receiver> makeReceiver(const Model& model,
                                                       const receiver::LinkContext& link);

/// Model file (.rxqm): a JSON header and binary parts. Errors name `source`.
std::vector<std::byte> serialise(const Model& model);
Model deserialiseModel(std::span<const std::byte> bytes, const std::string& source);

/// Identifies what the model computes.
std::string hashOf(const Model& model);

} // namespace rxq::train

namespace rxq::param {
template <> struct EnumTable<train::Method> {
  using K = train::Method;
  static constexpr std::array table{Choice<K>{K::Fp32, "fp32", "FP32"},
                                    Choice<K>{K::Ptq, "ptq", "PTQ"},
                                    Choice<K>{K::Qat, "qat", "QAT"}};
};
} // namespace rxq::param
