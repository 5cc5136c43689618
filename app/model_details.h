#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/quant/fake_quant.h"
#include "core/quant/layer_profile.h"
#include "core/sim/decibel.h"
#include "core/store/workspace.h"
#include "core/train/model.h"

namespace rxq::app {

/// A run that measured a model.
struct ModelRun {
  store::RunRecord run;
  std::string study;
  double blerTarget = 0.1;
  sim::Curve curve;
  sim::Crossing crossing;
};

/// All that a model's page tells. Immutable.
struct ModelDetails {
  store::ModelRecord record;
  train::Method method = train::Method::Fp32;
  phy::LinkSpec link; ///< that it was trained for
  channel::ChannelSpec channel;
  receiver::NeuralSpec neural;
  quant::QuantSpec quant;
  std::vector<store::ModelRecord> ancestors; ///< oldest first
  std::vector<store::ModelRecord> children;
  nn::NetworkCost cost;
  double microseconds = 0;               ///< of a slot's receiver, on one thread of this machine
  std::optional<quant::ByteCount> bytes; ///< of the integer network
  std::vector<quant::LayerProfile> layers;
  int outputSlots = 0; ///< on which the histograms of outputs are made
  quant::RangeReport input;
  std::vector<quant::LayerReport> reports; ///< one a layer; empty: not analysed
  std::optional<quant::AgreementReport> agreement;
  int agreementSlots = 0; ///< checked just now on so many; 0: when it was made
  std::vector<ModelRun> runs;
  std::vector<std::int64_t> familyRuns; ///< of the model, its ancestors and its children
};

/// Reads a model and what refers to it. A quantized model without a stored report (those that ship
/// with the program) is analysed on a few slots. Throws base::Error when it cannot be read.
ModelDetails loadModelDetails(const store::Workspace& workspace, std::int64_t id,
                              std::stop_token stop);

} // namespace rxq::app
