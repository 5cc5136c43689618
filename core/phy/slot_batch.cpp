#include "core/phy/slot_batch.h"

#include <algorithm>
#include <cassert>

namespace rxq::phy {

SlotBatchDecoder::SlotBatchDecoder(const SlotCode& code, const DecoderSpec& spec) : m_code(&code) {
  std::vector<const LdpcCode*> codes; // of m_decoders
  for (int r = 0; r < code.layout().blocks(); ++r) {
    const LdpcCode* of = &code.codeOf(r);
    auto known = std::find(codes.begin(), codes.end(), of);
    if (known == codes.end()) {
      m_decoders.push_back(makeBatchDecoder(*of, spec));
      known = codes.insert(codes.end(), of);
    }
    m_decoderOf.push_back(m_decoders[static_cast<std::size_t>(known - codes.begin())].get());
  }
  m_slots = m_decoderOf.front()->words(); // all blocks have one lifting size
  m_words.resize(static_cast<std::size_t>(m_slots));
}

void SlotBatchDecoder::decode(std::span<SlotWord> batch) {
  assert(!batch.empty() && batch.size() <= m_words.size());
  const auto size = static_cast<std::size_t>(m_code->layout().block.infoBits);
  for (SlotWord& slot : batch)
    slot.iterations = 0;
  for (std::size_t r = 0; r < m_decoderOf.size(); ++r) {
    const auto begin = static_cast<std::size_t>(m_code->startOf(static_cast<int>(r)));
    const auto end = static_cast<std::size_t>(m_code->startOf(static_cast<int>(r) + 1));
    const auto words = std::span(m_words).first(batch.size());
    for (std::size_t s = 0; s < batch.size(); ++s)
      words[s] = {
          batch[s].llrs.subspan(begin, end - begin), batch[s].blocks.subspan(r * size, size), {}};
    m_decoderOf[r]->decode(words);
    for (std::size_t s = 0; s < batch.size(); ++s)
      batch[s].iterations += words[s].result.iterations;
  }
}

} // namespace rxq::phy
