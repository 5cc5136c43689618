#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/nn/transform.h"
#include "core/quant/fake_quant_kernels.h"
#include "core/quant/quant_spec.h"

namespace rxq::quant {

/// Which codes b bits stand for, as real = scale * code (code = q - zero point):
/// Unsigned 0 ... 2^b - 1 (after a ReLU), Symmetric -(2^(b-1) - 1) ... 2^(b-1) - 1 (weights, input
/// planes, output), Affine -z ... 2^b - 1 - z with a whole zero point z.
enum class Signedness { Unsigned, Symmetric, Affine };

/// A scale and the codes that go with it.
struct Grid {
  float scale = 1;
  detail::CodeRange codes{0, 0};
};

/// How trained or tracked parameters become a grid, and what gradient they get. Stateless. Number
/// of parameters of one grid: one, but Affine min-max has two (min, max).
class RangeRule {
 public:
  virtual ~RangeRule() = default;
  /// Affine where a rule has no affine form becomes Symmetric.
  virtual Signedness supported(Signedness s) const { return s; }
  virtual int parameters(Signedness s) const = 0;
  virtual Grid grid(Signedness s, int bits, std::span<const float> p) const = 0;
  /// Parameters whose grid spans low ... high (symmetric: the larger magnitude).
  virtual void start(Signedness s, int bits, float low, float high, std::span<float> p) const = 0;
  /// Adds the gradient of p; `elements`: values of the tensor that share this grid.
  virtual void gradient(Signedness s, int bits, std::span<const float> p,
                        const detail::RangeSums& sums, std::size_t elements,
                        std::span<float> dp) const = 0;
  virtual bool tracks() const { return false; }
  /// Whether gradient() adds anything.
  virtual bool trains() const { return true; }
  /// Moves ranges towards a step's extremes.
  virtual void track(Signedness s, float low, float high, std::span<float> p) const {
    (void)s, (void)low, (void)high, (void)p;
  }
  virtual void constrain(Signedness s, std::span<float> p) const = 0;
};

/// One way to learn ranges.
struct RangeRuleEntry {
  RangeLearning key;
  std::string_view label;
  const RangeRule* activations;
  const RangeRule* weights; ///< null: weights use their current extremes
};
/// All of them: the paper's trainable min and max (arXiv 2509.13786, equations of its section on
/// fake quantization), LSQ (arXiv 1902.08153, the logarithm of the step is learned), moving
/// average.
std::span<const RangeRuleEntry> rangeRules();
const RangeRuleEntry& rangeRule(RangeLearning key);
/// Ranges that stay as calibrated (one parameter: the largest magnitude).
const RangeRule& fixedRange();

/// What one tensor's quantizer looks like.
struct QuantizerLayout {
  int bits = 8;
  Signedness signedness = Signedness::Symmetric;
  std::vector<int> scaleOf; ///< index of each channel's scale; empty: one for the tensor
  int scales = 1;
  /// Weights that read input planes: each element is multiplied by its plane's scale, quantized,
  /// and divided again. Empty: none.
  std::vector<float> factors;
  const RangeRule* rule = nullptr; ///< null: the tensor's current extremes
};

/// Fake quantization of one tensor: clamp, map to whole codes (half to even), map back. Gradient:
/// straight-through (1 inside the range, 0 beyond); ranges by the rule.
class Quantizer final : public nn::Transform {
 public:
  explicit Quantizer(QuantizerLayout layout);

  const QuantizerLayout& layout() const { return m_layout; }
  /// Grids in force, one a scale. `x` is looked at only when there is no rule.
  std::vector<Grid> grids(std::span<const float> x, std::span<const float> parameters) const;
  /// Scale of each channel (or one); codes are the same for all.
  std::vector<float> channelScales(const std::vector<Grid>& grids, std::size_t channels) const;
  /// The codes themselves (real = scale * code, before division by factors), for lowering.
  std::vector<int> codes(std::span<const float> x, std::span<const float> parameters) const;
  /// Parameters for ranges, one pair (low, high) a scale.
  void start(std::span<const float> low, std::span<const float> high,
             std::span<float> parameters) const;

  int parameterCount() const override;
  void forward(std::span<const float> x, std::span<const float> parameters,
               std::span<float> y) const override;
  void backward(std::span<const float> x, std::span<const float> parameters,
                std::span<const float> dy, std::span<float> dx,
                std::span<float> dParameters) const override;
  bool trains() const override;
  /// Tensors with several scales keep their calibrated ranges: one pair a tensor is tracked.
  bool tracksRange() const override;
  void track(float low, float high, std::span<float> parameters) const override;
  void constrain(std::span<float> parameters) const override;

 private:
  std::vector<float> scaled(std::span<const float> x) const;
  std::span<const float> own(std::span<const float> parameters, int scale) const;

  QuantizerLayout m_layout;
  int m_perScale = 0; ///< parameters
};

} // namespace rxq::quant
