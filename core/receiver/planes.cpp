#include "core/receiver/planes.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/receiver/decisions.h"

namespace rxq::receiver {

namespace {

std::size_t elementsOf(const PlaneSource& s) {
  return static_cast<std::size_t>(s.link.grid->elements());
}

void writeComplex(const Complex* from, std::size_t count, float* out, std::size_t stride) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i * stride] = from[i].real();
    out[i * stride + 1] = from[i].imag();
  }
}

void nameComplex(const std::string& what, std::vector<std::string>& names) {
  names.push_back("Re " + what);
  names.push_back("Im " + what);
}

void nameAntennas(const std::string& what, int rxAntennas, std::vector<std::string>& names) {
  for (int r = 1; r <= rxAntennas; ++r)
    nameComplex(what + ", antenna " + std::to_string(r), names);
}

/// Re, Im of each antenna of a [rx][element] array.
void writeAntennas(const PlaneSource& s, const Complex* from, float* out, std::size_t stride) {
  for (int r = 0; r < s.link.rxAntennas; ++r, from += elementsOf(s), out += 2)
    writeComplex(from, elementsOf(s), out, stride);
}

/// First element of the pilot symbol nearest to `symbol`: there the linear estimate is LS itself.
std::size_t nearestPilotRow(const PlaneSource& s, int symbol) {
  const TimeTap& tap = s.nearest[static_cast<std::size_t>(symbol)];
  const int pilot = s.link.grid->pilotSymbols()[static_cast<std::size_t>(tap.first)];
  return static_cast<std::size_t>(pilot * s.link.grid->subcarriers());
}

void writeNearest(const PlaneSource& s, float* out, std::size_t stride) {
  const auto subcarriers = static_cast<std::size_t>(s.link.grid->subcarriers());
  for (int symbol = 0; symbol < s.link.grid->symbols(); ++symbol, out += subcarriers * stride)
    for (std::size_t r = 0; r < static_cast<std::size_t>(s.link.rxAntennas); ++r)
      writeComplex(s.state.estimate.data() + r * elementsOf(s) + nearestPilotRow(s, symbol),
                   subcarriers, out + 2 * r, stride);
}

void writeCombined(const PlaneSource& s, float* out, std::size_t stride) {
  const auto subcarriers = static_cast<std::size_t>(s.link.grid->subcarriers());
  for (int symbol = 0; symbol < s.link.grid->symbols(); ++symbol) {
    const Complex* h = s.state.estimate.data() + nearestPilotRow(s, symbol);
    const Complex* y = s.state.y.data() + static_cast<std::size_t>(symbol) * subcarriers;
    for (std::size_t f = 0; f < subcarriers; ++f, out += stride) {
      float re = 0, im = 0, gain = 0;
      for (std::size_t at = f; at < s.state.y.size(); at += elementsOf(s)) {
        re += h[at].real() * y[at].real() + h[at].imag() * y[at].imag();
        im += h[at].real() * y[at].imag() - h[at].imag() * y[at].real();
        gain += h[at].real() * h[at].real() + h[at].imag() * h[at].imag();
      }
      out[0] = re;
      out[1] = im;
      out[2] = gain;
    }
  }
}

constexpr float kLogFloor = 0.1f, kLogScale = 0.25f; // so that log2 of the SNR is about one

/// Bounded, however deep the fading: x is the one-stream LMMSE estimate of the symbol, q its gain,
/// and the SNR goes in as a logarithm. Noise is N0 with the linear estimate's own.
void writeEqualised(const PlaneSource& s, float* out, std::size_t stride) {
  const auto subcarriers = static_cast<std::size_t>(s.link.grid->subcarriers());
  for (std::size_t symbol = 0; symbol < s.linear.size(); ++symbol) {
    const float noise = s.state.n0 * (1 + s.linear[symbol].noiseGain());
    const Complex* h = s.current.data() + symbol * subcarriers;
    const Complex* y = s.state.y.data() + symbol * subcarriers;
    for (std::size_t f = 0; f < subcarriers; ++f, out += stride) {
      float re = 0, im = 0, gain = 0;
      for (std::size_t at = f; at + symbol * subcarriers < s.state.y.size(); at += elementsOf(s)) {
        re += h[at].real() * y[at].real() + h[at].imag() * y[at].imag();
        im += h[at].real() * y[at].imag() - h[at].imag() * y[at].real();
        gain += h[at].real() * h[at].real() + h[at].imag() * h[at].imag();
      }
      const float scale = 1 / (gain + noise);
      out[0] = re * scale;
      out[1] = im * scale;
      out[2] = gain * scale;
      out[3] = kLogScale * std::log2(gain / noise + kLogFloor);
    }
  }
}

void backEqualised(const PlaneSource& s, const float* gradient, std::size_t stride,
                   Complex* current) {
  const auto subcarriers = static_cast<std::size_t>(s.link.grid->subcarriers());
  constexpr float kLn2 = 0.693147181f;
  for (std::size_t e = 0; e < elementsOf(s); ++e, gradient += stride) {
    const float noise = s.state.n0 * (1 + s.linear[e / subcarriers].noiseGain());
    float re = 0, im = 0, gain = 0;
    for (std::size_t at = e; at < s.state.y.size(); at += elementsOf(s)) {
      const Complex h = s.current[at], y = s.state.y[at];
      re += h.real() * y.real() + h.imag() * y.imag();
      im += h.real() * y.imag() - h.imag() * y.real();
      gain += h.real() * h.real() + h.imag() * h.imag();
    }
    const float scale = 1 / (gain + noise);
    const float dRe = gradient[0] * scale, dIm = gradient[1] * scale;
    const float dGain = -(dRe * re + dIm * im) * scale + gradient[2] * noise * scale * scale +
                        gradient[3] * kLogScale / (kLn2 * (gain + kLogFloor * noise));
    for (std::size_t at = e; at < s.state.y.size(); at += elementsOf(s)) {
      const Complex h = s.current[at], y = s.state.y[at];
      current[at] += Complex(dRe * y.real() + dIm * y.imag() + 2 * dGain * h.real(),
                             dRe * y.imag() - dIm * y.real() + 2 * dGain * h.imag());
    }
  }
}

void backLinear(const PlaneSource& s, const float* gradient, std::size_t stride, Complex* current) {
  for (int r = 0; r < s.link.rxAntennas; ++r, gradient += 2)
    for (std::size_t e = 0; e < elementsOf(s); ++e)
      *current++ += Complex(gradient[e * stride], gradient[e * stride + 1]);
}

void writeSmoothed(const PlaneSource& s, float* out, std::size_t stride) {
  constexpr int kHalf = 4;
  const int subcarriers = s.link.grid->subcarriers();
  for (int r = 0; r < s.link.rxAntennas; ++r, out += 2)
    for (int symbol = 0; symbol < s.link.grid->symbols(); ++symbol) {
      const Complex* row = s.state.estimate.data() + static_cast<std::size_t>(r) * elementsOf(s) +
                           symbol * subcarriers;
      float* to = out + static_cast<std::size_t>(symbol * subcarriers) * stride;
      for (int f = 0; f < subcarriers; ++f, to += stride) {
        const int low = std::max(0, f - kHalf), high = std::min(subcarriers, f + kHalf + 1);
        float re = 0, im = 0;
        for (int k = low; k < high; ++k) {
          re += row[k].real();
          im += row[k].imag();
        }
        const float scale = 1 / static_cast<float>(high - low);
        to[0] = re * scale;
        to[1] = im * scale;
      }
    }
}

bool isPilotElement(const phy::ResourceGrid& grid, std::size_t e) {
  return grid.pilots()[e] != Complex{};
}

/// Pilots, or the nearest symbol to z / g; zero where nothing is sent. Nothing received decides
/// nothing: a gain of zero gives the point nearest to zero.
class Decisions {
 public:
  explicit Decisions(const PlaneSource& s) : m_source(s), m_levels(s.link.modulation) {
    if (s.link.grid->hasFullPilots())
      return;
    m_isData.assign(elementsOf(s), false);
    for (const int e : s.link.grid->dataElements())
      m_isData[static_cast<std::size_t>(e)] = true;
  }
  Complex at(std::size_t e) const {
    const PlaneSource& s = m_source;
    if (isPilotElement(*s.link.grid, e))
      return s.link.grid->pilots()[e];
    if (!m_isData.empty() && !m_isData[e])
      return {};
    float re = 0, im = 0, gain = 0;
    for (std::size_t i = e; i < s.state.y.size(); i += elementsOf(s)) {
      const Complex h = s.current[i], y = s.state.y[i];
      re += h.real() * y.real() + h.imag() * y.imag();
      im += h.real() * y.imag() - h.imag() * y.real();
      gain += h.real() * h.real() + h.imag() * h.imag();
    }
    const float scale = gain > 0 ? 1 / gain : 0;
    return {m_levels.nearest(re * scale), m_levels.nearest(im * scale)};
  }

 private:
  const PlaneSource& m_source;
  AxisLevels m_levels;
  std::vector<bool> m_isData; ///< empty: all but pilots
};

void writeDecision(const PlaneSource& s, float* out, std::size_t stride) {
  const Decisions decisions(s);
  for (std::size_t e = 0; e < elementsOf(s); ++e, out += stride) {
    const Complex x = decisions.at(e);
    float* to = out;
    for (std::size_t at = e; at < s.state.y.size(); at += elementsOf(s), to += 2) {
      const Complex h = s.current[at], y = s.state.y[at];
      const float re = y.real() - (h.real() * x.real() - h.imag() * x.imag());
      const float im = y.imag() - (h.real() * x.imag() + h.imag() * x.real());
      to[0] = re * x.real() + im * x.imag();
      to[1] = im * x.real() - re * x.imag();
    }
  }
}

void backDecision(const PlaneSource& s, const float* gradient, std::size_t stride,
                  Complex* current) {
  const Decisions decisions(s);
  for (std::size_t e = 0; e < elementsOf(s); ++e, gradient += stride) {
    const float power = std::norm(decisions.at(e));
    const float* from = gradient;
    for (std::size_t at = e; at < s.state.y.size(); at += elementsOf(s), from += 2)
      current[at] -= Complex(power * from[0], power * from[1]);
  }
}

constexpr int kNearSymbols = 2, kNearSubcarriers = 4;

/// Replaces each element of a plane by the sum over those near it, cut off at the grid's edges.
void sumNear(const phy::ResourceGrid& grid, float* plane, float* rows) {
  const int symbols = grid.symbols(), subcarriers = grid.subcarriers();
  std::fill_n(rows, symbols * subcarriers, 0.f);
  for (int t = 0; t < symbols; ++t)
    for (int k = -kNearSubcarriers; k <= kNearSubcarriers; ++k)
      for (int f = std::max(0, -k); f < std::min(subcarriers, subcarriers - k); ++f)
        rows[t * subcarriers + f] += plane[t * subcarriers + f + k];
  std::fill_n(plane, symbols * subcarriers, 0.f);
  for (int t = 0; t < symbols; ++t)
    for (int k = std::max(0, t - kNearSymbols); k <= std::min(symbols - 1, t + kNearSymbols); ++k)
      for (int f = 0; f < subcarriers; ++f)
        plane[t * subcarriers + f] += rows[k * subcarriers + f];
}

/// Planes of sums over near elements, in the slot's scratch: two for each antenna, the last one
/// with the decisions' energy.
struct NearSums {
  explicit NearSums(const PlaneSource& s)
      : elements(elementsOf(s)), antennas(static_cast<std::size_t>(s.link.rxAntennas)) {
    s.state.scratch.resize((2 * antennas + 2) * elements);
    planes = s.state.scratch.data();
  }
  float* plane(std::size_t i) { return planes + i * elements; }
  float* energy() { return plane(2 * antennas); }
  void sum(const phy::ResourceGrid& grid, std::size_t i) {
    sumNear(grid, plane(i), plane(2 * antennas + 1));
  }

  std::size_t elements, antennas;
  float* planes;
};

void writeDecisionMean(const PlaneSource& s, float* out, std::size_t stride) {
  const Decisions decisions(s);
  NearSums sums(s);
  for (std::size_t e = 0; e < sums.elements; ++e) {
    const Complex x = decisions.at(e);
    sums.energy()[e] = x.real() * x.real() + x.imag() * x.imag();
    for (std::size_t r = 0; r < sums.antennas; ++r) {
      const Complex h = s.current[r * sums.elements + e], y = s.state.y[r * sums.elements + e];
      const float re = y.real() - (h.real() * x.real() - h.imag() * x.imag());
      const float im = y.imag() - (h.real() * x.imag() + h.imag() * x.real());
      sums.plane(2 * r)[e] = re * x.real() + im * x.imag();
      sums.plane(2 * r + 1)[e] = im * x.real() - re * x.imag();
    }
  }
  for (std::size_t i = 0; i <= 2 * sums.antennas; ++i)
    sums.sum(*s.link.grid, i);
  for (std::size_t e = 0; e < sums.elements; ++e) {
    const float energy = sums.energy()[e];
    const float scale = energy > 0 ? 1 / energy : 0;
    for (std::size_t i = 0; i < 2 * sums.antennas; ++i)
      out[e * stride + i] = scale * sums.plane(i)[e];
  }
}

/// Elements are near each other mutually, so the sums are their own adjoint.
void backDecisionMean(const PlaneSource& s, const float* gradient, std::size_t stride,
                      Complex* current) {
  const Decisions decisions(s);
  NearSums sums(s);
  for (std::size_t e = 0; e < sums.elements; ++e)
    sums.energy()[e] = std::norm(decisions.at(e));
  sums.sum(*s.link.grid, 2 * sums.antennas);
  for (std::size_t e = 0; e < sums.elements; ++e) {
    const float energy = sums.energy()[e];
    const float scale = energy > 0 ? 1 / energy : 0;
    for (std::size_t i = 0; i < 2 * sums.antennas; ++i)
      sums.plane(i)[e] = scale * gradient[e * stride + i];
  }
  for (std::size_t i = 0; i < 2 * sums.antennas; ++i)
    sums.sum(*s.link.grid, i);
  for (std::size_t e = 0; e < sums.elements; ++e) {
    const float power = std::norm(decisions.at(e));
    for (std::size_t r = 0; r < sums.antennas; ++r)
      current[r * sums.elements + e] -=
          Complex(power * sums.plane(2 * r)[e], power * sums.plane(2 * r + 1)[e]);
  }
}

constexpr int perAntenna(int rxAntennas) { return 2 * rxAntennas; }

constexpr PlaneKind kKinds[] = {
    {Plane::Received, perAntenna,
     [](int rx, std::vector<std::string>& names) { nameAntennas("Y", rx, names); },
     [](const PlaneSource& s, float* out, std::size_t stride) {
       writeAntennas(s, s.state.y.data(), out, stride);
     }},
    {Plane::Pilots, [](int) { return 2; },
     [](int, std::vector<std::string>& names) { nameComplex("pilot", names); },
     [](const PlaneSource& s, float* out, std::size_t stride) {
       writeComplex(s.link.grid->pilots().data(), elementsOf(s), out, stride);
     }},
    {Plane::LsNearest, perAntenna,
     [](int rx, std::vector<std::string>& names) { nameAntennas("LS nearest", rx, names); },
     writeNearest},
    {Plane::LsLinear, perAntenna,
     [](int rx, std::vector<std::string>& names) { nameAntennas("LS linear", rx, names); },
     [](const PlaneSource& s, float* out, std::size_t stride) {
       writeAntennas(s, s.current.data(), out, stride);
     },
     backLinear},
    {Plane::Combined, [](int) { return 3; },
     [](int, std::vector<std::string>& names) {
       nameComplex("combined", names);
       names.push_back("Combined gain");
     },
     writeCombined},
    {Plane::Equalised, [](int) { return 4; },
     [](int, std::vector<std::string>& names) {
       nameComplex("equalised", names);
       names.push_back("Equalised gain");
       names.push_back("log2 SNR");
     },
     writeEqualised, backEqualised},
    {Plane::LogNoise, [](int) { return 1; },
     [](int, std::vector<std::string>& names) { names.push_back("log10 N0"); },
     [](const PlaneSource& s, float* out, std::size_t stride) {
       const float value = std::log10(s.state.n0);
       for (std::size_t i = 0; i < elementsOf(s); ++i)
         out[i * stride] = value;
     }},
    {Plane::LsSmoothed, perAntenna,
     [](int rx, std::vector<std::string>& names) { nameAntennas("LS smoothed", rx, names); },
     writeSmoothed},
    {Plane::Decision, perAntenna,
     [](int rx, std::vector<std::string>& names) { nameAntennas("decision error", rx, names); },
     writeDecision, backDecision},
    {Plane::PilotMask, [](int) { return 1; },
     [](int, std::vector<std::string>& names) { names.push_back("pilot mask"); },
     [](const PlaneSource& s, float* out, std::size_t stride) {
       for (std::size_t i = 0; i < elementsOf(s); ++i)
         out[i * stride] = isPilotElement(*s.link.grid, i) ? 1.f : 0.f;
     }},
    {Plane::DecisionMean, perAntenna,
     [](int rx, std::vector<std::string>& names) { nameAntennas("decision mean", rx, names); },
     writeDecisionMean, backDecisionMean},
};

} // namespace

std::span<const PlaneKind> planeKinds() { return kKinds; }

const PlaneKind& kindOf(Plane plane) {
  for (const PlaneKind& kind : kKinds)
    if (kind.plane == plane)
      return kind;
  assert(false);
  return kKinds[0];
}

} // namespace rxq::receiver
