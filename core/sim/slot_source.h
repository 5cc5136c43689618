#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/aligned.h"
#include "core/base/random.h"
#include "core/channel/channel.h"
#include "core/channel/converter.h"
#include "core/channel/time_domain.h"
#include "core/phy/link_spec.h"
#include "core/phy/slot_code.h"
#include "core/receiver/receiver.h"

namespace rxq::sim {

/// Everything of one simulated slot. Scratch; sizes itself once.
struct Slot {
  std::vector<std::uint8_t> info;      ///< information bits
  std::vector<std::uint8_t> blocks;    ///< the same with CRCs, one code block after the other
  std::vector<std::uint8_t> coded;     ///< transmitted bits in mapping order
  base::AlignedVector<phy::Complex> x; ///< transmitted grid [element]
  base::AlignedVector<phy::Complex> h; ///< [rx][element]
  base::AlignedVector<phy::Complex> y; ///< [rx][element]
  base::AlignedVector<float> gaussian;
  std::vector<phy::Complex> dataSymbols;
  float n0 = 1; ///< noise that receivers are told: thermal and that of the converters
  receiver::ReceivedSlot received() const { return {y, h, n0}; }
};

/// The immutable parts of one link, shared by threads: grid, code, sizes.
class Link {
 public:
  /// Throws base::Error(BadInput) naming the field when the specs do not fit together.
  Link(const phy::LinkSpec& link, const channel::ChannelSpec& channel);
  ~Link();

  /// Modulation and code rate are those of the MCS index, if there is one.
  const phy::LinkSpec& spec() const { return m_spec; }
  const channel::ChannelSpec& channelSpec() const { return m_channelSpec; }
  const phy::ResourceGrid& grid() const { return m_grid; }
  const phy::SlotCode& code() const { return m_code; }
  int infoBits() const { return m_code.infoBits(); }
  int codedBits() const { return m_code.codedBits(); }
  receiver::LinkContext context() const;

 private:
  phy::LinkSpec m_spec;
  channel::ChannelSpec m_channelSpec;
  phy::ResourceGrid m_grid;
  phy::SlotCode m_code;
};

/// Makes slots. One object a thread. A slot depends on (seed, domain, index, SNR) alone: two
/// receivers, or two runs, that ask for it see the same bits, channel and noise. In Domain::Train
/// the bits need no code: coded bits are drawn at random (`encode` false), which training cannot
/// tell apart.
class SlotSource {
 public:
  SlotSource(const Link& link, std::uint64_t seed);
  void make(base::Domain domain, std::uint64_t index, double snrDb, bool encode, Slot& slot);

 private:
  void throughChannel(std::uint64_t seed, base::Domain domain, std::uint64_t index, Slot& slot);
  const Link* m_link;
  std::uint64_t m_seed;
  std::unique_ptr<channel::Channel> m_channel;              ///< frequency-domain mode
  std::unique_ptr<channel::TimeDomainChannel> m_timeDomain; ///< time-domain mode, else null
  std::unique_ptr<channel::Converter> m_converter;          ///< null: exact
};

} // namespace rxq::sim
