#include "core/study/model_maker.h"

#include <cassert>

#include "core/nn/network.h"
#include "core/study/families.h"

namespace rxq::study {

namespace {
/// Training slots of one generation: children see other slots than their parents, siblings the
/// same.
constexpr std::uint64_t kSlotsPerGeneration = std::uint64_t{1} << 40;

train::Model blankModel(const StudySpec& spec, const ReceiverEntry& entry) {
  train::Model model;
  model.name = entry.name;
  model.link = spec.link;
  model.channel = spec.channel;
  model.neural = rootOf(spec, entry).neural;
  model.history = modelKey(spec, entry);
  return model;
}

quant::QuantizedModel quantizeParent(const StudySpec& spec, const ReceiverEntry& entry,
                                     const sim::Link& link, const receiver::NeuralPorts& ports,
                                     const nn::Network& network, int workers) {
  const auto planes = train::calibrationPlanes(link, ports, rootOf(spec, entry).train.snr,
                                               entry.quant.calibrationSlots, spec.seed);
  return quant::quantize(network, ports.planeSize(), entry.quant, planes, ports.outputGroups(),
                         workers);
}
} // namespace

std::optional<MadeModel> makeModel(const StudySpec& spec, const ReceiverEntry& entry,
                                   const sim::Link& link, const train::Model* parent,
                                   std::optional<train::TrainState> resume, int workers,
                                   std::stop_token stop, const MakerCallbacks& callbacks) {
  assert(!isClassical(entry.kind) && (parent != nullptr) == !entry.parent.empty());
  const receiver::NeuralPorts ports(rootOf(spec, entry).neural, link.context());
  MadeModel made;
  made.model = blankModel(spec, entry);

  nn::Network start = parent ? parent->network : ports.makeNetwork(spec.seed);
  if (parent)
    start = nn::foldBatchNorm(start);

  std::optional<quant::QuantizedModel> quantized;
  if (isQuantized(entry.kind))
    quantized = quantizeParent(spec, entry, link, ports, start, workers);

  if (entry.kind != ReceiverKind::Ptq) {
    train::TrainJob job;
    job.link = &link;
    job.ports = &ports;
    job.spec = entry.train;
    job.seed = spec.seed;
    job.firstSlot = static_cast<std::uint64_t>(depthOf(spec, entry)) * kSlotsPerGeneration;
    job.quantized = quantized ? &*quantized : nullptr;
    train::TrainState state;
    if (resume) {
      state = std::move(*resume);
    } else {
      state.network = quantized ? quantized->network : start;
      if (quantized)
        state.ranges = quantized->ranges;
    }
    state = train::train(job, std::move(state), workers, stop, callbacks.training,
                         callbacks.checkpoint);
    if (state.iteration < entry.train.iterations)
      return std::nullopt;
    made.history = state.history;
    start = std::move(state.network);
    if (quantized) {
      quantized->network = start;
      quantized->ranges = std::move(state.ranges);
    }
  }

  if (quantized)
    finishQuantized(spec, entry, link, ports, parent, *quantized, made);
  else
    finishFloat(ports, start, made);
  return made;
}

} // namespace rxq::study
