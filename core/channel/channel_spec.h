#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "core/param/fields.h"

namespace rxq::channel {

enum class ChannelKind {
  Awgn,
  Rayleigh,
  Ricean,
  CdlA,
  CdlB,
  CdlC,
  CdlD,
  CdlE,
  TdlA,
  TdlB,
  TdlC,
  TdlD,
  TdlE,
  Mixture
};
enum class Element { Isotropic, Tr38901 };
/// Polarisation of the base station's ports: all vertical; or pairs crossed at +-45 degrees or V/H.
enum class Polarization { Single, Cross45, CrossVh };
/// How the zenith angle of the velocity is drawn; azimuth is always uniform.
enum class VelocityZenith { Horizontal, Sphere, UniformAngle };

inline bool isCdl(ChannelKind k) { return k >= ChannelKind::CdlA && k <= ChannelKind::CdlE; }
inline bool isTdl(ChannelKind k) { return k >= ChannelKind::TdlA && k <= ChannelKind::TdlE; }
inline bool isRicean(ChannelKind k) { return k == ChannelKind::Ricean; }
/// Models without angles: the correlation of antennas is a parameter.
inline bool isAngleless(ChannelKind k) {
  return isTdl(k) || k == ChannelKind::Rayleigh || k == ChannelKind::Ricean;
}
inline bool isDelayLine(ChannelKind k) { return isCdl(k) || isTdl(k); }
/// Delay lines with a line of sight.
inline bool isSpecular(ChannelKind k) {
  return k == ChannelKind::CdlD || k == ChannelKind::CdlE || k == ChannelKind::TdlD ||
         k == ChannelKind::TdlE;
}

/// One frequency response a symbol, or the waveform itself with ISI and ICI (time_domain.h).
enum class ChannelMode { Frequency, Time };

/// The propagation channel, uplink: one user antenna (vertical) to the base station's ports.
struct ChannelSpec {
  ChannelKind kind = ChannelKind::CdlB;
  std::vector<ChannelKind> mix{ChannelKind::TdlA, ChannelKind::TdlC}; ///< of a mixture
  std::vector<int> mixWeights;        ///< one for each of `mix`; none: equal
  param::Range delaySpread{100, 100}; ///< ns, RMS, uniform
  param::Range carrier{3.5, 3.5};     ///< GHz, uniform
  param::Range speed{0, 40};          ///< m/s, uniform
  VelocityZenith zenith = VelocityZenith::Horizontal;
  Element userElement = Element::Isotropic;
  Element baseElement = Element::Tr38901;
  Polarization polarization = Polarization::Cross45;
  bool scaleKFactor = false;     ///< D and E: to kFactor, TR 38.901 7.7.6; else the table's
  double kFactor = 9;            ///< dB, line of sight by all else
  bool scaleAngles = false;      ///< CDL: to the spreads below, TR 38.901 7.7.5.1
  double aodSpread = 15;         ///< degrees, RMS, seen by the base station
  double aoaSpread = 45;         ///< seen by the user
  double zodSpread = 3;          ///< seen by the base station
  double zoaSpread = 10;         ///< seen by the user
  double antennaCorrelation = 0; ///< alpha of TS 36.104 B.5, TDL and block fading
  ChannelMode mode = ChannelMode::Frequency;
  bool normalizePerSlot = false; ///< each slot's mean |H|^2 over antennas, symbols, bins is 1
  bool operator==(const ChannelSpec&) const = default;
};

/// Whether the model, or one of a mixture's, is of the sort.
inline bool anyKind(const ChannelSpec& s, bool (*sort)(ChannelKind)) {
  return s.kind == ChannelKind::Mixture ? std::any_of(s.mix.begin(), s.mix.end(), sort)
                                        : sort(s.kind);
}

constexpr auto fields(const ChannelSpec*) {
  using S = ChannelSpec;
  using param::field;
  constexpr auto mixture = +[](const S& s) { return s.kind == ChannelKind::Mixture; };
  constexpr auto fading = +[](const S& s) { return anyKind(s, isDelayLine); };
  constexpr auto cdl = +[](const S& s) { return anyKind(s, isCdl); };
  constexpr auto angleless = +[](const S& s) { return anyKind(s, isAngleless); };
  constexpr auto specular = +[](const S& s) { return anyKind(s, isSpecular); };
  constexpr auto chosenK = +[](const S& s) {
    return anyKind(s, isRicean) || (s.scaleKFactor && anyKind(s, isSpecular));
  };
  constexpr auto chosenAngles = +[](const S& s) { return s.scaleAngles && anyKind(s, isCdl); };
  return std::tuple{
      field(&S::kind, "kind", "Model",
            "AWGN, block Rayleigh or Ricean fading, or a clustered (CDL) or tapped (TDL) delay "
            "line of TR 38.901 7.7, or a mixture of these."),
      field(&S::mix, "mix", "Mixture of", "Each slot is of one of these models.").when(mixture),
      field(&S::mixWeights, "mixWeights", "Weights",
            "How often each model is drawn, in their order; none for equally often.")
          .range(0, 1000000)
          .when(mixture),
      field(
          &S::delaySpread, "delaySpread", "Delay spread",
          "RMS; scales the table's delays (TR 38.901 7.7.3). Uniform in this range, drawn for each "
          "slot.")
          .range(0, 10000)
          .unit("ns")
          .when(fading),
      field(&S::carrier, "carrier", "Carrier",
            "Carrier frequency. Uniform in this range, drawn for each slot.")
          .range(0.1, 100)
          .unit("GHz")
          .when(fading),
      field(&S::speed, "speed", "Speed", "Uniform in this range, drawn for each slot.")
          .range(0, 150)
          .unit("m/s")
          .when(fading),
      field(&S::zenith, "zenith", "Velocity zenith",
            "Direction of travel: horizontal, uniform on the sphere, or uniform in the angle.")
          .when(cdl),
      field(&S::userElement, "userElement", "User element",
            "Antenna pattern of the user (TR 38.901 table 7.3-1).")
          .when(cdl),
      field(&S::baseElement, "baseElement", "Base element", "Antenna pattern of the base station.")
          .when(cdl),
      field(&S::polarization, "polarization", "Base polarisation",
            "Single vertical ports, or crossed pairs.")
          .when(cdl),
      field(&S::scaleKFactor, "scaleKFactor", "Choose K-factor",
            "Scale the table's echoes to the K-factor below (TR 38.901 7.7.6); the delay spread "
            "stays as asked.")
          .when(specular),
      field(&S::kFactor, "kFactor", "K-factor", "Power of the line of sight by that of all else.")
          .range(-30, 40)
          .unit("dB")
          .when(chosenK),
      field(&S::scaleAngles, "scaleAngles", "Choose angular spreads",
            "Scale the table's angles about their means to the spreads below (TR 38.901 7.7.5.1).")
          .when(cdl),
      field(&S::aodSpread, "aodSpread", "Azimuth spread, base",
            "RMS azimuth spread at the base station (the table's departure).")
          .range(0, 104)
          .unit("\u00b0")
          .when(chosenAngles),
      field(&S::aoaSpread, "aoaSpread", "Azimuth spread, user",
            "RMS azimuth spread at the user (the table's arrival).")
          .range(0, 104)
          .unit("\u00b0")
          .when(chosenAngles),
      field(&S::zodSpread, "zodSpread", "Zenith spread, base",
            "RMS zenith spread at the base station.")
          .range(0, 52)
          .unit("\u00b0")
          .when(chosenAngles),
      field(&S::zoaSpread, "zoaSpread", "Zenith spread, user", "RMS zenith spread at the user.")
          .range(0, 52)
          .unit("\u00b0")
          .when(chosenAngles),
      field(&S::antennaCorrelation, "antennaCorrelation", "Antenna correlation",
            "Of the base station's outermost antennas (alpha of TS 36.104 annex B.5): 0 low, 0.9 "
            "medium and high. The line of sight keeps a random phase on each antenna.")
          .range(0, 1)
          .when(angleless),
      field(&S::mode, "mode", "Simulate",
            "A frequency response for each symbol, or the waveform in time: echoes beyond the "
            "cyclic prefix and motion within a symbol then interfere.")
          .when(fading),
      field(&S::normalizePerSlot, "normalizePerSlot", "Normalise each slot",
            "Removes the slot's fading of total power, as Sionna's tutorial does.")};
}

} // namespace rxq::channel

namespace rxq::param {
template <> struct EnumTable<channel::ChannelKind> {
  using K = channel::ChannelKind;
  static constexpr std::array table{Choice<K>{K::Awgn, "awgn", "AWGN"},
                                    Choice<K>{K::Rayleigh, "rayleigh", "Rayleigh, block"},
                                    Choice<K>{K::Ricean, "ricean", "Ricean, block"},
                                    Choice<K>{K::CdlA, "cdl-a", "CDL-A"},
                                    Choice<K>{K::CdlB, "cdl-b", "CDL-B"},
                                    Choice<K>{K::CdlC, "cdl-c", "CDL-C"},
                                    Choice<K>{K::CdlD, "cdl-d", "CDL-D"},
                                    Choice<K>{K::CdlE, "cdl-e", "CDL-E"},
                                    Choice<K>{K::TdlA, "tdl-a", "TDL-A"},
                                    Choice<K>{K::TdlB, "tdl-b", "TDL-B"},
                                    Choice<K>{K::TdlC, "tdl-c", "TDL-C"},
                                    Choice<K>{K::TdlD, "tdl-d", "TDL-D"},
                                    Choice<K>{K::TdlE, "tdl-e", "TDL-E"},
                                    Choice<K>{K::Mixture, "mixture", "Mixture"}};
};
template <> struct EnumTable<channel::ChannelMode> {
  using K = channel::ChannelMode;
  static constexpr std::array table{Choice<K>{K::Frequency, "frequency", "Frequency responses"},
                                    Choice<K>{K::Time, "time", "Waveform in time"}};
};
template <> struct EnumTable<channel::Element> {
  using K = channel::Element;
  static constexpr std::array table{Choice<K>{K::Isotropic, "isotropic", "Isotropic"},
                                    Choice<K>{K::Tr38901, "38901", "TR 38.901 element"}};
};
template <> struct EnumTable<channel::Polarization> {
  using K = channel::Polarization;
  static constexpr std::array table{Choice<K>{K::Single, "single", "Vertical"},
                                    Choice<K>{K::Cross45, "cross-45", "Crossed \u00b145\u00b0"},
                                    Choice<K>{K::CrossVh, "cross-vh", "Crossed V/H"}};
};
template <> struct EnumTable<channel::VelocityZenith> {
  using K = channel::VelocityZenith;
  static constexpr std::array table{
      Choice<K>{K::Horizontal, "horizontal", "Horizontal"},
      Choice<K>{K::Sphere, "sphere", "Uniform on the sphere"},
      Choice<K>{K::UniformAngle, "uniform-angle", "Uniform in angle"}};
};
} // namespace rxq::param
