#pragma once

#include <array>

#include "core/channel/antenna_correlation.h"
#include "core/channel/channel_catalog.h"

namespace rxq::channel {

/// Flat channels have one path at once.
inline constexpr std::array<double, 1> kNoDelay{0};

/// H = 1 on every antenna and element: only noise separates the antennas' signals.
class AwgnChannel final : public Channel {
 public:
  std::unique_ptr<Channel> clone() const override { return std::make_unique<AwgnChannel>(*this); }
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) override;
  std::span<const double> delays() const override { return kNoDelay; }
  void gainsAt(double offset, std::span<phy::Complex> gains) override;
};

/// Block fading, flat over time and frequency. Rayleigh: one CN(0, 1) gain an antenna and slot,
/// independent unless the spec correlates antennas. Ricean: a line of sight with a random phase on
/// each antenna beside it; unit power together.
class BlockFadingChannel final : public Channel {
 public:
  BlockFadingChannel(const ChannelSpec& spec, int rxAntennas);
  std::unique_ptr<Channel> clone() const override {
    return std::make_unique<BlockFadingChannel>(*this);
  }
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) override;
  std::span<const double> delays() const override { return kNoDelay; }
  void gainsAt(double offset, std::span<phy::Complex> gains) override;

 private:
  int m_antennas;
  AntennaMixer m_mixer;
  bool m_normalize;
  float m_scatter = 1; ///< amplitudes
  double m_lineOfSight = 0;
  std::array<phy::Complex, kMaxAntennas> m_gains{};
};

} // namespace rxq::channel
