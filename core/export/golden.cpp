#include "core/export/golden.h"

#include <optional>

#include "core/base/error.h"
#include "core/nn/executor.h"
#include "core/param/node.h"
#include "core/quant/integer_engine.h"
#include "core/sim/slot_source.h"

namespace rxq::exporting {

namespace {
constexpr std::uint64_t kSeed = 1;
/// For a model whose history does not tell.
constexpr param::Range kUsualSnr{0, 14};

/// The training range in the spec that made the model (or its nearest trained ancestor).
param::Range trainingSnr(const std::string& history) {
  try {
    const param::Node root = param::parseJson(history, "history");
    for (const param::Node* node = &root; node; node = node->find("parent")) {
      const param::Node* train = node->find("train");
      const param::Node* snr = train ? train->find("snr") : nullptr;
      if (snr) {
        const auto& ends = snr->asArray("snr");
        return {ends.at(0).asDouble("snr"), ends.at(1).asDouble("snr")};
      }
    }
  } catch (const std::exception&) { // another program's model: any range is as good
  }
  return kUsualSnr;
}
} // namespace

struct GoldenSource::Impl {
  Impl(const train::Model& model, int slotCount)
      : slots(slotCount), snr(trainingSnr(model.history)), link(model.link, model.channel),
        ports(model.neural, link.context()), source(link, kSeed), network(model.network) {
    if (model.integer) {
      integer = *model.integer;
      engine = quant::makeEngine(*integer, ports.planeSize());
      if (model.fixedPoint)
        frontEnd.emplace(std::make_shared<const receiver::FixedTables>(
            *model.fixedPoint, model.neural, link.context(), *integer));
      return;
    }
    if (model.method != train::Method::Fp32)
      fake = train::fakeQuantized(model, ports);
    executor = std::make_unique<nn::FloatExecutor>(
        fake ? fake->network : network, ports.planeSize(), fake ? &fake->hooks : nullptr,
        fake ? std::span<const float>(fake->ranges) : std::span<const float>());
  }

  /// All passes of the slot at hand, around them the ports in float; sizes of one pass.
  void runNetwork(std::size_t inputs, std::size_t outputs, GoldenSlot& into) {
    const auto passes = static_cast<std::size_t>(ports.passes());
    into.planes.resize(passes * inputs);
    into.output.resize(passes * outputs);
    if (integer) {
      into.inputCodes.resize(passes * inputs);
      into.outputCodes.resize(passes * outputs);
    }
    for (std::size_t p = 0; p < passes; ++p) {
      const auto pass = static_cast<int>(p);
      const auto planes = std::span(into.planes).subspan(p * inputs, inputs);
      const auto output = std::span(into.output).subspan(p * outputs, outputs);
      if (p == 0)
        ports.prepare(slot.received(), state, planes);
      else
        ports.refine(pass, state, std::span(into.output).subspan((p - 1) * outputs, outputs),
                     planes);
      if (!integer) {
        executor->runPass(pass, planes, output);
        continue;
      }
      const auto in = std::span(into.inputCodes).subspan(p * inputs, inputs);
      const auto out = std::span(into.outputCodes).subspan(p * outputs, outputs);
      quant::quantizeInput(*integer, planes, in);
      engine->runPass(pass, in, out);
      quant::dequantizeOutput(*integer, out, output, pass);
    }
  }

  int slots;
  param::Range snr;
  sim::Link link;
  receiver::NeuralPorts ports;
  sim::SlotSource source;
  sim::Slot slot;
  receiver::FrontEndState state;
  receiver::FixedState fixedState;
  nn::Network network;
  std::optional<quant::IntegerNetwork> integer;
  std::unique_ptr<quant::IntegerEngine> engine;
  std::optional<receiver::FixedFrontEnd> frontEnd;
  std::optional<quant::QuantizedModel> fake;
  std::unique_ptr<nn::FloatExecutor> executor;
};

GoldenSource::GoldenSource(const train::Model& model, int slots)
    : m_impl(std::make_unique<Impl>(model, slots)) {}
GoldenSource::~GoldenSource() = default;

int GoldenSource::slots() const { return m_impl->slots; }
int GoldenSource::passes() const { return m_impl->ports.passes(); }
nn::PlaneSize GoldenSource::size() const { return m_impl->ports.planeSize(); }
std::shared_ptr<const receiver::FixedTables> GoldenSource::fixedPoint() const {
  return m_impl->frontEnd ? m_impl->frontEnd->sharedTables() : nullptr;
}
int GoldenSource::inputChannels() const { return m_impl->ports.inputChannels(); }
int GoldenSource::outputChannels() const { return m_impl->ports.outputChannels(); }
std::vector<std::string> GoldenSource::inputNames() const { return m_impl->ports.inputNames(); }

std::vector<std::uint8_t> GoldenSource::innerCodes(int tensor) const {
  return m_impl->engine->tensor(tensor);
}

double GoldenSource::snrOf(int slot) const {
  const param::Range& r = m_impl->snr;
  return m_impl->slots < 2 ? (r.low + r.high) / 2
                           : r.low + (r.high - r.low) * slot / (m_impl->slots - 1);
}

void GoldenSource::make(int index, GoldenSlot& into) {
  Impl& m = *m_impl;
  m.source.make(base::Domain::Golden, static_cast<std::uint64_t>(index), snrOf(index), true,
                m.slot);
  const auto pixels = static_cast<std::size_t>(size().pixels());
  const std::size_t inputs = pixels * static_cast<std::size_t>(inputChannels());
  const std::size_t outputs = pixels * static_cast<std::size_t>(outputChannels());
  m.runNetwork(inputs, outputs, into);
  if (!m.integer || !m.frontEnd)
    return;
  // The engine's tensors stay those of the float front end's slot, which innerCodes() tells.
  const auto engine = m.engine->clone();
  std::vector<std::uint8_t> codes(inputs);
  std::vector<std::int16_t> output(outputs);
  m.frontEnd->convert(m.slot.received(), into.received);
  m.frontEnd->prepare(into.received, m.fixedState, codes);
  m.frontEnd->runPasses(m.fixedState, codes, output,
                        [&](int pass, std::span<const std::uint8_t> in,
                            std::span<std::int16_t> out) { engine->runPass(pass, in, out); });
  into.llrs.resize(m.frontEnd->tables().llrs());
  m.frontEnd->demap(m.fixedState, output, into.llrs);
}

} // namespace rxq::exporting
