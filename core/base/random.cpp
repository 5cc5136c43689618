#include "core/base/random.h"

#include <algorithm>

#include "core/base/random_kernels.h"

namespace rxq::base {

namespace {
/// Words made at a time by the fills: stays in the first-level cache.
constexpr std::size_t kChunk = 1024;

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

void Philox::fillWords(std::span<std::uint32_t> words) {
  std::size_t i = 0;
  while (i < words.size() && m_used < 4)
    words[i++] = m_buffer[m_used++];
  const std::size_t blocks = (words.size() - i) / 4;
  if (blocks > 0) {
    const std::uint64_t first = m_counter[0] | std::uint64_t{m_counter[1]} << 32;
    const std::uint64_t index = m_counter[2] | std::uint64_t{m_counter[3]} << 32;
    const std::uint64_t key = m_key[0] | std::uint64_t{m_key[1]} << 32;
    detail::randomKernels().blocks(first, index, key, words.data() + i, blocks);
    m_counter[0] = static_cast<std::uint32_t>(first + blocks);
    m_counter[1] = static_cast<std::uint32_t>((first + blocks) >> 32);
    i += 4 * blocks;
  }
  while (i < words.size())
    words[i++] = (*this)();
}

void Philox::fillBits(std::span<std::uint8_t> bits) {
  std::array<std::uint32_t, kChunk> words;
  while (!bits.empty()) {
    const auto part = bits.first(std::min(bits.size(), std::size_t{32} * kChunk));
    fillWords(std::span(words).first((part.size() + 31) / 32));
    std::size_t i = 0;
    for (; i + 8 <= part.size(); i += 8) {
      // One bit of the byte to each of eight bytes; any set bit carries into the byte's top.
      const std::uint64_t byte = (words[i / 32] >> (i % 32)) & 0xffu;
      std::uint64_t spread = (byte * 0x0101010101010101ull) & 0x8040201008040201ull;
      spread = ((spread + 0x7f7f7f7f7f7f7f7full) >> 7) & 0x0101010101010101ull;
      for (int b = 0; b < 8; ++b)
        part[i + static_cast<std::size_t>(b)] = static_cast<std::uint8_t>(spread >> (8 * b));
    }
    for (; i < part.size(); ++i)
      part[i] = (words[i / 32] >> (i % 32)) & 1u;
    bits = bits.subspan(part.size());
  }
}

void Philox::fillGaussian(std::span<float> values) {
  alignas(64) std::array<std::uint32_t, kChunk> words;
  while (!values.empty()) {
    const auto part = values.first(std::min(values.size(), words.size()));
    fillWords(std::span(words).first(part.size() + part.size() % 2));
    detail::randomKernels().gaussian(words.data(), part.data(), part.size());
    values = values.subspan(part.size());
  }
}

} // namespace rxq::base
