#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/receiver/estimation.h"
#include "core/receiver/neural.h"

namespace rxq::receiver {

/// What input planes are computed from.
struct PlaneSource {
  const LinkContext& link;
  const FrontEndState& state;
  std::span<const TimeTap> nearest, linear; ///< one a symbol
  /// [rx][element]: the linear LS estimate, or what earlier passes have made of it. LsLinear,
  /// Equalised, Decision and DecisionMean follow it; all other planes are the same in every pass.
  std::span<const Complex> current;
};

/// A kind of input plane. Adding one: a value of Plane with its line in EnumTable<Plane>, and a
/// line in planeKinds().
struct PlaneKind {
  Plane plane;
  int (*channels)(int rxAntennas);
  /// One name a channel, in the order of write().
  void (*name)(int rxAntennas, std::vector<std::string>& names);
  /// Channel c of pixel p goes to out[p * stride + c].
  void (*write)(const PlaneSource& source, float* out, std::size_t stride);
  /// Adds to `current` ([rx][element]) the derivative of a loss by source.current (its real part by
  /// the real part, its imaginary part by the imaginary part), given the loss's gradient at what
  /// write() wrote; decisions count as constants. Null: the planes do not depend on it.
  void (*back)(const PlaneSource& source, const float* gradient, std::size_t stride,
               Complex* current) = nullptr;
};

std::span<const PlaneKind> planeKinds();
const PlaneKind& kindOf(Plane plane);

} // namespace rxq::receiver
