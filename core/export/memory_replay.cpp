#include "core/export/memory_replay.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/param/node.h"

namespace rxq::exporting {

namespace {
using Values = std::vector<std::int64_t>;

[[noreturn]] void refuse(const std::string& file, const base::Message& why) {
  throw base::Error(base::ErrorKind::BadInput, base::message("%1: %2", file, why));
}

std::int64_t extended(std::uint64_t code, int bits, bool isSigned) {
  const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
  return isSigned && (code & sign) ? static_cast<std::int64_t>(code) - (std::int64_t{1} << bits)
                                   : static_cast<std::int64_t>(code);
}

/// A $readmemh file.
Values readHex(const std::string& path, int bits, bool isSigned) {
  const std::string text = base::readFile(path);
  Values values;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == '\n') {
      ++at;
    } else {
      std::uint64_t code = 0;
      const std::size_t start = at;
      for (; at < text.size() && text[at] != '\n'; ++at) {
        const char c = text[at];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0 || at - start >= 8)
          refuse(path, base::message("there is something else than a number of up to eight "
                                     "hexadecimal digits in a line."));
        code = code * 16 + static_cast<std::uint64_t>(digit);
      }
      if (code >> bits)
        refuse(path, base::message("a value has more than %1 bits.", bits));
      values.push_back(extended(code, bits, isSigned));
    }
  }
  return values;
}

/// A region of the binary image.
Values readPacked(const std::string& bytes, std::size_t address, std::size_t words, int bits,
                  bool isSigned) {
  Values values(words);
  for (std::size_t i = 0; i < words; ++i) {
    std::uint64_t code = 0;
    for (std::size_t b = 0; b < static_cast<std::size_t>(bits); ++b) {
      const std::size_t bit = i * static_cast<std::size_t>(bits) + b;
      const auto byte = static_cast<unsigned char>(bytes.at(address + bit / 8));
      code |= static_cast<std::uint64_t>(byte >> bit % 8 & 1) << b;
    }
    values[i] = extended(code, bits, isSigned);
  }
  return values;
}

struct Layer {
  int pass, input, residual, inputs, outputs, kernelT, kernelF, dilationT, dilationF;
  bool depthwise;
  std::int64_t inputZero, residualZero, outputZero, smallest, largest;
  Values weights, bias, multiplier, residualMultiplier, shift;
};

class Replay {
 public:
  explicit Replay(const std::string& folder)
      : m_folder(folder), m_mapPath(path("map.json")),
        m_map(param::parseJson(base::readFile(m_mapPath), m_mapPath)),
        m_symbols(number(m_map, "symbols")), m_subcarriers(number(m_map, "subcarriers")),
        m_image(base::readFile(path(text(member(m_map, "image"), "file")))) {
    for (const param::Node& node : member(m_map, "layers").asArray("layers"))
      m_layers.push_back(layerOf(node));
  }

  Verification run(const std::stop_token& stop) {
    Verification v;
    int slots = 0;
    for (const param::Node& vector : member(m_map, "vectors").asArray("vectors")) {
      if (!runPass(vector, v, stop))
        return v;
      slots = std::max(slots, number(vector, "slot") + 1);
    }
    v.ran = true;
    v.passed = v.different == 0;
    v.text = base::message(
        "%1 values are the same in text and image; the network read back from them was run on %2 "
        "slots, and %3 codes were compared with the engine's: %4",
        m_words, slots, v.compared,
        v.passed ? base::message("all equal") : base::message("%1 codes differ", v.different));
    return v;
  }

 private:
  std::string path(const std::string& name) const {
    return (std::filesystem::path(m_folder) / name).string();
  }
  const param::Node& member(const param::Node& node, const char* key) const {
    const param::Node* found = node.find(key);
    if (!found)
      refuse(m_mapPath, base::message("'%1' is missing.", key));
    return *found;
  }
  int number(const param::Node& node, const char* key) const {
    return static_cast<int>(member(node, key).asInt(m_mapPath + ": " + key));
  }
  const std::string& text(const param::Node& node, const char* key) const {
    return member(node, key).asText(m_mapPath + ": " + key);
  }

  Values memory(const param::Node& node, bool isSigned) {
    const std::string file = path(text(node, "file"));
    const int bits = number(node, "wordBits");
    const auto words = static_cast<std::size_t>(number(node, "words"));
    Values values = readHex(file, bits, isSigned);
    const auto address = static_cast<std::size_t>(number(node, "address"));
    if (values.size() != words ||
        m_image.size() < address + (words * static_cast<std::size_t>(bits) + 7) / 8 ||
        values != readPacked(m_image, address, words, bits, isSigned))
      refuse(file, base::message("its values are not those of the binary image."));
    m_words += words;
    return values;
  }

  Layer layerOf(const param::Node& node) {
    const auto at = [&](const char* key, std::size_t i) {
      return static_cast<int>(member(node, key).asArray(key).at(i).asInt(key));
    };
    Layer l{number(node, "pass"),
            number(node, "input"),
            number(node, "residual"),
            number(node, "inputChannels"),
            number(node, "outputChannels"),
            at("kernel", 0),
            at("kernel", 1),
            at("dilation", 0),
            at("dilation", 1),
            member(node, "depthwise").asBool("depthwise"),
            number(node, "inputZero"),
            number(node, "residualZero"),
            number(node, "outputZero"),
            number(node, "smallest"),
            number(node, "largest"),
            memory(member(node, "weights"), true),
            memory(member(node, "bias"), true),
            memory(member(node, "multiplier"), true),
            {},
            memory(member(node, "shift"), false)};
    if (l.residual >= 0)
      l.residualMultiplier = memory(member(node, "residualMultiplier"), true);
    return l;
  }

  /// The README's formula, one code after the other.
  Values outputOf(const Layer& l, const std::vector<Values>& tensors) const {
    const Values& in = tensors[static_cast<std::size_t>(l.input)];
    const int rows = l.depthwise ? 1 : l.inputs;
    Values out;
    out.reserve(static_cast<std::size_t>(m_symbols * m_subcarriers * l.outputs));
    for (int t = 0; t < m_symbols; ++t)
      for (int f = 0; f < m_subcarriers; ++f)
        for (int c = 0; c < l.outputs; ++c) {
          const auto channel = static_cast<std::size_t>(c);
          std::int64_t sum = l.bias[channel];
          auto weight =
              l.weights.begin() + static_cast<std::ptrdiff_t>(c) * l.kernelT * l.kernelF * rows;
          for (int i = 0; i < l.kernelT; ++i)
            for (int j = 0; j < l.kernelF; ++j) {
              const int ti = t + (i - l.kernelT / 2) * l.dilationT;
              const int fj = f + (j - l.kernelF / 2) * l.dilationF;
              const bool inside = ti >= 0 && ti < m_symbols && fj >= 0 && fj < m_subcarriers;
              const int first = (ti * m_subcarriers + fj) * l.inputs + (l.depthwise ? c : 0);
              for (int k = 0; k < rows; ++k)
                sum += *weight++ * (inside ? in[static_cast<std::size_t>(first + k)] : l.inputZero);
            }
          std::int64_t x = sum * l.multiplier[channel];
          if (l.residual >= 0)
            x += (tensors[static_cast<std::size_t>(l.residual)][out.size()] - l.residualZero) *
                 l.residualMultiplier[channel];
          const std::int64_t shift = l.shift[channel];
          x = ((x + (std::int64_t{1} << (shift - 1))) >> shift) + l.outputZero;
          out.push_back(std::clamp(x, l.smallest, l.largest));
        }
    return out;
  }

  void compare(const Values& ours, const std::string& file, int bits, bool isSigned,
               Verification& v) const {
    const Values expected = readHex(path(file), bits, isSigned);
    if (expected.size() != ours.size())
      refuse(path(file),
             base::message("it has %1 codes instead of %2.", expected.size(), ours.size()));
    v.compared += ours.size();
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const auto difference = static_cast<int>(std::abs(ours[i] - expected[i]));
      v.different += difference != 0;
      v.largestDifference = std::max(v.largestDifference, difference);
    }
  }

  /// One pass of one slot. Its layers name the tensors of the whole network, of which earlier
  /// passes' are left empty.
  bool runPass(const param::Node& vector, Verification& v, const std::stop_token& stop) const {
    std::vector<Values> tensors{readHex(path(text(vector, "input")), 8, false)};
    const auto expected =
        static_cast<std::size_t>(m_symbols * m_subcarriers * m_layers.front().inputs);
    if (tensors.front().size() != expected)
      refuse(path(text(vector, "input")), base::message("it does not have %1 codes.", expected));
    const param::Node::Array& layers = member(vector, "layers").asArray("layers");
    const int pass = number(vector, "pass");
    std::size_t known = 0; // layers that have been run
    for (const Layer& layer : m_layers) {
      if (stop.stop_requested())
        return false;
      tensors.emplace_back();
      if (layer.pass != pass)
        continue;
      tensors.back() = outputOf(layer, tensors);
      if (known < layers.size())
        compare(tensors.back(), layers[known].asText("layers"), 8, false, v);
      ++known;
      if (&layer == &m_layers.back() || (&layer)[1].pass != pass)
        compare(tensors.back(), text(vector, "output"), 16, true, v);
    }
    return true;
  }

  std::string m_folder, m_mapPath;
  param::Node m_map;
  int m_symbols, m_subcarriers;
  std::string m_image;
  std::size_t m_words = 0;
  std::vector<Layer> m_layers;
};
} // namespace

Verification replayMemory(const std::string& folder, std::stop_token stop) {
  return Replay(folder).run(stop);
}

} // namespace rxq::exporting
