#include <QTest>

#include "core/quant/bit_operations.h"

using namespace rxq;

class TestBitOperations final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void countsEveryProduct();
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

QTEST_APPLESS_MAIN(TestBitOperations)
#include "tst_bit_operations.moc"
