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
};

std::span<const PlaneKind> planeKinds();
const PlaneKind& kindOf(Plane plane);

} // namespace rxq::receiver
