#include "core/quant/placement.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/base/error.h"
#include "core/quant/bias_rounding.h"
#include "core/quant/bit_operations.h"

namespace rxq::quant::detail {

namespace {
/// 0, 1, ... n-1: every channel its own scale.
std::vector<int> apart(int channels) {
  std::vector<int> index(static_cast<std::size_t>(channels));
  std::iota(index.begin(), index.end(), 0);
  return index;
}

void setScales(QuantizerLayout& layout, std::vector<int> scaleOf) {
  layout.scaleOf = std::move(scaleOf);
  layout.scales = layout.scaleOf.back() + 1;
}

class Placer {
 public:
  Placer(QuantizedModel& model, std::span<const int> outputGroups,
         std::span<const float> planeScales)
      : m_model(model), m_groups(outputGroups), m_planeScales(planeScales),
        m_rules(rangeRule(model.spec.learning)) {}

  void placeAll() {
    const int layers = static_cast<int>(m_model.network.layers.size());
    nn::Hooks& hooks = m_model.hooks;
    hooks.bias = &biasRounding();
    hooks.weight.resize(static_cast<std::size_t>(layers));
    hooks.weightOffset.resize(hooks.weight.size());
    hooks.activation.resize(hooks.weight.size() + 1);
    hooks.activationOffset.resize(hooks.activation.size());
    for (int i = 0; i <= layers; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (i > 0)
        hooks.weight[at - 1] = add(weights(i - 1), hooks.weightOffset[at - 1]);
      hooks.activation[at] = add(activation(i), hooks.activationOffset[at]);
    }
    m_model.ranges.assign(hooks.parameterCount, 0.0f);
  }

 private:
  const nn::Transform* add(QuantizerLayout layout, std::size_t& offset) {
    offset = m_model.hooks.parameterCount;
    if (layout.bits == kBitsOff)
      return nullptr;
    auto quantizer = std::make_shared<const Quantizer>(std::move(layout));
    m_model.hooks.parameterCount += static_cast<std::size_t>(quantizer->parameterCount());
    m_model.transforms.push_back(quantizer);
    return m_model.transforms.back().get();
  }

  QuantizerLayout weights(int layer) const {
    const nn::ConvLayer& g = m_model.network.layers[static_cast<std::size_t>(layer)];
    QuantizerLayout layout;
    layout.bits = weightBits(m_model.spec, m_model.network, static_cast<std::size_t>(layer));
    layout.rule = m_rules.weights;
    if (m_model.spec.granularity == Granularity::PerChannel)
      setScales(layout, apart(g.outChannels));
    if (g.input == 0 && !m_planeScales.empty()) {
      layout.factors.resize(g.weightCount());
      const auto out = static_cast<std::size_t>(g.outChannels);
      for (std::size_t i = 0; i < layout.factors.size(); ++i) {
        const std::size_t in = g.depthwise ? i % out : i / out % m_planeScales.size();
        layout.factors[i] = m_planeScales[in];
      }
    }
    return layout;
  }

  QuantizerLayout activation(int tensor) const {
    const QuantSpec& spec = m_model.spec;
    QuantizerLayout layout;
    layout.rule = m_rules.activations;
    layout.bits = tensorBits(spec, m_model.network, tensor);
    if (tensor == 0) {
      if (scalesPlanesApart(spec)) {
        layout.rule = &fixedRange();
        setScales(layout, apart(m_model.network.inputChannels));
      }
    } else if (m_model.network.isOutput(tensor)) {
      if (m_groups.size() > 1)
        setScales(layout, grouped());
    } else {
      layout.signedness = m_model.network.layers[static_cast<std::size_t>(tensor - 1)].relu
                              ? Signedness::Unsigned
                              : Signedness::Affine;
    }
    return layout;
  }

  std::vector<int> grouped() const {
    std::vector<int> index;
    for (std::size_t group = 0; group < m_groups.size(); ++group)
      index.insert(index.end(), static_cast<std::size_t>(m_groups[group]), static_cast<int>(group));
    assert(static_cast<int>(index.size()) == m_model.network.outputChannels());
    return index;
  }

  QuantizedModel& m_model;
  std::span<const int> m_groups;
  std::span<const float> m_planeScales;
  const RangeRuleEntry& m_rules;
};

std::span<const float> part(const QuantizedModel& model, const Quantizer* quantizer,
                            std::size_t offset) {
  if (!quantizer)
    return {};
  return std::span(model.ranges)
      .subspan(offset, static_cast<std::size_t>(quantizer->parameterCount()));
}

/// Exceptions for layers that the network does not have are mistakes.
void checkLayerNames(const nn::Network& network, const QuantSpec& spec) {
  for (const LayerBits& own : spec.layers)
    if (std::ranges::find(network.layers, own.layer, &nn::ConvLayer::name) ==
        network.layers.end()) {
      std::string names;
      for (const nn::ConvLayer& layer : network.layers)
        names += (names.empty() ? "'" : ", '") + layer.name + "'";
      throw base::Error(base::ErrorKind::BadInput,
                        base::message("quant.layers: the network has no layer '%1'; it has %2.",
                                      own.layer, names));
    }
}
} // namespace

bool scalesPlanesApart(const QuantSpec& spec) {
  return spec.scaleInputPlanes && spec.edgeActivationBits != kBitsOff;
}

QuantizedModel place(nn::Network network, const QuantSpec& spec, std::span<const int> outputGroups,
                     std::span<const float> planeScales) {
  checkLayerNames(network, spec);
  QuantizedModel model;
  model.network = std::move(network);
  model.spec = spec;
  Placer(model, outputGroups, planeScales).placeAll();
  return model;
}

const Quantizer* weightQuantizer(const QuantizedModel& model, int layer) {
  return static_cast<const Quantizer*>(model.hooks.weight[static_cast<std::size_t>(layer)]);
}
const Quantizer* activationQuantizer(const QuantizedModel& model, int tensor) {
  return static_cast<const Quantizer*>(model.hooks.activation[static_cast<std::size_t>(tensor)]);
}
std::span<const float> weightRange(const QuantizedModel& model, int layer) {
  return part(model, weightQuantizer(model, layer),
              model.hooks.weightOffset[static_cast<std::size_t>(layer)]);
}
std::span<const float> activationRange(const QuantizedModel& model, int tensor) {
  return part(model, activationQuantizer(model, tensor),
              model.hooks.activationOffset[static_cast<std::size_t>(tensor)]);
}

} // namespace rxq::quant::detail
