#pragma once

#include <memory>
#include <span>

#include "core/phy/link_spec.h"
#include "core/phy/resource_grid.h"
#include "core/receiver/receiver_spec.h"

namespace rxq::receiver {

using phy::Complex;

/// One received slot. y, h: [rx][symbol][subcarrier].
struct ReceivedSlot {
  std::span<const Complex> y;
  std::span<const Complex> h; ///< true channel; only genie receivers read it
  float n0 = 1;               ///< noise power per antenna and element, known to all receivers
};

/// Turns a slot into LLRs. Holds scratch: one object a thread.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual std::unique_ptr<Receiver> clone() const = 0;
  /// llrs: dataElements * bitsPerSymbol, in mapping order, ln P(1)/P(0).
  virtual void receive(const ReceivedSlot& slot, std::span<float> llrs) = 0;
};

/// What all receivers of one link know. Must outlive them.
struct LinkContext {
  const phy::ResourceGrid* grid = nullptr;
  phy::Modulation modulation = phy::Modulation::Qpsk;
  int rxAntennas = 1;
};

std::unique_ptr<Receiver> makePerfectCsi(const LinkContext& link, const ClassicalSpec& spec);
/// Least squares at the pilots, interpolation over time, smoothing over subcarriers, one-stream
/// LMMSE (maximum ratio) combining.
std::unique_ptr<Receiver> makeLeastSquares(const LinkContext& link, const ClassicalSpec& spec);
/// The same, tracked beyond the outermost pilot symbols by its own decisions (tracking.h); what
/// makeLeastSquares gives when spec.tracking is above 0. Splines and combs are taken as linear.
std::unique_ptr<Receiver> makeTrackedLeastSquares(const LinkContext& link,
                                                  const ClassicalSpec& spec);

} // namespace rxq::receiver
