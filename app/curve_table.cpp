#include "app/curve_table.h"

#include <QApplication>
#include <QPainter>
#include <QSignalBlocker>

#include "app/curve_text.h"
#include "app/note_text.h"
#include "app/study_text.h"
#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
using Table = widgets::SnapshotTable<CurveTable::Line>;
using Column = Table::Column;
using Line = CurveTable::Line;
constexpr QSize kSwatch{26, 12};
constexpr int kIndent = 14; ///< pixels a generation

/// A short piece of the curve's line, as a legend has it; further right for what was made from it.
QPixmap swatch(const widgets::PlotSeries& series, int generation) {
  const double scale = qApp->devicePixelRatio();
  const int shift = kIndent * std::min(generation, 2);
  QPixmap pixmap((kSwatch + QSize(shift, 0)) * scale);
  pixmap.setDevicePixelRatio(scale);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(widgets::penOf(series, widgets::Theme::colors()));
  painter.drawLine(QPointF(shift + 1, 6), QPointF(shift + kSwatch.width() - 1, 6));
  return pixmap;
}

QVariant dimmed(const Line&, int role) {
  return role == Qt::ForegroundRole ? QBrush(widgets::Theme::colors().dim) : QVariant();
}

Column plain(const QString& title, std::function<QVariant(const Line&)> text,
             std::function<QVariant(const Line&, int)> extra = {}) {
  Column column{title, std::move(text), true};
  column.extra = std::move(extra);
  return column;
}
} // namespace

CurveTable::CurveTable(QWidget* parent) : QTableView(parent) {
  Column name{tr("Receiver"), [](const Line& l) { return l.series.name; }};
  name.extra = [](const Line& l, int role) -> QVariant {
    switch (role) {
    case Qt::CheckStateRole:
      return l.series.visible ? Qt::Checked : Qt::Unchecked;
    case Qt::DecorationRole:
      return swatch(l.series, l.generation);
    case Qt::FontRole:
      return l.series.role == widgets::PlotSeries::Role::Reference
                 ? widgets::uiFont(13, QFont::DemiBold)
                 : QVariant();
    case Qt::ToolTipRole:
      return l.progress.note.empty() ? l.series.name : noteText(l.progress.note);
    default:
      return {};
    }
  };
  name.tick = [this](const Line& l, bool on) {
    Q_EMIT ticked(l.series.name, on);
    return true;
  };
  const auto waiting = [](const Line& l, int role) {
    return l.progress.phase == study::Phase::Waiting ? dimmed(l, role) : QVariant();
  };
  const auto loss = [](const Line& l, int role) -> QVariant {
    if (role == Qt::ForegroundRole && l.progress.loss && l.progress.loss->unbounded)
      return QBrush(widgets::Theme::colors().warning);
    return role == Qt::FontRole ? widgets::uiFont(13, QFont::DemiBold) : QVariant();
  };
  const auto state = [](const Line& l, int role) -> QVariant {
    const auto& c = widgets::Theme::colors();
    if (role == Qt::ForegroundRole)
      return QBrush(l.progress.phase == study::Phase::Failed ? c.warning : c.dim);
    if (role == Qt::ToolTipRole && !l.progress.note.empty())
      return noteText(l.progress.note);
    return {};
  };
  std::vector<Column> columns;
  columns.push_back(std::move(name));
  columns.push_back(plain(
      tr("At the target"), [](const Line& l) { return crossingText(l.progress); }, waiting));
  columns.push_back(plain(
      tr("95 %"),
      [](const Line& l) {
        const auto& c = l.progress.crossing;
        return c.reached ? intervalText(c.interval, false) : QString();
      },
      dimmed));
  columns.push_back(plain(
      tr("Loss to parent"), [](const Line& l) { return lossText(l.progress); }, loss));
  columns.push_back(plain(
      tr("95 %"),
      [](const Line& l) {
        const auto& own = l.progress.loss;
        return own && own->valid ? intervalText(own->interval, true) : QString();
      },
      dimmed));
  columns.push_back(plain(
      tr("Blocks"),
      [](const Line& l) {
        std::uint64_t blocks = 0;
        for (const auto& p : l.progress.curve)
          blocks += p.blocks;
        return widgets::grouped(static_cast<std::int64_t>(blocks));
      },
      waiting));
  Column last{tr("State"), [](const Line& l) { return phaseText(l.progress); }};
  last.extra = state;
  columns.push_back(std::move(last));
  m_model = std::make_unique<Table>(std::move(columns),
                                    [](const Line& l) { return static_cast<qint64>(l.entry); });
  setModel(m_model.get());
  widgets::styleTable(this, 0);
  setIconSize(kSwatch + QSize(2 * kIndent, 0));
  setAccessibleName(tr("Receivers and their decibels at the target"));
  setMouseTracking(true);
  connect(this, &QTableView::entered, this, [this](const QModelIndex& at) {
    Q_EMIT hovered(static_cast<int>(m_model->row(at.row()).entry));
  });
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& at) {
            if (at.isValid())
              Q_EMIT chosen(static_cast<int>(m_model->row(at.row()).entry));
          });
}

void CurveTable::setLines(std::vector<Line> lines) { m_model->setRows(std::move(lines)); }

void CurveTable::setCurrentEntry(int entry) {
  const int row = m_model->rowOf(entry);
  if (row < 0 || row == currentIndex().row())
    return;
  const QSignalBlocker blocker(selectionModel());
  setCurrentIndex(m_model->index(row, 0));
  selectRow(row);
  scrollTo(m_model->index(row, 0));
  viewport()->update();
}

void CurveTable::setHighlight(int entry) {
  if (entry == m_highlight)
    return;
  m_highlight = entry;
  viewport()->update();
}

bool CurveTable::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave)
    Q_EMIT hovered(-1);
  if (event->type() == QEvent::Paint && m_highlight >= 0)
    if (const int row = m_model->rowOf(m_highlight); row >= 0) {
      QPainter painter(viewport());
      painter.fillRect(QRect(0, rowViewportPosition(row), viewport()->width(), rowHeight(row)),
                       widgets::Theme::colors().hover);
    }
  return QTableView::viewportEvent(event);
}

} // namespace rxq::app
