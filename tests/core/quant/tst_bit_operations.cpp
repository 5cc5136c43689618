#include <QTest>

#include "core/base/error.h"
#include "core/quant/bit_operations.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_network.h"

using namespace rxq;

class TestBitOperations final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void countsEveryProduct();
  void aLayerMayHaveBitsOfItsOwn();
};

// Three layers counted by hand: the first and the last have the edges' bits.
void TestBitOperations::countsEveryProduct() {
  nn::Network network;
  network.inputChannels = 2;
  nn::ConvLayer first{"first", 0, -1, 2, 4};
  nn::ConvLayer middle{"middle", 1, -1, 4, 4};
  middle.depthwise = true;
  nn::ConvLayer last{"last", 2, -1, 4, 3};
  last.kernelT = last.kernelF = 1;
  for (const nn::ConvLayer& layer : {first, middle, last})
    nn::addLayer(network, layer);
  const nn::PlaneSize size{2, 5};
  const double macs[] = {10.0 * 9 * 2 * 4, 10.0 * 9 * 4, 10.0 * 4 * 3};

  QCOMPARE(quant::bitOperations(network, size, nullptr), (macs[0] + macs[1] + macs[2]) * 32 * 32);
  quant::QuantSpec spec;
  spec.weightBits = 2;
  spec.edgeWeightBits = 4;
  spec.activationBits = 5;
  spec.edgeActivationBits = 7;
  QCOMPARE(quant::bitOperations(network, size, &spec),
           macs[0] * 4 * 7 + macs[1] * 2 * 5 + macs[2] * 4 * 5);
  spec.activationBits = quant::kBitsOff; // weights alone: float activations
  QCOMPARE(quant::bitOperations(network, size, &spec),
           macs[0] * 4 * 7 + macs[1] * 2 * 32 + macs[2] * 4 * 32);
}

void TestBitOperations::aLayerMayHaveBitsOfItsOwn() {
  nn::Network network;
  network.inputChannels = 2;
  nn::addLayer(network, {"first", 0, -1, 2, 4});
  nn::addLayer(network, {"second", 1, -1, 4, 4});
  nn::addLayer(network, {"last", 2, -1, 4, 3});
  quant::QuantSpec spec;
  spec.layers = {{"second", 2, 3}};
  const nn::PlaneSize size{1, 1};
  // The second layer's weights have 2 bits, and what it hands to the last one 3.
  QCOMPARE(quant::bitOperations(network, size, &spec),
           9.0 * 8 * spec.edgeWeightBits * spec.edgeActivationBits +
               9.0 * 16 * 2 * spec.activationBits + 9.0 * 12 * spec.edgeWeightBits * 3);

  const std::vector<std::vector<float>> inputs{{0.5f, -1.0f}};
  const std::vector<int> groups{1, 1, 1};
  const auto lowered = quant::lower(quant::quantize(network, size, spec, inputs, groups, 1));
  QCOMPARE(lowered.layers[0].weightBits, spec.edgeWeightBits);
  QCOMPARE(lowered.layers[1].weightBits, 2);
  QCOMPARE(lowered.layers[2].weightBits, spec.edgeWeightBits);

  const auto errorOf = [&](const quant::QuantSpec& wrong) {
    try {
      quant::checkBits(wrong, "quant");
      quant::quantize(network, size, wrong, inputs, groups, 1);
    } catch (const base::Error& e) {
      return QString::fromStdString(e.what());
    }
    return QString();
  };
  quant::QuantSpec wrong;
  wrong.layers = {{"third", 4, 4}};
  QVERIFY(errorOf(wrong).contains("no layer 'third'; it has 'first', 'second', 'last'"));
  wrong.layers = {{"second", 4, 4}, {"second", 2, 4}};
  QVERIFY(errorOf(wrong).contains("quant.layers[1]"));
  wrong.layers = {{"second", 4, 1}};
  QVERIFY(errorOf(wrong).contains("quant.layers[0].activationBits"));
}

QTEST_APPLESS_MAIN(TestBitOperations)
#include "tst_bit_operations.moc"
