#pragma once

#include "core/channel/channel.h"

namespace rxq::channel {

/// H = 1 on every antenna and element: only noise separates the antennas' signals.
class AwgnChannel final : public Channel {
 public:
  std::unique_ptr<Channel> clone() const override { return std::make_unique<AwgnChannel>(*this); }
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) override;
};

/// One CN(0, 1) gain an antenna and slot, independent: flat over time and frequency.
class RayleighChannel final : public Channel {
 public:
  RayleighChannel(const ChannelSpec& spec, int rxAntennas)
      : m_antennas(rxAntennas), m_normalize(spec.normalizePerSlot) {}
  std::unique_ptr<Channel> clone() const override {
    return std::make_unique<RayleighChannel>(*this);
  }
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) override;

 private:
  int m_antennas;
  bool m_normalize;
};

} // namespace rxq::channel
