#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/sim/slot_source.h"
#include "core/study/study_spec.h"
#include "core/train/model.h"
#include "core/train/trainer.h"

namespace rxq::study {

/// What comes with a new model besides the model.
struct MadeModel {
  train::Model model;
  std::vector<train::LossPoint> history;
  std::string report;  ///< JSON for store::ModelRecord::report
  std::string summary; ///< a sentence for people: agreement of fake-quantized and integer outputs
  std::int64_t bytes = 0;
};

struct MakerCallbacks {
  std::function<void(const train::TrainProgress&)> training;
  std::function<void(const train::TrainState&)> checkpoint;
};

/// Trains or quantizes the model of `entry`. `parent`: the parent's model, null without one.
/// `resume`: a training to go on with. Empty when stopped (the checkpoint callback has had the
/// state).
std::optional<MadeModel> makeModel(const StudySpec& spec, const ReceiverEntry& entry,
                                   const sim::Link& link, const train::Model* parent,
                                   std::optional<train::TrainState> resume, int workers,
                                   std::stop_token stop, const MakerCallbacks& callbacks);

} // namespace rxq::study
