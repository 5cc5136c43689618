#include "core/phy/mcs.h"

#include <span>
#include <string>

#include "core/base/error.h"

namespace rxq::phy {

namespace {
/// Lines of one modulation in a table: target rates times 1024.
struct Lines {
  Modulation modulation;
  std::span<const double> rates;
};

constexpr double kQpsk1[]{120, 157, 193, 251, 308, 379, 449, 526, 602, 679};
constexpr double k16Qam1[]{340, 378, 434, 490, 553, 616, 658};
constexpr double k64Qam1[]{438, 466, 517, 567, 616, 666, 719, 772, 822, 873, 910, 948};
constexpr double kQpsk2[]{120, 193, 308, 449, 602};
constexpr double k16Qam2[]{378, 434, 490, 553, 616, 658};
constexpr double k64Qam2[]{466, 517, 567, 616, 666, 719, 772, 822, 873};
constexpr double k256Qam2[]{682.5, 711, 754, 797, 841, 885, 916.5, 948};
constexpr double kQpsk3[]{30, 40, 50, 64, 78, 99, 120, 157, 193, 251, 308, 379, 449, 526, 602};
constexpr double k16Qam3[]{340, 378, 434, 490, 553, 616};
constexpr double k64Qam3[]{438, 466, 517, 567, 616, 666, 719, 772};

constexpr Lines kTable1[]{
    {Modulation::Qpsk, kQpsk1}, {Modulation::Qam16, k16Qam1}, {Modulation::Qam64, k64Qam1}};
constexpr Lines kTable2[]{{Modulation::Qpsk, kQpsk2},
                          {Modulation::Qam16, k16Qam2},
                          {Modulation::Qam64, k64Qam2},
                          {Modulation::Qam256, k256Qam2}};
constexpr Lines kTable3[]{
    {Modulation::Qpsk, kQpsk3}, {Modulation::Qam16, k16Qam3}, {Modulation::Qam64, k64Qam3}};

std::span<const Lines> linesOf(McsTable table) {
  switch (table) {
  case McsTable::Qam64:
    return kTable1;
  case McsTable::Qam256:
    return kTable2;
  case McsTable::Qam64LowSe:
    return kTable3;
  case McsTable::None:
    break;
  }
  return {};
}
} // namespace

int mcsCount(McsTable table) {
  std::size_t count = 0;
  for (const Lines& lines : linesOf(table))
    count += lines.rates.size();
  return static_cast<int>(count);
}

Mcs mcsOf(McsTable table, int index) {
  auto left = static_cast<std::size_t>(index);
  for (const Lines& lines : linesOf(table)) {
    if (left < lines.rates.size())
      return {lines.modulation, lines.rates[left] / 1024};
    left -= lines.rates.size();
  }
  throw base::Error(base::ErrorKind::BadInput,
                    base::message("MCS index (link.mcsIndex): the table has 0 to %1, not %2.",
                                  mcsCount(table) - 1, index));
}

LinkSpec resolved(const LinkSpec& spec) {
  LinkSpec result = spec;
  if (spec.mcsTable != McsTable::None) {
    const Mcs mcs = mcsOf(spec.mcsTable, spec.mcsIndex);
    result.modulation = mcs.modulation;
    result.codeRate = mcs.rate;
  }
  return result;
}

} // namespace rxq::phy
