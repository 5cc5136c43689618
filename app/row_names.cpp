#include "app/row_names.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr int kGap = 16; ///< px between names and values
} // namespace

void RowNames::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const widgets::Colors& c = widgets::Theme::colors();
  painter->save();
  painter->fillRect(rect, c.card);
  painter->setPen(c.line);
  painter->drawLine(rect.bottomLeft(), rect.bottomRight());
  painter->setPen(c.ink);
  painter->setFont(model()->headerData(section, Qt::Vertical, Qt::FontRole).value<QFont>());
  const QString text = model()->headerData(section, Qt::Vertical, Qt::DisplayRole).toString();
  painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, text);
  painter->restore();
}

QSize RowNames::sectionSizeFromContents(int section) const {
  const QFontMetrics metrics(
      model()->headerData(section, Qt::Vertical, Qt::FontRole).value<QFont>());
  const QString text = model()->headerData(section, Qt::Vertical, Qt::DisplayRole).toString();
  return {metrics.horizontalAdvance(text) + kGap, defaultSectionSize()};
}

} // namespace rxq::app
