#pragma once

#include <tuple>

#include "core/nn/executor.h"
#include "core/param/fields.h"

namespace rxq::train {

/// What computes the forward pass of quantization-aware training: fake quantization in float, or
/// the integer kernels (quicker, and nearer to what is deployed; quant/integer_forward.h).
enum class Forward { Float, Integer };

/// One training: FP32 or quantization-aware.
struct TrainSpec {
  int iterations = 1000;
  int batch = 16;
  double learningRate = 6e-3;
  int warmup = 50;
  double finalRate = 0.02; ///< cosine decay ends at this fraction of the learning rate
  double rangeRate = 1;    ///< QAT: learning rate of ranges as a multiple of the weights'
  param::Range snr{0, 14}; ///< each slot's SNR, uniform
  int validateEvery = 100;
  int validationSlots = 64;
  int checkpointEvery = 200;
  Forward forward = Forward::Float;
  double gradientClip = 0;     ///< the longest gradient that a step takes; 0: any
  double channelLoss = 0;      ///< weight of the channel estimate's error in the loss
  double averaging = 0;        ///< decay of the moving average of weights that is kept; 0: the last
  double distillation = 0;     ///< share of the perfect-CSI receiver's probabilities in the targets
  double curriculum = 0;       ///< share of the iterations in which SNRs move from easySnr to snr
  param::Range easySnr{6, 20}; ///< where they begin
  int startBatch = 0;          ///< batch at the beginning, grows evenly; 0: all the time `batch`
  nn::Precision precision = nn::Precision::Float; ///< of the convolutions (nn/executor.h)
  bool operator==(const TrainSpec&) const = default;
};

constexpr auto fields(const TrainSpec*) {
  using S = TrainSpec;
  using param::field;
  return std::tuple{
      field(&S::iterations, "iterations", "Iterations", "Optimiser steps.").range(1, 10000000),
      field(&S::batch, "batch", "Batch", "Slots a step.").range(1, 1024).unit("slots"),
      field(&S::learningRate, "learningRate", "Learning rate",
            "Peak rate of Adam (arXiv 1412.6980).")
          .range(1e-7, 1),
      field(&S::warmup, "warmup", "Warm-up", "Iterations of linear rise.").range(0, 100000),
      field(&S::finalRate, "finalRate", "Final rate",
            "Cosine decay ends at this fraction of the peak.")
          .range(0, 1),
      field(&S::rangeRate, "rangeRate", "Range rate",
            "Learning rate of quantizer ranges, as a multiple of the weights' (QAT).")
          .range(0, 1000),
      field(&S::snr, "snr", "Training SNR", "Each slot's SNR is uniform in this range.")
          .range(-30, 60)
          .unit("dB"),
      field(&S::validateEvery, "validateEvery", "Validate every", "Iterations between validations.")
          .range(1, 1000000),
      field(&S::validationSlots, "validationSlots", "Validation slots", "The same slots each time.")
          .range(1, 100000),
      field(&S::checkpointEvery, "checkpointEvery", "Checkpoint every",
            "Iterations between checkpoints.")
          .range(1, 1000000),
      field(&S::forward, "forward", "Forward pass",
            "QAT: fake quantization in float, or the integer kernels, which cost less.")
          .leftOutAtDefault(),
      field(&S::gradientClip, "gradientClip", "Gradient clip",
            "Longer gradients of the weights are shortened to this length: deep fades and wrong "
            "decisions make a few steps very long. 0 is never.")
          .range(0, 1000)
          .leftOutAtDefault(),
      field(&S::channelLoss, "channelLoss", "Channel loss",
            "Weight of the error of the channel estimate beside the bits' cross-entropy: ln(1 + "
            "error by N0), averaged over elements. Channel head only.")
          .range(0, 100)
          .leftOutAtDefault(),
      field(&S::averaging, "averaging", "Weight averaging",
            "Decay of a moving average of the weights, which is the result; 0 keeps the last ones.")
          .range(0, 0.99999)
          .leftOutAtDefault(),
      field(&S::distillation, "distillation", "Distillation",
            "How much of the target is what a receiver with perfect channel knowledge believes of "
            "the bits, rather than the bits.")
          .range(0, 1)
          .leftOutAtDefault(),
      field(&S::curriculum, "curriculum", "SNR curriculum",
            "Share of the iterations in which the SNR range moves from the easy one to the "
            "training's; 0 is none.")
          .range(0, 1)
          .leftOutAtDefault(),
      field(&S::easySnr, "easySnr", "Easy SNR", "Where an SNR curriculum begins.")
          .range(-30, 60)
          .unit("dB")
          .when(+[](const S& s) { return s.curriculum > 0; })
          .leftOutAtDefault(),
      field(&S::startBatch, "startBatch", "First batch",
            "Slots of the first step; steps grow evenly to the batch. 0 is the batch throughout.")
          .range(0, 1024)
          .unit("slots")
          .leftOutAtDefault(),
      field(&S::precision, "precision", "Arithmetic",
            "What the convolutions of a step multiply: floats; bfloat16 numbers, twice as fast on "
            "AMD's processors with AVX512_BF16; or bfloat16 numbers added in the order of matrix "
            "tiles, two to five times as fast on processors with AMX. Elsewhere both are slower. "
            "Sums, weights and everything else stay in float.")
          .leftOutAtDefault()};
}

/// What a new quantization-aware training starts from in forms: the integer kernels in the forward
/// pass, ternary weights that move quickly, and ranges that move quicker still
/// (docs/time_to_result.md).
TrainSpec newQatTraining(int weightBits);

} // namespace rxq::train

namespace rxq::param {
template <> struct EnumTable<train::Forward> {
  using K = train::Forward;
  static constexpr std::array table{Choice<K>{K::Float, "float", "Float"},
                                    Choice<K>{K::Integer, "integer", "Integer kernels"}};
};
template <> struct EnumTable<nn::Precision> {
  using K = nn::Precision;
  static constexpr std::array table{
      Choice<K>{K::Float, "float", "Float"}, Choice<K>{K::Bfloat16, "bfloat16", "bfloat16"},
      Choice<K>{K::Bfloat16Tiles, "bfloat16-tiles", "bfloat16, matrix tiles"}};
};
} // namespace rxq::param
