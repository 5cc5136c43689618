#pragma once

#include <cstdint>
#include <span>

#include "core/receiver/estimation.h"
#include "core/receiver/neural.h"

namespace rxq::receiver {

/// The channel head: the network corrects a channel estimate h^ and an ordinary demapper's LLRs.
/// Its outputs, in order: Re, Im of the correction of h^ for each antenna, a factor c, an offset d
/// for each bit. Then
///   H = h^ + corrections, z = sum conj(H) y / g, g = sum |H|^2,
///   L = max-log LLRs of z with noise N0 (1 + w0^2 + w1^2) / g, w the interpolation weights of h^,
///   LLR = L (1 + c) + d.
/// Zero outputs leave the LS receiver with linear interpolation (held) and max-log demapping.
struct ChannelHead {
  const LinkContext& link;
  std::span<const TimeTap> taps;     ///< of the LS estimate, one a symbol: its noise
  std::span<const Complex> estimate; ///< h^, [rx][element]: LS, or an earlier pass's

  static int outputs(const LinkContext& link);
  void llrs(const FrontEndState& state, std::span<const float> output, std::span<float> llrs) const;
  /// As NeuralPorts::loss; `soft`: probabilities of a one to be compared with instead, or empty.
  double loss(const FrontEndState& state, std::span<const float> output,
              std::span<const std::uint8_t> bits, std::span<float> gradient,
              std::span<const float> soft = {}) const;
};

} // namespace rxq::receiver
