#include "core/study/model_maker.h"

#include <cassert>

#include "core/nn/network.h"
#include "core/study/families.h"
#include "core/study/model_report.h"

namespace rxq::study {

namespace {
/// Training slots of one generation: children see other slots than their parents, siblings the
/// same.
constexpr std::uint64_t kSlotsPerGeneration = std::uint64_t{1} << 40;
/// Slots on which models are analysed when they need none for calibration.
constexpr int kReportSlots = 16;

/// Making one model; holds what the steps share.
class Maker {
 public:
  Maker(const StudySpec& spec, const ReceiverEntry& entry, const sim::Link& link,
        const train::Model* parent, int workers)
      : m_spec(spec), m_entry(entry), m_link(link), m_root(rootOf(spec, entry)),
        m_ports(m_root.neural, link.context()), m_workers(workers) {
    m_start = parent ? nn::foldBatchNorm(parent->network) : m_ports.makeNetwork(spec.seed);
    m_inputs = train::calibrationPlanes(
        link, m_ports, m_root.train.snr,
        isQuantized(entry.kind) ? entry.quant.calibrationSlots : kReportSlots, spec.seed, &m_start);
    if (isQuantized(entry.kind))
      m_quantized = quant::quantize(m_start, m_ports.planeSize(), entry.quant, m_inputs,
                                    m_ports.outputGroups(), workers);
  }

  /// False when stopped before the end.
  bool train(std::optional<train::TrainState> resume, std::stop_token stop,
             const MakerCallbacks& callbacks, std::vector<train::LossPoint>& history) {
    train::TrainJob job;
    job.link = &m_link;
    job.ports = &m_ports;
    job.spec = m_entry.train;
    job.seed = m_spec.seed;
    job.firstSlot = static_cast<std::uint64_t>(depthOf(m_spec, m_entry)) * kSlotsPerGeneration;
    job.quantized = m_quantized ? &*m_quantized : nullptr;
    train::TrainState state;
    if (resume) {
      state = std::move(*resume);
    } else {
      state.network = m_quantized ? m_quantized->network : m_start;
      if (m_quantized)
        state.ranges = m_quantized->ranges;
    }
    state = train::train(job, std::move(state), m_workers, std::move(stop), callbacks.training,
                         callbacks.checkpoint);
    if (state.iteration < m_entry.train.iterations)
      return false;
    history = std::move(state.history);
    if (m_quantized) {
      m_quantized->network = std::move(state.network);
      m_quantized->ranges = std::move(state.ranges);
    } else {
      m_start = std::move(state.network);
    }
    return true;
  }

  MadeModel finish() {
    MadeModel made;
    train::Model& model = made.model;
    model.name = m_entry.name;
    model.link = m_spec.link;
    model.channel = m_spec.channel;
    model.neural = m_root.neural;
    model.history = modelKey(m_spec, m_entry);
    if (m_quantized) {
      model.method = m_entry.kind == ReceiverKind::Ptq ? train::Method::Ptq : train::Method::Qat;
      model.quant = m_entry.quant;
      model.network = m_quantized->network;
      model.ranges = m_quantized->ranges;
      if (quant::isFullyQuantized(m_entry.quant))
        model.integer = quant::lower(*m_quantized);
    } else {
      model.network = m_start;
    }
    ModelReport report = reportOn(model, m_ports, m_quantized ? &m_start : nullptr, m_inputs);
    made.report = std::move(report.json);
    made.summary = std::move(report.summary);
    made.bytes = deployedBytes(model);
    return made;
  }

 private:
  const StudySpec& m_spec;
  const ReceiverEntry& m_entry;
  const sim::Link& m_link;
  const ReceiverEntry& m_root;
  const receiver::NeuralPorts m_ports;
  const int m_workers;
  nn::Network m_start; ///< what quantization starts from; FP32: the result
  std::vector<std::vector<float>> m_inputs;
  std::optional<quant::QuantizedModel> m_quantized;
};
} // namespace

std::optional<MadeModel> makeModel(const StudySpec& spec, const ReceiverEntry& entry,
                                   const sim::Link& link, const train::Model* parent,
                                   std::optional<train::TrainState> resume, int workers,
                                   std::stop_token stop, const MakerCallbacks& callbacks) {
  assert(!isClassical(entry.kind) && (parent != nullptr) == !entry.parent.empty());
  Maker maker(spec, entry, link, parent, workers);
  std::vector<train::LossPoint> history;
  if (entry.kind != ReceiverKind::Ptq &&
      !maker.train(std::move(resume), std::move(stop), callbacks, history))
    return std::nullopt;
  MadeModel made = maker.finish();
  made.history = std::move(history);
  return made;
}

} // namespace rxq::study
