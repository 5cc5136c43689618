#include "core/base/random.h"

#include <cmath>
#include <numbers>

namespace rxq::base {

namespace {
std::uint64_t splitMix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}
} // namespace

Philox::Philox(const StreamKey& key) {
  const auto tag =
      (static_cast<std::uint64_t>(key.domain) << 32) | static_cast<std::uint64_t>(key.purpose);
  const std::uint64_t mixed = splitMix(splitMix(key.seed) ^ tag);
  m_key = {static_cast<std::uint32_t>(mixed), static_cast<std::uint32_t>(mixed >> 32)};
  m_counter = {0, 0, static_cast<std::uint32_t>(key.index),
               static_cast<std::uint32_t>(key.index >> 32)};
}

std::array<std::uint32_t, 4> Philox::block(std::array<std::uint32_t, 4> c,
                                           std::array<std::uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53u} * c[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57u} * c[2];
    c = {static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(p1),
         static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(p0)};
    k[0] += 0x9E3779B9u;
    k[1] += 0xBB67AE85u;
  }
  return c;
}

void Philox::refill() {
  m_buffer = block(m_counter, m_key);
  if (++m_counter[0] == 0)
    ++m_counter[1];
  m_used = 0;
}

Philox::result_type Philox::operator()() {
  if (m_used == 4)
    refill();
  return m_buffer[m_used++];
}

float Philox::uniformFloat() { return static_cast<float>((*this)() >> 8) * 0x1p-24f; }

double Philox::uniform() {
  const std::uint64_t high = (*this)() >> 5;
  const std::uint64_t low = (*this)() >> 6;
  return static_cast<double>((high << 26) | low) * 0x1p-53;
}

std::uint32_t Philox::below(std::uint32_t bound) {
  // Lemire's multiplication with rejection.
  std::uint64_t product = std::uint64_t{(*this)()} * bound;
  if (auto low = static_cast<std::uint32_t>(product); low < bound) {
    const std::uint32_t threshold = (0u - bound) % bound;
    while (low < threshold) {
      product = std::uint64_t{(*this)()} * bound;
      low = static_cast<std::uint32_t>(product);
    }
  }
  return static_cast<std::uint32_t>(product >> 32);
}

void Philox::fillBits(std::span<std::uint8_t> bits) {
  std::size_t i = 0;
  while (i < bits.size()) {
    std::uint32_t word = (*this)();
    for (int b = 0; b < 32 && i < bits.size(); ++b, word >>= 1)
      bits[i++] = word & 1u;
  }
}

void Philox::fillGaussian(std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); i += 2) {
    const float u = (static_cast<float>((*this)() >> 8) + 0.5f) * 0x1p-24f;
    const float v = uniformFloat();
    const float radius = std::sqrt(-2.0f * std::log(u));
    const float angle = 2.0f * std::numbers::pi_v<float> * v;
    values[i] = radius * std::cos(angle);
    if (i + 1 < values.size())
      values[i + 1] = radius * std::sin(angle);
  }
}

} // namespace rxq::base
