#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/phy/base_graph.h"

/// The decoders as the literature states them: one check and one bit at a time, straight from the
/// parity-check matrix, no vectors, no shifted columns. What the kernels compute is defined here.
namespace rxq::phy::testing {

struct PlainResult {
  int iterations = 0;
  bool parityOk = false;
  std::vector<std::uint8_t> info;
  bool operator==(const PlainResult&) const = default;
};

/// How sum-product leaves a bit's own message out of the product. `Divided`: the product of all
/// over its own, in floats, and nearly 1 where that is 0/0, as AFF3CT does it: in the first
/// iteration a check with punctured bits, whose LLR is exactly 0, then tells them something with
/// near certainty.
enum class ProductRule { OfTheOthers, Divided };

class PlainDecoder {
 public:
  PlainDecoder(const LdpcCode& code, const DecoderSpec& spec,
               ProductRule rule = ProductRule::OfTheOthers)
      : m_code(code), m_spec(spec), m_productRule(rule),
        m_integer(spec.messages == MessageType::Int8) {
    const LdpcParams& p = code.params();
    int last = 0;
    for (const int position : code.positions())
      last = std::max(last, position);
    const auto graph = liftedGraph(p);
    const int rows = std::max(4, last / p.lifting - p.infoColumns() + 1);
    for (int r = 0; r < rows; ++r)
      for (int z = 0; z < p.lifting; ++z) {
        auto& check = m_checks.emplace_back();
        for (const Circulant& c : graph[static_cast<std::size_t>(r)])
          if (c.column * p.lifting < p.infoBits || c.column >= p.infoColumns()) // not all filler
            check.push_back(
                static_cast<std::size_t>(c.column * p.lifting + (z + c.shift) % p.lifting));
      }
    m_bits = static_cast<std::size_t>((p.infoColumns() + rows) * p.lifting);
  }

  PlainResult decode(const std::vector<float>& llrs) const {
    const std::vector<float> channel = received(llrs);
    std::vector<float> total = channel;
    std::vector<std::vector<float>> messages;
    for (const auto& check : m_checks)
      messages.emplace_back(check.size(), 0.0f);
    PlainResult result;
    while (result.iterations < m_spec.iterations && !result.parityOk) {
      ++result.iterations;
      for (std::size_t c = 0; c < m_checks.size(); ++c) {
        std::vector<float> incoming;
        for (std::size_t j = 0; j < m_checks[c].size(); ++j)
          incoming.push_back(bitToCheck(total[m_checks[c][j]], messages[c][j]));
        if (m_productRule == ProductRule::Divided)
          messages[c] = dividedProducts(incoming);
        else
          for (std::size_t j = 0; j < m_checks[c].size(); ++j)
            messages[c][j] = checkToBit(incoming, j);
        if (m_spec.schedule == DecoderSchedule::Layered)
          for (std::size_t j = 0; j < m_checks[c].size(); ++j)
            total[m_checks[c][j]] = saturated(incoming[j] + messages[c][j]);
      }
      if (m_spec.schedule == DecoderSchedule::Flooding) {
        total = channel;
        for (std::size_t c = 0; c < m_checks.size(); ++c)
          for (std::size_t j = 0; j < m_checks[c].size(); ++j)
            total[m_checks[c][j]] += messages[c][j];
        for (float& t : total)
          t = saturated(t);
      }
      if (m_spec.earlyStop || result.iterations == m_spec.iterations)
        result.parityOk = parityHolds(total);
    }
    for (int i = 0; i < m_code.params().infoBits; ++i)
      result.info.push_back(total[static_cast<std::size_t>(i)] < 0);
    return result;
  }

 private:
  float clip() const { return m_spec.llrClip > 0 ? static_cast<float>(m_spec.llrClip) : 3e36f; }
  float saturated(float v) const { return m_integer ? std::clamp(v, -128.0f, 127.0f) : v; }

  std::vector<float> received(const std::vector<float>& llrs) const {
    std::vector<float> values(m_bits, 0.0f);
    for (std::size_t i = 0; i < llrs.size(); ++i)
      values[static_cast<std::size_t>(m_code.positions()[i])] -= llrs[i];
    const float limit = m_integer ? static_cast<float>((1 << (m_spec.llrBits - 1)) - 1) : clip();
    for (float& v : values) {
      if (m_integer)
        v = std::nearbyint(v / static_cast<float>(m_spec.llrStep));
      v = std::clamp(v, -limit, limit);
    }
    for (int f = 0; f < m_code.params().fillers; ++f)
      values[static_cast<std::size_t>(m_code.params().infoBits + f)] = m_integer ? 127.0f : 1e4f;
    return values;
  }

  float bitToCheck(float total, float message) const {
    const float q = saturated(total - message);
    return m_integer || m_spec.schedule == DecoderSchedule::Layered
               ? q
               : std::clamp(q, -clip(), clip());
  }

  float checkToBit(const std::vector<float>& incoming, std::size_t to) const {
    float smallest = m_integer ? 127.0f : 3e38f;
    double product = 1;
    bool negative = false;
    for (std::size_t j = 0; j < incoming.size(); ++j)
      if (j != to) {
        smallest = std::min(smallest, std::abs(incoming[j]));
        product *= std::tanh(std::abs(static_cast<double>(incoming[j])) / 2);
        negative = negative != (incoming[j] < 0);
      }
    float m = smallest;
    if (m_spec.rule == CheckRule::SumProduct)
      m = static_cast<float>(2 * std::atanh(std::min(product, 1 - 1e-16)));
    if (m_spec.rule == CheckRule::NormalizedMinSum)
      m = m_integer ? std::floor(m * static_cast<float>(std::lround(16 * m_spec.scale)) / 16)
                    : static_cast<float>(m_spec.scale) * m;
    if (m_spec.rule == CheckRule::OffsetMinSum)
      m -= m_integer ? static_cast<float>(std::lround(m_spec.offset / m_spec.llrStep))
                     : static_cast<float>(m_spec.offset);
    m = std::min(std::max(m, 0.0f),
                 m_integer ? static_cast<float>((1 << (m_spec.messageBits - 1)) - 1) : clip());
    return negative ? -m : m;
  }

  static std::vector<float> dividedProducts(const std::vector<float>& incoming) {
    std::vector<float> own, messages;
    float product = 1;
    bool negative = false;
    for (const float q : incoming) {
      own.push_back(std::tanh(std::abs(q) / 2));
      product *= own.back();
      negative = negative != (q < 0);
    }
    for (std::size_t j = 0; j < incoming.size(); ++j) {
      const float ratio = product / own[j];
      const float m = 2 * std::atanh(ratio < 1 ? ratio : 1 - 1.1920929e-7f);
      messages.push_back(negative != (incoming[j] < 0) ? -m : m);
    }
    return messages;
  }

  bool parityHolds(const std::vector<float>& total) const {
    return std::all_of(m_checks.begin(), m_checks.end(), [&](const auto& check) {
      bool odd = false;
      for (const std::size_t bit : check)
        odd = odd != (total[bit] < 0);
      return !odd;
    });
  }

  const LdpcCode& m_code;
  DecoderSpec m_spec;
  ProductRule m_productRule;
  bool m_integer;
  std::size_t m_bits = 0;
  std::vector<std::vector<std::size_t>> m_checks; ///< bits of each check
};

} // namespace rxq::phy::testing
