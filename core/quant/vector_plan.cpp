#include "core/quant/vector_plan.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/parallel.h"

namespace rxq::quant::detail {

namespace {
constexpr int kGroup = 4;        ///< input channels in one product of bytes
constexpr int kChannelStep = 16; ///< widest vector: whole vectors of codes are written
constexpr int kSlack = 64;       ///< readable bytes behind a tensor
constexpr int kUpperHalf = 32;

int roundUp(int value, int step) { return (value + step - 1) / step * step; }

PaddedTensor padded(const IntegerNetwork& network, nn::PlaneSize size, int index) {
  PaddedTensor tensor;
  int rimT = 0, rimF = 0;
  for (const IntegerLayer& layer : network.layers)
    if (layer.geometry.input == index) {
      rimT = std::max(rimT, layer.geometry.kernelT / 2 * layer.geometry.dilationT);
      rimF = std::max(rimF, layer.geometry.kernelF / 2 * layer.geometry.dilationF);
    }
  tensor.channels = index == 0
                        ? network.inputChannels
                        : network.layers[static_cast<std::size_t>(index - 1)].geometry.outChannels;
  tensor.pixel = roundUp(tensor.channels, index == 0 ? kGroup : kChannelStep);
  tensor.row = (size.subcarriers + 2 * rimF) * tensor.pixel;
  tensor.origin = rimT * tensor.row + rimF * tensor.pixel;
  tensor.bytes = static_cast<std::size_t>((size.symbols + 2 * rimT) * tensor.row + kSlack);
  tensor.zeroPoint =
      static_cast<std::uint8_t>(network.tensors[static_cast<std::size_t>(index)].zeroPoint);
  return tensor;
}

std::vector<std::ptrdiff_t> tapOffsets(const nn::ConvLayer& g, const PaddedTensor& input) {
  std::vector<std::ptrdiff_t> offsets;
  for (int i = 0; i < g.kernelT; ++i)
    for (int j = 0; j < g.kernelF; ++j)
      offsets.push_back((i - g.kernelT / 2) * g.dilationT * input.row +
                        (j - g.kernelF / 2) * g.dilationF * input.pixel);
  return offsets;
}

/// Weights of one layer by tap, input and output channel; zero outside.
class Weights {
 public:
  explicit Weights(const IntegerLayer& layer) : m_layer(layer), m_g(layer.geometry) {}
  std::int8_t at(int tap, int in, int out) const {
    const int rows = m_g.depthwise ? 1 : m_g.inChannels;
    if (tap >= m_g.taps() || in >= rows || out >= m_g.outChannels)
      return 0;
    return m_layer.weights[static_cast<std::size_t>((tap * rows + in) * m_g.outChannels + out)];
  }
  /// Of up to `count` output channels from `out` on, kGroup apart; of a full convolution.
  void spread(int tap, int in, int out, int count, std::int8_t* to) const {
    const std::int8_t* from = &m_layer.weights[static_cast<std::size_t>(
        (tap * m_g.inChannels + in) * m_g.outChannels + out)];
    for (int o = 0; o < std::min(count, m_g.outChannels - out); ++o)
      to[o * kGroup] = from[o];
  }

 private:
  const IntegerLayer& m_layer;
  const nn::ConvLayer& m_g;
};

/// Whether a sum of two neighbouring products can leave int16, codes being 0 ... largest.
bool pairsOverflow(const IntegerLayer& layer, int largest) {
  const Weights weights(layer);
  const nn::ConvLayer& g = layer.geometry;
  for (int tap = 0; tap < g.taps(); ++tap)
    for (int in = 0; in < g.inChannels; in += 2)
      for (int out = 0; out < g.outChannels; ++out) {
        const int a = weights.at(tap, in, out), b = weights.at(tap, in + 1, out);
        const int high = (std::max(a, 0) + std::max(b, 0)) * largest;
        const int low = (std::min(a, 0) + std::min(b, 0)) * largest;
        if (high > 32767 || low < -32768)
          return true;
      }
  return false;
}

void push16(base::AlignedVector<std::int8_t>& to, std::int8_t weight) {
  to.push_back(weight); // little-endian, sign-extended
  to.push_back(weight < 0 ? -1 : 0);
}

void packConvolution(const IntegerLayer& layer, int lanes, PackedLayer& packed) {
  const Weights weights(layer);
  const nn::ConvLayer& g = layer.geometry;
  const int vectors = roundUp(g.outChannels, lanes) / lanes;
  for (int first = 0; first < vectors; first += 2) {
    const int blocks = std::min(2, vectors - first);
    for (int tap = 0; tap < g.taps(); ++tap)
      for (int in = 0; in < packed.groups * kGroup; in += kGroup)
        for (int block = first; block < first + blocks; ++block) {
          const auto each = [&](auto&& lane) {
            for (int out = block * lanes; out < (block + 1) * lanes; ++out)
              lane(out);
          };
          if (!packed.wide) {
            each([&](int out) {
              for (int k = 0; k < kGroup; ++k)
                packed.weights.push_back(weights.at(tap, in + k, out));
            });
            continue;
          }
          for (int parity = 0; parity < 2; ++parity)
            each([&](int out) {
              push16(packed.weights, weights.at(tap, in + parity, out));
              push16(packed.weights, weights.at(tap, in + parity + 2, out));
            });
        }
  }
}

void packDepthwise(const IntegerLayer& layer, int lanes, PackedLayer& packed) {
  const Weights weights(layer);
  for (int first = 0; first < layer.geometry.outChannels; first += lanes)
    for (int tap = 0; tap < layer.geometry.taps(); tap += 2)
      for (int out = first; out < first + lanes; ++out) {
        push16(packed.weights, weights.at(tap, 0, out));
        push16(packed.weights, weights.at(tap + 1, 0, out));
      }
}

/// Runs and their chunks (see TileShape), and the weights to go with them: zero where a chunk
/// reaches beyond its run or into channels that are only there to round their number up.
void packTiles(const IntegerLayer& layer, const PaddedTensor& input, PackedLayer& packed) {
  constexpr int kDeepest = 64, kLanes = 16;
  const Weights weights(layer);
  const nn::ConvLayer& g = layer.geometry;
  const bool sideBySide = g.dilationF == 1;
  const int pixel = static_cast<int>(input.pixel);
  const int tapsOfRun = sideBySide ? g.kernelF : 1, run = tapsOfRun * pixel;
  const int chunksOfRun = roundUp(run, kDeepest) / kDeepest;
  packed.depth = roundUp((run + chunksOfRun - 1) / chunksOfRun, kGroup);
  for (int first = 0; first < g.taps(); first += tapsOfRun)
    for (int c = 0; c < chunksOfRun; ++c)
      packed.chunk.push_back(packed.tapOffset[static_cast<std::size_t>(first)] + c * packed.depth);
  const int bytes = static_cast<int>(packed.chunk.size()) * packed.depth;
  packed.weights.assign(static_cast<std::size_t>(roundUp(g.outChannels, kLanes) * bytes), 0);
  std::int8_t* to = packed.weights.data();
  for (int block = 0; block < g.outChannels; block += kLanes)
    for (int first = 0; first < g.taps(); first += tapsOfRun)
      for (int byte = 0; byte < chunksOfRun * packed.depth; byte += kGroup, to += kLanes * kGroup)
        for (int k = 0; k < kGroup && byte + k < run; ++k)
          if (const int in = (byte + k) % pixel; in < g.inChannels)
            weights.spread(first + (byte + k) / pixel, in, block, kLanes, to + k);
}

/// Packs the bytes of each pair of vectors at 4 or 2 bits. `perVector`: bytes of one.
std::size_t packBits(int bits, std::size_t perVector, PackedLayer& packed) {
  base::AlignedVector<std::int8_t> narrow;
  std::size_t largest = 0;
  for (std::size_t from = 0; from < packed.weights.size(); from += 2 * perVector) {
    const std::size_t count = std::min(2 * perVector, packed.weights.size() - from);
    const auto bytes =
        static_cast<std::size_t>(packedBytes(static_cast<std::ptrdiff_t>(count), bits));
    const std::size_t at = narrow.size(), fields = static_cast<std::size_t>(8 / bits);
    narrow.resize(at + bytes);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t perStretch = kStretch * fields, inside = i % perStretch;
      auto& byte = narrow[at + i / perStretch * kStretch + inside % kStretch];
      const int field = static_cast<int>(inside / kStretch);
      byte = static_cast<std::int8_t>(
          byte |
          static_cast<int>((static_cast<unsigned>(packed.weights[from + i]) & ((1u << bits) - 1))
                           << (field * bits)));
    }
    largest = std::max(largest, bytes * fields);
  }
  packed.weights = std::move(narrow);
  packed.weightBits = bits;
  return largest;
}

/// How far a channel's 64-bit sum must be raised so that its shift is at least 32; -1 when it
/// cannot (see Requantization).
int raiseOf(const IntegerLayer& layer, std::size_t c) {
  const int raise = std::max(0, kUpperHalf - int{layer.shift[c]});
  constexpr int kLargestRaise = 22; // keeps a raised residual code in 31 bits
  if (raise > kLargestRaise || (std::int64_t{layer.multiplier[c]} << raise) > 0x7fffffff)
    return -1;
  double bound = static_cast<double>(layer.accumulatorBound) * layer.multiplier[c] +
                 std::ldexp(1.0, layer.shift[c] - 1);
  if (!layer.residualMultiplier.empty())
    bound += 2.0 * 255 * layer.residualMultiplier[c];
  return bound < std::ldexp(1.0, 62 - raise) ? raise : -1;
}

void packRequantization(const IntegerNetwork& network, const IntegerLayer& layer, int lanes,
                        PackedLayer& packed) {
  const auto channels = static_cast<std::size_t>(layer.geometry.outChannels);
  const auto whole = static_cast<std::size_t>(roundUp(layer.geometry.outChannels, lanes));
  const bool residual = layer.geometry.residual >= 0;
  const std::int64_t zero =
      residual ? network.tensors[static_cast<std::size_t>(layer.geometry.residual)].zeroPoint : 0;
  if (layer.multiplier.empty()) {
    packed.bias.assign(whole, 0);
    std::copy(layer.bias.begin(), layer.bias.end(), packed.bias.begin());
    return;
  }
  for (std::size_t c = 0; c < channels; ++c)
    packed.exact = packed.exact || raiseOf(layer, c) < 0;
  for (std::size_t c = 0; c < whole; ++c) {
    const bool real = c < channels;
    const int raise = real && !packed.exact ? raiseOf(layer, c) : 0;
    const std::int64_t r = real && residual ? layer.residualMultiplier[c] : 0;
    const int shift = real ? int{layer.shift[c]} : kUpperHalf;
    packed.bias.push_back(real ? layer.bias[c] : 0);
    packed.multiplier.push_back(real ? layer.multiplier[c] << raise : 0);
    packed.constant.push_back(((std::int64_t{1} << (shift - 1)) - zero * r) *
                              (std::int64_t{1} << raise));
    packed.shift.push_back(packed.exact ? shift : shift + raise - kUpperHalf);
    if (residual) {
      packed.residualMultiplier.push_back(static_cast<std::int32_t>(r));
      packed.residualShift.push_back(raise);
    }
  }
}

PackedLayer pack(const IntegerNetwork& network, const IntegerLayer& layer,
                 const PaddedTensor& input, const IntegerKernels& kernels, int columns,
                 std::size_t& scratchBytes) {
  constexpr int kTileColumns = 16;
  PackedLayer packed;
  packed.tapOffset = tapOffsets(layer.geometry, input);
  packed.groups = roundUp(layer.geometry.inChannels, kGroup) / kGroup;
  if (layer.geometry.depthwise) {
    packDepthwise(layer, kernels.lanes, packed);
  } else if (kernels.tiles && columns >= kTileColumns) {
    packTiles(layer, input, packed);
  } else {
    const int largest = network.tensors[static_cast<std::size_t>(layer.geometry.input)].qMax;
    packed.wide = kernels.saturates && pairsOverflow(layer, largest);
    packConvolution(layer, kernels.lanes, packed);
  }
  if (!layer.geometry.depthwise && !packed.wide && layer.weightBits <= 4) {
    const int vectors = roundUp(layer.geometry.outChannels, kernels.lanes) / kernels.lanes;
    scratchBytes = std::max(
        scratchBytes, packBits(layer.weightBits == 2 ? 2 : 4,
                               packed.weights.size() / static_cast<std::size_t>(vectors), packed));
  }
  packRequantization(network, layer, kernels.lanes, packed);
  return packed;
}
} // namespace

VectorPlan::VectorPlan(IntegerNetwork integerNetwork, nn::PlaneSize planeSize,
                       const IntegerKernels& integerKernels, int workers)
    : network(std::move(integerNetwork)), size(planeSize), kernels(integerKernels) {
  for (int i = 0; i < static_cast<int>(network.layers.size()); ++i)
    tensors.push_back(padded(network, size, i));
  layers.resize(network.layers.size());
  std::vector<std::size_t> scratch(layers.size());
  base::parallelFor(layers.size(), workers, [&](std::size_t i, int) {
    const IntegerLayer& layer = network.layers[i];
    layers[i] = pack(network, layer, tensors[static_cast<std::size_t>(layer.geometry.input)],
                     kernels, size.subcarriers, scratch[i]);
  });
  for (const std::size_t bytes : scratch)
    scratchBytes = std::max(scratchBytes, bytes);
  for (const PackedLayer& layer : layers)
    tiles.push_back(layer.shape());
}

std::vector<base::AlignedVector<std::uint8_t>> VectorPlan::makeTensors() const {
  std::vector<base::AlignedVector<std::uint8_t>> memory;
  for (const PaddedTensor& tensor : tensors)
    memory.emplace_back(tensor.bytes, tensor.zeroPoint);
  return memory;
}

std::size_t VectorPlan::weightBytes() const {
  std::size_t bytes = 0;
  for (const PackedLayer& layer : layers)
    bytes += layer.weights.size();
  return bytes;
}

ConvolutionTask VectorPlan::taskOf(std::size_t index,
                                   std::vector<base::AlignedVector<std::uint8_t>>& memory,
                                   base::AlignedVector<std::int8_t>& scratch) const {
  const nn::ConvLayer& g = network.layers[index].geometry;
  const PackedLayer& packed = layers[index];
  const auto tensor = [](int t) { return static_cast<std::size_t>(t); };
  const PaddedTensor& in = tensors[tensor(g.input)];
  ConvolutionTask task{};
  task.input = memory[tensor(g.input)].data() + in.origin;
  task.inputRow = in.row;
  task.inputPixel = in.pixel;
  task.tapOffset = packed.tapOffset.data();
  task.taps = g.taps();
  task.kernelRows = g.kernelT;
  task.rowDistance = g.dilationT;
  task.zeroRim = in.zeroPoint == 0;
  task.groups = packed.groups;
  if (g.residual >= 0) {
    const PaddedTensor& residual = tensors[tensor(g.residual)];
    task.residual = memory[tensor(g.residual)].data() + residual.origin;
    task.residualRow = residual.row;
    task.residualPixel = residual.pixel;
  }
  if (!network.isOutput(static_cast<int>(index) + 1)) {
    const PaddedTensor& out = tensors[index + 1];
    task.bytes = memory[index + 1].data() + out.origin;
    task.outputRow = out.row;
    task.outputPixel = out.pixel;
  }
  task.rows = size.symbols;
  task.columns = size.subcarriers;
  task.outChannels = g.outChannels;
  task.weights = packed.weights.data();
  task.wide = packed.wide;
  task.weightBits = packed.weightBits;
  scratch.resize(scratchBytes);
  task.scratch = scratch.data();
  task.bias = packed.bias.data();
  task.tiles = packed.chunk.empty() ? nullptr : &tiles[index];
  return task;
}

} // namespace rxq::quant::detail
