#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"
#include "core/receiver/fixed_front_end.h"
#include "core/train/model.h"

namespace rxq::exporting {

/// What a model makes of one golden slot. Planes are [pass][symbol][subcarrier][channel]; those of
/// a later pass follow from the outputs of the one before.
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
  /// Throws base::Error(BadInput) when the model's link cannot be built, or when it is to run in
  /// fixed point and cannot.
  GoldenSource(const train::Model& model, int slots);
  ~GoldenSource();

  int slots() const;
  int passes() const;
  nn::PlaneSize size() const;
  /// The fixed-point parts around the network; null without.
  std::shared_ptr<const receiver::FixedTables> fixedPoint() const;
  int inputChannels() const;
  int outputChannels() const;
  /// "Re Y, antenna 1" ..., one an input channel.
  std::vector<std::string> inputNames() const;
  double snrOf(int slot) const;
  void make(int slot, GoldenSlot& into);
  /// Of a slot's planes or codes, those of one pass.
  template <class T> std::span<const T> ofPass(const std::vector<T>& all, int pass) const {
    const std::size_t count = all.size() / static_cast<std::size_t>(passes());
    return std::span(all).subspan(static_cast<std::size_t>(pass) * count, count);
  }
  /// After make(), of an integer model: codes of tensor 1 .. layers - 1 but the outputs of passes,
  /// [symbol][subcarrier][channel].
  std::vector<std::uint8_t> innerCodes(int tensor) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

} // namespace rxq::exporting
