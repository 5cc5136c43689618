#include <QtTest>

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/nn/bordered_plane.h"
#include "core/nn/plane_ops.h"
#include "core/nn/tile_kernels.h"
#include "tests/core/nn/bfloat16_numbers.h"

using namespace rxq;
using namespace rxq::nn;

namespace {
std::size_t at(int i) { return static_cast<std::size_t>(i); }

ConvLayer layer(int in, int out, int kernel, int dilation) {
  ConvLayer l;
  l.inChannels = in;
  l.outChannels = out;
  l.kernelT = l.kernelF = kernel;
  l.dilationF = dilation;
  return l;
}

/// Numbers that are bfloat16, of about the size of `scale`.
std::vector<float> randomHalves(int count, std::uint64_t index, float scale) {
  std::vector<float> values(at(count));
  base::Philox({3, base::Domain::Other, base::Purpose::Test, index}).fillGaussian(values);
  for (float& v : values)
    v = floatOf(halfOf(v * scale));
  return values;
}

/// One layer's numbers, and what the kernels make of them.
struct Case {
  ConvLayer layer;
  PlaneSize plane;
  ConvSize size;
  std::vector<float> x, w, dy; ///< [pixel][in], [tap][in][out], [pixel][out]
  std::vector<float> y, added, dw;

  Case(const Bfloat16Kernels& kernels, Precision precision, const ConvLayer& l, PlaneSize p,
       float scale)
      : layer(l), plane(p), size(sizeOf(l, p)),
        x(randomHalves(p.pixels() * l.inChannels, 1, scale)),
        w(randomHalves(static_cast<int>(l.weightCount()), 2, scale)),
        dy(randomHalves(p.pixels() * l.outChannels, 3, scale)), y(dy.size()),
        added(dy.size(), 0.25f), dw(w.size(), 0.5f) {
    const int pixelIn = pixelNumbers(l.inChannels, precision),
              pixelOut = pixelNumbers(l.outChannels, precision);
    BorderedPlane input(BorderedPlane::shapeOf(size, precision));
    input.set(x);
    Buffer packed;
    base::AlignedVector<std::uint16_t> pairs,
        scratch(precision == Precision::Bfloat16 ? pairScratch(size) : tileScratch(size));
    packForward(l, w, packed);
    packPairs(packed, l.inChannels, pixelIn, pairs);
    kernels.forward(size, input.halfFor(size), pairs.data(), {}, y.data());
    kernels.forward(size, input.halfFor(size), pairs.data(), {nullptr, added.data(), true},
                    added.data());
    // Between the rows lies what would be noticed.
    const std::ptrdiff_t row = std::ptrdiff_t{plane.subcarriers} * pixelOut + 32;
    base::AlignedVector<std::uint16_t> rows(static_cast<std::size_t>(plane.symbols * row) + kLane,
                                            halfOf(1e30f));
    for (int t = 0; t < plane.symbols; ++t)
      for (int f = 0; f < plane.subcarriers; ++f)
        for (int o = 0; o < pixelOut; ++o)
          rows[static_cast<std::size_t>(t * row) + at(f * pixelOut + o)] =
              o < l.outChannels ? halfOf(outputAt(t, f, o)) : std::uint16_t{0};
    kernels.weightGradient(size, input.halfFor(size), rows.data(), row, scratch.data(), dw.data());
  }

  /// Of the plane with its border of zeros.
  float inputAt(int t, int f, int c) const {
    t -= size.borderT();
    f -= size.borderF();
    if (t < 0 || t >= plane.symbols || f < 0 || f >= plane.subcarriers || c >= layer.inChannels)
      return 0;
    return x[at((t * plane.subcarriers + f) * layer.inChannels + c)];
  }
  float outputAt(int t, int f, int o) const {
    return t < plane.symbols && f < plane.subcarriers
               ? dy[at((t * plane.subcarriers + f) * layer.outChannels + o)]
               : 0;
  }
  float weightAt(int tap, int c, int o) const {
    return c < layer.inChannels ? w[at((tap * layer.inChannels + c) * layer.outChannels + o)] : 0;
  }

  /// Compares with forward(t, f, o) and gradient(tap, c, o).
  template <class Forward, class Gradient>
  void compare(Forward forward, Gradient gradient, std::uint64_t& compared) const {
    int off = 0;
    for (int t = 0; t < plane.symbols; ++t)
      for (int f = 0; f < plane.subcarriers; ++f)
        for (int o = 0; o < layer.outChannels; ++o, ++compared) {
          const std::size_t i = at((t * plane.subcarriers + f) * layer.outChannels + o);
          const float sum = forward(t, f, o);
          off += sum != y[i] || added[i] != std::max(sum + 0.25f, 0.0f);
        }
    for (int tap = 0; tap < layer.taps(); ++tap)
      for (int c = 0; c < layer.inChannels; ++c)
        for (int o = 0; o < layer.outChannels; ++o, ++compared)
          off +=
              gradient(tap, c, o) != dw[at((tap * layer.inChannels + c) * layer.outChannels + o)];
    QVERIFY2(off == 0, qPrintable(QString("%1x%1 dilated %2, %3 to %4 channels, %5 subcarriers: "
                                          "%6 values differ")
                                      .arg(layer.kernelF)
                                      .arg(layer.dilationF)
                                      .arg(layer.inChannels)
                                      .arg(layer.outChannels)
                                      .arg(plane.subcarriers)
                                      .arg(off)));
  }
};

/// The second product of each pair first.
void comparePairs(const Bfloat16Kernels& kernels, const ConvLayer& l, PlaneSize plane, float scale,
                  std::uint64_t& compared) {
  const Case c(kernels, Precision::Bfloat16, l, plane, scale);
  const auto place = [&](int t, int f, int tap) {
    return std::pair{t + tap / l.kernelF * l.dilationT, f + tap % l.kernelF * l.dilationF};
  };
  c.compare(
      [&](int t, int f, int o) {
        float sum = 0;
        for (int tap = 0; tap < l.taps(); ++tap)
          for (int i = 0; i < l.inChannels; i += 2) {
            const auto [ti, fi] = place(t, f, tap);
            sum = std::fma(c.inputAt(ti, fi, i + 1), c.weightAt(tap, i + 1, o), sum);
            sum = std::fma(c.inputAt(ti, fi, i), c.weightAt(tap, i, o), sum);
          }
        return sum;
      },
      [&](int tap, int i, int o) {
        float sum = 0;
        for (int t = 0; t < plane.symbols; ++t)
          for (int f = 0; f < plane.subcarriers; f += 2) {
            const auto [ti, fi] = place(t, f, tap);
            sum = std::fma(c.inputAt(ti, fi + 1, i), c.outputAt(t, f + 1, o), sum);
            sum = std::fma(c.inputAt(ti, fi, i), c.outputAt(t, f, o), sum);
          }
        return sum;
      },
      compared);
}

/// Adds `depth` products as a tile does: those at even and at odd places by themselves.
template <class Product> void addChunk(float& sum, int depth, Product product) {
  float chain[2] = {};
  for (int i = 0; i < depth; ++i) {
    const auto [a, b] = product(i);
    chain[i % 2] = std::fma(a, b, chain[i % 2]);
  }
  sum += chain[0] + chain[1];
}

/// In chunks of 32 channels, or pixels with gaps between rows.
void compareTiles(const Bfloat16Kernels& kernels, const ConvLayer& l, PlaneSize plane, float scale,
                  std::uint64_t& compared) {
  const Case c(kernels, Precision::Bfloat16Tiles, l, plane, scale);
  const int depth = l.inChannels <= 16 ? 16 : 32;
  const int borderF = c.size.borderF(), width = (plane.subcarriers + borderF + 1) / 2 * 2;
  const int positions = (plane.symbols - 1) * width + plane.subcarriers;
  c.compare(
      [&](int t, int f, int o) {
        float sum = 0;
        for (int tap = 0; tap < l.taps(); ++tap)
          for (int first = 0; first < l.inChannels; first += depth)
            addChunk(sum, depth, [&](int i) {
              return std::pair{c.inputAt(t + tap / l.kernelF * l.dilationT,
                                         f + tap % l.kernelF * l.dilationF, first + i),
                               c.weightAt(tap, first + i, o)};
            });
        return sum;
      },
      [&](int tap, int i, int o) {
        float sum = 0;
        for (int first = 0; first < positions; first += 32)
          addChunk(sum, 32, [&](int p) {
            const int t = (first + p) / width, f = (first + p) % width;
            return std::pair{
                c.inputAt(t + tap / l.kernelF * l.dilationT, f + tap % l.kernelF * l.dilationF, i),
                c.outputAt(t, f, o)};
          });
        return sum;
      },
      compared);
}

using Compare = void (*)(const Bfloat16Kernels&, const ConvLayer&, PlaneSize, float,
                         std::uint64_t&);

/// Sizes around every width, and numbers whose products are denormal (the plain loops differ
/// there).
void eachSize(Compare compare, const Bfloat16Kernels& kernels, bool plain) {
  const base::FloatMode mode;
  std::uint64_t compared = 0;
  for (const auto& [kernel, dilation] : {std::pair{3, 1}, {3, 2}, {1, 1}, {5, 1}})
    for (const int in : {1, 2, 3, 15, 16, 17, 32, 33, 65})
      for (const int out : {1, 4, 9, 15, 16, 17, 32, 33})
        for (const int subcarriers : {1, 2, 12, 16, 25, 33}) {
          if (kernel == 5 && (in > 17 || out > 17))
            continue;
          compare(kernels, layer(in, out, kernel, dilation), {3, subcarriers}, 1, compared);
          if (QTest::currentTestFailed())
            return;
        }
  compare(kernels, layer(3, 17, 3, 1), {4, 1500}, 1, compared); // more than one band
  if (!plain)
    compare(kernels, layer(33, 17, 3, 1), {3, 33}, 3e-20f, compared);
  qInfo("%llu values equal those of the plain loop", static_cast<unsigned long long>(compared));
}
} // namespace

class TestBfloat16Kernels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void kernelsAreThePlainLoop_data() {
    QTest::addColumn<int>("set");
    for (const auto set :
         {Bfloat16Set::Plain, Bfloat16Set::Avx2, Bfloat16Set::Avx512, Bfloat16Set::Avx512Bf16})
      QTest::addRow("%s", name(set)) << static_cast<int>(set);
  }
  void kernelsAreThePlainLoop() {
    QFETCH(int, set);
    if (!cpuHas(static_cast<Bfloat16Set>(set)))
      QSKIP("this processor lacks the instruction set");
    eachSize(comparePairs, bfloat16Kernels(static_cast<Bfloat16Set>(set)), set == 0);
  }

  void tilesAreThePlainLoop_data() {
    QTest::addColumn<int>("set");
    for (const auto set : {TileSet::Plain, TileSet::Avx2, TileSet::Avx512, TileSet::Amx})
      QTest::addRow("%s", name(set)) << static_cast<int>(set);
  }
  void tilesAreThePlainLoop() {
    QFETCH(int, set);
    if (!cpuHas(static_cast<TileSet>(set)))
      QSKIP("this processor lacks the instruction set");
    eachSize(compareTiles, tileKernels(static_cast<TileSet>(set)), set == 0);
  }
};

QTEST_APPLESS_MAIN(TestBfloat16Kernels)
#include "tst_bfloat16_kernels.moc"
