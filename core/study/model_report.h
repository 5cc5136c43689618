#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/receiver/neural.h"
#include "core/train/model.h"

namespace rxq::study {

/// Bytes of a model as deployed: an integer network with everything it needs, weights at their
/// bits; for a model with float parts its weights at their bits and the rest in 32-bit floats.
std::int64_t deployedBytes(const train::Model& model);

/// What a model costs and how well its integers follow its fake quantization.
struct ModelReport {
  std::string json;    ///< for store::ModelRecord::report
  std::string summary; ///< a sentence; empty for FP32
};

/// `parent`: the FP32 network before quantization; `inputs`: calibration planes.
ModelReport reportOn(const train::Model& model, const receiver::NeuralPorts& ports,
                     const nn::Network* parent, std::span<const std::vector<float>> inputs);

} // namespace rxq::study
