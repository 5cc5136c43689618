#include "core/quant/tensor_profile.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/quant/rounding.h"

namespace rxq::quant {

namespace {
/// Empty ranges get a width, so that a constant tensor has a bin to stand in.
void widen(double& low, double& high) {
  if (high > low)
    return;
  const double half = low == 0 ? 1 : std::abs(low) / 2;
  low -= half;
  high += half;
}

QuantErrors errorsOf(std::span<const float> values, const QuantParams& grid) {
  QuantErrors e;
  const double low = grid.low() - grid.scale / 2, high = grid.high() + grid.scale / 2;
  std::uint64_t clipped = 0;
  for (const float v : values) {
    const double x = static_cast<double>(v), error = grid.value(grid.code(x)) - x;
    const bool beyond = x < low || x > high;
    e.signal += x * x;
    (beyond ? e.clipping : e.rounding) += error * error;
    clipped += beyond;
  }
  const double n = static_cast<double>(std::max<std::size_t>(values.size(), 1));
  for (double* power : {&e.signal, &e.rounding, &e.clipping})
    *power /= n;
  e.clipped = static_cast<double>(clipped) / n;
  return e;
}
} // namespace

int QuantParams::code(double x) const {
  const double q =
      std::clamp(x / scale + zeroPoint, static_cast<double>(qMin), static_cast<double>(qMax));
  return static_cast<int>(roundHalfEven(static_cast<float>(q)));
}

double QuantErrors::sqnrDb() const {
  const double noise = rounding + clipping;
  return noise == 0 ? std::numeric_limits<double>::infinity() : 10 * std::log10(signal / noise);
}

TensorProfile profileOf(std::span<const float> values, const std::optional<QuantParams>& grid,
                        int bins) {
  assert(bins > 0);
  TensorProfile profile;
  ValueHistogram& h = profile.histogram;
  h.counts.assign(static_cast<std::size_t>(bins), 0);
  h.values = values.size();
  if (!values.empty()) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    h.least = static_cast<double>(*least);
    h.most = static_cast<double>(*most);
  }
  h.low = h.least;
  h.high = h.most;
  if (grid) {
    h.low = std::min(h.low, grid->low() - grid->scale / 2);
    h.high = std::max(h.high, grid->high() + grid->scale / 2);
  }
  widen(h.low, h.high);
  const double perBin = bins / (h.high - h.low);
  for (const float v : values) {
    if (v == 0) {
      ++h.zeros;
      continue;
    }
    const int bin = static_cast<int>((static_cast<double>(v) - h.low) * perBin);
    ++h.counts[static_cast<std::size_t>(std::clamp(bin, 0, bins - 1))];
  }
  profile.grid = grid;
  if (grid)
    profile.errors = errorsOf(values, *grid);
  return profile;
}

} // namespace rxq::quant
