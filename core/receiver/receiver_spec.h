#pragma once

#include <tuple>
#include <vector>

#include "core/param/fields.h"

namespace rxq::receiver {

enum class Interpolation { Nearest, LinearHeld, LinearExtrapolated, Spline };
enum class Demapper { Exact, MaxLog };
/// Noise that a demapper assumes beside an LS estimate: N0 with the estimate's own error, by the
/// interpolation weights and smoothing; or twice N0 flat, as the link references have it.
enum class EstimateNoise { ByWeights, TwiceN0 };
/// What LMMSE takes for the channel's covariance: that of the channel model, or that of an
/// exponential power-delay profile and Jakes' Doppler spectrum, fixed whatever the channel is.
enum class CovarianceSource { Known, Assumed };

/// A receiver without a network.
struct ClassicalSpec {
  Interpolation interpolation = Interpolation::LinearHeld; ///< LS only
  int smoothing = 1; ///< LS: taps of a moving average over subcarriers, odd
  EstimateNoise estimateNoise = EstimateNoise::ByWeights;
  Demapper demapper = Demapper::Exact;
  CovarianceSource covariance = CovarianceSource::Known; ///< LMMSE only, as are the next two
  double assumedDelaySpread = 100;                       ///< ns, RMS
  double assumedDoppler = 250;                           ///< Hz, largest; of tracking, too
  int tracking = 0; ///< LS: rounds of decision-directed tracking (tracking.h)
  bool operator==(const ClassicalSpec&) const = default;
};

constexpr auto fields(const ClassicalSpec*) {
  using S = ClassicalSpec;
  using param::field;
  constexpr auto assumed = +[](const S& s) { return s.covariance == CovarianceSource::Assumed; };
  constexpr auto moving =
      +[](const S& s) { return s.covariance == CovarianceSource::Assumed || s.tracking > 0; };
  return std::tuple{field(&S::interpolation, "interpolation", "Interpolation",
                          "Of the LS estimate over time between pilot symbols, and over frequency "
                          "between the pilots of a comb."),
                    field(&S::smoothing, "smoothing", "Smoothing",
                          "Taps of a moving average over subcarriers; 1 is none.")
                        .range(1, 63)
                        .unit("taps"),
                    field(&S::estimateNoise, "estimateNoise", "Estimation noise",
                          "Noise that the demapper assumes beside an LS estimate."),
                    field(&S::demapper, "demapper", "Demapper", "Exact (log-sum-exp) or max-log."),
                    field(&S::covariance, "covariance", "Covariance",
                          "LMMSE: of the channel model, or of an assumed exponential profile and "
                          "Jakes' Doppler spectrum."),
                    field(&S::assumedDelaySpread, "assumedDelaySpread", "Assumed delay spread",
                          "LMMSE: RMS of the assumed profile.")
                        .range(1, 10000)
                        .unit("ns")
                        .when(assumed),
                    field(&S::assumedDoppler, "assumedDoppler", "Assumed Doppler",
                          "LMMSE and tracking: largest Doppler shift of the assumed spectrum.")
                        .range(0, 10000)
                        .unit("Hz")
                        .when(moving),
                    field(&S::tracking, "tracking", "Tracking",
                          "LS: rounds of decision-directed tracking. A Kalman smoother follows the "
                          "channel from the outermost pilot symbols outward by its own decisions, "
                          "averaged over the taps of smoothing. 0 is none.")
                        .range(0, 8)
                        .unit("rounds")
                        .leftOutAtDefault()};
}

/// What the network gives: a plane of LLRs for each bit (the paper's), or corrections to a channel
/// estimate and to the LLRs of an ordinary demapper.
enum class Head { Llr, Channel };

/// Input planes of a neural receiver.
enum class Plane {
  Received,  ///< Re, Im of Y, each antenna
  Pilots,    ///< Re, Im of the pilot grid
  LsNearest, ///< Re, Im of the LS estimate of the nearest pilot symbol, each antenna
  LsLinear,  ///< Re, Im of the LS estimate, linear in time, held outside, smoothed by
             ///< NeuralSpec::smoothing, each antenna
  Combined,  ///< Re, Im of sum conj(h) Y and sum |h|^2 over the antennas, h the nearest LS estimate
  Equalised, ///< x = z / (g + noise), its gain g / (g + noise) and log2 of g / noise, with the
             ///< linear estimate
  LogNoise,  ///< log10 N0
  LsSmoothed,  ///< the linear LS estimate, averaged over nine subcarriers, each antenna
  Decision,    ///< (Y - h x^) conj(x^) of each antenna, x^ the pilot or the nearest symbol to z / g
               ///< the error of h, as far as the decisions are right
  PilotMask,   ///< 1 on pilots, 0 on data
  DecisionMean ///< sum (Y - h x^) conj(x^) / sum |x^|^2 of each antenna over the elements within
               ///< two symbols and four subcarriers: the error of h with less noise
};

enum class Architecture {
  Residual,  ///< residual blocks of two convolutions
  Plain,     ///< a stack of convolutions, for teaching
  Separable, ///< residual blocks of depthwise and pointwise convolutions (as DeepRx)
  Pointwise  ///< 1x1 layers: each resource element alone
};

/// Widths of the parts outside an integer network in fixed point (core/receiver/fixed_point.h).
struct FixedPointSpec {
  int sampleBits = 10;
  int estimateBits = 12;
  int combinerBits = 16;
  int llrBits = 8;
  double llrStep = 0.25;
  int decisionBits = 12;
  bool operator==(const FixedPointSpec&) const = default;
};

constexpr auto fields(const FixedPointSpec*) {
  using S = FixedPointSpec;
  using param::field;
  return std::tuple{
      field(&S::sampleBits, "sampleBits", "Sample bits", "Of each antenna's samples, Re and Im.")
          .range(4, 16)
          .unit("bit"),
      field(&S::estimateBits, "estimateBits", "Estimate bits", "Of the channel estimate.")
          .range(4, 18)
          .unit("bit"),
      field(&S::combinerBits, "combinerBits", "Combiner bits",
            "Of the combined symbol and its gain.")
          .range(8, 24)
          .unit("bit"),
      field(&S::llrBits, "llrBits", "LLR bits",
            "Channel head: of what the decoder gets. An LLR head's are the network's output bits.")
          .range(3, 16)
          .unit("bit"),
      field(&S::llrStep, "llrStep", "LLR step",
            "Channel head: of one integer step; fewer bits want larger ones. An LLR head's is the "
            "network's output scale.")
          .range(0.001, 4),
      field(&S::decisionBits, "decisionBits", "Decision bits",
            "Of the decision-directed errors, in receivers with planes of decisions or tracking.")
          .range(4, 18)
          .unit("bit")
          .leftOutAtDefault()};
}

/// A convolutional receiver. No parameter depends on the grid's size.
struct NeuralSpec {
  Head head = Head::Channel;
  Architecture architecture = Architecture::Residual;
  std::vector<Plane> planes{Plane::LsLinear, Plane::LogNoise};
  bool gainControl = true; ///< divide Y by the pilots' RMS, N0 by its square
  int channels = 16;
  int blocks = 2;
  int kernelTime = 3;
  int kernelFrequency = 3;
  std::vector<int> dilationTime{1, 2}; ///< one a block; the last repeats
  std::vector<int> dilationFrequency{1, 3};
  int outputKernel = 1; ///< of the last layer: 1 or 3
  bool batchNorm = false;
  int smoothing = 1; ///< of the LS estimate that is refined: taps over subcarriers, odd
  int passes = 1;    ///< unrolled: each pass refines the channel estimate of the one before
  int tracking = 0;  ///< rounds of decision-directed tracking (tracking.h) before the network
  double trackingDoppler = 400; ///< Hz, the largest that tracking assumes
  bool operator==(const NeuralSpec&) const = default;
};

constexpr auto fields(const NeuralSpec*) {
  using S = NeuralSpec;
  using param::field;
  return std::tuple{
      field(&S::head, "head", "Head",
            "LLR: a plane for each bit. Channel: corrections to a channel estimate; the demapper "
            "stays outside."),
      field(&S::architecture, "architecture", "Architecture", "How the layers are put together."),
      field(&S::planes, "planes", "Input planes",
            "What the network sees of each resource element."),
      field(&S::gainControl, "gainControl", "Gain control",
            "Scale each slot by the power of its pilots."),
      field(&S::channels, "channels", "Channels", "Width of the network.").range(1, 512),
      field(&S::blocks, "blocks", "Blocks", "Residual blocks (or plain layers).").range(0, 32),
      field(&S::kernelTime, "kernelTime", "Kernel, time", "Odd number of OFDM symbols.")
          .range(1, 9)
          .unit("symbols"),
      field(&S::kernelFrequency, "kernelFrequency", "Kernel, frequency",
            "Odd number of subcarriers.")
          .range(1, 15)
          .unit("subcarriers"),
      field(&S::dilationTime, "dilationTime", "Dilation, time", "For each block; the last repeats.")
          .range(1, 16),
      field(&S::dilationFrequency, "dilationFrequency", "Dilation, frequency",
            "For each block; the last repeats.")
          .range(1, 32),
      field(&S::outputKernel, "outputKernel", "Output kernel", "Of the last layer, both ways; odd.")
          .range(1, 5),
      field(&S::batchNorm, "batchNorm", "Batch normalisation",
            "After each convolution but the last; folds into it."),
      field(
          &S::smoothing, "smoothing", "LS smoothing",
          "Taps of a moving average over subcarriers of the LS estimate that the network refines; "
          "1 is none.")
          .range(1, 63)
          .unit("taps")
          .leftOutAtDefault(),
      field(&S::passes, "passes", "Passes",
            "Networks in a row: each computes its input planes from the channel estimate that the "
            "one before has refined. Channel head only.")
          .range(1, 8)
          .leftOutAtDefault(),
      field(
          &S::tracking, "tracking", "Tracking",
          "Rounds of decision-directed tracking before the network: a Kalman smoother follows the "
          "channel from the outermost pilot symbols outward by its own decisions, averaged over "
          "the taps of LS smoothing. 0 is none: the estimate is held there.")
          .range(0, 8)
          .unit("rounds")
          .leftOutAtDefault(),
      field(&S::trackingDoppler, "trackingDoppler", "Tracking's Doppler",
            "Largest Doppler shift that tracking assumes.")
          .range(0, 10000)
          .unit("Hz")
          .when(+[](const S& s) { return s.tracking > 0; })
          .leftOutAtDefault()};
}

} // namespace rxq::receiver

namespace rxq::param {
template <> struct EnumTable<receiver::Interpolation> {
  using K = receiver::Interpolation;
  static constexpr std::array table{
      Choice<K>{K::Nearest, "nearest", "Nearest pilot"},
      Choice<K>{K::LinearHeld, "linear", "Linear, held at the edges"},
      Choice<K>{K::LinearExtrapolated, "linear-extrapolated", "Linear, extrapolated"},
      Choice<K>{K::Spline, "spline", "Natural cubic spline, held at the edges"}};
};
template <> struct EnumTable<receiver::Demapper> {
  using K = receiver::Demapper;
  static constexpr std::array table{Choice<K>{K::Exact, "exact", "Exact"},
                                    Choice<K>{K::MaxLog, "max-log", "Max-log"}};
};
template <> struct EnumTable<receiver::EstimateNoise> {
  using K = receiver::EstimateNoise;
  static constexpr std::array table{
      Choice<K>{K::ByWeights, "by-weights", "From the interpolation weights"},
      Choice<K>{K::TwiceN0, "twice-n0", "2 N0"}};
};
template <> struct EnumTable<receiver::CovarianceSource> {
  using K = receiver::CovarianceSource;
  static constexpr std::array table{Choice<K>{K::Known, "known", "Known"},
                                    Choice<K>{K::Assumed, "assumed", "Assumed"}};
};
template <> struct EnumTable<receiver::Head> {
  using K = receiver::Head;
  static constexpr std::array table{Choice<K>{K::Llr, "llr", "LLR"},
                                    Choice<K>{K::Channel, "channel", "Channel"}};
};
template <> struct EnumTable<receiver::Plane> {
  using K = receiver::Plane;
  static constexpr std::array table{
      Choice<K>{K::Received, "received", "Received grid"},
      Choice<K>{K::Pilots, "pilots", "Pilots"},
      Choice<K>{K::LsNearest, "ls-nearest", "LS, nearest"},
      Choice<K>{K::LsLinear, "ls-linear", "LS, linear"},
      Choice<K>{K::Combined, "combined", "Combined symbols"},
      Choice<K>{K::Equalised, "equalised", "Equalised symbols"},
      Choice<K>{K::LogNoise, "log-noise", "log10 N0"},
      Choice<K>{K::LsSmoothed, "ls-smoothed", "LS, smoothed"},
      Choice<K>{K::Decision, "decision", "Decision-directed error"},
      Choice<K>{K::PilotMask, "pilot-mask", "Pilot mask"},
      Choice<K>{K::DecisionMean, "decision-mean", "Decision-directed mean"}};
};
template <> struct EnumTable<receiver::Architecture> {
  using K = receiver::Architecture;
  static constexpr std::array table{Choice<K>{K::Residual, "residual", "Residual CNN"},
                                    Choice<K>{K::Plain, "plain", "Plain CNN"},
                                    Choice<K>{K::Separable, "separable", "Depthwise separable"},
                                    Choice<K>{K::Pointwise, "pointwise", "Pointwise (1\u00d71)"}};
};
} // namespace rxq::param
