#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "core/param/fields.h"

namespace rxq::phy {

enum class Modulation { Qpsk, Qam16, Qam64, Qam256 };
enum class GridKind { ResourceBlocks, Fft };
enum class SnrAxis { EbN0, EsN0 };
/// What a slot carries: one LDPC code word of as many bits as the rate gives; or a transport block
/// of TS 38.212 6.2 with its CRC, cut into code blocks.
enum class Coding { CodeWord, TransportBlock };

/// Pilots on every subcarrier of chosen symbols; or the DMRS of NR's PUSCH, TS 38.211 6.4.1.1.
enum class PilotPattern { Plain, Dmrs };
/// Configuration types of table 6.4.1.1.3-1 and -2: every other subcarrier, or two of six.
enum class DmrsType { Type1, Type2 };
enum class MappingType { A, B };
/// Tables of TS 38.214 5.1.3.1: none (modulation and rate are chosen), -1, -2, -3.
enum class McsTable { None, Qam64, Qam256, Qam64LowSe };

/// What is sent: grid, pilots, modulation and code. One transmit antenna, 14 symbols a slot.
struct LinkSpec {
  GridKind grid = GridKind::ResourceBlocks;
  int resourceBlocks = 4;
  int fftSize = 128;               ///< grid = fft: bins, of which guards and the null carry nothing
  int guardLow = 5;                ///< unused bins at the low edge
  int guardHigh = 6;               ///< unused bins at the high edge
  bool dcNull = true;              ///< bin 0 Hz unused
  double subcarrierSpacing = 30;   ///< kHz
  double cyclicPrefix = 0.0703125; ///< as a fraction of the symbol's useful length (144/2048)
  PilotPattern pilots = PilotPattern::Plain;
  std::vector<int> pilotSymbols{2, 11}; ///< plain pilots
  DmrsType dmrsType = DmrsType::Type1;
  MappingType dmrsMapping = MappingType::A;
  int dmrsFirstSymbol = 2;       ///< l0 of mapping type A; 0 by type B
  int dmrsAdditional = 1;        ///< further DMRS symbols
  int dmrsGroupsWithoutData = 2; ///< CDM groups kept free of data; gives the pilots their boost
  int dmrsIdentity = 0;          ///< N_ID^0
  int dmrsSlot = 0;              ///< slot in the frame, for the sequence; the same for every slot
  McsTable mcsTable = McsTable::None;
  int mcsIndex = 9;
  Modulation modulation = Modulation::Qam16;
  double codeRate = 0.5;
  Coding coding = Coding::CodeWord;
  bool interleave = true; ///< bit interleaver of TS 38.212 5.4.2.2
  int rxAntennas = 2;
  SnrAxis snrAxis = SnrAxis::EbN0;
  bool countOverhead = false; ///< charge pilots and cyclic prefix to Eb
  int adcBits = 0;            ///< of the receiver's converters, a real dimension; 0: exact
  double adcBackoff = 12;     ///< dB from the signal's RMS to the converter's full scale
  bool operator==(const LinkSpec&) const = default;
};

constexpr auto fields(const LinkSpec*) {
  using S = LinkSpec;
  using param::field;
  constexpr auto isRb = +[](const S& s) { return s.grid == GridKind::ResourceBlocks; };
  constexpr auto isFft = +[](const S& s) { return s.grid == GridKind::Fft; };
  constexpr auto plain = +[](const S& s) { return s.pilots == PilotPattern::Plain; };
  constexpr auto dmrs = +[](const S& s) { return s.pilots == PilotPattern::Dmrs; };
  constexpr auto chosen = +[](const S& s) { return s.mcsTable == McsTable::None; };
  constexpr auto byIndex = +[](const S& s) { return s.mcsTable != McsTable::None; };
  return std::tuple{
      field(&S::grid, "grid", "Grid",
            "Whole resource blocks as in 5G NR, or an FFT with guards and a DC null."),
      field(&S::resourceBlocks, "resourceBlocks", "Resource blocks",
            "Each has 12 subcarriers (TS 38.211 4.4.4).")
          .range(1, 100)
          .when(isRb),
      field(&S::fftSize, "fftSize", "FFT size", "Bins of the FFT, guards included.")
          .range(12, 4096)
          .when(isFft),
      field(&S::guardLow, "guardLow", "Guard, low", "Unused bins at the low edge.")
          .range(0, 1024)
          .when(isFft),
      field(&S::guardHigh, "guardHigh", "Guard, high", "Unused bins at the high edge.")
          .range(0, 1024)
          .when(isFft),
      field(&S::dcNull, "dcNull", "DC null", "Leave the bin at 0 Hz empty.").when(isFft),
      field(&S::subcarrierSpacing, "subcarrierSpacing", "Subcarrier spacing", "TS 38.211 4.2.")
          .range(15, 240)
          .unit("kHz"),
      field(&S::cyclicPrefix, "cyclicPrefix", "Cyclic prefix",
            "As a fraction of the useful symbol; 0.0703 is NR's normal prefix.")
          .range(0, 0.5),
      field(&S::pilots, "pilots", "Pilots",
            "On every subcarrier of chosen symbols; or the single-symbol DMRS of NR's PUSCH "
            "(TS 38.211 6.4.1.1).")
          .leftOutAtDefault(),
      field(&S::pilotSymbols, "pilotSymbols", "Pilot symbols",
            "OFDM symbols of the slot (0 to 13) that carry pilots on every subcarrier.")
          .range(0, 13)
          .when(plain),
      field(&S::dmrsType, "dmrsType", "DMRS type",
            "Configuration type 1: pilots on every other subcarrier; type 2: on two of six.")
          .when(dmrs)
          .leftOutAtDefault(),
      field(&S::dmrsMapping, "dmrsMapping", "PUSCH mapping",
            "Type A: first DMRS in symbol 2 or 3; type B: in the first symbol.")
          .when(dmrs)
          .leftOutAtDefault(),
      field(&S::dmrsFirstSymbol, "dmrsFirstSymbol", "First DMRS symbol",
            "l0 of mapping type A (dmrs-TypeA-Position).")
          .range(2, 3)
          .when(+[](const S& s) {
            return s.pilots == PilotPattern::Dmrs && s.dmrsMapping == MappingType::A;
          })
          .leftOutAtDefault(),
      field(&S::dmrsAdditional, "dmrsAdditional", "Additional DMRS symbols",
            "dmrs-AdditionalPosition; where they are tells TS 38.211 table 6.4.1.1.3-3.")
          .range(0, 3)
          .when(dmrs)
          .leftOutAtDefault(),
      field(&S::dmrsGroupsWithoutData, "dmrsGroupsWithoutData", "CDM groups without data",
            "Subcarriers of DMRS symbols that stay free of data; their energy goes to the pilots: "
            "0, 3 or 4.77 dB for 1, 2 or 3 groups (TS 38.214 table 6.2.2-1).")
          .range(1, 3)
          .when(dmrs)
          .leftOutAtDefault(),
      field(&S::dmrsIdentity, "dmrsIdentity", "DMRS identity",
            "N_ID^0 of the pilots' sequence (TS 38.211 6.4.1.1.1.1).")
          .range(0, 65535)
          .when(dmrs)
          .leftOutAtDefault(),
      field(&S::dmrsSlot, "dmrsSlot", "DMRS slot",
            "Slot in the frame of the pilots' sequence; every simulated slot has the same.")
          .range(0, 159)
          .when(dmrs)
          .leftOutAtDefault(),
      field(&S::mcsTable, "mcsTable", "MCS table",
            "None: modulation and rate are chosen below. Else tables 1, 2 or 3 of TS 38.214 "
            "5.1.3.1.")
          .leftOutAtDefault(),
      field(&S::mcsIndex, "mcsIndex", "MCS index", "Sets modulation and target code rate.")
          .range(0, 28)
          .when(byIndex)
          .leftOutAtDefault(),
      field(&S::modulation, "modulation", "Modulation", "Gray mapping of TS 38.211 5.1.")
          .when(chosen),
      field(&S::codeRate, "codeRate", "Code rate",
            "Information bits by coded bits; NR LDPC of TS 38.212 5.3.2.")
          .range(0.1, 0.95)
          .when(chosen),
      field(&S::coding, "coding", "Coding",
            "One code word a slot without CRC; or a transport block with CRC, cut into code blocks "
            "with CRCs of their own (TS 38.212 5.2.2), its size by TS 38.214 6.1.4.2.")
          .leftOutAtDefault(),
      field(&S::interleave, "interleave", "Bit interleaver", "TS 38.212 5.4.2.2."),
      field(&S::rxAntennas, "rxAntennas", "Receive antennas", "Ports of the base station.")
          .range(1, 8),
      field(&S::snrAxis, "snrAxis", "SNR axis",
            "Eb/N0 or Es/N0 on the axis of curves and in training ranges."),
      field(&S::countOverhead, "countOverhead", "Charge overhead",
            "Count pilots and cyclic prefix in Eb.")
          .when(+[](const S& s) { return s.snrAxis == SnrAxis::EbN0; }),
      field(&S::adcBits, "adcBits", "Converter bits",
            "Of each of the receiver's two analogue-to-digital converters an antenna, in front of "
            "the FFT; 0 is exact.")
          .range(0, 16)
          .leftOutAtDefault(),
      field(&S::adcBackoff, "adcBackoff", "AGC back-off",
            "From the RMS of the received samples to the converter's full scale: too little clips, "
            "too much wastes bits.")
          .range(-10, 40)
          .unit("dB")
          .when(+[](const S& s) { return s.adcBits > 0; })
          .leftOutAtDefault()};
}

enum class DecoderSchedule { Flooding, Layered };
enum class CheckRule { SumProduct, MinSum, NormalizedMinSum, OffsetMinSum };
enum class MessageType { Float, Int8 };

/// The LDPC decoder.
struct DecoderSpec {
  DecoderSchedule schedule = DecoderSchedule::Layered;
  CheckRule rule = CheckRule::NormalizedMinSum;
  MessageType messages = MessageType::Float;
  int iterations = 20;
  double scale = 0.8;    ///< normalised min-sum
  double offset = 0.5;   ///< offset min-sum, in LLR units
  double llrClip = 20;   ///< clip of channel LLRs and float messages; 0: none
  int llrBits = 6;       ///< int8 messages: bits of a channel LLR, sign included
  double llrStep = 0.25; ///< int8 messages: LLR units a step
  int messageBits = 6;   ///< int8 messages: bits of a check's message, sign included
  bool earlyStop = true; ///< stop when the parity checks hold
  bool operator==(const DecoderSpec&) const = default;
};

constexpr auto fields(const DecoderSpec*) {
  using S = DecoderSpec;
  using param::field;
  constexpr auto isInt = +[](const S& s) { return s.messages == MessageType::Int8; };
  return std::tuple{
      field(&S::schedule, "schedule", "Schedule",
            "Flooding updates all checks at once; layered row by row, about twice as fast to "
            "converge."),
      field(&S::rule, "rule", "Check rule",
            "Sum-product is exact on trees; min-sum and its corrections are what hardware runs."),
      field(&S::messages, "messages", "Messages", "Float, or 8-bit integers as in hardware."),
      field(&S::iterations, "iterations", "Iterations", "Most iterations a block.").range(1, 200),
      field(&S::scale, "scale", "Min-sum scale", "Factor on the minimum of normalised min-sum.")
          .range(0.1, 1)
          .when(+[](const S& s) { return s.rule == CheckRule::NormalizedMinSum; }),
      field(&S::offset, "offset", "Min-sum offset",
            "Subtracted from the minimum by offset min-sum.")
          .range(0, 4)
          .when(+[](const S& s) { return s.rule == CheckRule::OffsetMinSum; }),
      field(&S::llrClip, "llrClip", "LLR clip",
            "Largest magnitude of channel LLRs and float messages; 0 is no limit.")
          .range(0, 1000)
          .when(+[](const S& s) { return s.messages == MessageType::Float; }),
      field(&S::llrBits, "llrBits", "LLR bits", "Bits of a channel LLR, sign included.")
          .range(3, 8)
          .when(isInt),
      field(&S::llrStep, "llrStep", "LLR step", "LLR units a step of the integer.")
          .range(0.01, 4)
          .when(isInt),
      field(
          &S::messageBits, "messageBits", "Message bits",
          "Of a message from a check, sign included: larger ones saturate. Sums have 8 bits; with "
          "as many here a decoder may leave a code word that it had found.")
          .range(3, 8)
          .when(isInt)
          .leftOutAtDefault(),
      field(&S::earlyStop, "earlyStop", "Early stop", "Stop a block when all parity checks hold.")};
}

} // namespace rxq::phy

namespace rxq::param {
template <> struct EnumTable<phy::Modulation> {
  static constexpr std::array table{
      Choice<phy::Modulation>{phy::Modulation::Qpsk, "qpsk", "QPSK"},
      Choice<phy::Modulation>{phy::Modulation::Qam16, "qam16", "16-QAM"},
      Choice<phy::Modulation>{phy::Modulation::Qam64, "qam64", "64-QAM"},
      Choice<phy::Modulation>{phy::Modulation::Qam256, "qam256", "256-QAM"}};
};
template <> struct EnumTable<phy::GridKind> {
  static constexpr std::array table{
      Choice<phy::GridKind>{phy::GridKind::ResourceBlocks, "resource-blocks", "Resource blocks"},
      Choice<phy::GridKind>{phy::GridKind::Fft, "fft", "FFT with guards"}};
};
template <> struct EnumTable<phy::SnrAxis> {
  static constexpr std::array table{Choice<phy::SnrAxis>{phy::SnrAxis::EbN0, "ebn0", "Eb/N0"},
                                    Choice<phy::SnrAxis>{phy::SnrAxis::EsN0, "esn0", "Es/N0"}};
};
template <> struct EnumTable<phy::PilotPattern> {
  static constexpr std::array table{
      Choice<phy::PilotPattern>{phy::PilotPattern::Plain, "plain", "Every subcarrier"},
      Choice<phy::PilotPattern>{phy::PilotPattern::Dmrs, "dmrs", "NR PUSCH DMRS"}};
};
template <> struct EnumTable<phy::DmrsType> {
  static constexpr std::array table{
      Choice<phy::DmrsType>{phy::DmrsType::Type1, "type-1", "Type 1"},
      Choice<phy::DmrsType>{phy::DmrsType::Type2, "type-2", "Type 2"}};
};
template <> struct EnumTable<phy::MappingType> {
  static constexpr std::array table{Choice<phy::MappingType>{phy::MappingType::A, "a", "Type A"},
                                    Choice<phy::MappingType>{phy::MappingType::B, "b", "Type B"}};
};
template <> struct EnumTable<phy::McsTable> {
  static constexpr std::array table{
      Choice<phy::McsTable>{phy::McsTable::None, "none", "None"},
      Choice<phy::McsTable>{phy::McsTable::Qam64, "qam64", "Table 1, to 64-QAM"},
      Choice<phy::McsTable>{phy::McsTable::Qam256, "qam256", "Table 2, to 256-QAM"},
      Choice<phy::McsTable>{phy::McsTable::Qam64LowSe, "qam64-low-se",
                            "Table 3, low spectral efficiency"}};
};
template <> struct EnumTable<phy::Coding> {
  static constexpr std::array table{
      Choice<phy::Coding>{phy::Coding::CodeWord, "code-word", "One code word"},
      Choice<phy::Coding>{phy::Coding::TransportBlock, "transport-block", "Transport block"}};
};
template <> struct EnumTable<phy::DecoderSchedule> {
  static constexpr std::array table{
      Choice<phy::DecoderSchedule>{phy::DecoderSchedule::Flooding, "flooding", "Flooding"},
      Choice<phy::DecoderSchedule>{phy::DecoderSchedule::Layered, "layered", "Layered"}};
};
template <> struct EnumTable<phy::CheckRule> {
  static constexpr std::array table{
      Choice<phy::CheckRule>{phy::CheckRule::SumProduct, "sum-product", "Sum-product"},
      Choice<phy::CheckRule>{phy::CheckRule::MinSum, "min-sum", "Min-sum"},
      Choice<phy::CheckRule>{phy::CheckRule::NormalizedMinSum, "normalized-min-sum",
                             "Normalised min-sum"},
      Choice<phy::CheckRule>{phy::CheckRule::OffsetMinSum, "offset-min-sum", "Offset min-sum"}};
};
template <> struct EnumTable<phy::MessageType> {
  static constexpr std::array table{
      Choice<phy::MessageType>{phy::MessageType::Float, "float", "Float"},
      Choice<phy::MessageType>{phy::MessageType::Int8, "int8", "8-bit integer"}};
};
} // namespace rxq::param
