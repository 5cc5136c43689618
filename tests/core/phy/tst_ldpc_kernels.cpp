#include <QtTest>

#include <cmath>

#include "core/base/aligned.h"
#include "core/base/random.h"
#include "core/phy/ldpc_batch.h"
#include "core/phy/ldpc_kernels.h"
#include "tests/core/phy/plain_ldpc_decoder.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
base::Philox randomOf(std::uint64_t index) {
  return base::Philox({3, base::Domain::Other, base::Purpose::Test, index});
}

/// A noisy word, bad enough that every message counts for what is decided.
std::vector<float> noisyWord(const LdpcCode& code, std::uint64_t index, float sigma) {
  std::vector<std::uint8_t> info(static_cast<std::size_t>(code.params().infoBits));
  std::vector<std::uint8_t> coded(code.positions().size());
  std::vector<float> llrs(coded.size());
  base::Philox random = randomOf(index);
  random.fillBits(info);
  random.fillGaussian(llrs);
  code.encode(info, coded);
  for (std::size_t i = 0; i < coded.size(); ++i)
    llrs[i] = 2 / (sigma * sigma) * ((coded[i] ? 1.0f : -1.0f) + sigma * llrs[i]);
  return llrs;
}

testing::PlainResult decodeWith(base::Isa isa, const LdpcCode& code, const DecoderSpec& spec,
                                const std::vector<float>& llrs) {
  testing::PlainResult result;
  result.info.resize(static_cast<std::size_t>(code.params().infoBits));
  const DecodeResult decoded = makeDecoder(code, spec, isa)->decode(llrs, result.info);
  result.iterations = decoded.iterations;
  result.parityOk = decoded.parityOk;
  return result;
}

LdpcParams sizes(int graph, const LiftingSize& z, int fillers) {
  LdpcParams p;
  p.baseGraph = graph;
  p.lifting = z.size;
  p.setIndex = z.set;
  p.fillers = std::min(fillers, p.infoColumns() * z.size / 2);
  p.infoBits = p.infoColumns() * z.size - p.fillers;
  p.codedBits = p.infoBits * 2;
  return p;
}

DecoderSpec decoder(DecoderSchedule schedule, CheckRule rule, MessageType messages) {
  DecoderSpec spec;
  spec.schedule = schedule;
  spec.rule = rule;
  spec.messages = messages;
  spec.iterations = 4;
  return spec;
}
} // namespace

class TestLdpcKernels : public QObject {
  Q_OBJECT
 private:
  void everyDecoder() {
    QTest::addColumn<DecoderSpec>("spec");
    for (const auto& schedule : param::EnumTable<DecoderSchedule>::table)
      for (const auto& rule : param::EnumTable<CheckRule>::table)
        for (const auto& messages : param::EnumTable<MessageType>::table)
          if (messages.value == MessageType::Float || rule.value != CheckRule::SumProduct)
            QTest::addRow("%s %s %s", schedule.label, rule.label, messages.label)
                << decoder(schedule.value, rule.value, messages.value);
  }

 private Q_SLOTS:
  void everySizeDecidesLikeThePlainLoops_data() { everyDecoder(); }
  void everySizeDecidesLikeThePlainLoops() {
    QFETCH(DecoderSpec, spec);
    int differing = 0, undecided = 0;
    std::size_t bits = 0;
    std::uint64_t index = 0;
    for (const int graph : {1, 2})
      for (const LiftingSize& z : liftingSizes()) {
        if (z.size > 64 && z.size % 48 != 0 && z.size != 352)
          continue; // the plain loops take their time
        // Fillers: none, part of a column, more than a column.
        const LdpcCode code(sizes(graph, z, static_cast<int>(index % 3) * z.size * 3 / 4), 1,
                            static_cast<int>(index % 4));
        spec.earlyStop = index % 2 == 0;
        spec.messageBits = index % 5 == 0 ? 4 : 6;
        const auto llrs = noisyWord(code, index, index % 2 ? 0.8f : 0.95f);
        ++index;
        const auto plain = testing::PlainDecoder(code, spec).decode(llrs);
        undecided += !plain.parityOk;
        for (const base::Isa isa : base::availableIsas()) {
          const auto ours = decodeWith(isa, code, spec, llrs);
          if (spec.rule == CheckRule::SumProduct) { // the plain loops do it in doubles
            for (std::size_t i = 0; i < plain.info.size(); ++i)
              differing += plain.info[i] != ours.info[i];
            bits += plain.info.size();
          } else
            QVERIFY2(ours == plain, qPrintable(QString("graph %1, Zc %2, %3")
                                                   .arg(graph)
                                                   .arg(z.size)
                                                   .arg(base::name(isa).data())));
        }
      }
    QVERIFY(undecided > 10); // so decisions hang on messages
    // A decision may turn on the last digits of a value near zero.
    QVERIFY2(differing * 2000.0 <= static_cast<double>(bits),
             qPrintable(QString::number(differing)));
  }

  void everyInstructionSetGivesTheSameBits_data() { everyDecoder(); }
  void everyInstructionSetGivesTheSameBits() {
    QFETCH(DecoderSpec, spec);
    spec.iterations = 6;
    for (const auto& [k, n] :
         {std::pair{1392, 2784}, {20, 60}, {100, 1000}, {8448, 16896}, {300, 420}}) {
      const LdpcCode code(chooseLdpc(k, n), 2);
      for (const double clip : {20.0, 0.0}) {
        spec.llrClip = clip;
        const auto llrs = noisyWord(code, static_cast<std::uint64_t>(k), 0.9f);
        const auto first = decodeWith(base::Isa::Scalar, code, spec, llrs);
        for (const base::Isa isa : base::availableIsas())
          QVERIFY2(decodeWith(isa, code, spec, llrs) == first, base::name(isa).data());
      }
    }
  }

  void batchesDecodeAsAlone_data() { everyDecoder(); }
  void batchesDecodeAsAlone() {
    QFETCH(DecoderSpec, spec);
    spec.iterations = 8;
    int early = 0, late = 0;
    for (const auto& [k, n] :
         {std::pair{20, 60}, {280, 500}, {300, 420}, {100, 1000}, {1040, 1872}}) {
      const LdpcCode code(chooseLdpc(k, n), 1);
      for (const base::Isa isa : base::availableIsas())
        for (const int words : {2, 4, 8, 16}) {
          const int lanes = spec.messages == MessageType::Float ? detail::floatKernels(isa).lanes
                                                                : detail::int8Kernels(isa).lanes;
          if (words > lanes)
            continue;
          spec.earlyStop = words != 4;
          const auto decoder = makeBatchDecoder(code, spec, words, isa);
          std::vector<std::vector<float>> llrs;
          std::vector<std::vector<std::uint8_t>> info;
          const int used = words - words / 8; // also with places left free
          for (int w = 0; w < used; ++w) {
            llrs.push_back(noisyWord(code, static_cast<std::uint64_t>(w),
                                     0.5f + 0.1f * static_cast<float>(w % 5)));
            info.emplace_back(static_cast<std::size_t>(k));
          }
          std::vector<LdpcWord> batch;
          for (std::size_t w = 0; w < llrs.size(); ++w)
            batch.push_back({llrs[w], info[w], {}});
          decoder->decode(batch);
          for (std::size_t w = 0; w < llrs.size(); ++w) {
            const testing::PlainResult together{batch[w].result.iterations,
                                                batch[w].result.parityOk, info[w]};
            QVERIFY(together == decodeWith(isa, code, spec, llrs[w]));
            early += together.iterations < spec.iterations;
            late += !together.parityOk;
          }
        }
    }
    QVERIFY(early > 0 && late > 0);
  }

  void sumProductIsTheTanhRule() {
    constexpr int kDegree = 7, kLifting = 19, kStride = 64;
    base::Philox random = randomOf(1);
    base::AlignedVector<float> columns(kDegree * kStride), messages(kDegree * kStride, 0.0f),
        out(kDegree * kStride);
    for (float& v : columns)
      v = static_cast<float>((random.uniform() < 0.5 ? -1 : 1) *
                             std::pow(10, random.uniform(-3, 1.3)));
    std::array<const float*, kDegree> from;
    std::array<float*, kDegree> to;
    const std::array<int, kDegree> start{0, 1, 18, 7, 7, 3, 12};
    for (std::size_t j = 0; j < kDegree; ++j) {
      from[j] = columns.data() + j * kStride;
      to[j] = out.data() + j * kStride;
    }
    for (const base::Isa isa : base::availableIsas()) {
      const auto& kernels = detail::floatKernels(isa);
      for (std::size_t j = 0; j < kDegree; ++j)
        kernels.repeat(columns.data() + j * kStride, kLifting);
      std::fill(messages.begin(), messages.end(), 0.0f);
      detail::FloatRule rule;
      rule.clip = 1000;
      kernels.layeredSumProduct(
          {kDegree, kLifting, from.data(), to.data(), start.data(), messages.data(), kStride},
          rule);
      for (std::size_t z = 0; z < kLifting; ++z)
        for (std::size_t j = 0; j < kDegree; ++j) {
          long double product = 1;
          for (std::size_t i = 0; i < kDegree; ++i)
            if (i != j)
              product *=
                  std::tanh(static_cast<long double>(
                                from[i][(z + static_cast<std::size_t>(start[i])) % kLifting]) /
                            2);
          const double exact = static_cast<double>(2 * std::atanh(product));
          const double ours = static_cast<double>(messages[j * kStride + z]);
          // Absolute: the logarithm's; relative: a few roundings.
          QVERIFY2(std::abs(ours - exact) < 2e-6 + 1e-6 * std::abs(exact),
                   qPrintable(QString("%1 and %2").arg(ours).arg(exact)));
        }
    }
  }

  void ratiosAreTheTanhRule() {
    constexpr int kDegree = 8, kLifting = 19, kStride = 64;
    constexpr float kClip = detail::kMostRatioClip;
    base::Philox random = randomOf(2);
    std::vector<float> llrs(kDegree * kStride);
    for (float& x : llrs)
      x = static_cast<float>((random.uniform() < 0.5 ? -1 : 1) *
                             std::pow(10, random.uniform(-3, 1.3)));
    base::AlignedVector<float> columns(llrs.size()), messages(llrs.size());
    std::array<const float*, kDegree> from;
    const std::array<int, kDegree> start{0, 1, 18, 7, 7, 3, 12, 9};
    for (std::size_t j = 0; j < kDegree; ++j)
      from[j] = columns.data() + j * kStride;
    detail::FloatRule rule;
    rule.mostRatio = std::exp(kClip);
    rule.leastBit = rule.leastRatio = std::exp(-kClip);
    for (const base::Isa isa : base::availableIsas()) {
      const auto& kernels = detail::ratioKernels(isa);
      kernels.toRatios(llrs.data(), columns.data(), llrs.size(), kClip);
      for (std::size_t j = 0; j < kDegree; ++j)
        kernels.repeat(columns.data() + j * kStride, kLifting);
      std::fill(messages.begin(), messages.end(), 1.0f);
      kernels.floodingSumProduct(
          {kDegree, kLifting, from.data(), nullptr, start.data(), messages.data(), kStride}, rule);
      for (std::size_t z = 0; z < kLifting; ++z)
        for (std::size_t j = 0; j < kDegree; ++j) {
          long double product = 1;
          for (std::size_t i = 0; i < kDegree; ++i)
            if (i != j) // an LLR in favour of a one is a ratio below 1
              product *= std::tanh(
                  static_cast<long double>(
                      -llrs[i * kStride + (z + static_cast<std::size_t>(start[i])) % kLifting]) /
                  2);
          const double exact = static_cast<double>(2 * std::atanh(product));
          const double ours = std::log(static_cast<double>(messages[j * kStride + z]));
          QVERIFY2(std::abs(ours - exact) < 2e-6 + 1e-6 * std::abs(exact),
                   qPrintable(QString("%1 and %2").arg(ours).arg(exact)));
        }
    }
  }

  void ratiosOfColumnsSaturate() {
    // Twenty messages of e^20 would be e^400; what comes after a saturated total still counts.
    constexpr int kLifting = 5, kDegree = 21;
    const float large = std::exp(detail::kMostRatioClip);
    base::AlignedVector<float> channel(64, 1.0f), up(64, large), down(64, 1 / large), total(64);
    std::array<const float*, kDegree> messages;
    std::array<int, kDegree> start{};
    messages.fill(up.data());
    messages.back() = down.data();
    for (const base::Isa isa : base::availableIsas()) {
      const auto& kernels = detail::ratioKernels(isa);
      kernels.updateColumn(
          {kDegree, kLifting, channel.data(), messages.data(), start.data(), total.data()});
      const double x = std::log(static_cast<double>(total[0]));
      QVERIFY2(x > 46 && x < 47, qPrintable(QString::number(x))); // ln 2^96 - 20
      QCOMPARE(total[kLifting], total[0]);
    }
  }
};

QTEST_APPLESS_MAIN(TestLdpcKernels)
#include "tst_ldpc_kernels.moc"
