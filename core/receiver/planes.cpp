#include "core/receiver/planes.h"

#include <cassert>
#include <cmath>

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

/// Bounded, however deep the fading: x is the one-stream LMMSE estimate of the symbol, q its gain,
/// and the SNR goes in as a logarithm. Noise is N0 with the linear estimate's own.
void writeEqualised(const PlaneSource& s, float* out, std::size_t stride) {
  const auto subcarriers = static_cast<std::size_t>(s.link.grid->subcarriers());
  constexpr float kFloor = 0.1f, kScale = 0.25f; // so that log2 of the SNR is about one
  for (std::size_t symbol = 0; symbol < s.linear.size(); ++symbol) {
    const float noise = s.state.n0 * (1 + s.linear[symbol].noiseGain());
    const Complex* h = s.state.estimate.data() + symbol * subcarriers;
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
      out[3] = kScale * std::log2(gain / noise + kFloor);
    }
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
       writeAntennas(s, s.state.estimate.data(), out, stride);
     }},
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
     writeEqualised},
    {Plane::LogNoise, [](int) { return 1; },
     [](int, std::vector<std::string>& names) { names.push_back("log10 N0"); },
     [](const PlaneSource& s, float* out, std::size_t stride) {
       const float value = std::log10(s.state.n0);
       for (std::size_t i = 0; i < elementsOf(s); ++i)
         out[i * stride] = value;
     }},
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
