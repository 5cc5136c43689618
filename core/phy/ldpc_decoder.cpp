#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/base/aligned.h"
#include "core/base/error.h"
#include "core/phy/decoder_graph.h"
#include "core/phy/ldpc.h"
#include "core/phy/ldpc_batch.h"
#include "core/phy/ldpc_kernels.h"

namespace rxq::phy {

namespace {
using detail::BitColumn;
using detail::CheckRow;

/// LLR of a filler: certainly zero.
constexpr float kKnown = 1e4f;
/// Stands for no clip: sums of a few of them still fit.
constexpr float kUnlimited = 3e36f;
constexpr int kMostWords = 16;

/// Written so that it is two instructions, and that even a NaN ends in range.
inline float clamped(float v, float limit) {
  const float below = v < limit ? v : limit;
  return below > -limit ? below : -limit;
}

/// What differs between float and 8-bit messages.
struct FloatType {
  using Value = float;
  using Kernels = detail::FloatKernels;
  using Rule = detail::FloatRule;
  static const Kernels& kernels(base::Isa isa) { return detail::floatKernels(isa); }
  static constexpr Value kNeutral = 0; ///< of a bit of which nothing is known
  static float known() { return kKnown; }
  static bool isOne(Value v) { return v < 0; }

  explicit FloatType(const DecoderSpec& spec) {
    const float clip = spec.llrClip > 0 ? static_cast<float>(spec.llrClip) : kUnlimited;
    if (spec.rule == CheckRule::NormalizedMinSum)
      rule.scale = static_cast<float>(spec.scale);
    if (spec.rule == CheckRule::OffsetMinSum)
      rule.offset = static_cast<float>(spec.offset);
    rule.clip = rule.bitClip = clip;
  }
  /// Channel LLRs, a positive one being a one, to values where a positive one is a zero.
  void convert(const Kernels&, std::span<const float> llrs, float* values) const {
    const float clip = rule.clip;
    for (std::size_t i = 0; i < llrs.size(); ++i) {
      values[i] = clamped(0.0f - llrs[i], clip);
    }
  }
  Rule rule;
};

/// Flooding sum-product on likelihood ratios; see ldpc_ratio_kernels.inc.
struct RatioType {
  using Value = float;
  using Kernels = detail::FloatKernels;
  using Rule = detail::FloatRule;
  static const Kernels& kernels(base::Isa isa) { return detail::ratioKernels(isa); }
  static constexpr Value kNeutral = 1;
  static float known() { return 7.9228162514264338e28f; } // 2^96, where totals saturate
  static bool isOne(Value v) { return v < 1; }
  static bool takes(const DecoderSpec& spec) {
    return spec.messages == MessageType::Float && spec.rule == CheckRule::SumProduct &&
           spec.schedule == DecoderSchedule::Flooding && spec.llrClip > 0 &&
           spec.llrClip <= static_cast<double>(detail::kMostRatioClip);
  }

  explicit RatioType(const DecoderSpec& spec) {
    rule.clip = rule.bitClip = static_cast<float>(spec.llrClip);
    rule.mostRatio = static_cast<float>(std::exp(spec.llrClip));
    rule.leastBit = rule.leastRatio = static_cast<float>(std::exp(-spec.llrClip));
  }
  void convert(const Kernels& with, std::span<const float> llrs, float* values) const {
    with.toRatios(llrs.data(), values, llrs.size(), rule.clip);
  }
  Rule rule;
};

struct Int8Type {
  using Value = std::int8_t;
  using Kernels = detail::Int8Kernels;
  using Rule = detail::Int8Rule;
  static const Kernels& kernels(base::Isa isa) { return detail::int8Kernels(isa); }
  static constexpr Value kNeutral = 0;
  static std::int8_t known() { return 127; }
  static bool isOne(Value v) { return v < 0; }

  explicit Int8Type(const DecoderSpec& spec)
      : stepsPerUnit(static_cast<float>(1 / spec.llrStep)),
        limit(static_cast<float>((1 << (spec.llrBits - 1)) - 1)) {
    if (spec.rule == CheckRule::NormalizedMinSum)
      rule.scale16 =
          static_cast<std::uint8_t>(std::clamp<long>(std::lround(16 * spec.scale), 1, 16));
    if (spec.rule == CheckRule::OffsetMinSum)
      rule.offset = static_cast<std::uint8_t>(
          std::clamp<long>(std::lround(spec.offset / spec.llrStep), 0, 127));
    rule.clip = static_cast<std::uint8_t>((1 << (spec.messageBits - 1)) - 1);
  }
  void convert(const Kernels&, std::span<const float> llrs, std::int8_t* values) const {
    constexpr float kRounding = 12582912.0f; // 1.5 * 2^23: adding it rounds half to even
    for (std::size_t i = 0; i < llrs.size(); ++i) {
      const float steps = clamped((0.0f - llrs[i]) * stepsPerUnit, limit) + kRounding - kRounding;
      values[i] = static_cast<std::int8_t>(static_cast<std::int32_t>(steps));
    }
  }
  Rule rule;
  float stepsPerUnit;
  float limit;
};

/// A decoder with either kind of messages. Memory: `m_total` has two buffers a column; a layered
/// pass over a row reads one and writes the other, shifted as the row needs it, so that writes are
/// contiguous. Where each column stands before each row is the same in every iteration and is
/// worked out once.
///
/// Words side by side are one word of a code with so many times the lifting size and shifts: bit z
/// of word w of a column is its value z * words + w.
template <class Type> class Decoder final : public LdpcDecoder, public LdpcBatchDecoder {
 public:
  Decoder(const LdpcCode& code, const DecoderSpec& spec, int words, base::Isa isa)
      : m_spec(spec), m_type(spec), m_kernels(Type::kernels(isa)), m_graph(code),
        m_edges(m_graph.edges()), m_words(words), m_lifting(code.params().lifting * words),
        m_infoBits(code.params().infoBits), m_layered(spec.schedule == DecoderSchedule::Layered) {
    for (Circulant& edge : m_edges)
      edge.shift *= words;
    const int lanes = m_kernels.lanes;
    m_columnStride = roundUp(m_lifting + 2 * lanes, kAlignedValues);
    m_messageStride =
        roundUp(m_lifting + (m_layered ? 0 : 2 * lanes), std::max(lanes, kAlignedValues));
    const auto columns = static_cast<std::size_t>(m_graph.columns());
    const std::size_t edges = m_edges.size();
    m_total.resize(2 * columns * m_columnStride);
    m_messages.resize(edges * m_messageStride);
    m_received.resize(code.positions().size());
    placeColumns();
    placeBits(code);
    const bool exact = spec.rule == CheckRule::SumProduct;
    m_updateRow = m_layered ? (exact ? m_kernels.layeredSumProduct : m_kernels.layeredMinSum)
                            : (exact ? m_kernels.floodingSumProduct : m_kernels.floodingMinSum);
  }

  int words() const override { return m_words; }

  DecodeResult decode(std::span<const float> llrs, std::span<std::uint8_t> info) override {
    LdpcWord word{llrs, info, {}};
    decode(std::span(&word, 1));
    return word.result;
  }

  void decode(std::span<LdpcWord> batch) override {
    assert(!batch.empty() && batch.size() <= static_cast<std::size_t>(m_words));
    load(batch);
    std::uint32_t open = (1u << batch.size()) - 1; // words that go on
    int iterations = 0;
    while (open != 0) {
      const Pass& pass = m_passes[static_cast<std::size_t>(m_layered ? iterations % 2 : 0)];
      updateRows(pass);
      if (!m_layered)
        updateColumns();
      ++iterations;
      const bool last = iterations == m_spec.iterations;
      if (!m_spec.earlyStop && !last)
        continue;
      const std::uint32_t right = open & ~failedWords(pass);
      const std::uint32_t done = last ? open : right;
      for (std::size_t w = 0; w < batch.size(); ++w)
        if (((done >> w) & 1u) != 0) {
          batch[w].result = {iterations, ((right >> w) & 1u) != 0};
          decide(m_layered ? iterations % 2 : 0, w, batch[w].info);
        }
      open &= ~done;
    }
  }

 private:
  using Value = typename Type::Value;
  static constexpr int kAlignedValues = 64 / sizeof(Value);

  /// Where the values are that one iteration reads and writes, by edge.
  struct Pass {
    std::vector<const Value*> from; ///< as an edge's turn comes
    std::vector<Value*> to;
    std::vector<const Value*> after; ///< at the iteration's end
  };

  static std::size_t roundUp(int value, int multiple) {
    return static_cast<std::size_t>((value + multiple - 1) / multiple * multiple);
  }
  Value* buffer(int column, int which) {
    return m_total.data() + static_cast<std::size_t>(2 * column + which) * m_columnStride;
  }
  int shiftBetween(int from, int to) const {
    return to >= from ? to - from : to - from + m_lifting;
  }

  void placeColumns() {
    const auto& edges = m_edges;
    const auto columns = static_cast<std::size_t>(m_graph.columns());
    std::vector<int> visits(columns, 0);
    m_resting.assign(columns, 0);
    if (m_layered)
      for (const Circulant& e : edges) {
        m_resting[static_cast<std::size_t>(e.column)] = e.shift;
        ++visits[static_cast<std::size_t>(e.column)];
      }
    std::vector<int> shift = m_resting;
    for (const Circulant& e : edges) {
      int& now = shift[static_cast<std::size_t>(e.column)];
      m_start.push_back(shiftBetween(now, e.shift));
      m_startAfter.push_back(shiftBetween(m_resting[static_cast<std::size_t>(e.column)], e.shift));
      m_startOfMessage.push_back(shiftBetween(e.shift, 0));
      if (m_layered)
        now = e.shift;
    }
    for (int parity = 0; parity < 2; ++parity) {
      Pass& pass = m_passes[static_cast<std::size_t>(parity)];
      std::vector<int> which(columns);
      for (std::size_t c = 0; c < columns; ++c)
        which[c] = parity * visits[c] % 2;
      for (const Circulant& e : edges) {
        int& current = which[static_cast<std::size_t>(e.column)];
        pass.from.push_back(buffer(e.column, current));
        current = m_layered ? 1 - current : 0;
        pass.to.push_back(buffer(e.column, current));
      }
      for (const Circulant& e : edges)
        pass.after.push_back(buffer(e.column, which[static_cast<std::size_t>(e.column)]));
      for (std::size_t c = 0; c < columns; ++c)
        m_final[static_cast<std::size_t>(1 - parity)].push_back(which[c]);
    }
  }

  /// Where bit `bit` of the first word is kept between iterations, in buffer `which` of its column;
  /// those of the other words follow.
  std::size_t placeOf(int bit, int which) const {
    const int lifting = m_lifting / m_words;
    const int column = bit / lifting;
    return static_cast<std::size_t>(2 * column + which) * m_columnStride +
           static_cast<std::size_t>(
               shiftBetween(m_resting[static_cast<std::size_t>(column)], bit % lifting * m_words));
  }

  void placeBits(const LdpcCode& code) {
    const auto positions = code.positions();
    std::vector<bool> seen(m_total.size(), false);
    for (const int bit : positions) {
      const std::size_t place = placeOf(bit, 0);
      m_places.push_back(static_cast<std::uint32_t>(place));
      m_repeated = m_repeated || seen[place];
      seen[place] = true;
    }
    for (int f = 0; f < code.params().fillers; ++f)
      if (const int bit = m_infoBits + f; bit * m_words / m_lifting < m_graph.columns())
        m_fillers.push_back(placeOf(bit, 0));
    if (m_repeated)
      m_sums.resize(m_total.size());
    m_channel.resize(m_layered ? 0 : m_total.size());
  }

  void load(std::span<const LdpcWord> batch) {
    // Words that are not there have LLRs of 0.
    if (m_repeated)
      std::fill(m_sums.begin(), m_sums.end(), 0.0f);
    else
      std::fill(m_total.begin(), m_total.end(), Type::kNeutral);
    for (std::size_t w = 0; w < batch.size(); ++w) {
      const std::span<const float> llrs = batch[w].llrs;
      assert(llrs.size() == m_places.size() &&
             batch[w].info.size() == static_cast<std::size_t>(m_infoBits));
      const std::uint32_t* places = m_places.data();
      if (m_repeated) { // a bit sent twice counts twice
        for (std::size_t i = 0; i < llrs.size(); ++i)
          m_sums[places[i] + w] += llrs[i];
        continue;
      }
      m_type.convert(m_kernels, llrs, m_received.data());
      // Copies of the pointers, since stores of bytes could change anything in memory.
      const Value* received = m_received.data();
      Value* total = m_total.data() + w;
      for (std::size_t i = 0, n = llrs.size(); i < n; ++i)
        total[places[i]] = received[i];
    }
    if (m_repeated)
      m_type.convert(m_kernels, m_sums, m_total.data());
    for (const std::size_t place : m_fillers)
      std::fill_n(m_total.begin() + static_cast<std::ptrdiff_t>(place), m_words, Type::known());
    for (int c = 0; c < m_graph.columns(); ++c)
      m_kernels.repeat(buffer(c, 0), m_lifting);
    if (!m_layered)
      std::copy(m_total.begin(), m_total.end(), m_channel.begin());
    std::fill(m_messages.begin(), m_messages.end(), Type::kNeutral);
  }

  CheckRow<Value> row(std::size_t r, const std::vector<const Value*>& from,
                      const std::vector<int>& start) const {
    const std::size_t first = m_graph.rowBegin(r);
    CheckRow<Value> row;
    row.degree = static_cast<int>(m_graph.rowBegin(r + 1) - first);
    row.lifting = m_lifting;
    row.from = from.data() + first;
    row.start = start.data() + first;
    return row;
  }

  void updateRows(const Pass& pass) {
    for (std::size_t r = 0; r < m_graph.rows(); ++r) {
      CheckRow<Value> checks = row(r, pass.from, m_start);
      const std::size_t first = m_graph.rowBegin(r);
      checks.to = pass.to.data() + first;
      checks.messages = m_messages.data() + first * m_messageStride;
      checks.stride = static_cast<int>(m_messageStride);
      m_updateRow(checks, m_type.rule);
    }
  }

  /// Flooding: the totals from the channel and all messages.
  void updateColumns() {
    std::array<const Value*, detail::kMaxColumnDegree> messages;
    std::array<int, detail::kMaxColumnDegree> start;
    for (int c = 0; c < m_graph.columns(); ++c) {
      BitColumn<Value> column;
      for (const std::size_t e : m_graph.edgesOf(c)) {
        messages[static_cast<std::size_t>(column.degree)] = m_messages.data() + e * m_messageStride;
        start[static_cast<std::size_t>(column.degree)] = m_startOfMessage[e];
        ++column.degree;
      }
      column.lifting = m_lifting;
      column.channel = m_channel.data() + static_cast<std::size_t>(2 * c) * m_columnStride;
      column.messages = messages.data();
      column.start = start.data();
      column.total = buffer(c, 0);
      m_kernels.updateColumn(column);
    }
  }

  /// A bit for each word of which a check does not hold.
  std::uint32_t failedWords(const Pass& pass) const {
    if (m_words == 1) {
      for (std::size_t r = 0; r < m_graph.rows(); ++r)
        if (!m_kernels.parityHolds(row(r, pass.after, m_startAfter)))
          return 1;
      return 0;
    }
    std::array<Value, kAlignedValues> failed{};
    for (std::size_t r = 0; r < m_graph.rows(); ++r)
      m_kernels.failedChecks(row(r, pass.after, m_startAfter), failed.data());
    std::uint32_t words = 0;
    for (std::size_t lane = 0; lane < failed.size(); ++lane)
      if (std::signbit(static_cast<float>(failed[lane])))
        words |= 1u << (lane % static_cast<std::size_t>(m_words));
    return words;
  }

  void decide(int parity, std::size_t word, std::span<std::uint8_t> info) {
    const auto step = static_cast<std::size_t>(m_words);
    const std::size_t size = static_cast<std::size_t>(m_lifting) / step;
    for (std::size_t begin = 0, c = 0; begin < info.size(); begin += size, ++c) {
      const auto first = static_cast<std::size_t>(shiftBetween(m_resting[c], 0));
      const Value* bits =
          buffer(static_cast<int>(c), m_final[static_cast<std::size_t>(parity)][c]) + first + word;
      const std::size_t count = std::min(size, info.size() - begin);
      const std::size_t unbroken = std::min(count, size - first / step);
      for (std::size_t i = 0; i < unbroken; ++i)
        info[begin + i] = Type::isOne(bits[i * step]);
      bits -= m_lifting;
      for (std::size_t i = unbroken; i < count; ++i)
        info[begin + i] = Type::isOne(bits[i * step]);
    }
  }

  DecoderSpec m_spec;
  Type m_type;
  typename Type::Kernels m_kernels;
  DecoderGraph m_graph;
  std::vector<Circulant> m_edges; ///< of the graph, shifts times words
  int m_words;
  int m_lifting; ///< of all words together
  int m_infoBits;
  bool m_layered;
  bool m_repeated = false;
  std::size_t m_columnStride = 0, m_messageStride = 0;
  void (*m_updateRow)(const CheckRow<Value>&, const typename Type::Rule&) = nullptr;
  std::array<Pass, 2> m_passes;            ///< by the iteration's parity
  std::array<std::vector<int>, 2> m_final; ///< buffer of each column after so many iterations
  std::vector<int> m_start, m_startAfter, m_startOfMessage; ///< by edge
  std::vector<int> m_resting;          ///< by column: its shift between iterations
  std::vector<std::uint32_t> m_places; ///< in m_total, by transmitted bit
  std::vector<std::size_t> m_fillers;  ///< the same of the fillers
  std::vector<float> m_sums;           ///< of repeated bits
  base::AlignedVector<Value> m_total, m_messages, m_channel, m_received;
};

/// The narrowest vectors that take all checks of a row at once, else the widest. Sum-product has no
/// use for the scalar set where there is another: its fused products are calls there.
template <class Type> base::Isa bestIsa(int lifting, CheckRule rule) {
  const bool fused = rule == CheckRule::SumProduct;
  const auto& isas = base::availableIsas();
  for (const base::Isa isa : isas)
    if (Type::kernels(isa).lanes >= lifting && !(fused && isa == base::Isa::Scalar))
      return isa;
  return isas.back();
}
/// Calls make<Type>() with the type of messages that a spec asks for.
template <class Make> auto withType(const DecoderSpec& spec, const Make& make) {
  if (RatioType::takes(spec))
    return make.template operator()<RatioType>();
  if (spec.messages == MessageType::Float)
    return make.template operator()<FloatType>();
  if (spec.rule == CheckRule::SumProduct)
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("decoder.rule: sum-product needs messages \"float\"; with "
                                    "\"int8\" choose a min-sum rule."));
  return make.template operator()<Int8Type>();
}
} // namespace

std::unique_ptr<LdpcDecoder> makeDecoder(const LdpcCode& code, const DecoderSpec& spec) {
  return withType(spec, [&]<class Type>() -> std::unique_ptr<LdpcDecoder> {
    return std::make_unique<Decoder<Type>>(code, spec, 1,
                                           bestIsa<Type>(code.params().lifting, spec.rule));
  });
}

std::unique_ptr<LdpcDecoder> makeDecoder(const LdpcCode& code, const DecoderSpec& spec,
                                         base::Isa isa) {
  return withType(spec, [&]<class Type>() -> std::unique_ptr<LdpcDecoder> {
    return std::make_unique<Decoder<Type>>(code, spec, 1, isa);
  });
}

std::unique_ptr<LdpcBatchDecoder> makeBatchDecoder(const LdpcCode& code, const DecoderSpec& spec) {
  return withType(spec, [&]<class Type>() -> std::unique_ptr<LdpcBatchDecoder> {
    // Four vectors of the widest set leave little of the last one empty.
    const base::Isa widest = base::availableIsas().back();
    const int lanes = Type::kernels(widest).lanes, lifting = code.params().lifting;
    int words = 1;
    while (words < kMostWords && words < lanes && words * lifting < 4 * lanes)
      words *= 2;
    if (words == 1)
      return std::make_unique<Decoder<Type>>(code, spec, 1, bestIsa<Type>(lifting, spec.rule));
    return std::make_unique<Decoder<Type>>(code, spec, words, widest);
  });
}

std::unique_ptr<LdpcBatchDecoder> makeBatchDecoder(const LdpcCode& code, const DecoderSpec& spec,
                                                   int words, base::Isa isa) {
  return withType(spec, [&]<class Type>() -> std::unique_ptr<LdpcBatchDecoder> {
    assert(words >= 1 && words <= kMostWords && words <= Type::kernels(isa).lanes);
    return std::make_unique<Decoder<Type>>(code, spec, words, isa);
  });
}

} // namespace rxq::phy
