#include "core/export/memory_exporter.h"

#include <bit>
#include <filesystem>

#include "core/base/error.h"
#include "core/export/bit_packing.h"
#include "core/export/files.h"
#include "core/export/golden.h"
#include "core/export/memory_plan.h"
#include "core/export/memory_replay.h"
#include "core/export/passes.h"
#include "core/export/ports_text.h"
#include "core/param/node.h"
#include "core/store/provenance.h"

namespace rxq::exporting {

namespace {
/// Vectors of every layer are large: they are written for so many slots.
constexpr int kSlotsWithLayers = 2;
/// What a file of a binary image is aligned to.
constexpr std::size_t kAlignment = 4;

/// Bits of a signed accumulator that holds every value up to `bound` in magnitude.
int signedBits(std::int64_t bound) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(bound))) + 1;
}

/// One value a line, two's complement in hexadecimal, as $readmemh reads it.
template <class Values> std::string hexText(const Values& values, int bits, std::string comment) {
  constexpr const char* kDigits = "0123456789abcdef";
  const int digits = (bits + 3) / 4;
  std::string text = "// " + std::move(comment) + "\n";
  text.reserve(text.size() + values.size() * static_cast<std::size_t>(digits + 1));
  for (const auto value : values) {
    const std::uint64_t code = static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) &
                               ((std::uint64_t{1} << bits) - 1);
    for (int d = digits - 1; d >= 0; --d)
      text += kDigits[(code >> (4 * d)) & 15];
    text += '\n';
  }
  return text;
}

/// The images: text files in one folder, all of them behind each other in one binary.
class Images {
 public:
  Images(FolderWriter folder, std::vector<std::string>& files)
      : m_folder(std::move(folder)), m_files(files) {}

  /// Values of `bits` bits, packed at their bits in the binary. Returns their entry in the map.
  template <class Values>
  param::Node add(const std::string& name, const Values& values, int bits,
                  const std::string& comment) {
    m_binary.resize((m_binary.size() + kAlignment - 1) / kAlignment * kAlignment);
    const std::size_t address = m_binary.size();
    if constexpr (sizeof(values[0]) == 1) {
      std::vector<std::int8_t> narrow;
      for (const auto v : values)
        narrow.push_back(static_cast<std::int8_t>(v));
      const auto packed = packBits(narrow, bits);
      m_binary.insert(m_binary.end(), packed.begin(), packed.end());
    } else {
      for (const auto v : values)
        for (int b = 0; b < bits; b += 8)
          m_binary.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(v) >> b));
    }
    m_files.push_back(m_folder.write(name, hexText(values, bits, comment)));
    param::Node node;
    node.set("file", "images/" + name);
    node.set("words", static_cast<std::int64_t>(values.size()));
    node.set("wordBits", bits);
    node.set("address", static_cast<std::int64_t>(address));
    node.set("bytes", static_cast<std::int64_t>(m_binary.size() - address));
    return node;
  }

  std::size_t writeBinary(const std::string& name) {
    m_files.push_back(m_folder.write(
        name, std::string_view(reinterpret_cast<const char*>(m_binary.data()), m_binary.size())));
    return m_binary.size();
  }

 private:
  FolderWriter m_folder;
  std::vector<std::string>& m_files;
  std::vector<std::uint8_t> m_binary;
};

param::Node pairOf(int a, int b) { return param::Node::Array{a, b}; }

param::Node layerNode(const quant::IntegerNetwork& network, std::size_t i, const MemoryPlan& plan,
                      std::int64_t pixels, Images& images) {
  const quant::IntegerLayer& layer = network.layers[i];
  const nn::ConvLayer& g = layer.geometry;
  const quant::TensorQuant& to = network.tensors[i + 1];
  const auto zeroOf = [&](int tensor) {
    return tensor < 0 ? 0 : network.tensors[static_cast<std::size_t>(tensor)].zeroPoint;
  };
  const std::string prefix = "layer" + std::to_string(i) + "_";
  const std::string outputs = std::to_string(g.outChannels) + " output channels";
  param::Node node;
  node.set("name", g.name);
  node.set("pass", g.pass);
  node.set("input", g.input);
  node.set("residual", g.residual);
  node.set("output", static_cast<std::int64_t>(i) + 1);
  node.set("inputChannels", g.inChannels);
  node.set("outputChannels", g.outChannels);
  node.set("kernel", pairOf(g.kernelT, g.kernelF));
  node.set("dilation", pairOf(g.dilationT, g.dilationF));
  node.set("depthwise", g.depthwise);
  node.set("inputZero", zeroOf(g.input));
  node.set("residualZero", zeroOf(g.residual));
  node.set("outputZero", to.zeroPoint);
  node.set("smallest", to.qMin);
  node.set("largest", to.qMax);
  node.set("accumulatorBits", signedBits(layer.accumulatorBound));
  if (const int offset = plan.offset[i + 1]; offset >= 0) // the output of a pass has no place
    node.set("outputAddress", offset * pixels);
  node.set("weights",
           images.add(prefix + "weights.mem", byOutput(layer), layer.weightBits,
                      g.name + ": weights [output][symbol][subcarrier][input], two's complement"));
  node.set("bias", images.add(prefix + "bias.mem", layer.bias, 32, g.name + ": bias, " + outputs));
  node.set("multiplier", images.add(prefix + "multiplier.mem", layer.multiplier, 32,
                                    g.name + ": multiplier, " + outputs));
  if (!layer.residualMultiplier.empty())
    node.set("residualMultiplier", images.add(prefix + "residual.mem", layer.residualMultiplier, 32,
                                              g.name + ": multiplier of the residual, " + outputs));
  node.set("shift",
           images.add(prefix + "shift.mem", layer.shift, 8, g.name + ": shift, " + outputs));
  return node;
}

param::Node tensorNode(const quant::TensorQuant& tensor) {
  param::Node::Array scales;
  for (const float s : tensor.scale)
    scales.emplace_back(static_cast<double>(s));
  param::Node node;
  node.set("bits", tensor.bits);
  node.set("zero", tensor.zeroPoint);
  node.set("smallest", tensor.qMin);
  node.set("largest", tensor.qMax);
  node.set("scale", std::move(scales));
  return node;
}

/// Writes test vectors, one pass of one slot at a time.
class VectorFiles {
 public:
  VectorFiles(const FolderWriter& folder, const quant::IntegerNetwork& network,
              GoldenSource& golden, std::vector<std::string>& files)
      : m_folder(folder), m_network(network), m_golden(golden), m_files(files) {}

  param::Node write(int index, int pass, const GoldenSlot& slot) const {
    const std::string slotName = "slot" + std::to_string(index);
    const std::string prefix = slotName + passSuffix(pass, m_golden.passes()) + "_";
    const auto file = [&](const std::string& name, const auto& codes, int bits,
                          const std::string& what) -> param::Node {
      m_files.push_back(m_folder.write(
          prefix + name,
          hexText(codes, bits,
                  what + ", [symbol][subcarrier][channel], slot " + std::to_string(index) +
                      (m_golden.passes() == 1 ? "" : ", pass " + std::to_string(pass)))));
      return "vectors/" + prefix + name;
    };
    param::Node node;
    node.set("slot", index);
    node.set("pass", pass);
    node.set("snrDb", m_golden.snrOf(index));
    node.set("input", file("input.mem", m_golden.ofPass(slot.inputCodes, pass), 8, "input codes"));
    param::Node::Array layers;
    for (std::size_t l = m_network.firstLayer(pass);
         index < kSlotsWithLayers && l + 1 < m_network.firstLayer(pass + 1); ++l)
      layers.push_back(file("layer" + std::to_string(l) + ".mem",
                            m_golden.innerCodes(static_cast<int>(l) + 1), 8,
                            "output codes of layer " + m_network.layers[l].geometry.name));
    node.set("layers", std::move(layers));
    node.set("output", file("output.mem", m_golden.ofPass(slot.outputCodes, pass), 16,
                            "output codes, two's complement"));
    return node;
  }

 private:
  const FolderWriter& m_folder;
  const quant::IntegerNetwork& m_network;
  GoldenSource& m_golden;
  std::vector<std::string>& m_files;
};

/// Test vectors; returns their list for the map.
param::Node writeVectors(const FolderWriter& folder, const quant::IntegerNetwork& network,
                         GoldenSource& golden, std::vector<std::string>& files,
                         const std::stop_token& stop) {
  const VectorFiles vectors(folder, network, golden, files);
  param::Node::Array list;
  GoldenSlot slot;
  for (int i = 0; i < golden.slots() && !stop.stop_requested(); ++i) {
    golden.make(i, slot);
    for (int pass = 0; pass < golden.passes(); ++pass)
      list.push_back(vectors.write(i, pass, slot));
  }
  return list;
}

std::string readme(const train::Model& model, const std::string& name, GoldenSource& golden,
                   std::size_t imageBytes, std::int64_t activationBytes) {
  const std::string slots = std::to_string(std::min(kSlotsWithLayers, golden.slots()));
  return model.name +
         ", memory images and test vectors, written by RxQuant\n\n"
         "map.json           every layer: geometry, zero points, clamps, files, addresses\n"
         "images/*.mem       one value a line in hexadecimal, for $readmemh\n"
         "images/" +
         name + ".bin   the same values behind each other, " + std::to_string(imageBytes) +
         " bytes\n"
         "vectors/*.mem      codes of " +
         std::to_string(golden.slots()) + " slots: input and output, of the first " + slots +
         " the output of every layer, too\n\n"
         "Planes\n"
         "  " +
         std::to_string(golden.size().symbols) + " symbols of " +
         std::to_string(golden.size().subcarriers) +
         " subcarriers, [symbol][subcarrier][channel], one code a word: 8 bits,\n"
         "  unsigned; the last layer's 16 bits, two's complement. No parameter depends on the "
         "plane's size.\n"
         "  Working memory between the layers: " +
         std::to_string(activationBytes) +
         " bytes; outputAddress in map.json is a tensor's place in it.\n" +
         (golden.passes() == 1
              ? std::string()
              : "  " + std::to_string(golden.passes()) +
                    " passes: a layer's pass is in map.json, every pass has vectors of its own, "
                    "and tensor 0\n  is the input of each.\n") +
         "\n"
         "A layer, for each output channel c\n"
         "  sum  = bias[c] + sum of weight * input code      (accumulatorBits in map.json; beyond "
         "the plane\n"
         "         lies the input's zero point; the kernel's middle is at kernel / 2)\n"
         "  x    = sum * multiplier[c] + (residual code - residualZero) * residualMultiplier[c]   "
         "(64 bits)\n"
         "  code = clamp(((x + 2^(shift[c] - 1)) >> shift[c]) + outputZero, smallest, largest)\n"
         "  >> is arithmetic: it rounds down. A ReLU is the clamp.\n"
         "  Weights: [output][symbol][subcarrier][input]; a depthwise layer has one input a "
         "channel.\n\n"
         "The binary image\n"
         "  Regions begin at multiples of " +
         std::to_string(kAlignment) +
         " bytes; 32-bit words are little-endian. Value i of b bits takes bits\n"
         "  i*b ... of a stream of bits: bit k is bit k % 8 of byte k / 8.\n\n"
         "In a test bench\n"
         "  reg [3:0] weights [0:WORDS-1];   // wordBits and words of map.json\n"
         "  initial $readmemh(\"images/layer0_weights.mem\", weights);\n\n" +
         portsText(*model.integer, golden.inputNames());
}
} // namespace

ExportResult exportMemory(const train::Model& model, const std::string& folderName, int goldenSlots,
                          std::stop_token stop) {
  if (!model.integer)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("%1 has float parts; memory images need weights and activations quantized.",
                      model.name));
  const quant::IntegerNetwork& network = *model.integer;
  GoldenSource golden(model, goldenSlots);
  const FolderWriter folder(folderName);
  const std::string name = identifierOf(model.name);
  const MemoryPlan plan = planMemory(network);
  const std::int64_t pixels = golden.size().pixels();
  ExportResult result;
  Images images(FolderWriter(folder.pathOf("images")), result.files);
  param::Node::Array layers;
  for (std::size_t i = 0; i < network.layers.size(); ++i)
    layers.push_back(layerNode(network, i, plan, pixels, images));
  const std::size_t imageBytes = images.writeBinary(name + ".bin");
  param::Node image;
  image.set("file", "images/" + name + ".bin");
  image.set("bytes", static_cast<std::int64_t>(imageBytes));
  param::Node map;
  map.set("name", model.name);
  map.set("model", train::hashOf(model));
  map.set("writtenBy", "RxQuant " + store::programVersion());
  map.set("symbols", golden.size().symbols);
  map.set("subcarriers", golden.size().subcarriers);
  map.set("image", std::move(image));
  map.set("activationBytes", plan.channels * pixels);
  map.set("input", tensorNode(network.tensors.front()));
  param::Node::Array outputs;
  for (int pass = 0; pass < network.passes(); ++pass)
    outputs.push_back(tensorNode(network.output(pass)));
  map.set("passes", network.passes());
  map.set("outputs", std::move(outputs));
  map.set("layers", std::move(layers));
  map.set("vectors", writeVectors(FolderWriter(folder.pathOf("vectors")), network, golden,
                                  result.files, stop));
  result.files.push_back(folder.write("map.json", param::toJson(map, 2) + "\n"));
  result.files.push_back(folder.write(
      "README_memory.txt", readme(model, name, golden, imageBytes, plan.channels * pixels)));
  if (!stop.stop_requested())
    result.verification = replayMemory(folder.folder().string(), stop);
  return result;
}

} // namespace rxq::exporting
