#include "core/phy/resource_grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/phy/dmrs.h"

namespace rxq::phy {

namespace {
/// Seed of the pilot symbols: part of what a link is, so that pilots are the same in every study.
constexpr std::uint64_t kPilotSeed = 38211;

std::vector<int> usedBins(const LinkSpec& spec, int fftSize) {
  const bool resourceBlocks = spec.grid == GridKind::ResourceBlocks;
  const int first = resourceBlocks ? 0 : spec.guardLow;
  const int end = resourceBlocks ? fftSize : fftSize - spec.guardHigh;
  std::vector<int> bins;
  for (int b = first; b < end; ++b)
    if (resourceBlocks || !spec.dcNull || b != fftSize / 2)
      bins.push_back(b);
  if (bins.empty())
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("link: guards of %1 and %2 leave no subcarrier of an FFT of %3.",
                      spec.guardLow, spec.guardHigh, fftSize));
  return bins;
}

std::vector<int> sortedPilots(const LinkSpec& spec) {
  if (spec.pilots == PilotPattern::Dmrs) {
    checkDmrs(spec);
    return dmrsSymbols(spec);
  }
  std::vector<int> symbols = spec.pilotSymbols;
  std::sort(symbols.begin(), symbols.end());
  const auto bad = [](const base::Message& why) {
    throw base::Error(base::ErrorKind::BadInput, base::message("link.pilotSymbols: %1", why));
  };
  if (symbols.empty())
    bad(base::message("give at least one pilot symbol."));
  if (symbols.front() < 0 || symbols.back() >= kSymbols)
    bad(base::message("symbols are 0 to 13."));
  if (std::adjacent_find(symbols.begin(), symbols.end()) != symbols.end())
    bad(base::message("symbol %1 is listed twice.",
                      *std::adjacent_find(symbols.begin(), symbols.end())));
  if (symbols.size() == kSymbols)
    bad(base::message("every symbol is a pilot symbol; leave some for data."));
  return symbols;
}
} // namespace

ResourceGrid::ResourceGrid(const LinkSpec& spec)
    : m_fftSize(spec.grid == GridKind::ResourceBlocks ? 12 * spec.resourceBlocks : spec.fftSize),
      m_spacingHz(spec.subcarrierSpacing * 1e3),
      m_symbolPeriod((1 + spec.cyclicPrefix) / (spec.subcarrierSpacing * 1e3)),
      m_bins(usedBins(spec, m_fftSize)), m_pilotSymbols(sortedPilots(spec)),
      m_isPilot(kSymbols, false) {
  m_subcarriers = static_cast<int>(m_bins.size());
  for (const int symbol : m_pilotSymbols)
    m_isPilot[static_cast<std::size_t>(symbol)] = true;
  m_pilots.assign(static_cast<std::size_t>(elements()), {});
  if (spec.pilots == PilotPattern::Dmrs)
    placeDmrs(spec);
  else
    placePlainPilots();
}

void ResourceGrid::placePlainPilots() {
  for (int f = 0; f < m_subcarriers; ++f)
    m_pilotSubcarriers.push_back(f);
  base::Philox draw({kPilotSeed, base::Domain::Other, base::Purpose::Pilots, 0});
  constexpr float kAmplitude = std::numbers::sqrt2_v<float> / 2;
  for (const int t : m_pilotSymbols)
    for (int f = 0; f < m_subcarriers; ++f) {
      const std::uint32_t word = draw();
      m_pilots[static_cast<std::size_t>(t * m_subcarriers + f)] = {
          (word & 1u) ? -kAmplitude : kAmplitude, (word & 2u) ? -kAmplitude : kAmplitude};
    }
  placeData(m_pilotSubcarriers);
}

void ResourceGrid::placeDmrs(const LinkSpec& spec) {
  m_pilotSubcarriers = dmrsSubcarriers(spec.dmrsType, m_subcarriers);
  const double beta = dmrsAmplitude(spec.dmrsGroupsWithoutData);
  m_pilotEnergy = beta * beta;
  const auto amplitude = static_cast<float>(beta * std::numbers::sqrt2 / 2);
  const int count = static_cast<int>(m_pilotSubcarriers.size());
  for (const int t : m_pilotSymbols) {
    // r(n) = ((1 - 2 c(2n)) + j (1 - 2 c(2n + 1))) / sqrt 2; port 0 has no minus signs.
    const auto c = goldSequence(dmrsSeed(spec.dmrsSlot, t, spec.dmrsIdentity), 2 * count);
    for (int n = 0; n < count; ++n) {
      const auto at = static_cast<std::size_t>(n);
      m_pilots[static_cast<std::size_t>(t * m_subcarriers + m_pilotSubcarriers[at])] = {
          c[2 * at] ? -amplitude : amplitude, c[2 * at + 1] ? -amplitude : amplitude};
    }
  }
  placeData(dmrsReserved(spec.dmrsType, spec.dmrsGroupsWithoutData, m_subcarriers));
}

void ResourceGrid::placeData(const std::vector<int>& reserved) {
  std::vector<bool> isReserved(static_cast<std::size_t>(m_subcarriers), false);
  for (const int f : reserved)
    isReserved[static_cast<std::size_t>(f)] = true;
  for (int t = 0; t < kSymbols; ++t) {
    const std::size_t before = m_dataElements.size();
    bool goesOn = false;
    for (int f = 0; f < m_subcarriers; ++f) {
      const bool data = !isPilot(t) || !isReserved[static_cast<std::size_t>(f)];
      if (data && !goesOn)
        m_dataRuns.push_back({t * m_subcarriers + f, 0, static_cast<int>(m_dataElements.size())});
      if (data) {
        m_dataElements.push_back(t * m_subcarriers + f);
        ++m_dataRuns.back().count;
      }
      goesOn = data;
    }
    if (m_dataElements.size() > before)
      m_dataSymbols.push_back(t);
  }
}

double noisePower(const LinkSpec& spec, const ResourceGrid& grid, double snrDb) {
  const double snr = std::pow(10.0, snrDb / 10);
  if (spec.snrAxis == SnrAxis::EsN0)
    return 1 / snr;
  double bitsPerElement = spec.codeRate * bitsPerSymbol(spec.modulation);
  if (spec.countOverhead)
    bitsPerElement *=
        static_cast<double>(grid.dataElements().size()) / grid.elements() / (1 + spec.cyclicPrefix);
  return 1 / (snr * bitsPerElement);
}

int bitsPerSymbol(Modulation modulation) {
  switch (modulation) {
  case Modulation::Qpsk:
    return 2;
  case Modulation::Qam16:
    return 4;
  case Modulation::Qam64:
    return 6;
  case Modulation::Qam256:
    return 8;
  }
  return 0;
}

} // namespace rxq::phy
