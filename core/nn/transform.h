#pragma once

#include <span>
#include <vector>

namespace rxq::nn {

/// Replaces a tensor on its way forward and its gradient on the way back: the hook through which
/// fake quantization enters training. Stateless: trained range parameters are passed in, so one
/// object serves all threads. A tensor is [..., channels], channels fastest.
class Transform {
 public:
  virtual ~Transform() = default;
  /// Trainable range parameters, e.g. min and max or log step, per tensor or per channel.
  virtual int parameterCount() const = 0;
  /// y = f(x; parameters). y may be x.
  virtual void forward(std::span<const float> x, std::span<const float> parameters,
                       std::span<float> y) const = 0;
  /// dx = gradient at x; dParameters += gradient of the parameters. x is the input that forward
  /// saw; dx may be dy.
  virtual void backward(std::span<const float> x, std::span<const float> parameters,
                        std::span<const float> dy, std::span<float> dx,
                        std::span<float> dParameters) const = 0;
  /// Whether backward() adds anything to dParameters. A transform of the input that trains nothing
  /// needs no gradient there.
  virtual bool trains() const { return true; }
  /// Whether ranges follow the data (moving average) rather than a gradient: then, once a training
  /// step, the parameters are given the batch's extremes, one pair a tensor.
  virtual bool tracksRange() const { return false; }
  virtual void track(float low, float high, std::span<float> parameters) const {
    (void)low, (void)high, (void)parameters;
  }
  /// After an optimiser step: keep parameters valid (positive step, min <= 0 <= max, ...).
  virtual void constrain(std::span<float> parameters) const { (void)parameters; }
};

struct Hooks;
struct Network;

/// Replaces a layer's biases on their way forward; their gradient passes straight through.
class BiasRule {
 public:
  virtual ~BiasRule() = default;
  /// `bias`: the layer's own on the way in, what is added to its sums on the way out.
  virtual void apply(const Network& network, const Hooks& hooks, std::span<const float> ranges,
                     int layer, std::span<float> bias) const = 0;
};

/// The transforms of one network. Null pointers: no transform there.
struct Hooks {
  std::vector<const Transform*> weight;     ///< one a layer, on its weights
  std::vector<const Transform*> activation; ///< one a tensor (0 = input); on a layer's final output
  /// Where each transform's parameters start in the flat range vector; same order of indices.
  std::vector<std::size_t> weightOffset, activationOffset;
  std::size_t parameterCount = 0;
  const BiasRule* bias = nullptr; ///< null: biases as they are
  bool empty() const { return weight.empty() && activation.empty(); }
};

} // namespace rxq::nn
