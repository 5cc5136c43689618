#include "core/export/ports_text.h"

#include "core/base/number_text.h"

namespace rxq::exporting {

namespace {
constexpr const char* kBetweenPasses =
    "\nBetween passes\n"
    "  The first outputs are Re, Im of each antenna's correction: they are added to the channel\n"
    "  estimate that the pass started from. The planes 'LS linear', 'Equalised', 'decision error'\n"
    "  and 'decision mean' are then computed from that estimate; all others are as in pass 0.\n"
    "  LLRs come of the last pass.\n";

std::string outputText(const quant::IntegerNetwork& network) {
  std::string text = "Output\n";
  for (int pass = 0; pass < network.passes(); ++pass) {
    std::string scales;
    for (const float s : network.output(pass).scale)
      scales += (scales.empty() ? "" : ", ") + base::toText(static_cast<double>(s));
    text += "  value = scale * code" +
            (network.passes() == 1 ? std::string() : ", pass " + std::to_string(pass)) +
            "; scale: " + scales + "\n";
  }
  return text;
}
} // namespace

std::string portsText(const quant::IntegerNetwork& network,
                      const std::vector<std::string>& inputNames) {
  const quant::TensorQuant& in = network.tensors.front();
  const quant::ByteCount bytes = quant::bytesOf(network);
  std::string text = "Input\n  code = clamp(round(value / scale) + " +
                     std::to_string(in.zeroPoint) + ", " + std::to_string(in.qMin) + ", " +
                     std::to_string(in.qMax) + "), rounding half to even, for each channel:\n";
  for (std::size_t c = 0; c < inputNames.size(); ++c)
    text += "  " + std::to_string(c) + "  " + inputNames[c] + ", scale " +
            base::toText(static_cast<double>(in.scale.size() == 1 ? in.scale[0] : in.scale[c])) +
            "\n";
  text += "\n" + outputText(network) + "  LLR = ln P(1)/P(0): a positive LLR is a one.\n";
  if (network.passes() > 1)
    text += kBetweenPasses;
  return text + "\nBytes\n  weights " + std::to_string(bytes.weights) + ", biases " +
         std::to_string(bytes.biases) + ", multipliers and shifts " +
         std::to_string(bytes.multipliers) + ", scales " + std::to_string(bytes.scales) + "\n";
}

} // namespace rxq::exporting
