#include "core/channel/cdl_channel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/channel/motion.h"
#include "core/channel/portable_math.h"

namespace rxq::channel {

using detail::kBlockPaths;
using detail::kRayLanes;
using detail::kRayRows;
using detail::kRays;

namespace {

/// Azimuth of the user's broadside: it looks at the base station.
constexpr double kUserBroadside = 180;

double rayZenith(double center, double spread, int ray) {
  const double zenith = std::abs(center + spread * rayOffsets()[static_cast<std::size_t>(ray)]);
  return zenith > 180 ? 360 - zenith : zenith;
}
double rayAzimuth(double center, double spread, int ray) {
  return center + spread * rayOffsets()[static_cast<std::size_t>(ray)];
}

/// Mean gain of an element over all pairings of a cluster's azimuths and zeniths.
double meanGain(const ElementPattern& element, double azimuth, double azimuthSpread, double zenith,
                double zenithSpread) {
  double sum = 0;
  for (int i = 0; i < kRays; ++i)
    for (int j = 0; j < kRays; ++j) {
      const double a = element.amplitude(rayZenith(zenith, zenithSpread, i),
                                         rayAzimuth(azimuth, azimuthSpread, j));
      sum += a * a;
    }
  return sum / (kRays * kRays);
}

/// Amplitude of the line of sight before the ports' weights and the normalisation.
double lineOfSightAmplitude(const ChannelSpec& spec, const Profile& profile) {
  const Path& path = profile.lineOfSight;
  return std::sqrt(normalizedPowers(profile).lineOfSight) *
         ElementPattern(spec.baseElement).amplitude(path.zod, path.aod) *
         ElementPattern(spec.userElement).amplitude(path.zoa, path.aoa - kUserBroadside);
}

/// Mean power of every path, then of the line of sight, averaged over the ports.
std::vector<double> meanPathPowers(const ChannelSpec& spec, int rxAntennas) {
  const Profile profile = profileFor(spec);
  const PathPowers powers = normalizedPowers(profile);
  const ElementPattern base(spec.baseElement), user(spec.userElement);
  const PortArray ports(spec.polarization, rxAntennas);
  double vertical = 0, horizontal = 0;
  for (int p = 0; p < rxAntennas; ++p) {
    vertical += ports.verticalWeight(p) * ports.verticalWeight(p) / rxAntennas;
    horizontal += ports.horizontalWeight(p) * ports.horizontalWeight(p) / rxAntennas;
  }
  const double scattered = vertical + horizontal * fromDecibel(-profile.xprDb);
  std::vector<double> received;
  for (std::size_t n = 0; n < profile.paths.size(); ++n) {
    const Path& path = profile.paths[n];
    received.push_back(
        powers.paths[n] * scattered *
        meanGain(base, path.aod, profile.spreadAod, path.zod, profile.spreadZod) *
        meanGain(user, path.aoa - kUserBroadside, profile.spreadAoa, path.zoa, profile.spreadZoa));
  }
  if (profile.hasLineOfSight) {
    // The matrix of a specular path does not turn the polarisation (7.5-29).
    const double amplitude = lineOfSightAmplitude(spec, profile);
    received.push_back(vertical * amplitude * amplitude);
  }
  return received;
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double value : values)
    total += value;
  return total;
}

} // namespace

std::span<const double> rayOffsets() {
  static constexpr std::array offsets{0.0447,  -0.0447, 0.1413,  -0.1413, 0.2492,  -0.2492, 0.3715,
                                      -0.3715, 0.5129,  -0.5129, 0.6797,  -0.6797, 0.8844,  -0.8844,
                                      1.1481,  -1.1481, 1.5195,  -1.5195, 2.1551,  -2.1551};
  return offsets;
}

double meanCdlPower(const ChannelSpec& spec, int rxAntennas) {
  return sum(meanPathPowers(spec, rxAntennas));
}

std::vector<double> receivedPathPowers(const ChannelSpec& spec, int rxAntennas) {
  std::vector<double> powers = meanPathPowers(spec, rxAntennas);
  const double total = sum(powers);
  for (double& power : powers)
    power /= total;
  return powers;
}

/// What does not change from slot to slot.
struct CdlChannel::Tables {
  using Floats = base::AlignedVector<float>;
  Tables(const ChannelSpec& spec, const Profile& profile, int blocks, const PortArray& ports);

  std::size_t elements = 0;
  Floats amplitude, userZenith, sineZenith, cosineZenith; ///< ray layout
  Floats userAzimuth, cosineAzimuth, sineAzimuth;         ///< list tables
  Floats baseAzimuth, baseZenith, baseSineAzimuth, baseSineZenith;
  float crossRatio = 1, userFloor = 0, baseFloor = 0;
  bool hasLineOfSight = false;
  double lineOfSight = 0;                ///< amplitude, normalised
  std::array<double, 3> userDirection{}; ///< of the line of sight
  double baseSine = 0;                   ///< across the array, of the line of sight
};

CdlChannel::Tables::Tables(const ChannelSpec& spec, const Profile& profile, int blocks,
                           const PortArray& ports)
    : elements(detail::rayElements(blocks)) {
  const PathPowers powers = normalizedPowers(profile);
  const ElementPattern base(spec.baseElement), user(spec.userElement);
  const double norm = 1 / std::sqrt(meanCdlPower(spec, ports.ports));
  const std::size_t paths = profile.paths.size();

  using Value = std::function<double(const Path&, int ray)>;
  const auto rayLayout = [&](Floats& table, const Value& value) {
    table.assign(elements, 0.0f);
    for (std::size_t n = 0; n < paths; ++n)
      for (int i = 0; i < kRays; ++i) {
        const std::size_t row = n / kBlockPaths * kRayRows + static_cast<std::size_t>(i / 2);
        const std::size_t lane = n % kBlockPaths + static_cast<std::size_t>(i % 2 * kBlockPaths);
        table[row * kRayLanes + lane] = static_cast<float>(value(profile.paths[n], i));
      }
  };
  const auto listTable = [&](Floats& table, const Value& value) {
    table.assign(elements, 0.0f);
    for (std::size_t n = 0; n < paths; ++n)
      for (int i = 0; i < kRays; ++i)
        table[(n / kBlockPaths * kRays + static_cast<std::size_t>(i)) * kBlockPaths +
              n % kBlockPaths] = static_cast<float>(value(profile.paths[n], i));
  };

  const auto zoa = [&](const Path& p, int i) { return rayZenith(p.zoa, profile.spreadZoa, i); };
  const auto zod = [&](const Path& p, int i) { return rayZenith(p.zod, profile.spreadZod, i); };
  const auto aoa = [&](const Path& p, int i) { return rayAzimuth(p.aoa, profile.spreadAoa, i); };
  const auto aod = [&](const Path& p, int i) { return rayAzimuth(p.aod, profile.spreadAod, i); };

  rayLayout(amplitude, [&](const Path& p, int) {
    const auto n = static_cast<std::size_t>(&p - profile.paths.data());
    return norm * user.peak * base.peak * std::sqrt(powers.paths[n] / kRays);
  });
  rayLayout(sineZenith, [&](const Path& p, int i) { return sinCosDegrees(zoa(p, i)).sine; });
  rayLayout(cosineZenith, [&](const Path& p, int i) { return sinCosDegrees(zoa(p, i)).cosine; });
  listTable(cosineAzimuth, [&](const Path& p, int i) { return sinCosDegrees(aoa(p, i)).cosine; });
  listTable(sineAzimuth, [&](const Path& p, int i) { return sinCosDegrees(aoa(p, i)).sine; });
  if (user.directional) {
    rayLayout(userZenith, [&](const Path& p, int i) { return user.vertical(zoa(p, i)); });
    listTable(userAzimuth,
              [&](const Path& p, int i) { return user.horizontal(aoa(p, i) - kUserBroadside); });
  }
  if (base.directional) {
    listTable(baseZenith, [&](const Path& p, int i) { return base.vertical(zod(p, i)); });
    listTable(baseAzimuth, [&](const Path& p, int i) { return base.horizontal(aod(p, i)); });
  }
  if (ports.columns > 1) {
    listTable(baseSineZenith, [&](const Path& p, int i) { return sinCosDegrees(zod(p, i)).sine; });
    listTable(baseSineAzimuth, [&](const Path& p, int i) { return sinCosDegrees(aod(p, i)).sine; });
  }
  crossRatio = static_cast<float>(fromDecibel(-0.5 * profile.xprDb));
  userFloor = static_cast<float>(user.floor);
  baseFloor = static_cast<float>(base.floor);

  hasLineOfSight = profile.hasLineOfSight;
  if (hasLineOfSight) {
    const Path& path = profile.lineOfSight;
    lineOfSight = norm * lineOfSightAmplitude(spec, profile);
    const SinCos zenith = sinCosDegrees(path.zoa), azimuth = sinCosDegrees(path.aoa);
    userDirection = {zenith.sine * azimuth.cosine, zenith.sine * azimuth.sine, zenith.cosine};
    baseSine = sinCosDegrees(path.zod).sine * sinCosDegrees(path.aod).sine;
  }
}

CdlChannel::CdlChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                       const detail::PathKernels& kernels)
    : DelayLineChannel(spec, grid, rxAntennas, kernels), m_ports(spec.polarization, rxAntennas),
      m_tables(std::make_shared<const Tables>(spec, m_profile, blocks(), m_ports)) {
  const std::size_t elements = m_tables->elements;
  const auto groups = static_cast<std::size_t>((3 * blocks() + 1) / 2 * 2);
  const auto bases = static_cast<std::size_t>(m_ports.columns * (m_ports.crossed ? 2 : 1));
  m_words.resize(groups * kBlockPaths * kRays + 2 * elements);
  m_order.resize(detail::rayElements(static_cast<int>(groups)));
  m_scratch.resize(4 * elements);
  m_re.resize(bases * elements);
  m_im.resize(bases * elements);
  m_turns.resize(elements);
  m_laterRe.resize(bases * elements);
  m_laterIm.resize(bases * elements);
  m_sumRe.resize(bases * phy::kSymbols * rowLength());
  m_sumIm.resize(m_sumRe.size());
}

void CdlChannel::drawRays(base::Philox& random) {
  const Tables& t = *m_tables;
  m_velocity = drawVelocity(m_spec, random);
  random.fillWords(m_words);

  const int groups = (3 * blocks() + 1) / 2 * 2;
  m_kernels->shuffle(groups, m_words.data(), m_order.data());

  const auto optional = [](const Tables::Floats& table) {
    return table.empty() ? nullptr : table.data();
  };
  detail::CdlRays rays;
  rays.blocks = blocks();
  rays.columns = m_ports.columns;
  rays.crossed = m_ports.crossed;
  rays.amplitude = t.amplitude.data();
  rays.crossRatio = t.crossRatio;
  rays.userZenith = optional(t.userZenith);
  rays.sineZenith = t.sineZenith.data();
  rays.cosineZenith = t.cosineZenith.data();
  rays.userAzimuth = optional(t.userAzimuth);
  rays.cosineAzimuth = t.cosineAzimuth.data();
  rays.sineAzimuth = t.sineAzimuth.data();
  rays.baseAzimuth = optional(t.baseAzimuth);
  rays.baseZenith = optional(t.baseZenith);
  rays.baseSineAzimuth = optional(t.baseSineAzimuth);
  rays.baseSineZenith = optional(t.baseSineZenith);
  rays.userFloor = t.userFloor;
  rays.baseFloor = t.baseFloor;
  for (std::size_t i = 0; i < 3; ++i)
    rays.velocity[i] = static_cast<float>(m_velocity[i] * halfSymbolByWavelength());
  rays.order = m_order.data();
  rays.phase = m_words.data() + static_cast<std::size_t>(groups) * kBlockPaths * kRays;
  m_kernels->cdlRays(rays, m_scratch.data(), m_re.data(), m_im.data(), m_turns.data());
}

void CdlChannel::sumGains(double offset) {
  const int bases = m_ports.columns * (m_ports.crossed ? 2 : 1);
  const float *re = m_re.data(), *im = m_im.data();
  if (offset != 0) {
    m_kernels->advance(m_tables->elements, bases, re, im, m_turns.data(),
                       static_cast<float>(2 * offset), m_laterRe.data(), m_laterIm.data());
    re = m_laterRe.data();
    im = m_laterIm.data();
  }
  // Single polarisation: the sums are the ports' gains already.
  auto& toRe = m_ports.crossed ? m_sumRe : m_gainRe;
  auto& toIm = m_ports.crossed ? m_sumIm : m_gainIm;
  m_kernels->sumRays(blocks(), bases, re, im, m_turns.data(), m_scratch.data(), toRe.data(),
                     toIm.data(), rowLength());
  if (m_ports.crossed)
    mixPolarizations();
  if (m_tables->hasLineOfSight)
    addLineOfSight(offset);
}

void CdlChannel::mixPolarizations() {
  const std::size_t size = rowLength() * phy::kSymbols; // of one basis
  for (int p = 0; p < m_ports.ports; ++p) {
    const auto v = static_cast<float>(m_ports.verticalWeight(p));
    const auto w = static_cast<float>(m_ports.horizontalWeight(p));
    const std::size_t from = 2 * static_cast<std::size_t>(m_ports.column(p)) * size;
    const std::size_t to = static_cast<std::size_t>(p) * size;
    for (std::size_t i = 0; i < size; ++i) {
      m_gainRe[to + i] = v * m_sumRe[from + i] + w * m_sumRe[from + size + i];
      m_gainIm[to + i] = v * m_sumIm[from + i] + w * m_sumIm[from + size + i];
    }
  }
}

void CdlChannel::addLineOfSight(double offset) {
  const Tables& t = *m_tables;
  double turns = 0;
  for (std::size_t i = 0; i < 3; ++i)
    turns += 2 * halfSymbolByWavelength() * m_velocity[i] * t.userDirection[i];
  for (int s = 0; s < phy::kSymbols; ++s)
    for (int p = 0; p < m_ports.ports; ++p) {
      const SinCos phase =
          sinCosTurns(turns * (s + offset) + m_ports.position(m_ports.column(p)) * t.baseSine);
      const double amplitude = t.lineOfSight * m_ports.verticalWeight(p);
      const std::size_t at = static_cast<std::size_t>(p * phy::kSymbols + s) * rowLength();
      m_gainRe[at] += static_cast<float>(amplitude * phase.cosine);
      m_gainIm[at] += static_cast<float>(amplitude * phase.sine);
    }
}

} // namespace rxq::channel
