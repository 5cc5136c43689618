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
               std::span<const std::uint8_t> bits, std::span<const float> soft,
               std::span<float> gradient) {
  const phy::ResourceGrid& grid = *link.grid;
  const auto width = static_cast<std::size_t>(grid.subcarriers() * bitsPerSymbol(link.modulation));
  const float scale = 1 / static_cast<float>(bits.size());
  for (const int symbol : grid.pilotSymbols())
    std::fill_n(gradient.data() + static_cast<std::size_t>(symbol) * width, width, 0.f);
  double sum = 0;
  forEachDataRun(link, [&](std::size_t first, std::size_t llr, std::size_t count) {
    for (std::size_t i = 0; i < count; i += kMostLogits) {
      const std::size_t n = std::min<std::size_t>(kMostLogits, count - i);
      const auto logits = output.subspan(first + i, n);
      const auto slopes = gradient.subspan(first + i, n);
      sum += soft.empty() ? crossEntropy(logits, bits.subspan(llr + i, n), scale, slopes)
                          : crossEntropy(logits, soft.subspan(llr + i, n), scale, slopes);
    }
  });
  return sum / static_cast<double>(bits.size());
}

} // namespace

NeuralPorts::NeuralPorts(const NeuralSpec& spec, const LinkContext& link)
    : m_spec(spec), m_link(link), m_nearest(timeTaps(Interpolation::Nearest, *link.grid)),
      m_linear(timeTaps(Interpolation::LinearHeld, *link.grid)) {
  checkArchitecture(spec);
  if (spec.tracking > 0)
    m_tracker.emplace(link, spec.tracking, spec.smoothing, spec.trackingDoppler);
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
  constexpr std::uint64_t kApart = 0x9e3779b97f4a7c15; // seeds of the passes
  nn::Network network;
  for (int pass = 0; pass < passes(); ++pass) {
    nn::Network one = buildNetwork(m_spec, inputChannels(), outputChannels());
    initialiseReceiver(one, seed + static_cast<std::uint64_t>(pass) * kApart);
    nn::appendPass(network, one);
  }
  return network;
}

nn::Network NeuralPorts::build() const {
  nn::Network network;
  for (int pass = 0; pass < passes(); ++pass)
    nn::appendPass(network, buildNetwork(m_spec, inputChannels(), outputChannels()));
  return network;
}

nn::PlaneSize NeuralPorts::planeSize() const {
  return {m_link.grid->symbols(), m_link.grid->subcarriers()};
}

nn::NetworkCost NeuralPorts::cost() const { return nn::costOf(build(), planeSize()); }

void NeuralPorts::prepare(const ReceivedSlot& slot, FrontEndState& state,
                          std::span<float> planes) const {
  const phy::ResourceGrid& grid = *m_link.grid;
  const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
  const auto elements = static_cast<std::size_t>(grid.elements());
  const auto antennas = static_cast<std::size_t>(m_link.rxAntennas);
  assert(slot.y.size() == antennas * elements);
  assert(planes.size() == elements * static_cast<std::size_t>(inputChannels()));

  const float power = m_spec.gainControl ? pilotPower(m_link, slot.y) : 1;
  const float amplitude = 1 / std::sqrt(power);
  state.n0 = slot.n0 / power;
  state.amplitude = amplitude;
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

  if (improvesEstimate())
    improveEstimate(state);
  writePlanes(state, 0, planes);
}

void NeuralPorts::improveEstimate(FrontEndState& state) const {
  const auto subcarriers = static_cast<std::size_t>(m_link.grid->subcarriers());
  state.smoothed.assign(state.estimate.begin(), state.estimate.end());
  SubcarrierSmoother smoother(m_spec.smoothing, m_link.grid->subcarriers());
  for (std::size_t at = 0; at < state.smoothed.size(); at += subcarriers)
    smoother.smooth(std::span(state.smoothed).subspan(at, subcarriers));
  if (m_tracker)
    m_tracker->track(state.y, state.n0, state.scratch, state.smoothed);
}

std::span<const Complex> NeuralPorts::estimateOf(const FrontEndState& state, int pass) const {
  if (pass == 0)
    return improvesEstimate() ? state.smoothed : state.estimate;
  return state.refined[static_cast<std::size_t>(pass - 1)];
}

void NeuralPorts::writePlanes(const FrontEndState& state, int pass, std::span<float> planes) const {
  const PlaneSource source{m_link, state, m_nearest, m_linear, estimateOf(state, pass)};
  const auto stride = static_cast<std::size_t>(inputChannels());
  float* out = planes.data();
  for (const Plane plane : m_spec.planes) {
    const PlaneKind& kind = kindOf(plane);
    kind.write(source, out, stride);
    out += kind.channels(m_link.rxAntennas);
  }
}

void NeuralPorts::refine(int pass, FrontEndState& state, std::span<const float> output,
                         std::span<float> planes) const {
  assert(pass > 0 && pass < passes());
  const auto elements = static_cast<std::size_t>(m_link.grid->elements());
  const auto outputs = static_cast<std::size_t>(outputChannels());
  assert(output.size() == elements * outputs);
  state.refined.resize(static_cast<std::size_t>(passes() - 1));
  auto& refined = state.refined[static_cast<std::size_t>(pass - 1)];
  const auto before = estimateOf(state, pass - 1);
  refined.resize(before.size());
  for (std::size_t r = 0; r < static_cast<std::size_t>(m_link.rxAntennas); ++r)
    for (std::size_t e = 0; e < elements; ++e) {
      const float* o = output.data() + e * outputs + 2 * r;
      const Complex h = before[r * elements + e];
      refined[r * elements + e] = {h.real() + o[0], h.imag() + o[1]};
    }
  writePlanes(state, pass, planes);
}

double NeuralPorts::trainingLoss(int pass, FrontEndState& state, std::span<const float> output,
                                 std::span<const std::uint8_t> bits, std::span<float> gradient,
                                 const TrainingHints& hints) const {
  const bool last = pass + 1 == passes();
  if (m_spec.head == Head::Llr)
    return llrLoss(m_link, output, bits, hints.soft, gradient);
  const ChannelHead head{m_link, m_linear, estimateOf(state, pass)};
  const double value = head.loss(state, output, bits, gradient, hints.soft);
  if (hints.channelWeight > 0)
    addChannelGradient(pass, state, output, hints, gradient);
  if (passes() == 1)
    return value;
  const auto elements = static_cast<std::size_t>(m_link.grid->elements());
  const auto outputs = static_cast<std::size_t>(outputChannels());
  if (last)
    state.carry.assign(state.y.size(), Complex{});
  else
    for (float& g : gradient)
      g *= kEarlierShare;
  // The estimate after this pass is what it started from plus its outputs: what later passes ask of
  // the estimate they ask of the outputs, and all of it goes on to the pass before.
  for (std::size_t r = 0; r < static_cast<std::size_t>(m_link.rxAntennas); ++r)
    for (std::size_t e = 0; e < elements; ++e) {
      float* g = gradient.data() + e * outputs + 2 * r;
      Complex& carry = state.carry[r * elements + e];
      g[0] += carry.real();
      g[1] += carry.imag();
      carry = {g[0], g[1]};
    }
  return last ? value : 0;
}

void NeuralPorts::addChannelGradient(int pass, const FrontEndState& state,
                                     std::span<const float> output, const TrainingHints& hints,
                                     std::span<float> gradient) const {
  const auto elements = static_cast<std::size_t>(m_link.grid->elements());
  const auto outputs = static_cast<std::size_t>(outputChannels());
  const auto before = estimateOf(state, pass);
  assert(hints.channel.size() == before.size());
  const float scale = 2 * hints.channelWeight / static_cast<float>(before.size());
  for (std::size_t r = 0; r < static_cast<std::size_t>(m_link.rxAntennas); ++r)
    for (std::size_t e = 0; e < elements; ++e) {
      const std::size_t at = r * elements + e, out = e * outputs + 2 * r;
      const Complex h = hints.channel[at];
      const float re = before[at].real() + output[out] - state.amplitude * h.real();
      const float im = before[at].imag() + output[out + 1] - state.amplitude * h.imag();
      const float slope = scale / (state.n0 + re * re + im * im);
      gradient[out] += slope * re;
      gradient[out + 1] += slope * im;
    }
}

void NeuralPorts::back(int pass, FrontEndState& state, std::span<const float> gradient) const {
  const PlaneSource source{m_link, state, m_nearest, m_linear, estimateOf(state, pass)};
  const auto stride = static_cast<std::size_t>(inputChannels());
  const float* from = gradient.data();
  for (const Plane plane : m_spec.planes) {
    const PlaneKind& kind = kindOf(plane);
    if (kind.back)
      kind.back(source, from, stride, state.carry.data());
    from += kind.channels(m_link.rxAntennas);
  }
}

void NeuralPorts::llrs(const FrontEndState& state, std::span<const float> output,
                       std::span<float> llrs) const {
  if (m_spec.head == Head::Channel)
    return ChannelHead{m_link, m_linear, estimateOf(state, passes() - 1)}.llrs(state, output, llrs);
  forEachDataRun(m_link, [&](std::size_t first, std::size_t llr, std::size_t count) {
    std::copy_n(output.data() + first, count, llrs.data() + llr);
  });
}

double NeuralPorts::loss(const FrontEndState& state, std::span<const float> output,
                         std::span<const std::uint8_t> bits, std::span<float> gradient) const {
  assert(bits.size() == m_link.grid->dataElements().size() *
                            static_cast<std::size_t>(bitsPerSymbol(m_link.modulation)));
  if (m_spec.head == Head::Channel)
    return ChannelHead{m_link, m_linear, estimateOf(state, passes() - 1)}.loss(state, output, bits,
                                                                               gradient);
  return llrLoss(m_link, output, bits, {}, gradient);
}

} // namespace rxq::receiver
