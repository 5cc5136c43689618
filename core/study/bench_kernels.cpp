#include <functional>
#include <string>

#include "core/base/random.h"
#include "core/nn/bordered_plane.h"
#include "core/nn/tile_kernels.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_engine.h"
#include "core/quant/integer_kernels.h"
#include "core/study/bench_table.h"

namespace rxq::study::detail {

namespace {
constexpr int kChannels[] = {16, 32, 64, 128};

/// The rows of one instruction set beside its peak.
class SetRows {
 public:
  /// Times the peak: operations (multiplications and additions) by a loop on registers and nothing
  /// else, of one core. As long as a kernel's call, or a burst of the clock would count.
  template <class Kernels, class Memory>
  SetRows(BenchTable& table, std::string_view set, const Kernels& kernels, Memory* memory)
      : m_table(table), m_set(set) {
    constexpr long kRounds = 100000;
    long done = 0;
    const double seconds = table.time(
        m_set + ", peak", [&] { done = kernels.peak(kRounds, memory); }, Take::Best);
    m_peak = 2 * static_cast<double>(done) / seconds / 1e9;
    table.add(m_set + ", peak on registers", m_peak, "GOP/s");
  }
  std::string name(int channels, const std::string& what) const {
    return m_set + ", " + std::to_string(channels) + " channels, " + what;
  }
  void row(int channels, const std::string& what, double operations,
           const std::function<void()>& body) const {
    const double rate = operations / m_table.time(name(channels, what), body, Take::Best) / 1e9;
    m_table.add(name(channels, what), rate, "GOP/s", rate / m_peak, "peak");
  }

 private:
  BenchTable& m_table;
  std::string m_set;
  double m_peak;
};

/// A 3x3 convolution of a slot.
struct Convolution {
  static constexpr nn::PlaneSize kSize{14, 76};
  nn::ConvLayer layer;
  nn::ConvSize size;
  double operations;
  std::vector<float> weights, bias;
  nn::Buffer y;
  explicit Convolution(int channels) {
    layer.inChannels = layer.outChannels = channels;
    size = nn::sizeOf(layer, kSize);
    // Rows of the kernel that meet only the border of zeros are left out.
    const int rows = kSize.symbols * layer.kernelT - 2;
    operations = 2.0 * rows * layer.kernelF * kSize.subcarriers * channels * channels;
    weights.assign(layer.weightCount(), 0.01f);
    bias.assign(static_cast<std::size_t>(channels), 0.1f);
    y.assign(static_cast<std::size_t>(kSize.pixels() * channels), 0.5f);
  }
  nn::BorderedPlane plane(nn::Precision precision) const {
    nn::BorderedPlane x(nn::BorderedPlane::shapeOf(size, precision));
    x.set(y);
    return x;
  }
};

void floatKernels(const SetRows& rows, const nn::ConvKernels& kernels, int channels) {
  Convolution conv(channels);
  const nn::BorderedPlane x = conv.plane(nn::Precision::Float), dy = x;
  nn::Buffer forward, backward;
  nn::packForward(conv.layer, conv.weights, forward);
  nn::packBackward(conv.layer, conv.weights, backward);
  rows.row(channels, "forward", conv.operations, [&] {
    kernels.forward(conv.size, x.wholeFor(conv.size), forward.data(),
                    {conv.bias.data(), nullptr, true}, conv.y.data());
  });
  rows.row(channels, "gradient of the input", conv.operations, [&] {
    kernels.forward(conv.size, dy.wholeFor(conv.size), backward.data(), {}, conv.y.data());
  });
  rows.row(channels, "gradient of weights", conv.operations, [&] {
    kernels.weightGradient(conv.size, x.wholeFor(conv.size), dy.whole(), dy.row(),
                           conv.weights.data());
  });
}

void halfKernels(const SetRows& rows, const nn::Bfloat16Kernels& kernels, nn::Precision precision,
                 int channels) {
  Convolution conv(channels);
  const nn::BorderedPlane x = conv.plane(precision), dy = x;
  nn::Buffer packed;
  nn::packForward(conv.layer, conv.weights, packed);
  base::AlignedVector<std::uint16_t> pairs,
      scratch(precision == nn::Precision::Bfloat16 ? nn::pairScratch(conv.size)
                                                   : nn::tileScratch(conv.size));
  nn::packPairs(packed, channels, nn::pixelNumbers(channels, precision), pairs);
  rows.row(channels, "forward", conv.operations, [&] {
    kernels.forward(conv.size, x.halfFor(conv.size), pairs.data(),
                    {conv.bias.data(), nullptr, true}, conv.y.data());
  });
  rows.row(channels, "gradient of weights", conv.operations, [&] {
    kernels.weightGradient(conv.size, x.halfFor(conv.size), dy.half(), dy.row(), scratch.data(),
                           conv.weights.data());
  });
}

/// What is left out is said.
void lacking(BenchTable& table, std::string_view set) {
  table.add(std::string(set) + ": not on this processor", 0, "");
}

/// One kind of bfloat16 kernels, of all its sets.
template <class Set, std::size_t N>
void halfSets(BenchTable& table, const Set (&sets)[N], const nn::Bfloat16Kernels& (*kernelsOf)(Set),
              nn::Precision precision) {
  base::AlignedVector<float> values(nn::kLane, 0.5f);
  for (const Set set : sets) {
    if (!nn::cpuHas(set)) {
      lacking(table, nn::name(set));
      continue;
    }
    const SetRows rows(table, nn::name(set), kernelsOf(set), values.data());
    for (const int channels : kChannels)
      halfKernels(rows, kernelsOf(set), precision, channels);
  }
}

/// A network of such layers on the integer engine, requantization and all.
void byteKernels(BenchTable& table, base::Isa isa) {
  base::AlignedVector<std::uint8_t> bytes(4096, 1);
  const SetRows rows(table, base::name(isa), quant::detail::integerKernels(isa), bytes.data());
  for (const int channels : kChannels) {
    const Convolution conv(channels);
    nn::Network network;
    network.inputChannels = channels;
    constexpr int kLayers = 4;
    for (int i = 0; i < kLayers; ++i) {
      nn::ConvLayer layer = conv.layer;
      layer.name = "layer";
      layer.input = i;
      nn::addLayer(network, layer);
    }
    nn::initialise(network, 1);
    constexpr nn::PlaneSize kSize = Convolution::kSize;
    std::vector<float> plane(static_cast<std::size_t>(kSize.pixels() * channels));
    base::Philox({1, base::Domain::Other, base::Purpose::Noise, 1}).fillGaussian(plane);
    // All layers but the first read what a ReLU gave, whose border is of zeros.
    const double operations = 2.0 * static_cast<double>(conv.weights.size()) * kSize.pixels() +
                              (kLayers - 1) * conv.operations;
    for (const int bits : {8, 4, 2}) {
      quant::QuantSpec spec;
      spec.weightBits = spec.edgeWeightBits = bits;
      const auto integers =
          quant::lower(quant::quantize(network, kSize, spec, {{plane}}, {{channels}}, 1));
      const auto engine = quant::makeEngine(integers, kSize, isa);
      std::vector<std::uint8_t> codes(plane.size());
      std::vector<std::int16_t> results(plane.size());
      quant::quantizeInput(integers, plane, codes);
      const std::string what = std::to_string(bits) + "-bit weights";
      rows.row(channels, what, operations, [&] { engine->run(codes, results); });
      table.add(rows.name(channels, what + ", weights read a run"),
                static_cast<double>(engine->weightBytes()) / 1024, "KiB");
    }
  }
}
} // namespace

/// The convolution kernels of every instruction set beside what its registers can do: 3x3, as many
/// channels in as out.
void benchKernels(BenchTable& table) {
  constexpr const char* kWhat = ", 3x3, one slot of 14 x 76; one thread; share of the peak";
  table.begin(std::string("Float kernels") + kWhat);
  const nn::ConvKernels* timed = nullptr;
  base::AlignedVector<float> values(nn::kLane, 0.5f);
  for (const base::Isa isa : base::availableIsas()) {
    const nn::ConvKernels& kernels = nn::convKernels(isa);
    if (&kernels == timed)
      continue; // the same as those of the set before
    timed = &kernels;
    const SetRows rows(table, base::name(isa), kernels, values.data());
    for (const int channels : kChannels)
      floatKernels(rows, kernels, channels);
  }
  using nn::Bfloat16Set, nn::TileSet;
  table.begin(std::string("bfloat16 kernels") + kWhat);
  halfSets(table,
           {Bfloat16Set::Plain, Bfloat16Set::Avx2, Bfloat16Set::Avx512, Bfloat16Set::Avx512Bf16},
           &nn::bfloat16Kernels, nn::Precision::Bfloat16);
  table.begin(std::string("bfloat16-tiles kernels") + kWhat);
  halfSets(table, {TileSet::Plain, TileSet::Avx2, TileSet::Avx512, TileSet::Amx}, &nn::tileKernels,
           nn::Precision::Bfloat16Tiles);
  table.begin(std::string("Byte kernels") + kWhat);
  for (const base::Isa isa : {base::Isa::Avx2, base::Isa::AvxVnni, base::Isa::Avx512,
                              base::Isa::Avx512Vnni, base::Isa::AmxInt8})
    if (base::cpuHas(isa))
      byteKernels(table, isa);
    else
      lacking(table, base::name(isa));
}

} // namespace rxq::study::detail
