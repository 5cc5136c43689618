#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/nn/network.h"
#include "core/receiver/fixed_front_end.h"
#include "core/train/model.h"

namespace rxq::exporting {

/// What a model makes of one golden slot. Planes are [symbol][subcarrier][channel].
struct GoldenSlot {
  std::vector<float> planes;             ///< input before quantization
  std::vector<std::uint8_t> inputCodes;  ///< integer models only
  std::vector<std::int16_t> outputCodes; ///< integer models only, from the engine of the curves
  std::vector<float> output;             ///< float of the output
  /// Models in fixed point only: the whole receiver's input and its LLRs. Its network sees codes of
  /// its own; those above come of float planes.
  receiver::FixedSlot received;
  std::vector<std::int16_t> llrs;
};

/// The golden slots of a model's link: Domain::Golden, a fixed seed, SNRs spread evenly over the
/// range that the model was trained in. The same model gives the same slots everywhere.
class GoldenSource {
 public:
  /// Throws base::Error(BadInput) when the model's link cannot be built, when it has several
  /// passes, or is to run in fixed point and cannot.
  GoldenSource(const train::Model& model, int slots);
  ~GoldenSource();

  int slots() const;
  nn::PlaneSize size() const;
  /// The fixed-point parts around the network; null without.
  std::shared_ptr<const receiver::FixedTables> fixedPoint() const;
  int inputChannels() const;
  int outputChannels() const;
  /// "Re Y, antenna 1" ..., one an input channel.
  std::vector<std::string> inputNames() const;
  double snrOf(int slot) const;
  void make(int slot, GoldenSlot& into);
  /// After make(), of an integer model: codes of tensor 1 .. layers - 1, [symbol][subcarrier]
  /// [channel].
  std::vector<std::uint8_t> innerCodes(int tensor) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

} // namespace rxq::exporting
