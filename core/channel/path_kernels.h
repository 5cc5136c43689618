#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cpu.h"

/// The loops of the CDL and TDL channels, built once an instruction set; all builds give the same
/// bits. Not for use outside core/channel.
///
/// Rays are laid out for vectors. Paths are grouped in blocks of 8. A block has 10 rows of 16
/// lanes; row r holds rays 2r (lanes 0-7, one a path) and 2r + 1 (lanes 8-15). So ray array element
/// (block, row, lane) is at (block * 10 + row) * 16 + lane.
namespace rxq::channel::detail {

inline constexpr int kRays = 20;      ///< rays a cluster, TR 38.901 table 7.5-3
inline constexpr int kBlockPaths = 8; ///< paths a block
inline constexpr int kRayRows = 10;   ///< rows a block
inline constexpr int kRayLanes = 16;  ///< lanes a row
inline constexpr int kSlotSymbols = 14;
constexpr std::size_t rayElements(int blocks) {
  return static_cast<std::size_t>(blocks) * kRayRows * kRayLanes;
}

/// Rays of one slot of a CDL. They are counted in the table order of the user's zenith angles; the
/// other three lists of angles are coupled to it by permutations. A "list table" holds property of
/// list entry i of path p of block b at (b * 20 + i) * 8 + p. Null patterns are isotropic.
struct CdlRays {
  int blocks = 0;
  int columns = 1;      ///< antenna columns of the base station
  bool crossed = false; ///< the horizontally polarised wave, too
  // Ray layout: constants.
  const float* amplitude = nullptr;  ///< every constant factor
  float crossRatio = 1;              ///< amplitude of the horizontal by the vertical wave
  const float* userZenith = nullptr; ///< user's vertical amplitude pattern
  const float* sineZenith = nullptr;
  const float* cosineZenith = nullptr;
  // List tables.
  const float* userAzimuth = nullptr; ///< user's horizontal amplitude pattern
  const float* cosineAzimuth = nullptr;
  const float* sineAzimuth = nullptr;
  const float* baseAzimuth = nullptr; ///< base station's amplitude patterns
  const float* baseZenith = nullptr;
  const float* baseSineAzimuth = nullptr; ///< for the phases between columns
  const float* baseSineZenith = nullptr;
  float userFloor = 0, baseFloor = 0; ///< smallest amplitudes of the patterns
  // This slot.
  float velocity[3] = {};               ///< half symbol periods by wavelength: turns
  const std::uint32_t* order = nullptr; ///< [user azimuth, base azimuth, base zenith] ray layout
  const std::uint32_t* phase = nullptr; ///< [vertical, horizontal] in ray layout
};

struct PathKernels {
  /// Random permutations of 0 ... 19 from words[20][8 groups], `groups` even: order gets them in
  /// ray layout as if each group were a block, in the five low bits.
  void (*shuffle)(int groups, const std::uint32_t* words, std::uint32_t* order);

  /// Coefficients re/im[basis] in ray layout, basis = column * (1 + crossed) + horizontal, and each
  /// ray's rotation in half a symbol, turns. `scratch` has the size of a list table.
  void (*cdlRays)(const CdlRays& rays, float* scratch, float* re, float* im, float* turns);

  /// Coefficients amplitude * e^(j phase) and rotations step * cos(2 pi (ray + u) / 20): Clarke's
  /// spectrum with one ray in each twentieth of the circle. random[phase, u] in ray layout.
  void (*tdlRays)(int blocks, const float* amplitude, float step, const std::uint32_t* random,
                  float* re, float* im, float* turns);

  /// Coefficients re/im[basis], `elements` each, a time later: times e^(j 2 pi turns shift).
  void (*advance)(std::size_t elements, int bases, const float* re, const float* im,
                  const float* turns, float shift, float* toRe, float* toIm);

  /// Sums of rays by path at every symbol. Ray i of basis b contributes
  /// c[b][i] * exp(j 2 pi turns[i] (2 t - 13)): coefficients are those at the middle of the slot.
  /// sum[(b * 14 + t) * stride + path], stride >= 8 blocks. `state` has 4 * rayElements floats.
  void (*sumRays)(int blocks, int bases, const float* re, const float* im, const float* turns,
                  float* state, float* sumRe, float* sumIm, std::size_t stride);

  /// cosine and sine of k * steps[path] / 2^32 turns: [path][bins], bins a multiple of 16.
  void (*steer)(int paths, int bins, const std::uint32_t* steps, float* cosine, float* sine);

  /// Frequency responses of `rows` (even) rows of path gains at distances k = 0 ... bins - 1 (a
  /// multiple of 16) on both sides of the centre: sum over paths of g * exp(-+j 2 pi k df delay).
  /// cosine and sine: [path][bins]. Row r of each output has `2 * bins` values, [bins + k] above
  /// the centre and [bins - 1 - k] below.
  void (*toFrequency)(int rows, int paths, int bins, const float* gainRe, const float* gainIm,
                      std::size_t stride, const float* cosine, const float* sine, float* outRe,
                      float* outIm);

  /// to[2 i] = re[i] * scale, to[2 i + 1] = im[i] * scale.
  void (*interleave)(const float* re, const float* im, float scale, float* to, std::size_t n);

  /// Sum of weight * (re^2 + im^2) in 16 interleaved partial sums; n a multiple of 16.
  float (*energy)(const float* re, const float* im, const float* weight, std::size_t n);
};

/// Kernels for Scalar, Avx2 or Avx512; other sets get the nearest narrower of these.
const PathKernels& pathKernels(base::Isa isa);
/// The widest that this processor runs.
const PathKernels& pathKernels();

} // namespace rxq::channel::detail
