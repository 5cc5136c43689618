#include "core/sim/slot_source.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/phy/mcs.h"
#include "core/phy/modulation.h"
#include "core/sim/slot_kernels.h"

namespace rxq::sim {

namespace {
phy::SlotCode codeFor(const phy::LinkSpec& spec, const phy::ResourceGrid& grid) {
  const int elements = static_cast<int>(grid.dataElements().size());
  const int qm = phy::bitsPerSymbol(spec.modulation), n = elements * qm;
  const int order = spec.interleave ? qm : 1;
  try {
    if (spec.coding == phy::Coding::CodeWord)
      return {phy::codeWordLayout(static_cast<int>(std::lround(n * spec.codeRate)), n), order};
    const int counted = spec.grid == phy::GridKind::ResourceBlocks
                            ? std::min(elements, phy::kMostElementsOfBlock * spec.resourceBlocks)
                            : elements;
    const int size = phy::transportBlockSize(counted, spec.codeRate, qm);
    return {phy::transportBlockLayout(size, spec.codeRate, n, qm), order};
  } catch (const base::Error& e) {
    throw base::Error(e.kind(), base::message("link.codeRate: %1", e.message()));
  }
}

/// SNR points are independent trials: bits, channel and noise of a slot differ between them.
std::uint64_t seedAt(std::uint64_t seed, double snrDb) {
  return seed ^ (static_cast<std::uint64_t>(std::llround(snrDb * 1000)) * 0x9e3779b97f4a7c15ull);
}
} // namespace

Link::Link(const phy::LinkSpec& link, const channel::ChannelSpec& channel)
    : m_spec(phy::resolved(link)), m_channelSpec(channel), m_grid(m_spec),
      m_code(codeFor(m_spec, m_grid)) {
  channel::makeChannel(channel, m_grid, link.rxAntennas); // throws what does not fit
}
Link::~Link() = default;

receiver::LinkContext Link::context() const {
  return {&m_grid, m_spec.modulation, m_spec.rxAntennas};
}

SlotSource::SlotSource(const Link& link, std::uint64_t seed) : m_link(&link), m_seed(seed) {
  const int antennas = link.spec().rxAntennas;
  if (link.channelSpec().mode == channel::ChannelMode::Time)
    m_timeDomain =
        std::make_unique<channel::TimeDomainChannel>(link.channelSpec(), link.grid(), antennas);
  else
    m_channel = channel::makeChannel(link.channelSpec(), link.grid(), antennas);
  if (link.spec().adcBits > 0)
    m_converter = std::make_unique<channel::Converter>(link.spec().adcBits, link.spec().adcBackoff,
                                                       link.grid(), antennas);
}

void SlotSource::make(base::Domain domain, std::uint64_t index, double snrDb, bool encode,
                      Slot& slot) {
  const phy::ResourceGrid& grid = m_link->grid();
  const auto elements = static_cast<std::size_t>(grid.elements());
  const auto antennas = static_cast<std::size_t>(m_link->spec().rxAntennas);
  const std::uint64_t seed = seedAt(m_seed, snrDb);
  slot.info.resize(static_cast<std::size_t>(m_link->infoBits()));
  slot.blocks.resize(static_cast<std::size_t>(m_link->code().blockBits()));
  slot.coded.resize(static_cast<std::size_t>(m_link->codedBits()));
  slot.x.resize(elements);
  slot.h.resize(elements * antennas);
  slot.y.resize(elements * antennas);
  slot.gaussian.resize(2 * elements * antennas);
  slot.dataSymbols.resize(grid.dataElements().size());

  base::Philox bits({seed, domain, base::Purpose::Bits, index});
  if (encode) {
    bits.fillBits(slot.info);
    m_link->code().segment(slot.info, slot.blocks);
    m_link->code().encode(slot.blocks, slot.coded);
  } else {
    bits.fillBits(slot.coded);
  }
  phy::modulate(m_link->spec().modulation, slot.coded, slot.dataSymbols);
  std::copy(grid.pilots().begin(), grid.pilots().end(), slot.x.begin());
  for (std::size_t k = 0; k < slot.dataSymbols.size(); ++k)
    slot.x[static_cast<std::size_t>(grid.dataElements()[k])] = slot.dataSymbols[k];

  slot.n0 = static_cast<float>(phy::noisePower(m_link->spec(), grid, snrDb));
  base::Philox({seed, domain, base::Purpose::Noise, index}).fillGaussian(slot.gaussian);
  if (m_timeDomain) {
    m_timeDomain->transmit(seed, domain, index, slot.x, slot.y, slot.h);
    detail::slotKernels().addNoise(slot.gaussian.data(), std::sqrt(slot.n0 / 2),
                                   reinterpret_cast<float*>(slot.y.data()), slot.gaussian.size());
  } else {
    throughChannel(seed, domain, index, slot);
  }
  if (m_converter)
    slot.n0 += static_cast<float>(m_converter->convert(slot.y));
}

void SlotSource::throughChannel(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                                Slot& slot) {
  m_channel->realize(seed, domain, index, slot.h);
  const detail::SlotKernels& kernels = detail::slotKernels();
  const float deviation = std::sqrt(slot.n0 / 2);
  const std::size_t elements = slot.x.size();
  const auto* x = reinterpret_cast<const float*>(slot.x.data());
  const auto* h = reinterpret_cast<const float*>(slot.h.data());
  auto* y = reinterpret_cast<float*>(slot.y.data());
  for (std::size_t first = 0; first < 2 * slot.h.size(); first += 2 * elements)
    kernels.receive(h + first, x, slot.gaussian.data() + first, deviation, y + first, elements);
}

} // namespace rxq::sim
