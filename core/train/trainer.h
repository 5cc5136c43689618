#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/nn/adam.h"
#include "core/quant/fake_quant.h"
#include "core/quant/layer_profile.h"
#include "core/receiver/neural.h"
#include "core/sim/slot_source.h"
#include "core/train/train_spec.h"

namespace rxq::train {

/// One point of a training's curves. Losses in nats a bit; NaN where not measured.
struct LossPoint {
  std::int64_t iteration = 0;
  double train = 0; ///< mean since the point before
  double validation = 0;
  double rate = 0; ///< learning rate
  /// Bit-metric decoding rate, bits a bit: 1 - loss / ln 2.
  static double bitMetricRate(double loss);
};

/// Where the quantizers of a QAT stood.
struct RangePoint {
  std::int64_t iteration = 0;
  std::vector<quant::LayerRanges> layers;
};

/// Everything a training needs to go on to the same bits.
struct TrainState {
  nn::Network network;
  std::vector<float> ranges; ///< QAT: quantizer ranges
  /// TrainSpec::averaging: moving averages of the parameters and the ranges, until they take their
  /// place at the end.
  std::vector<float> average;
  nn::Adam optimiser, rangeOptimiser;
  std::int64_t iteration = 0;
  double lossSum = 0; ///< since the last point
  std::int64_t lossCount = 0;
  std::vector<LossPoint> history;
};
std::vector<std::byte> serialise(const TrainState& state);
TrainState deserialiseState(std::span<const std::byte> bytes, const std::string& source);

/// What is trained, on what. `quantized` null: FP32. References must outlive the call.
struct TrainJob {
  const sim::Link* link = nullptr;
  const receiver::NeuralPorts* ports = nullptr;
  TrainSpec spec;
  std::uint64_t seed = 1;
  std::uint64_t firstSlot = 0; ///< added to slot indices, so that a later training sees new slots
  const quant::QuantizedModel* quantized =
      nullptr; ///< QAT: its hooks; start ranges come in the state
};

struct TrainProgress {
  std::int64_t iteration = 0, iterations = 0;
  double loss = 0; ///< smoothed
  double rate = 0;
  double secondsPerIteration = 0;
  std::vector<LossPoint> history;
  std::vector<quant::LayerRanges> ranges; ///< QAT: where the quantizers stand, a layer each
};

/// Runs from state.iteration to spec.iterations, or until asked to stop; either way returns the
/// state reached. `report` about ten times a second, `checkpoint` every spec.checkpointEvery
/// iterations and when stopped, both from the calling thread. Slots: Domain::Train, index iteration
/// * batch + i, SNR by Purpose::Snr; fewer of the batch while it grows. The result does not depend
/// on `workers`, nor on where it was stopped and resumed.
TrainState train(const TrainJob& job, TrainState state, int workers, std::stop_token stop,
                 const std::function<void(const TrainProgress&)>& report,
                 const std::function<void(const TrainState&)>& checkpoint);

/// Mean loss on validation slots (Domain::Validate 0 .. slots-1, SNR spread evenly over spec.snr),
/// in nats a bit, and the planes of calibration slots (Domain::Calibrate): of all passes one after
/// the other, [pass][pixel][inputChannels], for which receivers of several need the network.
double validate(const TrainJob& job, const nn::Network& network, std::span<const float> ranges,
                int workers);
std::vector<std::vector<float>> calibrationPlanes(const sim::Link& link,
                                                  const receiver::NeuralPorts& ports,
                                                  param::Range snr, int slots, std::uint64_t seed,
                                                  const nn::Network* network = nullptr);

} // namespace rxq::train
