#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/aligned.h"
#include "core/nn/executor.h"
#include "core/nn/network.h"
#include "core/quant/integer_engine.h"
#include "core/receiver/estimation.h"
#include "core/receiver/receiver.h"
#include "core/receiver/tracking.h"

namespace rxq::receiver {

/// What the front end leaves for the head of one slot. Scratch; sizes itself once.
struct FrontEndState {
  base::AlignedVector<Complex> y;        ///< after gain control, [rx][element]
  base::AlignedVector<Complex> estimate; ///< LS, linear held, [rx][element]
  /// The same averaged by NeuralSpec::smoothing and tracked, if either is asked for; or empty.
  base::AlignedVector<Complex> smoothed;
  base::AlignedVector<Complex> ls; ///< LS at the pilots, [rx][pilot symbol][subcarrier]
  float n0 = 1;                    ///< after gain control
  float amplitude = 1;             ///< by which gain control has multiplied
  /// Several passes: the estimate that passes 2, 3, ... start from, [rx][element] each.
  std::vector<base::AlignedVector<Complex>> refined;
  mutable base::AlignedVector<float> scratch; ///< of planes while they are written, of tracking
  /// In training: derivative of the loss by the estimate after the pass at hand, on the way back.
  base::AlignedVector<Complex> carry;
};

/// What a training knows of a slot besides its bits.
struct TrainingHints {
  /// Probabilities of a one that the output is compared with in place of the bits (those of a
  /// better receiver), or empty.
  std::span<const float> soft;
  /// The true channel, [rx][element], and the weight of its part in the loss, 0: none.
  /// Channel head only.
  std::span<const Complex> channel;
  float channelWeight = 0;
};

/// The parts of a neural receiver outside the network: gain control and input planes before it,
/// LLRs (or combining and demapping) after it, and the training loss through the latter. Immutable,
/// thread-safe. Gain control divides Y by the square root of P and N0 by P, with P the mean |Y|^2
/// over pilots and antennas; LLRs do not change by it.
class NeuralPorts {
 public:
  /// Throws base::Error(BadInput) naming the field: out of its range, an even kernel, no plane or
  /// one listed twice, a dilation list that is empty.
  NeuralPorts(const NeuralSpec& spec, const LinkContext& link);

  int inputChannels() const;
  int outputChannels() const;
  int passes() const { return m_spec.passes; }
  /// Output planes that share a scale when quantized: LLR planes {bits}; channel head {1, 1, ...}.
  std::vector<int> outputGroups() const;
  /// "Re Y, antenna 1" ... for people, in the order of the channels: the planes in the spec's
  /// order, within a plane Re and Im of antenna 1, then of antenna 2 ... (core/receiver/planes.h).
  std::vector<std::string> inputNames() const;
  /// An initialised network for these ports: He-normal, the last convolution of each residual block
  /// zero (its gamma when batch-normalised), the output layer small, so that the channel head
  /// starts as the LS receiver.
  nn::Network makeNetwork(std::uint64_t seed) const;
  nn::PlaneSize planeSize() const;
  /// Parameters, multiply-accumulates a slot and receptive field of that network.
  nn::NetworkCost cost() const;

  /// The first pass's planes: [pixel][inputChannels].
  void prepare(const ReceivedSlot& slot, FrontEndState& state, std::span<float> planes) const;
  /// The planes of pass 1, 2, ...: adds the corrections in `output` (of the pass before) to the
  /// channel estimate and computes the planes anew.
  void refine(int pass, FrontEndState& state, std::span<const float> output,
              std::span<float> planes) const;
  /// After prepare(): run(pass, planes, output) for each pass, with refine() between. `output` is
  /// the last pass's in the end.
  template <class Run>
  void runPasses(FrontEndState& state, std::span<float> planes, std::span<float> output,
                 const Run& run) const {
    for (int pass = 0; pass < passes(); ++pass) {
      if (pass > 0)
        refine(pass, state, output, planes);
      run(pass, std::span<const float>(planes), output);
    }
  }
  /// output: of the last pass, [pixel][outputChannels]; llrs as Receiver::receive.
  void llrs(const FrontEndState& state, std::span<const float> output, std::span<float> llrs) const;
  /// Mean binary cross-entropy in nats a data bit of the last pass; gradient: its derivative at
  /// `output` (zero on pilots). bits: coded bits in mapping order.
  double loss(const FrontEndState& state, std::span<const float> output,
              std::span<const std::uint8_t> bits, std::span<float> gradient) const;

  /// Training through several passes, from the last to the first. What is trained is the loss of
  /// the last pass and kEarlierShare of each earlier one's.
  static constexpr float kEarlierShare = 0.3f;
  /// To a pass's loss is added hints.channelWeight times the mean over antennas and elements of
  ///   ln(1 + |H - h|^2 / N0),
  /// H the pass's estimate and h the channel: how much noisier than N0 the estimate makes an
  /// element. Every element teaches by it from the first step on, pilots included, whatever its
  /// bits.
  ///
  /// The loss of one pass, without the part of the channel; gradient: of what is trained, by the
  /// output of that pass, with all that reaches later passes by the channel estimate.
  double trainingLoss(int pass, FrontEndState& state, std::span<const float> output,
                      std::span<const std::uint8_t> bits, std::span<float> gradient,
                      const TrainingHints& hints = {}) const;
  /// Takes the gradient at the planes of a pass but the first.
  void back(int pass, FrontEndState& state, std::span<const float> gradient) const;

 private:
  /// The estimate that a pass starts from.
  std::span<const Complex> estimateOf(const FrontEndState& state, int pass) const;
  bool improvesEstimate() const { return m_spec.smoothing > 1 || m_tracker; }
  void improveEstimate(FrontEndState& state) const;
  void addChannelGradient(int pass, const FrontEndState& state, std::span<const float> output,
                          const TrainingHints& hints, std::span<float> gradient) const;
  nn::Network build() const;
  void writePlanes(const FrontEndState& state, int pass, std::span<float> planes) const;

  NeuralSpec m_spec;
  LinkContext m_link;
  std::vector<TimeTap> m_nearest, m_linear; ///< one a symbol
  std::optional<DecisionTracker> m_tracker;
};

/// Receiver around a float network (with fake quantization when hooks are given; hooks must outlive
/// it). Both throw base::Error(BadInput) when the network's planes are not those of spec and link.
std::unique_ptr<Receiver> makeNeuralFloat(const NeuralSpec& spec, const LinkContext& link,
                                          const nn::Network& network,
                                          const nn::Hooks* hooks = nullptr,
                                          std::span<const float> ranges = {});
/// Receiver around the integer engine; with `fixedPoint` all of it from the samples to the LLRs is
/// in integers (throws as FixedTables).
std::unique_ptr<Receiver> makeNeuralInteger(const NeuralSpec& spec, const LinkContext& link,
                                            const quant::IntegerNetwork& network,
                                            const std::optional<FixedPointSpec>& fixedPoint = {});

} // namespace rxq::receiver
