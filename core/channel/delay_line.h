#pragma once

#include <vector>

#include "core/base/aligned.h"
#include "core/channel/channel.h"
#include "core/channel/delay_transform.h"
#include "core/channel/profile.h"
#include "core/channel/slot_draws.h"

namespace rxq::channel {

/// What CDL and TDL share: paths with fixed delays within a slot, whose gains are sums of rays that
/// turn at constant rates.
class DelayLineChannel : public Channel {
 public:
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) final;
  std::span<const double> delays() const final { return m_delays; }
  void gainsAt(double offset, std::span<phy::Complex> gains) final;

 protected:
  DelayLineChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                   const detail::PathKernels& kernels);
  DelayLineChannel(const DelayLineChannel&) = default;

  /// Draws the slot's rays.
  virtual void drawRays(base::Philox& random) = 0;
  /// Gains m_gain* of the drawn rays `offset` symbol periods after each symbol's instant.
  virtual void sumGains(double offset) = 0;

  /// Blocks of paths (path_kernels.h) and the length of a row of gains, padding included.
  int blocks() const { return m_blocks; }
  std::size_t rowLength() const { return static_cast<std::size_t>(m_blocks) * detail::kBlockPaths; }
  /// Of this slot, s/m: velocity to turns in half a symbol period.
  double halfSymbolByWavelength() const { return m_halfSymbolByWavelength; }

  const ChannelSpec m_spec;
  const Profile m_profile;
  const detail::PathKernels* m_kernels;
  base::AlignedVector<float> m_gainRe, m_gainIm; ///< [antenna][symbol][rowLength]

 private:
  void setDelays(double spread);

  bool m_drawn; ///< delay spread or carrier differ from slot to slot
  int m_blocks;
  double m_halfSymbol; ///< seconds
  double m_halfSymbolByWavelength = 0;
  std::vector<double> m_delays; ///< seconds
  DelayTransform m_transform;
  double m_scale = 1;
};

} // namespace rxq::channel
