#include "app/study_facts.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/receiver/neural.h"
#include "core/sim/slot_source.h"
#include "widgets/error_text.h"

namespace rxq::app {

namespace {
/// The network of an entry: its own or, through its parents, the one it was made from. Null while a
/// parent is missing.
const receiver::NeuralSpec* networkOf(const study::StudySpec& spec,
                                      const study::ReceiverEntry* entry) {
  for (std::size_t guard = 0; entry && guard <= spec.receivers.size(); ++guard) {
    if (entry->parent.empty())
      return &entry->neural;
    const auto parent = std::find_if(spec.receivers.begin(), spec.receivers.end(),
                                     [&](const auto& r) { return r.name == entry->parent; });
    entry = parent == spec.receivers.end() ? nullptr : &*parent;
  }
  return nullptr;
}
} // namespace

std::int64_t StudyFacts::Network::bytesAt(int bits) const {
  return (weights * bits + 7) / 8 + (parameters - weights) * 4;
}

StudyFacts factsOf(const study::StudySpec& spec, std::optional<std::size_t> index) {
  StudyFacts facts;
  try {
    const sim::Link link(spec.link, spec.channel);
    facts.infoBits = link.infoBits();
    facts.codedBits = link.codedBits();
    if (link.code().layout().slotCrc)
      facts.codeBlocks = link.code().layout().blocks();
    facts.subcarriers = link.grid().subcarriers();
    using Kind = widgets::GridView::Kind;
    facts.elements.assign(static_cast<std::size_t>(link.grid().elements()), Kind::Nothing);
    for (const int element : link.grid().dataElements())
      facts.elements[static_cast<std::size_t>(element)] = Kind::Data;
    for (std::size_t i = 0; i < facts.elements.size(); ++i)
      if (link.grid().pilots()[i] != phy::Complex{})
        facts.elements[i] = Kind::Pilot;
    facts.bitsPerSecond = facts.infoBits / (link.grid().symbolPeriod() * phy::kSymbols);
    const study::ReceiverEntry* entry = nullptr;
    if (index && *index < spec.receivers.size())
      entry = &spec.receivers[*index];
    for (const auto& candidate : spec.receivers)
      if ((!entry || study::isClassical(entry->kind)) && !study::isClassical(candidate.kind))
        entry = &candidate;
    if (!entry || study::isClassical(entry->kind))
      return facts;
    const receiver::NeuralSpec* neural = networkOf(spec, entry);
    if (!neural)
      return facts;
    const receiver::NeuralPorts ports(*neural, link.context());
    const nn::Network network = ports.makeNetwork(1);
    const nn::NetworkCost cost = nn::costOf(network, ports.planeSize());
    facts.network = {QString::fromStdString(entry->name),
                     cost.parameters,
                     cost.weights,
                     cost.macs,
                     cost.receptiveSymbols,
                     cost.receptiveSubcarriers};
  } catch (const base::Error& e) {
    facts.problem = widgets::errorText(e);
  }
  return facts;
}

} // namespace rxq::app
