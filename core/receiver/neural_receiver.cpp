#include <cassert>
#include <string>

#include "core/base/error.h"
#include "core/receiver/fixed_front_end.h"
#include "core/receiver/neural.h"

namespace rxq::receiver {

namespace {

void checkFit(const NeuralPorts& ports, int inputs, int outputs, int passes) {
  if (passes != ports.passes())
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("The network has %1 passes, but the receiver %2.", passes, ports.passes()));
  const auto complain = [](const base::Message& what, int has, int needs) {
    if (has != needs)
      throw base::Error(
          base::ErrorKind::BadInput,
          base::message("The network has %1 %2 planes, but this link and receiver need %3: they "
                        "differ in antennas, modulation, head or input planes.",
                        has, what, needs));
  };
  complain(base::message("input"), inputs, ports.inputChannels());
  complain(base::message("output"), outputs, ports.outputChannels());
}

std::size_t planeValues(const NeuralPorts& ports, int channels) {
  return static_cast<std::size_t>(ports.planeSize().pixels()) * static_cast<std::size_t>(channels);
}

class NeuralFloatReceiver final : public Receiver {
 public:
  NeuralFloatReceiver(const NeuralPorts& ports, std::unique_ptr<nn::FloatExecutor> executor)
      : m_ports(ports), m_executor(std::move(executor)),
        m_planes(planeValues(ports, ports.inputChannels())),
        m_output(planeValues(ports, ports.outputChannels())) {}

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<NeuralFloatReceiver>(m_ports, m_executor->clone());
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    m_ports.prepare(slot, m_state, m_planes);
    m_ports.runPasses(m_state, m_planes, m_output,
                      [&](int pass, std::span<const float> planes, std::span<float> output) {
                        m_executor->runPass(pass, planes, output);
                      });
    m_ports.llrs(m_state, m_output, llrs);
  }

 private:
  NeuralPorts m_ports;
  std::unique_ptr<nn::FloatExecutor> m_executor;
  FrontEndState m_state;
  base::AlignedVector<float> m_planes, m_output;
};

class NeuralIntegerReceiver final : public Receiver {
 public:
  NeuralIntegerReceiver(const NeuralPorts& ports,
                        std::shared_ptr<const quant::IntegerNetwork> network,
                        std::unique_ptr<quant::IntegerEngine> engine)
      : m_ports(ports), m_network(std::move(network)), m_engine(std::move(engine)),
        m_planes(planeValues(ports, ports.inputChannels())),
        m_output(planeValues(ports, ports.outputChannels())), m_inputCodes(m_planes.size()),
        m_outputCodes(m_output.size()) {}

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<NeuralIntegerReceiver>(m_ports, m_network, m_engine->clone());
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    m_ports.prepare(slot, m_state, m_planes);
    m_ports.runPasses(m_state, m_planes, m_output,
                      [&](int pass, std::span<const float> planes, std::span<float> output) {
                        quant::quantizeInput(*m_network, planes, m_inputCodes);
                        m_engine->runPass(pass, m_inputCodes, m_outputCodes);
                        quant::dequantizeOutput(*m_network, m_outputCodes, output, pass);
                      });
    m_ports.llrs(m_state, m_output, llrs);
  }

 private:
  NeuralPorts m_ports;
  std::shared_ptr<const quant::IntegerNetwork> m_network; ///< shared by clones
  std::unique_ptr<quant::IntegerEngine> m_engine;
  FrontEndState m_state;
  base::AlignedVector<float> m_planes, m_output;
  base::AlignedVector<std::uint8_t> m_inputCodes;
  base::AlignedVector<std::int16_t> m_outputCodes;
};

/// Integers from the samples to the LLRs.
class FixedPointReceiver final : public Receiver {
 public:
  FixedPointReceiver(const FixedFrontEnd& frontEnd, std::unique_ptr<quant::IntegerEngine> engine)
      : m_frontEnd(frontEnd), m_engine(std::move(engine)),
        m_inputCodes(valuesOf(frontEnd.tables().inputs)),
        m_outputCodes(valuesOf(frontEnd.tables().outputs)), m_llrs(frontEnd.tables().llrs()) {}

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<FixedPointReceiver>(m_frontEnd, m_engine->clone());
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    m_frontEnd.convert(slot, m_slot);
    m_frontEnd.prepare(m_slot, m_state, m_inputCodes);
    m_frontEnd.runPasses(
        m_state, m_inputCodes, m_outputCodes,
        [&](int pass, std::span<const std::uint8_t> codes, std::span<std::int16_t> output) {
          m_engine->runPass(pass, codes, output);
        });
    m_frontEnd.demap(m_state, m_outputCodes, m_llrs);
    for (std::size_t i = 0; i < llrs.size(); ++i)
      llrs[i] = m_frontEnd.tables().llrStep * static_cast<float>(m_llrs[i]);
  }

 private:
  std::size_t valuesOf(int channels) const {
    const FixedTables& t = m_frontEnd.tables();
    return static_cast<std::size_t>(t.symbols * t.subcarriers * channels);
  }

  FixedFrontEnd m_frontEnd;
  std::unique_ptr<quant::IntegerEngine> m_engine;
  FixedSlot m_slot;
  FixedState m_state;
  base::AlignedVector<std::uint8_t> m_inputCodes;
  base::AlignedVector<std::int16_t> m_outputCodes;
  std::vector<std::int16_t> m_llrs;
};

} // namespace

std::unique_ptr<Receiver> makeNeuralFloat(const NeuralSpec& spec, const LinkContext& link,
                                          const nn::Network& network, const nn::Hooks* hooks,
                                          std::span<const float> ranges) {
  const NeuralPorts ports(spec, link);
  checkFit(ports, network.inputChannels, network.outputChannels(), network.passes());
  return std::make_unique<NeuralFloatReceiver>(
      ports, std::make_unique<nn::FloatExecutor>(network, ports.planeSize(), hooks, ranges));
}

std::unique_ptr<Receiver> makeNeuralInteger(const NeuralSpec& spec, const LinkContext& link,
                                            const quant::IntegerNetwork& network,
                                            const std::optional<FixedPointSpec>& fixedPoint) {
  const NeuralPorts ports(spec, link);
  checkFit(ports, network.inputChannels, network.outputChannels(), network.passes());
  auto shared = std::make_shared<const quant::IntegerNetwork>(network);
  auto engine = quant::makeEngine(*shared, ports.planeSize());
  if (fixedPoint)
    return std::make_unique<FixedPointReceiver>(
        FixedFrontEnd(std::make_shared<const FixedTables>(*fixedPoint, spec, link, *shared)),
        std::move(engine));
  return std::make_unique<NeuralIntegerReceiver>(ports, std::move(shared), std::move(engine));
}

} // namespace rxq::receiver
