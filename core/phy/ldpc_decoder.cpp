#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "core/base/aligned.h"
#include "core/base/error.h"
#include "core/phy/base_graph.h"
#include "core/phy/ldpc.h"
#include "core/phy/soft_math.h"

// The row kernels are compiled for wider registers, too, and chosen when the program is loaded. No
// contraction into fused multiply-adds, so all give the same bits. Sanitizers start too late for
// that.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define RXQ_WIDE __attribute__((target_clones("default", "arch=haswell", "arch=skylake-avx512")))
#else
#define RXQ_WIDE
#endif

namespace rxq::phy {

namespace {
constexpr int kMaxDegree = 19;
constexpr int kMaxLifting = 384;
constexpr float kKnown = 1e4f; ///< LLR of a filler: certainly zero

/// What the rules need, in the messages' own unit.
template <class T> struct RuleParams {
  CheckRule rule = CheckRule::MinSum;
  T offset = 0;
  float scale = 1;           ///< float messages
  std::int32_t scale16 = 16; ///< integer messages: sixteenths, product rounded down
  T clip = 0;                ///< largest magnitude of a check-to-bit message
};

/// Internally a positive value means zero, as the literature has it; the public LLRs are negated at
/// the edges. q, r: [degree][lifting], bit-to-check and check-to-bit messages of one row of the
/// base graph.
RXQ_WIDE void minSumRow(const float* q, float* r, int degree, int n, const RuleParams<float>& p) {
  alignas(64) std::array<float, kMaxLifting> first, second, sign;
  for (int z = 0; z < n; ++z) {
    first[z] = second[z] = 3e38f;
    sign[z] = 1;
  }
  for (int j = 0; j < degree; ++j)
    for (int z = 0; z < n; ++z) {
      const float x = q[j * n + z], a = std::fabs(x);
      second[z] = std::min(second[z], std::max(first[z], a));
      first[z] = std::min(first[z], a);
      sign[z] = x < 0 ? -sign[z] : sign[z];
    }
  for (int j = 0; j < degree; ++j)
    for (int z = 0; z < n; ++z) {
      const float x = q[j * n + z];
      float m = std::fabs(x) == first[z] ? second[z] : first[z];
      m = std::max(0.0f, p.scale * m - p.offset);
      m = std::min(m, p.clip);
      r[j * n + z] = x < 0 ? -sign[z] * m : sign[z] * m;
    }
}

/// Integer messages: the same in 8 bits with saturation; all products rounded down.
RXQ_WIDE void minSumRow(const std::int8_t* q, std::int8_t* r, int degree, int n,
                        const RuleParams<std::int8_t>& p) {
  alignas(64) std::array<std::int8_t, kMaxLifting> first, second, sign;
  for (int z = 0; z < n; ++z) {
    first[z] = second[z] = 127;
    sign[z] = 0;
  }
  for (int j = 0; j < degree; ++j)
    for (int z = 0; z < n; ++z) {
      const std::int8_t x = q[j * n + z];
      const auto a = static_cast<std::int8_t>(x < 0 ? -x : x);
      second[z] = std::min(second[z], std::max(first[z], a));
      first[z] = std::min(first[z], a);
      sign[z] = static_cast<std::int8_t>(sign[z] ^ x);
    }
  for (int j = 0; j < degree; ++j)
    for (int z = 0; z < n; ++z) {
      const std::int8_t x = q[j * n + z];
      const auto a = static_cast<std::int8_t>(x < 0 ? -x : x);
      const std::int16_t m = a == first[z] ? second[z] : first[z];
      std::int16_t s = static_cast<std::int16_t>((m * p.scale16) >> 4);
      s = static_cast<std::int16_t>(s - p.offset);
      s = std::max<std::int16_t>(s, 0);
      s = std::min<std::int16_t>(s, p.clip);
      r[j * n + z] = static_cast<std::int8_t>((sign[z] ^ x) < 0 ? -s : s);
    }
}

/// ln((1 + e^(a+b)) / (e^a + e^b)): the exact combination of two messages.
inline float boxPlus(float a, float b) {
  const float low = std::min(std::fabs(a), std::fabs(b));
  const float product = (a < 0) != (b < 0) ? -1.0f : 1.0f;
  const float correction =
      fastLog(1.0f + fastExp(-std::fabs(a + b))) - fastLog(1.0f + fastExp(-std::fabs(a - b)));
  return product * low + correction;
}

/// Sum-product by a forward and a backward pass over the row.
RXQ_WIDE void sumProductRow(const float* q, float* r, int degree, int n,
                            const RuleParams<float>& p) {
  alignas(64) std::array<float, kMaxLifting> backward;
  // r[j] first holds the combination of all before j.
  for (int z = 0; z < n; ++z)
    r[n + z] = q[z];
  for (int j = 2; j < degree; ++j)
    for (int z = 0; z < n; ++z)
      r[j * n + z] = boxPlus(r[(j - 1) * n + z], q[(j - 1) * n + z]);
  for (int z = 0; z < n; ++z)
    backward[z] = q[(degree - 1) * n + z];
  for (int j = degree - 2; j > 0; --j)
    for (int z = 0; z < n; ++z) {
      r[j * n + z] = boxPlus(r[j * n + z], backward[z]);
      backward[z] = boxPlus(backward[z], q[j * n + z]);
    }
  for (int z = 0; z < n; ++z)
    r[z] = backward[z];
  for (int i = 0; i < degree * n; ++i)
    r[i] = std::clamp(r[i], -p.clip, p.clip);
}

template <class T> T saturatingSub(T a, T b, T limit) {
  if constexpr (std::is_same_v<T, float>)
    return std::clamp(a - b, -limit, limit);
  else
    return static_cast<T>(std::clamp<std::int16_t>(static_cast<std::int16_t>(a - b),
                                                   static_cast<std::int16_t>(-limit), limit));
}
template <class T> T saturatingAdd(T a, T b, T limit) {
  return saturatingSub<T>(a, static_cast<T>(-b), limit);
}

/// q[z] = total[(z + shift) mod n] - r[z], saturated.
template <class T> inline void gather(const T* total, const T* r, T* q, int shift, int n, T limit) {
  for (int z = 0; z < n - shift; ++z)
    q[z] = saturatingSub(total[z + shift], r[z], limit);
  for (int z = n - shift; z < n; ++z)
    q[z] = saturatingSub(total[z + shift - n], r[z], limit);
}
/// total[(z + shift) mod n] = base[z] + r[z], saturated; base: q of the row (layered).
template <class T>
inline void scatter(T* total, const T* q, const T* r, int shift, int n, T limit) {
  for (int z = 0; z < n - shift; ++z)
    total[z + shift] = saturatingAdd(q[z], r[z], limit);
  for (int z = n - shift; z < n; ++z)
    total[z + shift - n] = saturatingAdd(q[z], r[z], limit);
}
RXQ_WIDE void gatherRow(const float* t, const float* r, float* q, int s, int n, float l) {
  gather(t, r, q, s, n, l);
}
RXQ_WIDE void gatherRow(const std::int8_t* t, const std::int8_t* r, std::int8_t* q, int s, int n,
                        std::int8_t l) {
  gather(t, r, q, s, n, l);
}
RXQ_WIDE void scatterRow(float* t, const float* q, const float* r, int s, int n, float l) {
  scatter(t, q, r, s, n, l);
}
RXQ_WIDE void scatterRow(std::int8_t* t, const std::int8_t* q, const std::int8_t* r, int s, int n,
                         std::int8_t l) {
  scatter(t, q, r, s, n, l);
}

/// Decodes with messages of type T: float or 8-bit integer.
template <class T> class Decoder final : public LdpcDecoder {
 public:
  Decoder(const LdpcCode& code, const DecoderSpec& spec)
      : m_code(&code), m_spec(spec), m_n(code.params().lifting) {
    BaseGraph graph = liftedGraph(code.params());
    m_columns = code.params().infoColumns() + neededRows(code);
    graph.resize(static_cast<std::size_t>(neededRows(code)));
    m_graph = std::move(graph);
    std::size_t edges = 0;
    for (const auto& row : m_graph)
      edges += row.size();
    const auto n = static_cast<std::size_t>(m_n);
    m_total.resize(static_cast<std::size_t>(m_columns) * n);
    m_messages.resize(edges * n);
    m_q.resize(kMaxDegree * n);
    if (spec.schedule == DecoderSchedule::Flooding) {
      m_channel.resize(m_total.size());
      m_wide.resize(m_total.size());
    }
    prepareRule();
  }

  DecodeResult decode(std::span<const float> llrs, std::span<std::uint8_t> info) override {
    load(llrs);
    DecodeResult result;
    while (result.iterations < m_spec.iterations) {
      ++result.iterations;
      if (m_spec.schedule == DecoderSchedule::Layered)
        iterateLayered();
      else
        iterateFlooding();
      if (m_spec.earlyStop && parityHolds()) {
        result.parityOk = true;
        break;
      }
    }
    if (!m_spec.earlyStop)
      result.parityOk = parityHolds();
    for (std::size_t i = 0; i < info.size(); ++i)
      info[i] = m_total[i] < 0;
    return result;
  }

 private:
  using Wide = std::conditional_t<std::is_same_v<T, float>, float, std::int16_t>;

  /// Rows of the base graph that the transmitted bits reach; the four core rows always.
  static int neededRows(const LdpcCode& code) {
    const auto positions = code.positions();
    const int last = *std::max_element(positions.begin(), positions.end()) / code.params().lifting;
    return std::max(4, last - code.params().infoColumns() + 1);
  }

  void prepareRule() {
    m_rule.rule = m_spec.rule;
    const bool scaled = m_spec.rule == CheckRule::NormalizedMinSum,
               offset = m_spec.rule == CheckRule::OffsetMinSum;
    if constexpr (std::is_same_v<T, float>) {
      m_rule.scale = scaled ? static_cast<float>(m_spec.scale) : 1.0f;
      m_rule.offset = offset ? static_cast<float>(m_spec.offset) : 0.0f;
      m_rule.clip = m_spec.llrClip > 0 ? static_cast<float>(m_spec.llrClip) : 3e37f;
      m_limit =
          m_spec.llrClip > 0 && m_spec.schedule == DecoderSchedule::Flooding ? m_rule.clip : 3e37f;
    } else {
      // Sums hold 8 bits, messages a quarter of that: a decoder whose messages reach the sums'
      // range can leave a codeword again.
      m_rule.scale16 = scaled ? static_cast<std::int32_t>(std::lround(16 * m_spec.scale)) : 16;
      m_rule.offset = offset ? static_cast<T>(std::lround(m_spec.offset / m_spec.llrStep)) : T{0};
      m_rule.clip = 31;
      m_limit = 127;
    }
  }

  T channelValue(float llr) const {
    if constexpr (std::is_same_v<T, float>) {
      const float limit = m_spec.llrClip > 0 ? static_cast<float>(m_spec.llrClip) : 3e37f;
      return std::clamp(-llr, -limit, limit);
    } else {
      const int limit = (1 << (m_spec.llrBits - 1)) - 1;
      const float steps = std::clamp(-llr / static_cast<float>(m_spec.llrStep), -1000.0f, 1000.0f);
      return static_cast<T>(std::clamp(static_cast<int>(std::lrint(steps)), -limit, limit));
    }
  }

  void load(std::span<const float> llrs) {
    const auto positions = m_code->positions();
    assert(llrs.size() == positions.size());
    std::fill(m_total.begin(), m_total.end(), T{0});
    std::fill(m_messages.begin(), m_messages.end(), T{0});
    if (m_sums.size() != m_total.size())
      m_sums.resize(m_total.size());
    std::fill(m_sums.begin(), m_sums.end(), 0.0f);
    for (std::size_t i = 0; i < positions.size(); ++i) // repeated bits add up
      m_sums[static_cast<std::size_t>(positions[i])] += llrs[i];
    for (std::size_t i = 0; i < m_total.size(); ++i)
      m_total[i] = channelValue(m_sums[i]);
    const LdpcParams& p = m_code->params();
    const T known = std::is_same_v<T, float>
                        ? static_cast<T>(m_spec.llrClip > 0 ? m_spec.llrClip : kKnown)
                        : T{127};
    std::fill_n(m_total.begin() + p.infoBits, p.fillers, known);
    if (!m_channel.empty())
      m_channel = m_total;
  }

  void checkRow(const std::vector<Circulant>& row, T* messages) {
    const int degree = static_cast<int>(row.size());
    if constexpr (std::is_same_v<T, float>)
      if (m_rule.rule == CheckRule::SumProduct)
        return sumProductRow(m_q.data(), messages, degree, m_n, m_rule);
    minSumRow(m_q.data(), messages, degree, m_n, m_rule);
  }

  T* totalOf(const Circulant& c) {
    return m_total.data() + static_cast<std::size_t>(c.column) * static_cast<std::size_t>(m_n);
  }

  void gatherAll(const std::vector<Circulant>& row, const T* messages) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      const std::size_t at = j * static_cast<std::size_t>(m_n);
      gatherRow(totalOf(row[j]), messages + at, m_q.data() + at, row[j].shift, m_n, m_limit);
    }
  }

  void iterateLayered() {
    T* messages = m_messages.data();
    for (const auto& row : m_graph) {
      gatherAll(row, messages);
      checkRow(row, messages);
      for (std::size_t j = 0; j < row.size(); ++j) {
        const std::size_t at = j * static_cast<std::size_t>(m_n);
        scatterRow(totalOf(row[j]), m_q.data() + at, messages + at, row[j].shift, m_n, m_limit);
      }
      messages += row.size() * static_cast<std::size_t>(m_n);
    }
  }

  void iterateFlooding() {
    for (std::size_t i = 0; i < m_wide.size(); ++i)
      m_wide[i] = m_channel[i];
    T* messages = m_messages.data();
    for (const auto& row : m_graph) {
      gatherAll(row, messages);
      checkRow(row, messages);
      for (const Circulant& c : row) {
        Wide* sum =
            m_wide.data() + static_cast<std::size_t>(c.column) * static_cast<std::size_t>(m_n);
        for (int z = 0; z < m_n; ++z)
          sum[z + c.shift < m_n ? z + c.shift : z + c.shift - m_n] += messages[z];
        messages += m_n;
      }
    }
    for (std::size_t i = 0; i < m_wide.size(); ++i)
      if constexpr (std::is_same_v<T, float>)
        m_total[i] = m_wide[i];
      else
        m_total[i] = static_cast<T>(std::clamp<std::int16_t>(m_wide[i], -127, 127));
  }

  bool parityHolds() {
    std::array<std::uint8_t, kMaxLifting> sum;
    for (const auto& row : m_graph) {
      std::fill_n(sum.begin(), m_n, std::uint8_t{0});
      for (const Circulant& c : row) {
        const T* total = totalOf(c);
        for (int z = 0; z < m_n - c.shift; ++z)
          sum[static_cast<std::size_t>(z)] ^= total[z + c.shift] < 0;
        for (int z = m_n - c.shift; z < m_n; ++z)
          sum[static_cast<std::size_t>(z)] ^= total[z + c.shift - m_n] < 0;
      }
      if (std::any_of(sum.begin(), sum.begin() + m_n, [](std::uint8_t s) { return s != 0; }))
        return false;
    }
    return true;
  }

  const LdpcCode* m_code;
  DecoderSpec m_spec;
  int m_n;
  int m_columns = 0;
  BaseGraph m_graph;
  RuleParams<T> m_rule;
  T m_limit = 0;
  base::AlignedVector<T> m_total, m_messages, m_q, m_channel;
  base::AlignedVector<Wide> m_wide;
  std::vector<float> m_sums;
};
} // namespace

std::unique_ptr<LdpcDecoder> makeDecoder(const LdpcCode& code, const DecoderSpec& spec) {
  if (spec.messages == MessageType::Int8 && spec.rule == CheckRule::SumProduct)
    throw base::Error(
        base::ErrorKind::BadInput,
        "decoder.rule: sum-product needs float messages; choose a min-sum rule for 8-bit ones.");
  if (spec.messages == MessageType::Int8)
    return std::make_unique<Decoder<std::int8_t>>(code, spec);
  return std::make_unique<Decoder<float>>(code, spec);
}

} // namespace rxq::phy
