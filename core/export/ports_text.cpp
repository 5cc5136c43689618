#include "core/export/ports_text.h"

#include "core/base/number_text.h"

namespace rxq::exporting {

std::string portsText(const quant::IntegerNetwork& network,
                      const std::vector<std::string>& inputNames) {
  const quant::TensorQuant& in = network.tensors.front();
  const quant::TensorQuant& out = network.tensors.back();
  const quant::ByteCount bytes = quant::bytesOf(network);
  std::string text = "Input\n  code = clamp(round(value / scale) + " +
                     std::to_string(in.zeroPoint) + ", " + std::to_string(in.qMin) + ", " +
                     std::to_string(in.qMax) + "), rounding half to even, for each channel:\n";
  for (std::size_t c = 0; c < inputNames.size(); ++c)
    text += "  " + std::to_string(c) + "  " + inputNames[c] + ", scale " +
            base::toText(static_cast<double>(in.scale.size() == 1 ? in.scale[0] : in.scale[c])) +
            "\n";
  std::string scales;
  for (const float s : out.scale)
    scales += (scales.empty() ? "" : ", ") + base::toText(static_cast<double>(s));
  return text + "\nOutput\n  value = scale * code; scale: " + scales +
         "\n  LLR = ln P(1)/P(0): a positive LLR is a one.\n\nBytes\n  weights " +
         std::to_string(bytes.weights) + ", biases " + std::to_string(bytes.biases) +
         ", multipliers and shifts " + std::to_string(bytes.multipliers) + ", scales " +
         std::to_string(bytes.scales) + "\n";
}

} // namespace rxq::exporting
