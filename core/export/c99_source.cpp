#include "core/export/c99_source.h"

#include <algorithm>

#include "core/export/bit_packing.h"
#include "core/export/c_text.h"
#include "core/export/memory_plan.h"

namespace rxq::exporting {

namespace {
/// The fixed part of the source: the arithmetic of one layer, the formula of
/// core/quant/integer_network.h.
constexpr const char* kArithmetic = R"c(
/* One convolution with what follows it. Weights are packed at their bits in two's complement, output channel by
   output channel, then kernel row, kernel column, input channel; the first weight in the lowest bits. */
typedef struct {
  const uint8_t *weights;
  const int32_t *bias, *multiplier, *residual_multiplier;
  const uint8_t *shift;
  int bits, inputs, outputs, kernel_t, kernel_f, dilation_t, dilation_f, depthwise;
  int input_zero, residual_zero, output_zero, smallest, largest;
} layer_t;

static int32_t weight_at(const layer_t *l, uint32_t index) {
  const uint32_t bit = index * (uint32_t)l->bits;
  const uint32_t low = l->weights[bit / 8u];
  const uint32_t high = bit % 8u + (uint32_t)l->bits > 8u ? l->weights[bit / 8u + 1u] : 0u;
  const int32_t code = (int32_t)(((low | (high << 8)) >> (bit % 8u)) & ((1u << l->bits) - 1u));
  const int32_t sign = (int32_t)1 << (l->bits - 1);
  return code >= sign ? code - 2 * sign : code;
}

/* x / 2^n rounded down; C leaves a right shift of a negative number to the compiler. */
static int64_t shifted(int64_t x, int n) {
  const int64_t unit = (int64_t)1 << n;
  return x >= 0 ? x / unit : -((-x + unit - 1) / unit);
}

static int32_t sum_of(const layer_t *l, const uint8_t *x, int t, int f, int c) {
  const int rows = l->depthwise ? 1 : l->inputs;
  uint32_t index = (uint32_t)c * (uint32_t)(l->kernel_t * l->kernel_f * rows);
  int32_t sum = l->bias[c];
  int i, j, k;
  for (i = 0; i < l->kernel_t; ++i)
    for (j = 0; j < l->kernel_f; ++j) {
      const int ti = t + (i - l->kernel_t / 2) * l->dilation_t;
      const int fj = f + (j - l->kernel_f / 2) * l->dilation_f;
      const int inside = ti >= 0 && ti < @NAME@_SYMBOLS && fj >= 0 && fj < @NAME@_SUBCARRIERS;
      const uint8_t *p = inside ? x + ((ti * @NAME@_SUBCARRIERS + fj) * l->inputs + (l->depthwise ? c : 0)) : 0;
      for (k = 0; k < rows; ++k, ++index)
        sum += weight_at(l, index) * (inside ? (int32_t)p[k] : (int32_t)l->input_zero);
    }
  return sum;
}

static int32_t code_of(const layer_t *l, int32_t sum, int c, const uint8_t *residual, int at) {
  int64_t x = (int64_t)sum * l->multiplier[c];
  if (residual)
    x += (int64_t)((int32_t)residual[at] - l->residual_zero) * l->residual_multiplier[c];
  x = shifted(x + ((int64_t)1 << (l->shift[c] - 1)), l->shift[c]) + l->output_zero;
  return (int32_t)(x < l->smallest ? l->smallest : x > l->largest ? l->largest : x);
}

/* Writes bytes to y, or the output codes to out when it is not null. */
static void run_layer(const layer_t *l, const uint8_t *x, const uint8_t *residual, uint8_t *y, int16_t *out) {
  int t, f, c, at = 0;
  for (t = 0; t < @NAME@_SYMBOLS; ++t)
    for (f = 0; f < @NAME@_SUBCARRIERS; ++f)
      for (c = 0; c < l->outputs; ++c, ++at) {
        const int32_t code = code_of(l, sum_of(l, x, t, f, c), c, residual, at);
        if (out)
          out[at] = (int16_t)code;
        else
          y[at] = (uint8_t)code;
      }
}
)c";

constexpr const char* kHeader =
    R"c(/* @TITLE@: an integer neural receiver, written by RxQuant. C99, no float, no allocation, no library.

   Input: one byte a pixel and channel, [symbol][subcarrier][channel]; output: one int16_t a pixel and channel in the
   same order. README.txt tells what the codes mean. The plane's size may be set on the compiler's command line: no
   parameter depends on it. */
#ifndef @NAME@_H
#define @NAME@_H

#include <stdint.h>

#ifndef @NAME@_SYMBOLS
#define @NAME@_SYMBOLS @SYMBOLS@
#endif
#ifndef @NAME@_SUBCARRIERS
#define @NAME@_SUBCARRIERS @SUBCARRIERS@
#endif
#define @NAME@_INPUTS @INPUTS@
#define @NAME@_OUTPUTS @OUTPUTS@
#define @NAME@_PASSES @PASSES@
#define @NAME@_INPUT_BYTES (@NAME@_SYMBOLS * @NAME@_SUBCARRIERS * @NAME@_INPUTS)
#define @NAME@_OUTPUT_CODES (@NAME@_SYMBOLS * @NAME@_SUBCARRIERS * @NAME@_OUTPUTS)
/* Bytes of working memory that the caller gives. */
#define @NAME@_SCRATCH_BYTES (@NAME@_SYMBOLS * @NAME@_SUBCARRIERS * @SCRATCH@)

#ifdef __cplusplus
extern "C" {
#endif

@DECLARATION@;

#ifdef __cplusplus
}
#endif

#endif
)c";

constexpr const char* kRun = R"c(/* Runs one slot. Returns 0, or 1 when a pointer is null. */
int @name@_run(const uint8_t *input, int16_t *output, void *scratch))c";

constexpr const char* kRunPass =
    R"c(/* Runs pass 0, 1 ... of one slot. The input of a later pass is computed from the output of the one before.
   Returns 0, or 1 when a pointer is null or there is no such pass. */
int @name@_run_pass(int pass, const uint8_t *input, int16_t *output, void *scratch))c";

constexpr const char* kCheck =
    R"c(/* Runs the golden slots of @name@_golden.bin and compares every code. Build and run:
     cc -std=c99 -O2 check_@name@.c @name@.c -o check_@name@ && ./check_@name@ @name@_golden.bin
   The file: the number of slots (32 bits, little-endian); for each slot@OF_PASSES@ the input bytes, then the output codes
   (16 bits each, little-endian). */
#include <stdio.h>

#include "@name@.h"

static uint8_t input[@NAME@_INPUT_BYTES], scratch[@NAME@_SCRATCH_BYTES], golden[2 * @NAME@_OUTPUT_CODES];
static int16_t output[@NAME@_OUTPUT_CODES];

int main(int argc, char **argv) {
  const char *path = argc > 1 ? argv[1] : "@name@_golden.bin";
  FILE *file = fopen(path, "rb");
  uint8_t head[4];
  unsigned long slot, slots, i, different = 0;
  int pass;
  if (!file || fread(head, 1, 4, file) != 4) {
    fprintf(stderr, "%s: cannot be read\n", path);
    return 2;
  }
  slots = head[0] | (unsigned long)head[1] << 8 | (unsigned long)head[2] << 16 | (unsigned long)head[3] << 24;
  for (slot = 0; slot < slots; ++slot)
    for (pass = 0; pass < @NAME@_PASSES; ++pass) {
      if (fread(input, 1, sizeof input, file) != sizeof input || fread(golden, 1, sizeof golden, file) != sizeof golden) {
        fprintf(stderr, "%s: ends in slot %lu\n", path, slot);
        return 2;
      }
      if (@RUN@input, output, scratch) != 0)
        return 2;
      for (i = 0; i < @NAME@_OUTPUT_CODES; ++i) {
        const unsigned word = golden[2 * i] | (unsigned)golden[2 * i + 1] << 8;
        const int expected = word >= 32768u ? (int)word - 65536 : (int)word;
        different += output[i] != expected;
      }
    }
  fclose(file);
  printf("%lu codes on %lu slots, %lu differ\n", slots * @NAME@_PASSES * @NAME@_OUTPUT_CODES, slots, different);
  return different != 0;
}
)c";

std::string layerArrays(const quant::IntegerLayer& layer, const std::string& prefix) {
  std::string text = "\n/* " + layer.geometry.name + ": " + std::to_string(layer.weights.size()) +
                     " weights of " + std::to_string(layer.weightBits) + " bits */\n";
  text += cArray("uint8_t", prefix + "_weights", packBits(byOutput(layer), layer.weightBits));
  text += cArray("int32_t", prefix + "_bias", layer.bias);
  text += cArray("int32_t", prefix + "_multiplier", layer.multiplier);
  if (!layer.residualMultiplier.empty())
    text += cArray("int32_t", prefix + "_residual", layer.residualMultiplier);
  return text + cArray("uint8_t", prefix + "_shift", layer.shift);
}

std::string layerEntry(const quant::IntegerNetwork& network, std::size_t i,
                       const std::string& prefix) {
  const quant::IntegerLayer& layer = network.layers[i];
  const nn::ConvLayer& g = layer.geometry;
  const auto tensor = [&](int index) -> const quant::TensorQuant& {
    return network.tensors[static_cast<std::size_t>(index)];
  };
  const quant::TensorQuant& to = network.tensors[i + 1];
  std::string text = "  {" + prefix + "_weights, " + prefix + "_bias, " + prefix + "_multiplier, " +
                     (layer.residualMultiplier.empty() ? "0" : prefix + "_residual") + ", " +
                     prefix + "_shift,\n   ";
  for (const int value :
       {layer.weightBits, g.inChannels, g.outChannels, g.kernelT, g.kernelF, g.dilationT,
        g.dilationF, g.depthwise ? 1 : 0, tensor(g.input).zeroPoint,
        g.residual < 0 ? 0 : tensor(g.residual).zeroPoint, to.zeroPoint, to.qMin, to.qMax})
    text += std::to_string(value) + ", ";
  text.resize(text.size() - 2);
  return text + "},\n";
}

/// The calls of a pass, one a layer, with each tensor's place in the scratch memory.
std::string calls(const quant::IntegerNetwork& network, const MemoryPlan& plan, int pass) {
  const auto place = [&](int tensor) -> std::string {
    if (tensor == 0)
      return "input";
    return "memory + " + std::to_string(plan.offset[static_cast<std::size_t>(tensor)]) +
           " * pixels";
  };
  std::string text;
  for (std::size_t i = network.firstLayer(pass); i < network.firstLayer(pass + 1); ++i) {
    const nn::ConvLayer& g = network.layers[i].geometry;
    const int tensor = static_cast<int>(i) + 1;
    text += "  run_layer(&layers[" + std::to_string(i) + "], " + place(g.input) + ", " +
            (g.residual < 0 ? "0" : place(g.residual)) + ", " +
            (network.isOutput(tensor) ? "0, output" : place(tensor) + ", 0") + ");\n";
  }
  return text;
}

std::string bodyOf(const quant::IntegerNetwork& network, const MemoryPlan& plan) {
  const int passes = network.passes();
  std::string text = " {\n  const int pixels = @NAME@_SYMBOLS * @NAME@_SUBCARRIERS;\n"
                     "  uint8_t *memory = (uint8_t *)scratch;\n"
                     "  if (!input || !output || !memory)\n    return 1;\n  (void)pixels;\n";
  if (passes == 1)
    return text + calls(network, plan, 0) + "  return 0;\n}\n";
  text += "  switch (pass) {\n";
  for (int pass = 0; pass < passes; ++pass)
    text += "  case " + std::to_string(pass) + ":\n" + calls(network, plan, pass) + "  break;\n";
  return text + "  default:\n    return 1;\n  }\n  return 0;\n}\n";
}
} // namespace

C99Source generateC99(const quant::IntegerNetwork& network, nn::PlaneSize size,
                      const std::string& name, const std::string& title) {
  const MemoryPlan plan = planMemory(network);
  const int passes = network.passes();
  const std::string declaration = passes == 1 ? kRun : kRunPass;
  std::string source = "/* @TITLE@: see @name@.h. Written by RxQuant. */\n#include \"@name@.h\"\n";
  source += kArithmetic;
  std::string table;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const std::string prefix = "layer" + std::to_string(i);
    source += layerArrays(network.layers[i], prefix);
    table += layerEntry(network, i, prefix);
  }
  source += "\nstatic const layer_t layers[" + std::to_string(network.layers.size()) + "] = {\n" +
            table + "};\n\n";
  source += declaration.substr(declaration.find("int @name@")) + bodyOf(network, plan);
  const auto fill = [&](std::string text) {
    text = replaced(std::move(text), "@DECLARATION@", declaration);
    text =
        replaced(std::move(text), "@RUN@", passes == 1 ? "@name@_run(" : "@name@_run_pass(pass, ");
    text = replaced(std::move(text), "@OF_PASSES@", passes == 1 ? "" : " and pass");
    text = replaced(std::move(text), "@PASSES@", std::to_string(passes));
    text = replaced(std::move(text), "@TITLE@", commentText(title));
    text = replaced(std::move(text), "@NAME@", upperCase(name));
    text = replaced(std::move(text), "@name@", name);
    text = replaced(std::move(text), "@SYMBOLS@", std::to_string(size.symbols));
    text = replaced(std::move(text), "@SUBCARRIERS@", std::to_string(size.subcarriers));
    text = replaced(std::move(text), "@INPUTS@", std::to_string(network.inputChannels));
    text = replaced(std::move(text), "@OUTPUTS@", std::to_string(network.outputChannels()));
    return replaced(std::move(text), "@SCRATCH@", std::to_string(std::max(1, plan.channels)));
  };
  return {fill(kHeader), fill(source), fill(kCheck)};
}

} // namespace rxq::exporting
