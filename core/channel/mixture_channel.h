#pragma once

#include <utility>
#include <vector>

#include "core/channel/channel.h"

namespace rxq::channel {

/// The specs a channel draws from and their probabilities: of a mixture its models, each with all
/// the mixture's other parameters; else the spec itself. Throws base::Error(BadInput) for an empty
/// or nested mixture and for weights that do not fit.
std::vector<std::pair<ChannelSpec, double>> componentsOf(const ChannelSpec& spec);

/// Draws for each slot which of several channels it comes from. Slot `index` is then that channel's
/// slot `index`, to the bit.
class MixtureChannel final : public Channel {
 public:
  using Component = std::pair<std::unique_ptr<Channel>, double>;
  MixtureChannel(const ChannelSpec& spec, std::vector<Component> components);
  std::unique_ptr<Channel> clone() const override;
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) override;
  std::span<const double> delays() const override { return current().delays(); }
  void gainsAt(double offset, std::span<phy::Complex> gains) override {
    m_components[m_current].first->gainsAt(offset, gains);
  }

 private:
  const Channel& current() const { return *m_components[m_current].first; }

  ChannelSpec m_spec;
  std::vector<Component> m_components;
  std::size_t m_current = 0;
};

} // namespace rxq::channel
