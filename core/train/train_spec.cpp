#include "core/train/train_spec.h"

namespace rxq::train {

TrainSpec newQatTraining(int weightBits) {
  TrainSpec spec;
  spec.iterations = 1500;
  spec.forward = Forward::Integer;
  spec.learningRate = weightBits == 2 ? 4e-3 : 5e-4;
  spec.rangeRate = weightBits == 2 ? 10 : 20;
  spec.finalRate = 1e-3;
  return spec;
}

} // namespace rxq::train
