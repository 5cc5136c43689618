#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/aligned.h"
#include "core/nn/executor.h"
#include "core/nn/network.h"
#include "core/quant/integer_engine.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// What the front end leaves for the head of one slot. Scratch; sizes itself once.
struct FrontEndState {
  base::AlignedVector<Complex> y;        ///< after gain control, [rx][element]
  base::AlignedVector<Complex> estimate; ///< LS, linear held, [rx][element]
  float n0 = 1;                          ///< after gain control
};

/// The parts of a neural receiver outside the network: gain control and input planes before it,
/// LLRs (or combining and demapping) after it, and the training loss through the latter. Immutable,
/// thread-safe.
class NeuralPorts {
 public:
  /// Throws base::Error(BadInput) for even kernels, no planes, or lists that make no sense.
  NeuralPorts(const NeuralSpec& spec, const LinkContext& link);

  int inputChannels() const;
  int outputChannels() const;
  /// Output planes that share a scale when quantized: LLR planes {bits}; channel head {1, 1, ...}.
  std::vector<int> outputGroups() const;
  /// "Re Y, antenna 1" ... for people.
  std::vector<std::string> inputNames() const;
  /// An initialised network for these ports.
  nn::Network makeNetwork(std::uint64_t seed) const;
  nn::PlaneSize planeSize() const;

  /// planes: [pixel][inputChannels].
  void prepare(const ReceivedSlot& slot, FrontEndState& state, std::span<float> planes) const;
  /// output: [pixel][outputChannels]; llrs as Receiver::receive.
  void llrs(const FrontEndState& state, std::span<const float> output, std::span<float> llrs) const;
  /// Mean binary cross-entropy in nats a data bit; gradient: its derivative at `output` (zero on
  /// pilots). bits: coded bits in mapping order.
  double loss(const FrontEndState& state, std::span<const float> output,
              std::span<const std::uint8_t> bits, std::span<float> gradient) const;

 private:
  NeuralSpec m_spec;
  LinkContext m_link;
};

/// Receiver around a float network (with fake quantization when hooks are given; hooks must outlive
/// it).
std::unique_ptr<Receiver> makeNeuralFloat(const NeuralSpec& spec, const LinkContext& link,
                                          const nn::Network& network,
                                          const nn::Hooks* hooks = nullptr,
                                          std::span<const float> ranges = {});
/// Receiver around the integer engine.
std::unique_ptr<Receiver> makeNeuralInteger(const NeuralSpec& spec, const LinkContext& link,
                                            const quant::IntegerNetwork& network);

} // namespace rxq::receiver
