#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rxq::quant {

/// A uniform quantizer as people read it: real = scale * (q - zeroPoint), q in [qMin, qMax].
struct QuantParams {
  double scale = 1;
  int zeroPoint = 0;
  int qMin = 0, qMax = 0;
  double value(int q) const { return scale * (q - zeroPoint); }
  double low() const { return value(qMin); }
  double high() const { return value(qMax); }
  /// The code that x gets: nearest (ties to even), clamped.
  int code(double x) const;
  bool operator==(const QuantParams&) const = default;
};

/// How a tensor's values spread, in equal bins that span all of them (and its quantizer's range).
/// Exact zeros, of which ReLUs and padding leave many, are counted apart.
struct ValueHistogram {
  double low = 0, high = 0;          ///< ends of the bins
  std::vector<std::uint64_t> counts; ///< values but zeros, a bin each
  std::uint64_t zeros = 0, values = 0;
  double least = 0, most = 0; ///< of the values
};

/// What a quantizer does to a tensor. Powers are means of squares over all values.
struct QuantErrors {
  double signal = 0;
  double rounding = 0; ///< error power of the values inside the range
  double clipping = 0; ///< and of those beyond half a step outside
  double clipped = 0;  ///< share of values beyond
  /// Signal to quantization noise; infinite without error.
  double sqnrDb() const;
};

/// One tensor's values with the quantizer that they meet.
struct TensorProfile {
  ValueHistogram histogram;
  std::optional<QuantParams> grid; ///< none: left in float
  QuantErrors errors;              ///< zero without a grid
};

inline constexpr int kProfileBins = 120;

/// Values that share one grid. Asserts bins > 0; no values give empty bins.
TensorProfile profileOf(std::span<const float> values, const std::optional<QuantParams>& grid,
                        int bins = kProfileBins);

} // namespace rxq::quant
