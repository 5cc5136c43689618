#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/quant/fake_quant.h"
#include "core/sim/decibel.h"
#include "core/study/study_spec.h"
#include "core/train/model.h"

namespace rxq::study {

/// What a person chooses while exploring.
struct ExploreSetting {
  quant::QuantSpec quant;
  int decoderBits = 0; ///< bits of the decoder's channel LLRs with 8-bit messages; 0: float
  /// Whether the parts around the network are integers, too, and their widths.
  bool integerFrontEnd = false;
  receiver::FixedPointSpec frontEnd;
  bool operator==(const ExploreSetting&) const = default;
};
/// Equal for settings that are the same receiver and decoder: widths of a front end in float do not
/// count.
std::string keyOf(const ExploreSetting& setting);

/// Costs of a network for one slot.
struct ExploreCosts {
  std::int64_t bytes = 0, floatBytes = 0;
  double bitOperations = 0, floatBitOperations = 0; ///< sum of MACs times both widths
  double microseconds = 0, floatMicroseconds = 0;   ///< of a slot's receiver, on one thread, here
};

/// LLRs of the first bit of each symbol at the SNR of the target, in equal bins.
struct LlrHistogram {
  double low = -20, high = 20;
  std::vector<double> reference, setting; ///< shares
};

/// What is known of a setting so far. Immutable.
struct ExploreState {
  ExploreSetting setting;
  receiver::NeuralSpec neural; ///< of the model
  sim::Curve reference,
      curve; ///< FP32 with the float decoder, and the setting; same SNRs, same slots
  sim::Crossing crossing;
  sim::PairedLoss loss;
  /// Of an integer front end, to the same bits with the front end in float; else not valid.
  sim::PairedLoss frontEndLoss;
  std::vector<quant::LayerReport> layers;
  ExploreCosts costs;
  LlrHistogram llrs;
  bool finished = false; ///< the interval is narrow enough, or the cap is reached
};

/// How far to go with one setting.
struct ExploreBudget {
  double halfInterval = 0.05; ///< dB at which to stop
  int slots = 16384;          ///< or at so many a point
  /// Once the interval is within a tenth of a dB: so many slots a point over all of the study's
  /// SNRs, too, down to where errors are rare; 0: near the target only.
  int outerSlots = 0;
  /// Layers, histogram, time of a slot and the loss of an integer front end, too.
  bool details = true;
};

/// Re-quantizes one FP32 model at a person's pace, and measures each setting on the integer engine
/// against FP32 on the same bits, channels and noise, near the target first: a first answer after a
/// few hundred slots, narrower while one waits. What was simulated is kept: a setting goes on from
/// where it was left, and the reference is common to all. One object a model; calls one at a time,
/// from any thread.
class Explorer {
 public:
  /// `model` is FP32 (batch normalisation may be live). Link, channel, decoder, target and seed are
  /// those of `study`. `measured` is what a run of that study has of the model's curve: its slots
  /// need not be simulated again. Throws base::Error(BadInput) when they do not fit together.
  Explorer(const train::Model& model, const StudySpec& study, int workers,
           const sim::Curve& measured = {});
  ~Explorer();

  using Publish = std::function<void(std::shared_ptr<const ExploreState>)>;
  /// Publishes ever better states until the budget is met or a stop is asked for; returns the last.
  /// Throws base::Error(BadInput) for settings that cannot run in integers.
  std::shared_ptr<const ExploreState> evaluate(const ExploreSetting& setting,
                                               const ExploreBudget& budget, std::stop_token stop,
                                               const Publish& publish);

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

} // namespace rxq::study
