#include "core/channel/mixture_channel.h"

#include <string>

#include "core/base/error.h"
#include "core/channel/slot_draws.h"

namespace rxq::channel {

std::vector<std::pair<ChannelSpec, double>> componentsOf(const ChannelSpec& spec) {
  if (spec.kind != ChannelKind::Mixture)
    return {{spec, 1}};
  const auto bad = [](const base::Message& why) {
    throw base::Error(base::ErrorKind::BadInput, base::message("channel.%1", why));
  };
  if (spec.mix.empty())
    bad(base::message("mix: name at least one model."));
  if (!spec.mixWeights.empty() && spec.mixWeights.size() != spec.mix.size())
    bad(base::message(
        "mixWeights: give one weight for each of the %1 models, or none for equal ones.",
        spec.mix.size()));
  double sum = 0;
  for (std::size_t i = 0; i < spec.mix.size(); ++i)
    sum += spec.mixWeights.empty() ? 1 : spec.mixWeights[i];
  if (!(sum > 0))
    bad(base::message("mixWeights: at least one weight must be above 0."));
  std::vector<std::pair<ChannelSpec, double>> components;
  for (std::size_t i = 0; i < spec.mix.size(); ++i) {
    if (spec.mix[i] == ChannelKind::Mixture)
      bad(base::message("mix: a mixture cannot contain a mixture."));
    const double weight = spec.mixWeights.empty() ? 1 : spec.mixWeights[i];
    components.emplace_back(spec, weight / sum);
    components.back().first.kind = spec.mix[i];
  }
  return components;
}

MixtureChannel::MixtureChannel(const ChannelSpec& spec, std::vector<Component> components)
    : m_spec(spec), m_components(std::move(components)) {}

std::unique_ptr<Channel> MixtureChannel::clone() const {
  std::vector<Component> copies;
  for (const auto& [channel, weight] : m_components)
    copies.emplace_back(channel->clone(), weight);
  return std::make_unique<MixtureChannel>(m_spec, std::move(copies));
}

void MixtureChannel::realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                             std::span<phy::Complex> h) {
  double left = drawSlot(m_spec, seed, domain, index).mixture;
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < m_components.size(); ++i) {
    if (m_components[i].second == 0)
      continue;
    chosen = i; // rounding of the sum must not leave a slot without a model
    if (left < m_components[i].second)
      break;
    left -= m_components[i].second;
  }
  m_current = chosen;
  m_components[m_current].first->realize(seed, domain, index, h);
}

} // namespace rxq::channel
