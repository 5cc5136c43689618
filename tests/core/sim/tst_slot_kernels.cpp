#include <QTest>

#include <complex>

#include "core/base/random.h"
#include "core/sim/slot_kernels.h"

using namespace rxq;

namespace {
std::vector<float> gaussian(std::size_t count, std::uint64_t index) {
  std::vector<float> values(count);
  base::Philox({6, base::Domain::Other, base::Purpose::Test, index}).fillGaussian(values);
  return values;
}
} // namespace

class TestSlotKernels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // To the bit: every set rounds each operation by itself, as the plain loop does.
  void everySetEqualsThePlainLoop() {
    for (const std::size_t elements : {1u, 2u, 7u, 8u, 37u, 1064u}) {
      const auto h = gaussian(2 * elements, 1), x = gaussian(2 * elements, 2),
                 noise = gaussian(2 * elements, 3);
      constexpr float deviation = 0.37f;
      std::vector<float> expected(2 * elements);
      for (std::size_t i = 0; i < 2 * elements; i += 2) {
        const float re = h[i] * x[i] - h[i + 1] * x[i + 1], im = h[i] * x[i + 1] + h[i + 1] * x[i];
        expected[i] = re + deviation * noise[i];
        expected[i + 1] = im + deviation * noise[i + 1];
      }
      std::vector<float> noisy = h;
      for (std::size_t i = 0; i < noisy.size(); ++i)
        noisy[i] += deviation * noise[i];
      for (const base::Isa isa : base::availableIsas()) {
        const auto& kernels = sim::detail::slotKernels(isa);
        std::vector<float> y(2 * elements);
        kernels.receive(h.data(), x.data(), noise.data(), deviation, y.data(), elements);
        QVERIFY2(y == expected, base::name(isa).data());
        y = h;
        kernels.addNoise(noise.data(), deviation, y.data(), y.size());
        QVERIFY2(y == noisy, base::name(isa).data());
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestSlotKernels)
#include "tst_slot_kernels.moc"
