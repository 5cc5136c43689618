#include <cassert>
#include <cmath>

#include "core/receiver/architecture.h"
#include "core/receiver/channel_head.h"
#include "core/receiver/neural.h"
#include "core/receiver/planes.h"
#include "core/receiver/soft_bits.h"

namespace rxq::receiver {

namespace {

/// Mean |Y|^2 over pilots and antennas, by the pilots' energy; 1 for a slot of silence. Lanes fix
/// the order of the sum.
float pilotPower(const LinkContext& link, std::span<const Complex> y) {
  const auto subcarriers = static_cast<std::size_t>(link.grid->subcarriers());
  const auto elements = static_cast<std::size_t>(link.grid->elements());
  float lanes[8] = {};
  std::size_t count = 0;
  for (std::size_t r = 0; r < static_cast<std::size_t>(link.rxAntennas); ++r)
    for (const int symbol : link.grid->pilotSymbols()) {
      const Complex* row = y.data() + r * elements + static_cast<std::size_t>(symbol) * subcarriers;
      std::size_t lane = 0;
      for (const int f : link.grid->pilotSubcarriers())
        lanes[lane++ % 8] += row[f].real() * row[f].real() + row[f].imag() * row[f].imag();
      count += link.grid->pilotSubcarriers().size();
    }
  float sum = 0;
  for (const float lane : lanes)
    sum += lane;
  const float power =
      sum / static_cast<float>(count) / static_cast<float>(link.grid->pilotEnergy());
  return power > 0 ? power : 1;
}

/// LLR head: the outputs of data elements are the LLRs, [element][bit] already in mapping order.
/// Calls use(first output, first LLR, how many) for each run of data elements.
template <class Use> void forEachDataRun(const LinkContext& link, const Use& use) {
  const auto bits = static_cast<std::size_t>(bitsPerSymbol(link.modulation));
  for (const phy::DataRun& run : link.grid->dataRuns())
    use(static_cast<std::size_t>(run.element) * bits, static_cast<std::size_t>(run.data) * bits,
        static_cast<std::size_t>(run.count) * bits);
}

double llrLoss(const LinkContext& link, std::span<const float> output,
               std::span<const std::uint8_t> bits, std::span<float> gradient) {
  const phy::ResourceGrid& grid = *link.grid;
  const auto width = static_cast<std::size_t>(grid.subcarriers() * bitsPerSymbol(link.modulation));
  const float scale = 1 / static_cast<float>(bits.size());
  for (const int symbol : grid.pilotSymbols())
    std::fill_n(gradient.data() + static_cast<std::size_t>(symbol) * width, width, 0.f);
  double sum = 0;
  forEachDataRun(link, [&](std::size_t first, std::size_t llr, std::size_t count) {
    for (std::size_t i = 0; i < count; i += kMostLogits) {
      const std::size_t n = std::min<std::size_t>(kMostLogits, count - i);
      sum += crossEntropy(output.subspan(first + i, n), bits.subspan(llr + i, n), scale,
                          gradient.subspan(first + i, n));
    }
  });
  return sum / static_cast<double>(bits.size());
}

} // namespace

NeuralPorts::NeuralPorts(const NeuralSpec& spec, const LinkContext& link)
    : m_spec(spec), m_link(link), m_nearest(timeTaps(Interpolation::Nearest, *link.grid)),
      m_linear(timeTaps(Interpolation::LinearHeld, *link.grid)) {
  checkArchitecture(spec);
}

int NeuralPorts::inputChannels() const {
  int channels = 0;
  for (const Plane plane : m_spec.planes)
    channels += kindOf(plane).channels(m_link.rxAntennas);
  return channels;
}

int NeuralPorts::outputChannels() const {
  return m_spec.head == Head::Llr ? bitsPerSymbol(m_link.modulation) : ChannelHead::outputs(m_link);
}

std::vector<int> NeuralPorts::outputGroups() const {
  if (m_spec.head == Head::Llr)
    return {outputChannels()};
  return std::vector<int>(static_cast<std::size_t>(outputChannels()), 1);
}

std::vector<std::string> NeuralPorts::inputNames() const {
  std::vector<std::string> names;
  for (const Plane plane : m_spec.planes)
    kindOf(plane).name(m_link.rxAntennas, names);
  return names;
}

nn::Network NeuralPorts::makeNetwork(std::uint64_t seed) const {
  nn::Network network = buildNetwork(m_spec, inputChannels(), outputChannels());
  initialiseReceiver(network, seed);
  return network;
}

nn::PlaneSize NeuralPorts::planeSize() const {
  return {m_link.grid->symbols(), m_link.grid->subcarriers()};
}

nn::NetworkCost NeuralPorts::cost() const {
  return nn::costOf(buildNetwork(m_spec, inputChannels(), outputChannels()), planeSize());
}

void NeuralPorts::prepare(const ReceivedSlot& slot, FrontEndState& state,
                          std::span<float> planes) const {
  const phy::ResourceGrid& grid = *m_link.grid;
  const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
  const auto elements = static_cast<std::size_t>(grid.elements());
  const auto antennas = static_cast<std::size_t>(m_link.rxAntennas);
  const auto stride = static_cast<std::size_t>(inputChannels());
  assert(slot.y.size() == antennas * elements);
  assert(planes.size() == elements * stride);

  const float power = m_spec.gainControl ? pilotPower(m_link, slot.y) : 1;
  const float amplitude = 1 / std::sqrt(power);
  state.n0 = slot.n0 / power;
  state.y.resize(slot.y.size());
  for (std::size_t i = 0; i < slot.y.size(); ++i)
    state.y[i] = {slot.y[i].real() * amplitude, slot.y[i].imag() * amplitude};

  state.ls.resize(antennas * grid.pilotSymbols().size() * subcarriers);
  estimateAtPilots(grid, m_link.rxAntennas, state.y, state.ls);
  state.estimate.resize(slot.y.size());
  for (std::size_t r = 0; r < antennas; ++r) {
    const auto rows =
        std::span<const Complex>(state.ls).subspan(r * grid.pilotSymbols().size() * subcarriers);
    for (std::size_t t = 0; t < m_linear.size(); ++t)
      interpolateRow(
          m_linear[t], rows,
          std::span(state.estimate).subspan(r * elements + t * subcarriers, subcarriers));
  }

  const PlaneSource source{m_link, state, m_nearest, m_linear};
  float* out = planes.data();
  for (const Plane plane : m_spec.planes) {
    const PlaneKind& kind = kindOf(plane);
    kind.write(source, out, stride);
    out += kind.channels(m_link.rxAntennas);
  }
}

void NeuralPorts::llrs(const FrontEndState& state, std::span<const float> output,
                       std::span<float> llrs) const {
  if (m_spec.head == Head::Channel)
    return ChannelHead{m_link, m_linear}.llrs(state, output, llrs);
  forEachDataRun(m_link, [&](std::size_t first, std::size_t llr, std::size_t count) {
    std::copy_n(output.data() + first, count, llrs.data() + llr);
  });
}

double NeuralPorts::loss(const FrontEndState& state, std::span<const float> output,
                         std::span<const std::uint8_t> bits, std::span<float> gradient) const {
  assert(bits.size() == m_link.grid->dataElements().size() *
                            static_cast<std::size_t>(bitsPerSymbol(m_link.modulation)));
  if (m_spec.head == Head::Channel)
    return ChannelHead{m_link, m_linear}.loss(state, output, bits, gradient);
  return llrLoss(m_link, output, bits, gradient);
}

} // namespace rxq::receiver
