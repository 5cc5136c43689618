#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace rxq::base {

/// What a stream of random numbers is used for. Streams of different purposes are independent.
/// The numbers are part of stored results: never renumber.
enum class Purpose : std::uint32_t {
  Bits = 1,
  Channel = 2,
  Noise = 3,
  Snr = 4,
  Weights = 5,
  Bootstrap = 6,
  Test = 7,
  Pilots = 8,
  ChannelSetup = 9
};

/// Which set of slots a stream belongs to, so that training never sees an evaluation slot.
enum class Domain : std::uint32_t {
  Train = 1,
  Validate = 2,
  Calibrate = 3,
  Evaluate = 4,
  Golden = 5,
  Other = 6
};

/// Names one stream: the numbers drawn depend on this alone. `index` is the slot in its domain.
struct StreamKey {
  std::uint64_t seed = 1;
  Domain domain = Domain::Other;
  Purpose purpose = Purpose::Test;
  std::uint64_t index = 0;
};

/// Counter-based generator Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2,
/// 3", SC 2011). Satisfies UniformRandomBitGenerator. Copyable; a copy continues alike.
class Philox {
 public:
  using result_type = std::uint32_t;
  explicit Philox(const StreamKey& key);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xffffffffu; }
  result_type operator()();

  /// Uniform in [0, 1) with 24 (float) or 53 (double) bits.
  float uniformFloat();
  double uniform();
  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform integer in [0, bound), bound >= 1, without bias.
  std::uint32_t below(std::uint32_t bound);
  /// The next words of the stream, as so many calls of operator() would give.
  void fillWords(std::span<std::uint32_t> words);
  /// Fair bits, one a byte, each 0 or 1. Takes one word for every 32 bits begun, lowest bit first.
  void fillBits(std::span<std::uint8_t> bits);
  /// Independent N(0, 1) by Box and Muller, largest magnitude 6.7. Takes two words for every two
  /// values begun: fills of even sizes, one after the other, equal one fill of the sum. Same bits
  /// on every machine and instruction set.
  void fillGaussian(std::span<float> values);

  /// One block of the generator: four words from a counter and a key. Exposed for known-answer
  /// tests.
  static std::array<std::uint32_t, 4> block(std::array<std::uint32_t, 4> counter,
                                            std::array<std::uint32_t, 2> key);

 private:
  void refill();
  std::array<std::uint32_t, 2> m_key;
  std::array<std::uint32_t, 4> m_counter; ///< {block, 0, index low, index high}
  std::array<std::uint32_t, 4> m_buffer{};
  unsigned m_used = 4;
};

} // namespace rxq::base
