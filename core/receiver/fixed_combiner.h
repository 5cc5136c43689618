#pragma once

#include <cstdint>

#include "core/receiver/fixed_point.h"

namespace rxq::receiver {

/// sum conj(h) y and sum |h|^2 over the antennas of one element, exact until limitedTo() brings
/// them to the format of FixedTables.
struct FixedSums {
  std::int64_t re = 0, im = 0, gain = 0;

  /// y: Re, Im.
  void add(std::int64_t hRe, std::int64_t hIm, const std::int32_t* y) {
    re += hRe * y[0] + hIm * y[1];
    im += hRe * y[1] - hIm * y[0];
    gain += hRe * hRe + hIm * hIm;
  }
  FixedSums limitedTo(const FixedTables& t) const {
    const int right = t.estimateFraction() + t.sampleFraction() - t.sumFraction();
    const int ofGain = 2 * t.estimateFraction() - t.sumFraction();
    const int width = t.bits.combinerBits;
    return {fixed::limited(fixed::shifted(re, right), width),
            fixed::limited(fixed::shifted(im, right), width),
            fixed::limited(fixed::shifted(gain, ofGain), width)};
  }
};

} // namespace rxq::receiver
