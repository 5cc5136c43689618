// RxQuant's side of scripts/bench_rivals: reads one request a line and answers with seconds, so
// that a script can take turns between this and other programs. Requests:
//   train CHANNELS BLOCKS KIND SYMBOLS SUBCARRIERS BATCH THREADS STEPS   KIND: fp32, bf16, tiles
//     (bfloat16-tiles), qat, qat-bf16, qat-tiles (its backward pass), qat-float (its forward pass)
//   infer CHANNELS BLOCKS KIND SYMBOLS SUBCARRIERS RUNS                  KIND: fp32, int8
// A training step is forward, backward and Adam on fixed planes (11 in, 4 out, binary
// cross-entropy); an inference is one slot on one thread. The answer is seconds a step or a slot.
// Networks: 3x3 in, residual blocks of two 3x3 convolutions, 1x1 out; no normalisation.
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/nn/adam.h"
#include "core/quant/integer_engine.h"
#include "core/quant/integer_forward.h"
#include "core/receiver/architecture.h"
#include "core/receiver/soft_bits.h"

namespace {
using namespace rxq;
constexpr int kInputs = 11, kOutputs = 4;
using Clock = std::chrono::steady_clock;

struct Request {
  std::string what, kind;
  int channels = 0, blocks = 0, symbols = 0, subcarriers = 0, batch = 1, threads = 1, count = 1;
  nn::PlaneSize size() const { return {symbols, subcarriers}; }
};

nn::Network networkOf(const Request& r) {
  receiver::NeuralSpec spec;
  spec.channels = r.channels;
  spec.blocks = r.blocks;
  spec.dilationTime = spec.dilationFrequency = {1};
  nn::Network network = receiver::buildNetwork(spec, kInputs, kOutputs);
  nn::initialise(network, 1);
  return network;
}

std::vector<std::vector<float>> planesOf(const Request& r) {
  std::vector<std::vector<float>> planes;
  for (int b = 0; b < r.batch; ++b) {
    planes.emplace_back(static_cast<std::size_t>(r.size().pixels() * kInputs));
    base::Philox({1, base::Domain::Other, base::Purpose::Noise, static_cast<std::uint64_t>(b)})
        .fillGaussian(planes.back());
  }
  return planes;
}

quant::QuantizedModel quantized(const Request& r, int weightBits) {
  quant::QuantSpec spec;
  spec.weightBits = spec.edgeWeightBits = weightBits;
  Request one = r;
  one.batch = 1;
  return quant::quantize(networkOf(r), r.size(), spec, planesOf(one), std::vector<int>{kOutputs},
                         1);
}

/// Something that is done again and again.
class Work {
 public:
  virtual ~Work() = default;
  virtual void run() = 0;
};

class Training final : public Work {
 public:
  explicit Training(const Request& r) : m_planes(planesOf(r)) {
    if (!r.kind.starts_with("qat")) {
      m_network = networkOf(r);
    } else {
      m_model = std::make_unique<quant::QuantizedModel>(quantized(r, 4));
      m_network = m_model->network;
      m_ranges = m_model->ranges;
      if (r.kind != "qat-float")
        m_forward = quant::makeIntegerForward(*m_model, r.size());
    }
    m_bits.resize(static_cast<std::size_t>(r.size().pixels() * kOutputs));
    base::Philox({1, base::Domain::Other, base::Purpose::Bits, 0}).fillBits(m_bits);
    m_trainer = std::make_unique<nn::BatchTrainer>(m_network, r.size(), r.batch, r.threads,
                                                   m_model ? &m_model->hooks : nullptr, &m_ranges,
                                                   m_forward.get(), precisionOf(r.kind));
  }
  static nn::Precision precisionOf(const std::string& kind) {
    if (kind.ends_with("tiles"))
      return nn::Precision::Bfloat16Tiles;
    return kind.ends_with("bf16") ? nn::Precision::Bfloat16 : nn::Precision::Float;
  }
  void run() override {
    const float scale = 1 / static_cast<float>(m_bits.size());
    const nn::Gradients& gradients = m_trainer->step(
        [&](std::size_t b, int, std::span<float> x) {
          std::copy(m_planes[b].begin(), m_planes[b].end(), x.begin());
        },
        [&](std::size_t, int, std::span<const float> y, std::span<float> g) {
          double loss = 0;
          for (std::size_t i = 0; i < y.size(); i += receiver::kMostLogits) {
            const std::size_t n = std::min<std::size_t>(receiver::kMostLogits, y.size() - i);
            loss += receiver::crossEntropy(y.subspan(i, n), std::span(m_bits).subspan(i, n), scale,
                                           g.subspan(i, n));
          }
          return loss * static_cast<double>(scale);
        });
    m_optimiser.step(m_network.parameters, gradients.parameters, 1e-4f);
    if (m_model)
      m_rangeOptimiser.step(m_ranges, gradients.ranges, 1e-4f);
  }

 private:
  std::vector<std::vector<float>> m_planes;
  nn::Network m_network;
  std::unique_ptr<quant::QuantizedModel> m_model;
  std::vector<float> m_ranges;
  std::vector<std::uint8_t> m_bits;
  std::unique_ptr<nn::ForwardEngine> m_forward;
  std::unique_ptr<nn::BatchTrainer> m_trainer;
  nn::Adam m_optimiser, m_rangeOptimiser;
};

class Inference final : public Work {
 public:
  explicit Inference(const Request& r) : m_plane(planesOf(r)[0]) {
    const auto outputs = static_cast<std::size_t>(r.size().pixels() * kOutputs);
    m_output.resize(outputs);
    if (r.kind == "fp32") {
      m_executor = std::make_unique<nn::FloatExecutor>(networkOf(r), r.size());
      return;
    }
    m_integers = quant::lower(quantized(r, 8));
    m_engine = quant::makeEngine(m_integers, r.size());
    m_inputCodes.resize(m_plane.size());
    m_codes.resize(outputs);
  }
  /// Integers include what turns planes into codes and codes into numbers.
  void run() override {
    if (m_executor)
      return m_executor->run(m_plane, m_output);
    quant::quantizeInput(m_integers, m_plane, m_inputCodes);
    m_engine->run(m_inputCodes, m_codes);
    quant::dequantizeOutput(m_integers, m_codes, m_output);
  }

 private:
  std::vector<float> m_plane, m_output;
  std::unique_ptr<nn::FloatExecutor> m_executor;
  quant::IntegerNetwork m_integers;
  std::unique_ptr<quant::IntegerEngine> m_engine;
  std::vector<std::uint8_t> m_inputCodes;
  std::vector<std::int16_t> m_codes;
};
} // namespace

int main() {
  const base::FloatMode mode;
  std::map<std::string, std::unique_ptr<Work>> works; // by request without its last number
  std::cout << "ready " << base::cpuModelName() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    Request r;
    in >> r.what >> r.channels >> r.blocks >> r.kind >> r.symbols >> r.subcarriers;
    if (r.what == "train")
      in >> r.batch >> r.threads;
    in >> r.count;
    if (!in || (r.what != "train" && r.what != "infer") || r.count < 1) {
      std::cerr << "not a request: " << line << '\n';
      return 1;
    }
    auto& work = works[line.substr(0, line.rfind(' '))];
    if (!work) {
      if (r.what == "train")
        work = std::make_unique<Training>(r);
      else
        work = std::make_unique<Inference>(r);
      work->run();
    }
    const auto start = Clock::now();
    for (int i = 0; i < r.count; ++i)
      work->run();
    std::cout << std::chrono::duration<double>(Clock::now() - start).count() / r.count << std::endl;
  }
}
