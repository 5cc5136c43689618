#include "app/model_details.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/sim/slot_source.h"
#include "core/study/comparison.h"
#include "core/study/study_spec.h"
#include "core/train/trainer.h"

namespace rxq::app {

namespace {
constexpr int kAnalysedSlots = 8;
constexpr param::Range kAnalysedSnr{0, 12}; ///< dB, of those slots

/// The record that a model was made from: as stored, else by its parent's key.
std::optional<store::ModelRecord> parentOf(const store::ModelRecord& record,
                                           const std::vector<store::ModelRecord>& all) {
  std::string key;
  if (!record.parentId) {
    try {
      const param::Node node = param::parseJson(record.key, "key of " + record.name);
      if (const param::Node* parent = node.find("parent"))
        key = param::toJson(*parent);
    } catch (const base::Error&) {
      return std::nullopt; // a key of another make names no parent
    }
  }
  for (const store::ModelRecord& other : all)
    if (record.parentId ? other.id == record.parentId : !key.empty() && other.key == key)
      return other;
  return std::nullopt;
}

train::Model modelOf(const store::Workspace& workspace, const store::ModelRecord& record) {
  return train::deserialiseModel(workspace.modelBlob(record.id),
                                 workspace.path() + ", model '" + record.name + "'");
}

/// JSON has no infinity: it is stored as null.
double ratioOf(const param::Node& row, const char* key) {
  const param::Node* value = row.find(key);
  return !value || std::holds_alternative<std::nullptr_t>(value->value)
             ? std::numeric_limits<double>::infinity()
             : value->asDouble(key);
}

void readReport(ModelDetails& details) {
  if (details.record.report.empty())
    return;
  const param::Node report =
      param::parseJson(details.record.report, "report of " + details.record.name);
  if (const param::Node* layers = report.find("layers"))
    for (const param::Node& row : layers->asArray("layers")) {
      quant::LayerReport layer;
      if (const param::Node* name = row.find("name"))
        layer.name = name->asText("name");
      layer.weightSqnrDb = ratioOf(row, "weightSqnrDb");
      layer.activationSqnrDb = ratioOf(row, "activationSqnrDb");
      details.reports.push_back(std::move(layer));
    }
  if (const param::Node* agreement = report.find("agreement")) {
    const auto count = [&](const char* key) {
      const param::Node* value = agreement->find(key);
      return value ? value->asInt(key) : 0;
    };
    details.agreement = quant::AgreementReport{static_cast<std::uint64_t>(count("compared")),
                                               static_cast<std::uint64_t>(count("different")),
                                               static_cast<int>(count("largestDifference"))};
  }
}

/// What a stored report would say, on a few slots of the link it was trained for.
void analyseNow(const store::Workspace& workspace, const train::Model& model,
                const quant::QuantizedModel& fake, const receiver::NeuralPorts& ports,
                std::span<const std::vector<float>> inputs, ModelDetails& details) {
  if (model.integer && !details.agreement) {
    details.agreement =
        quant::compareWithIntegers(fake, *model.integer, ports.planeSize(), inputs, 1);
    details.agreementSlots = kAnalysedSlots;
  }
  if (!details.reports.empty() || details.ancestors.empty())
    return;
  const nn::Network parent =
      nn::foldBatchNorm(modelOf(workspace, details.ancestors.back()).network);
  if (parent.layers.size() == fake.network.layers.size())
    details.reports = quant::analyse(parent, fake, ports.planeSize(), inputs);
}

void readRuns(const store::Workspace& workspace, ModelDetails& details,
              const std::stop_token& stop) {
  const auto isFamily = [&](std::int64_t model) {
    const auto is = [model](const store::ModelRecord& m) { return m.id == model; };
    return model == details.record.id ||
           std::any_of(details.ancestors.begin(), details.ancestors.end(), is) ||
           std::any_of(details.children.begin(), details.children.end(), is);
  };
  for (store::RunRecord& record : workspace.runs()) {
    if (record.modelId && isFamily(record.modelId))
      details.familyRuns.push_back(record.id);
    if (record.modelId != details.record.id || stop.stop_requested())
      continue;
    ModelRun run;
    run.curve = workspace.points(record.id);
    const store::StudyRecord study = workspace.study(record.studyId);
    run.study = study.name;
    run.blerTarget =
        param::readJson<study::StudySpec>(study.spec, "study " + study.name).sweep.blerTarget;
    run.crossing = sim::crossing(run.curve, run.blerTarget);
    run.run = std::move(record);
    details.runs.push_back(std::move(run));
  }
}
} // namespace

ModelDetails loadModelDetails(const store::Workspace& workspace, std::int64_t id,
                              std::stop_token stop) {
  ModelDetails details;
  details.record = workspace.model(id);
  const std::vector<store::ModelRecord> all = workspace.models(true);
  for (auto parent = parentOf(details.record, all); parent && details.ancestors.size() < all.size();
       parent = parentOf(*parent, all))
    details.ancestors.insert(details.ancestors.begin(), *parent);
  for (const store::ModelRecord& other : all)
    if (const auto parent = parentOf(other, all); parent && parent->id == id && !other.trashed)
      details.children.push_back(other);
  const train::Model model = modelOf(workspace, details.record);
  details.method = model.method;
  details.link = model.link;
  details.channel = model.channel;
  details.neural = model.neural;
  details.quant = model.quant;
  const sim::Link link(model.link, model.channel);
  const receiver::NeuralPorts ports(model.neural, link.context());
  details.cost = nn::costOf(model.network, ports.planeSize());
  if (model.integer)
    details.bytes = quant::bytesOf(*model.integer);
  readReport(details);
  details.outputSlots = kAnalysedSlots;
  details.microseconds = study::receiverMicroseconds(*train::makeReceiver(model, link.context()),
                                                     link, kAnalysedSnr.high);
  const auto inputs =
      train::calibrationPlanes(link, ports, kAnalysedSnr, kAnalysedSlots, 1, &model.network);
  if (model.method == train::Method::Fp32) {
    const nn::Network network = nn::foldBatchNorm(model.network);
    details.layers = quant::layerProfiles(network);
    quant::profileOutputs(network, nullptr, ports.planeSize(), inputs, details.layers);
  } else {
    const quant::QuantizedModel fake = train::fakeQuantized(model, ports);
    details.layers = quant::layerProfiles(fake);
    details.input = quant::inputRange(fake);
    quant::profileOutputs(fake.network, &fake, ports.planeSize(), inputs, details.layers);
    if (!stop.stop_requested() &&
        ((model.integer && !details.agreement) || details.reports.empty()))
      analyseNow(workspace, model, fake, ports, inputs, details);
  }
  readRuns(workspace, details, stop);
  return details;
}

} // namespace rxq::app
