#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/quant/integer_network.h"

namespace rxq::quant::testing {

/// Makes random integer networks for comparing engines: valid, but with every freedom used.
class RandomIntegerNetwork {
 public:
  explicit RandomIntegerNetwork(std::uint64_t seed)
      : m_random({seed, base::Domain::Other, base::Purpose::Test, 0}) {}

  struct Options {
    int weightBits = 8, activationBits = 8;
    std::vector<int> channels{5, 16, 16, 9}; ///< input, then each layer's output
    int kernelT = 3, kernelF = 3;
    bool mixed = false;         ///< random kernels, dilations, depthwise layers, earlier inputs
    bool extreme = false;       ///< weights and input only at the ends of their ranges
    bool lastPointwise = false; ///< the last layer is 1x1
    bool wildShifts = false;    ///< any multiplier and shift, mostly saturating
  };

  IntegerNetwork make(const Options& o) {
    IntegerNetwork network;
    network.inputChannels = o.channels[0];
    network.tensors.push_back(tensor(o.activationBits, true));
    const int layers = static_cast<int>(o.channels.size()) - 1;
    for (int i = 0; i < layers; ++i) {
      IntegerLayer layer;
      layer.geometry = geometry(network, i, o);
      const bool last = i == layers - 1;
      network.tensors.push_back(last ? outputTensor(8) : tensor(o.activationBits, below(3) == 0));
      fill(layer, network, o);
      network.layers.push_back(layer);
    }
    return network;
  }

  std::vector<std::uint8_t> input(const IntegerNetwork& network, nn::PlaneSize size, bool extreme) {
    const TensorQuant& t = network.tensors[0];
    std::vector<std::uint8_t> codes(
        static_cast<std::size_t>(size.pixels() * network.inputChannels));
    for (std::uint8_t& c : codes)
      c = static_cast<std::uint8_t>(extreme ? (below(8) ? t.qMax : t.qMin)
                                            : t.qMin + below(t.qMax - t.qMin + 1));
    return codes;
  }

  int below(int bound) {
    return static_cast<int>(m_random.below(static_cast<std::uint32_t>(bound)));
  }

 private:
  static TensorQuant tensor(int bits, bool isSigned) {
    const int top = (1 << bits) - 1;
    const int zero = isSigned ? 1 << (bits - 1) : 0;
    return {bits, zero, isSigned ? 1 : 0, top, {0.1f}};
  }
  static TensorQuant outputTensor(int bits) {
    const int top = (1 << (bits - 1)) - 1;
    return {bits, 0, -top, top, {0.1f}};
  }

  nn::ConvLayer geometry(const IntegerNetwork& network, int index, const Options& o) {
    nn::ConvLayer g;
    g.name = "layer " + std::to_string(index);
    g.input = o.mixed && index > 0 && below(4) == 0 ? below(index + 1) : index;
    g.inChannels = channelsOf(network, g.input);
    g.outChannels = o.channels[static_cast<std::size_t>(index) + 1];
    g.kernelT = o.mixed ? 1 + 2 * below(3) : o.kernelT;
    g.kernelF = o.mixed ? 1 + 2 * below(4) : o.kernelF;
    if (o.lastPointwise && static_cast<std::size_t>(index) + 2 == o.channels.size())
      g.kernelT = g.kernelF = 1;
    g.dilationT = o.mixed ? 1 + below(2) : 1;
    g.dilationF = o.mixed ? 1 + below(3) : 1;
    if (o.mixed && g.inChannels == g.outChannels && below(3) == 0)
      g.depthwise = true;
    for (int t = index; t >= 0 && g.residual < 0; --t)
      if (channelsOf(network, t) == g.outChannels && below(2) == 0)
        g.residual = t;
    return g;
  }
  static int channelsOf(const IntegerNetwork& network, int tensor) {
    return tensor == 0 ? network.inputChannels
                       : network.layers[static_cast<std::size_t>(tensor - 1)].geometry.outChannels;
  }

  void fill(IntegerLayer& layer, const IntegerNetwork& network, const Options& o) {
    const nn::ConvLayer& g = layer.geometry;
    layer.weightBits = o.weightBits;
    const int limit = (1 << (o.weightBits - 1)) - 1;
    layer.weights.resize(g.weightCount());
    for (std::int8_t& w : layer.weights)
      w = static_cast<std::int8_t>(o.extreme ? (below(16) ? limit : -limit)
                                             : below(2 * limit + 1) - limit);
    const TensorQuant& in = network.tensors[static_cast<std::size_t>(g.input)];
    const TensorQuant& out = network.tensors.back();
    const double fanIn = g.taps() * (g.depthwise ? 1 : g.inChannels);
    const double spread = std::sqrt(fanIn) * limit * in.qMax / 3.0;
    for (int c = 0; c < g.outChannels; ++c) {
      layer.weightScale.push_back(0.01f);
      layer.bias.push_back(
          static_cast<std::int32_t>((m_random.uniform() - 0.5) * (o.extreme ? 1e6 : spread)));
      // The output's range holds about two deviations of the sum, so codes are rarely clamped.
      const double ratio = (out.qMax - out.qMin) / (4 * spread) * (0.5 + m_random.uniform());
      int shift = std::min(62, 30 - static_cast<int>(std::floor(std::log2(ratio))));
      if (g.residual >= 0) {
        const double residual = 0.3 + 0.9 * m_random.uniform();
        shift = std::min(shift, residual >= 1 ? 30 : 31);
        layer.residualMultiplier.push_back(
            static_cast<std::int32_t>(std::ldexp(residual, shift) - 1));
      }
      if (o.wildShifts) {
        shift = 1 + below(62);
        layer.multiplier.push_back(static_cast<std::int32_t>(m_random() >> 1));
        if (g.residual >= 0)
          layer.residualMultiplier.back() = static_cast<std::int32_t>(m_random() >> 1);
      } else {
        layer.multiplier.push_back(
            static_cast<std::int32_t>(std::min(std::ldexp(ratio, shift), 2147483647.0)));
      }
      layer.shift.push_back(static_cast<std::uint8_t>(shift));
    }
    layer.accumulatorBound = 2 * static_cast<std::int64_t>(spread) +
                             static_cast<std::int64_t>(fanIn * limit * in.qMax) + 1000000;
  }

  base::Philox m_random;
};

} // namespace rxq::quant::testing
