#pragma once

#include <cmath>

#include "core/quant/fake_quant.h"
#include "core/receiver/neural.h"
#include "core/sim/slot_source.h"
#include "core/train/model.h"
#include "core/train/trainer.h"

namespace rxq::test {

/// A receiver that was not trained but has random weights everywhere, and its quantized forms: all
/// that exporting looks at.
class ExportedModel {
 public:
  explicit ExportedModel(receiver::Architecture architecture = receiver::Architecture::Residual)
      : ExportedModel(llrHead(architecture), phy::Modulation::Qpsk) {}

  ExportedModel(const receiver::NeuralSpec& neural, phy::Modulation modulation)
      : ExportedModel(neural, linkOf(modulation)) {}

  ExportedModel(const receiver::NeuralSpec& neural, const phy::LinkSpec& linkSpec) {
    m_model.name = "Receiver \"A/B\"";
    m_model.link = linkSpec;
    m_model.channel.kind = channel::ChannelKind::Rayleigh;
    m_model.neural = neural;
    m_model.neural.channels = 6;
    m_model.neural.blocks = 2;
    const sim::Link link(m_model.link, m_model.channel);
    const receiver::NeuralPorts ports(m_model.neural, link.context());
    m_model.network = nn::foldBatchNorm(ports.makeNetwork(1));
    // All layers random, also those that training starts from zero.
    for (int i = 0; i < static_cast<int>(m_model.network.layers.size()); ++i) {
      base::Philox random(
          {2, base::Domain::Other, base::Purpose::Test, static_cast<std::uint64_t>(i)});
      random.fillGaussian(m_model.network.weights(i));
      const nn::ConvLayer& g = m_model.network.layers[static_cast<std::size_t>(i)];
      const float deviation =
          1 / std::sqrt(static_cast<float>(g.taps() * (g.depthwise ? 1 : g.inChannels)));
      for (float& w : m_model.network.weights(i))
        w *= deviation;
      random.fillGaussian(m_model.network.bias(i));
    }
  }

  static receiver::NeuralSpec
  llrHead(receiver::Architecture architecture = receiver::Architecture::Residual) {
    receiver::NeuralSpec neural;
    neural.head = receiver::Head::Llr;
    neural.planes = {receiver::Plane::Received, receiver::Plane::LsLinear};
    neural.architecture = architecture;
    return neural;
  }

  static phy::LinkSpec linkOf(phy::Modulation modulation) {
    phy::LinkSpec link;
    link.resourceBlocks = 1;
    link.modulation = modulation;
    return link;
  }

  /// Channel head, unrolled, with planes of decisions: the receiver for one pilot symbol.
  static receiver::NeuralSpec decisionDirected(int passes) {
    using receiver::Plane;
    receiver::NeuralSpec neural;
    neural.passes = passes;
    neural.planes = {Plane::LsLinear,     Plane::Equalised, Plane::Decision,
                     Plane::DecisionMean, Plane::PilotMask, Plane::LogNoise};
    return neural;
  }

  const train::Model& floats() const { return m_model; }

  train::Model quantized(int weightBits, int activationBits, int outputBits = 8,
                         quant::Granularity granularity = quant::Granularity::PerChannel,
                         bool planesApart = true) const {
    train::Model model = m_model;
    model.method = train::Method::Ptq;
    model.quant.weightBits = model.quant.edgeWeightBits = weightBits;
    model.quant.activationBits = model.quant.edgeActivationBits = activationBits;
    model.quant.outputBits = outputBits;
    model.quant.granularity = granularity;
    model.quant.scaleInputPlanes = planesApart;
    const sim::Link link(model.link, model.channel);
    const receiver::NeuralPorts ports(model.neural, link.context());
    const auto planes = train::calibrationPlanes(link, ports, {0, 10}, 8, 1, &model.network);
    const quant::QuantizedModel q = quant::quantize(model.network, ports.planeSize(), model.quant,
                                                    planes, ports.outputGroups(), 1);
    model.network = q.network;
    model.ranges = q.ranges;
    model.integer = quant::lower(q);
    return model;
  }

 private:
  train::Model m_model;
};

} // namespace rxq::test
