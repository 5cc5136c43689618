#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/base/aligned.h"
#include "core/channel/path_kernels.h"
#include "core/phy/resource_grid.h"

namespace rxq::channel {

/// Path gains to frequency responses: H[row][f] = sum over paths of g[row][path] *
/// exp(-j 2 pi f delay) on the used subcarriers. Holds scratch memory; a copy shares the tables.
class DelayTransform {
 public:
  /// `delays` in seconds, one a path. `rows` is antennas times symbols.
  DelayTransform(const phy::ResourceGrid& grid, std::span<const double> delays, int rows,
                 bool normalize, const detail::PathKernels& kernels);

  /// Other delays from now on, as many as before. Within 3e-6 of what a new object would give.
  void setDelays(std::span<const double> delays);

  /// Gains are planar, [row][stride]. With `normalize`, the mean of |H|^2 over rows and *all* bins
  /// of the FFT is 1. h: rows * grid.subcarriers() values.
  /// Returns the factor that made it so, or 1.
  double apply(const float* gainRe, const float* gainIm, std::size_t stride,
               std::span<phy::Complex> h);

 private:
  /// Used subcarriers that lie side by side in the transform's rows.
  struct Run {
    std::size_t from, to, length;
  };
  struct Tables {
    int paths = 0;
    int bins = 0;                            ///< distances from the centre, a multiple of 16
    base::AlignedVector<float> cosine, sine; ///< [path][bins]
    base::AlignedVector<float> binWeight;    ///< 1 where the FFT has a bin; only to normalise
    int fftSize = 0;
    std::size_t subcarriers = 0;
    std::vector<Run> runs;
  };
  std::shared_ptr<const Tables> m_tables;
  const detail::PathKernels* m_kernels;
  int m_rows;
  double m_spacing;
  std::vector<std::uint32_t> m_steps;          ///< turns by 2^32 from one bin to the next
  base::AlignedVector<float> m_cosine, m_sine; ///< as the tables', once setDelays() was called
  base::AlignedVector<float> m_re, m_im;       ///< [row][2 * bins]
};

} // namespace rxq::channel
