#include "widgets/outcome_grid.h"

#include <QPainter>

#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr int kCell = 9, kSquare = 7;
}

OutcomeGrid::OutcomeGrid(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Blocks, decoded or not"));
}

void OutcomeGrid::setOutcomes(std::vector<std::uint64_t> failed, std::uint64_t trials) {
  m_failed = std::move(failed);
  m_trials = trials;
  update();
}

void OutcomeGrid::paintEvent(QPaintEvent*) {
  const Colors& c = Theme::colors();
  QPainter painter(this);
  const auto columns = static_cast<std::uint64_t>(std::max(1, width() / kCell));
  const auto rows = static_cast<std::uint64_t>(std::max(1, height() / kCell));
  const std::uint64_t all = (m_trials + columns - 1) / columns;
  const std::uint64_t first = all > rows ? (all - rows) * columns : 0;
  const QColor good = mix(c.card, c.good, 0.45);
  for (std::uint64_t i = first; i < m_trials; ++i) {
    const std::uint64_t at = i - first;
    const bool failed = (m_failed[i / 64] >> (i % 64)) & 1u;
    painter.fillRect(QRect(static_cast<int>(at % columns) * kCell,
                           static_cast<int>(at / columns) * kCell, kSquare, kSquare),
                     failed ? c.warning : good);
  }
}

} // namespace rxq::widgets
