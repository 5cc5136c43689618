#include "widgets/snapshot_table.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include "widgets/labels.h"
#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr int kRowHeight = 31;
constexpr int kPadding = 8;
} // namespace

void FigureDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  QStyleOptionViewItem cell = option;
  initStyleOption(&cell, index);
  const bool figures = cell.displayAlignment & Qt::AlignRight;
  const QString text = cell.text;
  if (figures)
    cell.text.clear();
  const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
  if (!figures)
    return;
  painter->save();
  painter->setFont(cell.font);
  const QVariant ink = index.data(Qt::ForegroundRole);
  painter->setPen(ink.canConvert<QBrush>() ? ink.value<QBrush>().color() : Theme::colors().ink);
  const QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
  const QFontMetrics metrics = painter->fontMetrics();
  drawFigures(*painter, rect,
              figuresWidth(metrics, text) > rect.width()
                  ? metrics.elidedText(text, Qt::ElideRight, rect.width())
                  : text,
              Qt::AlignRight | Qt::AlignVCenter);
  painter->restore();
}

QSize FigureDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  size.setHeight(kRowHeight);
  const QFont font =
      index.data(Qt::FontRole).isValid() ? index.data(Qt::FontRole).value<QFont>() : option.font;
  const int text = figuresWidth(QFontMetrics(font), index.data().toString());
  size.setWidth(std::max(size.width(), text + 2 * kPadding + 2));
  return size;
}

void styleTable(QTableView* view, int stretched) {
  view->setItemDelegate(new FigureDelegate(view));
  view->setSelectionBehavior(QAbstractItemView::SelectRows);
  view->setSelectionMode(QAbstractItemView::SingleSelection);
  view->setShowGrid(false);
  view->setWordWrap(false);
  view->setFrameShape(QFrame::NoFrame);
  view->verticalHeader()->hide();
  view->verticalHeader()->setDefaultSectionSize(kRowHeight);
  view->verticalHeader()->setMinimumSectionSize(kRowHeight);
  view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view->setTextElideMode(Qt::ElideRight);
  view->setTabKeyNavigation(false);
  QHeaderView* header = view->horizontalHeader();
  header->setHighlightSections(false);
  header->setSectionResizeMode(QHeaderView::ResizeToContents);
  header->setMinimumSectionSize(28);
  if (stretched >= 0)
    header->setSectionResizeMode(stretched, QHeaderView::Stretch);
}

} // namespace rxq::widgets
