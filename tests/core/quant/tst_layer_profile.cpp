#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/nn/executor.h"
#include "core/quant/layer_profile.h"
#include "core/quant/lowering.h"

using namespace rxq;
using namespace rxq::quant;

namespace {
constexpr nn::PlaneSize kSize{4, 6};

nn::Network smallNetwork() {
  nn::Network network;
  network.inputChannels = 2;
  nn::ConvLayer layer;
  layer.name = "first";
  layer.inChannels = 2;
  layer.outChannels = 3;
  nn::addLayer(network, layer);
  layer.name = "last";
  layer.input = 1;
  layer.inChannels = 3;
  layer.outChannels = 2;
  layer.relu = false;
  nn::addLayer(network, layer);
  nn::initialise(network, 3);
  return network;
}

std::vector<std::vector<float>> planes() {
  std::vector<float> plane(static_cast<std::size_t>(kSize.pixels()) * 2);
  base::Philox({5, base::Domain::Other, base::Purpose::Test, 1}).fillGaussian(plane);
  for (std::size_t i = 0; i < plane.size(); i += 2)
    plane[i] *= 7; // planes of different ranges
  return {plane};
}

QuantizedModel quantized(const QuantSpec& spec) {
  const int groups[] = {2};
  return quantize(smallNetwork(), kSize, spec, planes(), groups, 1);
}
} // namespace

class TestLayerProfile final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void floatLayersHaveNoGrid() {
    const nn::Network network = smallNetwork();
    const auto profiles = layerProfiles(network);
    QCOMPARE(profiles.size(), std::size_t{2});
    QCOMPARE(profiles[1].geometry.name, std::string("last"));
    QCOMPARE(profiles[1].weights.histogram.values, network.weights(1).size());
    QVERIFY(!profiles[1].weights.grid && !profiles[1].inSteps);
    QCOMPARE(profiles[1].weightRange.bits, kBitsOff);
  }

  void oneScaleIsInUnitsOfTheWeights() {
    QuantSpec spec;
    spec.granularity = Granularity::PerTensor;
    spec.scaleInputPlanes = false;
    spec.edgeWeightBits = 3;
    const QuantizedModel model = quantized(spec);
    const auto profiles = layerProfiles(model);
    for (int i = 0; i < 2; ++i) {
      const LayerProfile& p = profiles[static_cast<std::size_t>(i)];
      QVERIFY(p.weights.grid && !p.inSteps);
      QCOMPARE(p.weights.grid->qMin, -3);
      QCOMPARE(p.weights.grid->qMax, 3);
      QCOMPARE(p.weightRange.high, p.weights.grid->high());
      QCOMPARE(p.weights.histogram.most,
               static_cast<double>(*std::max_element(model.network.weights(i).begin(),
                                                     model.network.weights(i).end())));
    }
  }

  // The codes that the histogram's grid gives are the very ones that are exported.
  void stepsGiveTheExportedCodes() {
    QuantSpec spec; // a scale a channel, and a scale an input plane
    const QuantizedModel model = quantized(spec);
    const IntegerNetwork integers = lower(model);
    const auto profiles = layerProfiles(model);
    for (std::size_t i = 0; i < 2; ++i) {
      const LayerProfile& p = profiles[i];
      QVERIFY(p.inSteps && p.weights.grid);
      QCOMPARE(p.weights.grid->scale, 1.0);
      const auto& codes = integers.layers[i].weights;
      std::uint64_t zeros = 0;
      for (const auto code : codes)
        zeros += code == 0;
      // Bins within half a step of zero hold what becomes zero.
      const auto& h = p.weights.histogram;
      std::uint64_t near = h.zeros, edge = 0;
      const double width = (h.high - h.low) / static_cast<double>(h.counts.size());
      for (std::size_t b = 0; b < h.counts.size(); ++b) {
        const double low = h.low + width * static_cast<double>(b), high = low + width;
        if (low >= -0.5 && high <= 0.5)
          near += h.counts[b];
        else if (high > -0.5 && low < 0.5)
          edge += h.counts[b];
      }
      QVERIFY2(zeros >= near && zeros <= near + edge,
               qPrintable(QStringLiteral("%1 %2 %3").arg(zeros).arg(near).arg(edge)));
      QCOMPARE(p.weightRange.scales, p.geometry.outChannels);
    }
  }

  void outputsAreThoseOfTheFloatNetwork() {
    QuantSpec spec;
    spec.activationBits = 4;
    const QuantizedModel model = quantized(spec);
    auto profiles = layerProfiles(model);
    profileOutputs(model.network, &model, kSize, planes(), profiles);
    const auto& first = profiles[0].outputs;
    QCOMPARE(first.histogram.values, static_cast<std::uint64_t>(kSize.pixels() * 3));
    QCOMPARE(first.histogram.least, 0.0); // after a ReLU
    QVERIFY(first.histogram.zeros > 0);
    QCOMPARE(first.grid->qMin, 0);
    QCOMPARE(first.grid->qMax, 15);
    QVERIFY(std::abs(first.grid->high() - profiles[0].outputRange.high) < 1e-9);
    nn::FloatExecutor executor(model.network, kSize);
    std::vector<float> output(static_cast<std::size_t>(kSize.pixels() * 2));
    executor.run(planes()[0], output);
    QCOMPARE(profiles[1].outputs.histogram.most,
             static_cast<double>(*std::max_element(output.begin(), output.end())));
    const nn::Network network = smallNetwork();
    auto plain = layerProfiles(network);
    profileOutputs(network, nullptr, kSize, planes(), plain);
    QVERIFY(!plain[0].outputs.grid && plain[0].outputs.histogram.values > 0);
  }

  void outputsTellTheirRange() {
    QuantSpec spec;
    spec.activationBits = 4;
    const QuantizedModel model = quantized(spec);
    const auto profiles = layerProfiles(model);
    QCOMPARE(profiles[0].outputRange.bits, 4);
    QCOMPARE(profiles[0].outputRange.low, 0.0); // after a ReLU
    const TensorQuant held = detail::tensorQuant(model, 1);
    QVERIFY(std::abs(profiles[0].outputRange.high - 15.0 * static_cast<double>(held.scale[0])) <
            1e-6);
    QCOMPARE(profiles[1].outputRange.low, -profiles[1].outputRange.high);
    const RangeReport input = inputRange(model);
    QCOMPARE(input.bits, spec.edgeActivationBits);
    QCOMPARE(input.scales, 2);
    spec.activationBits = kBitsOff;
    QCOMPARE(layerProfiles(quantized(spec))[0].outputRange.bits, kBitsOff);
  }
};

QTEST_MAIN(TestLayerProfile)
#include "tst_layer_profile.moc"
