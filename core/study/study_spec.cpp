#include "core/study/study_spec.h"

#include <cassert>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/quant/fake_quant.h"
#include "core/receiver/fixed_point.h"
#include "core/receiver/neural.h"
#include "core/sim/slot_source.h"
#include "core/study/families.h"

namespace rxq::study {

namespace {
using base::Error;
using base::ErrorKind;

std::string pathOf(const StudySpec& spec, const ReceiverEntry& entry) {
  const auto index = &entry - spec.receivers.data();
  return "receivers[" + std::to_string(index) + "] '" + entry.name + "'";
}

void checkParent(const StudySpec& spec, const ReceiverEntry& entry) {
  const std::string path = pathOf(spec, entry) + ", parent";
  if (entry.parent.empty()) {
    if (entry.kind == ReceiverKind::Ptq)
      throw Error(
          ErrorKind::BadInput,
          base::message("%1: post-training quantization needs a trained parent; name one.", path));
    if (entry.kind == ReceiverKind::FixedPoint)
      throw Error(
          ErrorKind::BadInput,
          base::message("%1: name the quantized receiver that is to run in fixed point.", path));
    return;
  }
  const ReceiverEntry* parent = findEntry(spec, entry.parent);
  if (!parent)
    throw Error(ErrorKind::BadInput,
                base::message("%1: there is no receiver '%2' in this study.", path, entry.parent));
  if (parent >= &entry)
    throw Error(
        ErrorKind::BadInput,
        base::message("%1: '%2' must come before its children in the list.", path, entry.parent));
  if (entry.kind == ReceiverKind::FixedPoint) {
    const bool integers =
        (parent->kind == ReceiverKind::Ptq || parent->kind == ReceiverKind::Qat) &&
        quant::isFullyQuantized(parent->quant);
    if (!integers)
      throw Error(
          ErrorKind::BadInput,
          base::message("%1: '%2' is not a receiver with quantized weights and activations.", path,
                        entry.parent));
    return;
  }
  if (parent->kind != ReceiverKind::Fp32)
    throw Error(ErrorKind::BadInput,
                base::message("%1: '%2' is not an FP32 neural receiver.", path, entry.parent));
}

/// What a network is tied to is the same in training and where it is measured.
void checkTrainingLink(const sim::Link& training, const sim::Link& link) {
  if (training.spec().modulation != link.spec().modulation)
    throw Error(
        ErrorKind::BadInput,
        base::message("trainedOn, link, modulation: a network is trained for one modulation; "
                      "give that of the study's link."));
  if (training.spec().rxAntennas != link.spec().rxAntennas)
    throw Error(ErrorKind::BadInput,
                base::message("trainedOn, link, rxAntennas: a network is trained for a number of "
                              "antennas; give that of the study's link."));
}

/// The training without what does not change its result.
train::TrainSpec essential(train::TrainSpec spec) {
  const train::TrainSpec defaults;
  spec.validateEvery = defaults.validateEvery;
  spec.validationSlots = defaults.validationSlots;
  spec.checkpointEvery = defaults.checkpointEvery;
  return spec;
}

param::Node modelNode(const StudySpec& spec, const ReceiverEntry& entry) {
  if (entry.kind == ReceiverKind::FixedPoint)
    return modelNode(spec, *findEntry(spec, entry.parent));
  param::Node node;
  node.set("kind", param::valueToNode(entry.kind));
  if (entry.parent.empty()) {
    node.set("seed", spec.seed);
    const TrainedOn& other = spec.trainedOn;
    node.set("link", param::toNode(other.on ? other.link : spec.link));
    node.set("channel", param::toNode(other.on ? other.channel : spec.channel));
    node.set("neural", param::toNode(entry.neural));
  } else {
    node.set("parent", modelNode(spec, *findEntry(spec, entry.parent)));
  }
  if (entry.kind != ReceiverKind::Ptq)
    node.set("train", param::toNode(essential(entry.train)));
  if (isQuantized(entry.kind))
    node.set("quant", param::toNode(entry.quant));
  return node;
}
} // namespace

void checkStudy(const StudySpec& spec) {
  param::validate(spec);
  const sim::Link link(spec.link, spec.channel);
  std::optional<sim::Link> training;
  if (spec.trainedOn.on) {
    training.emplace(spec.trainedOn.link, spec.trainedOn.channel);
    checkTrainingLink(*training, link);
  }
  if (spec.receivers.empty())
    throw Error(ErrorKind::BadInput,
                base::message("receivers: the study compares nothing; add a receiver."));
  for (const ReceiverEntry& entry : spec.receivers) {
    if (entry.name.empty())
      throw Error(ErrorKind::BadInput,
                  base::message("%1: give the receiver a name.", pathOf(spec, entry)));
    if (findEntry(spec, entry.name) != &entry)
      throw Error(ErrorKind::BadInput,
                  base::message("%1: another receiver has the same name.", pathOf(spec, entry)));
    if (isClassical(entry.kind)) {
      if (entry.classical.smoothing % 2 == 0)
        throw Error(ErrorKind::BadInput, base::message("%1, smoothing: give an odd number of taps.",
                                                       pathOf(spec, entry)));
      continue;
    }
    checkParent(spec, entry);
    if (entry.kind == ReceiverKind::FixedPoint)
      receiver::checkFixedPoint(rootOf(spec, entry).neural);
    else if (isQuantized(entry.kind))
      quant::checkBits(entry.quant, pathOf(spec, entry));
    if (entry.parent.empty()) {
      receiver::NeuralPorts(entry.neural, link.context());
      if (training)
        receiver::NeuralPorts(entry.neural, training->context());
    }
    if (entry.train.channelLoss > 0 && entry.kind != ReceiverKind::Ptq &&
        rootOf(spec, entry).neural.head != receiver::Head::Channel)
      throw Error(ErrorKind::BadInput,
                  base::message("%1, train, channelLoss: only a channel head estimates a channel.",
                                pathOf(spec, entry)));
  }
}

StudySpec readStudyFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::File, base::message("%1: cannot be opened for reading.", path));
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  try {
    const auto spec = param::readJson<StudySpec>(text, "The study");
    checkStudy(spec);
    return spec;
  } catch (const Error& e) {
    throw Error(e.kind(), base::message("%1: %2", path, e.message()));
  }
}

std::string modelKey(const StudySpec& spec, const ReceiverEntry& entry) {
  assert(!isClassical(entry.kind));
  return param::toJson(modelNode(spec, entry));
}

std::string curveKey(const StudySpec& spec, const ReceiverEntry& entry) {
  param::Node node;
  if (isClassical(entry.kind)) {
    node.set("kind", param::valueToNode(entry.kind));
    node.set("classical", param::toNode(entry.classical));
  } else {
    node.set("model", modelNode(spec, entry));
  }
  if (entry.kind == ReceiverKind::FixedPoint)
    node.set("fixedPoint", param::toNode(entry.fixedPoint));
  node.set("seed", spec.seed);
  node.set("link", param::toNode(spec.link));
  node.set("channel", param::toNode(spec.channel));
  node.set("decoder", param::toNode(spec.decoder));
  return param::toJson(node);
}

} // namespace rxq::study
