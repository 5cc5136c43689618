#include "core/phy/slot_code.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace rxq::phy {

namespace {
/// Writes the parity bits of `bits` behind them.
void attach(Crc crc, std::span<const std::uint8_t> bits, std::uint8_t* parity) {
  const std::uint32_t remainder = crcOf(crc, bits);
  for (int i = crcLength(crc) - 1; i >= 0; --i)
    *parity++ = static_cast<std::uint8_t>((remainder >> i) & 1u);
}
} // namespace

SlotCode::SlotCode(const SlotLayout& layout, int interleaveOrder) : m_layout(layout) {
  int start = 0;
  std::vector<int> sizes; // of m_codes
  for (const int coded : layout.codedBits) {
    auto known = std::find(sizes.begin(), sizes.end(), coded);
    if (known == sizes.end()) {
      LdpcParams params = layout.block;
      params.codedBits = coded;
      m_codes.emplace_back(params, interleaveOrder);
      sizes.push_back(coded);
      known = sizes.end() - 1;
    }
    m_codeOf.push_back(static_cast<std::size_t>(known - sizes.begin()));
    m_starts.push_back(start);
    start += coded;
  }
  m_starts.push_back(start);
}

void SlotCode::segment(std::span<const std::uint8_t> info, std::span<std::uint8_t> blocks) const {
  assert(info.size() == index(infoBits()) && blocks.size() == index(blockBits()));
  if (!m_layout.slotCrc) {
    std::copy(info.begin(), info.end(), blocks.begin());
    return;
  }
  // The transport block with its CRC first, at the front; then cut from the back, since every block
  // moves to the right.
  std::copy(info.begin(), info.end(), blocks.begin());
  attach(*m_layout.slotCrc, info, blocks.data() + info.size());
  if (!m_layout.blockCrcs)
    return;
  const std::size_t payload = index(m_layout.payloadBits()), size = index(m_layout.block.infoBits);
  for (std::size_t r = index(m_layout.blocks()); r-- > 0;) {
    std::uint8_t* block = blocks.data() + r * size;
    std::memmove(block, blocks.data() + r * payload, payload);
    attach(Crc::Crc24B, {block, payload}, block + payload);
  }
}

void SlotCode::encode(std::span<const std::uint8_t> blocks, std::span<std::uint8_t> coded) const {
  assert(blocks.size() == index(blockBits()) && coded.size() == index(codedBits()));
  const std::size_t size = index(m_layout.block.infoBits);
  for (int r = 0; r < m_layout.blocks(); ++r)
    codeOf(r).encode(blocks.subspan(index(r) * size, size),
                     coded.subspan(index(startOf(r)), index(startOf(r + 1) - startOf(r))));
}

bool SlotCode::crcsHold(std::span<const std::uint8_t> decided) const {
  const std::size_t payload = index(m_layout.payloadBits()), size = index(m_layout.block.infoBits);
  std::vector<std::uint8_t> whole;
  for (std::size_t at = 0; at < decided.size(); at += size) {
    if (m_layout.blockCrcs && !crcHolds(Crc::Crc24B, decided.subspan(at, size)))
      return false;
    const auto part = decided.subspan(at, payload);
    whole.insert(whole.end(), part.begin(), part.end());
  }
  return crcHolds(*m_layout.slotCrc, whole);
}

SlotErrors SlotCode::compare(std::span<const std::uint8_t> sent,
                             std::span<const std::uint8_t> decided) const {
  assert(sent.size() == index(blockBits()) && decided.size() == sent.size());
  const std::size_t payload = index(m_layout.payloadBits()), size = index(m_layout.block.infoBits);
  SlotErrors errors;
  std::size_t left = index(infoBits()); // information bits from here on
  for (std::size_t at = 0; at < sent.size(); at += size) {
    int wrong = 0;
    const std::size_t info = std::min(left, payload);
    for (std::size_t i = at; i < at + info; ++i)
      wrong += sent[i] != decided[i];
    errors.bits += wrong;
    for (std::size_t i = at + info; i < at + size; ++i)
      wrong += sent[i] != decided[i];
    errors.blocks += wrong > 0;
    left -= info;
  }
  errors.undetected = errors.failed() && m_layout.slotCrc && crcsHold(decided);
  return errors;
}

SlotDecoder::SlotDecoder(const SlotCode& code, const DecoderSpec& spec) : m_code(&code) {
  for (const LdpcCode& c : code.m_codes)
    m_decoders.push_back(makeDecoder(c, spec));
}

int SlotDecoder::decode(std::span<const float> llrs, std::span<std::uint8_t> blocks) {
  const SlotCode& code = *m_code;
  const std::size_t size = SlotCode::index(code.layout().block.infoBits);
  int iterations = 0;
  for (int r = 0; r < code.layout().blocks(); ++r) {
    const std::size_t i = SlotCode::index(r);
    const auto coded = llrs.subspan(SlotCode::index(code.startOf(r)),
                                    SlotCode::index(code.startOf(r + 1) - code.startOf(r)));
    iterations +=
        m_decoders[code.m_codeOf[i]]->decode(coded, blocks.subspan(i * size, size)).iterations;
  }
  return iterations;
}

} // namespace rxq::phy
