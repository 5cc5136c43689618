#pragma once

#include "core/study/study_spec.h"

namespace rxq::test {

/// A study that runs end to end in about a second: one resource block, a tiny network, few slots.
inline study::StudySpec smallStudy() {
  study::StudySpec spec;
  spec.name = "Small study";
  spec.seed = 7;
  spec.link.resourceBlocks = 1;
  spec.link.modulation = phy::Modulation::Qpsk;
  spec.channel.kind = channel::ChannelKind::Rayleigh;
  spec.decoder.iterations = 8;
  spec.sweep.snr = {0, 8};
  spec.sweep.step = 4;
  spec.sweep.maxSlots = 128;
  spec.sweep.targetBlockErrors = 50;

  const auto add = [&](const char* name, study::ReceiverKind kind,
                       const char* parent) -> study::ReceiverEntry& {
    study::ReceiverEntry& entry = spec.receivers.emplace_back();
    entry.name = name;
    entry.kind = kind;
    entry.parent = parent;
    entry.neural.channels = 4;
    entry.neural.blocks = 1;
    entry.train.iterations = 30;
    entry.train.batch = 4;
    entry.train.warmup = 5;
    entry.train.validateEvery = 10;
    entry.train.validationSlots = 8;
    entry.train.checkpointEvery = 7;
    entry.quant.calibrationSlots = 8;
    return entry;
  };
  add("LS", study::ReceiverKind::LeastSquares, "");
  add("FP32", study::ReceiverKind::Fp32, "");
  add("PTQ", study::ReceiverKind::Ptq, "FP32");
  add("QAT", study::ReceiverKind::Qat, "FP32");
  return spec;
}

} // namespace rxq::test
