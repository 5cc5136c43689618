#pragma once

#include <span>
#include <string_view>

#include "core/receiver/lmmse.h"

namespace rxq::receiver {

/// A receiver without a network. Adding one: a line in classicalKinds().
struct ClassicalKind {
  std::string_view key;
  const char* label;
  bool estimates; ///< interpolation and smoothing of the spec apply
  /// `known`: the channel's true covariance; may be null where none is available, then
  /// makers that need it throw base::Error(BadInput).
  std::unique_ptr<Receiver> (*make)(const LinkContext& link, const ClassicalSpec& spec,
                                    const CovarianceView* known);
  bool usesCovariance = false;
};

/// "perfect-csi", "ls", "lmmse", "lmmse-robust" (assumed covariance, whatever the spec says).
std::span<const ClassicalKind> classicalKinds();
/// Throws base::Error(BadInput) naming the known keys.
const ClassicalKind& classicalKind(std::string_view key);
/// Whether a receiver of this kind and spec needs `known`.
bool needsCovariance(const ClassicalKind& kind, const ClassicalSpec& spec);

} // namespace rxq::receiver
