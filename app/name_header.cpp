#include "app/name_header.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>

#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr int kGap = 16;    ///< px between names of rows and values
constexpr int kPadding = 8; ///< as cells have
constexpr int kWidest = 130;

/// At most two lines of `width`; what is left over is cut with dots.
QStringList linesOf(const QString& text, const QFont& font, int width) {
  const QFontMetrics metrics(font);
  if (metrics.horizontalAdvance(text) <= width)
    return {text};
  QTextLayout layout(text, font);
  layout.beginLayout();
  QTextLine first = layout.createLine();
  first.setLineWidth(width);
  layout.endLayout();
  return {text.left(first.textLength()).trimmed(),
          metrics.elidedText(text.mid(first.textLength()).trimmed(), Qt::ElideRight, width)};
}
} // namespace

QString NameHeader::textOf(int section) const {
  return model()->headerData(section, orientation(), Qt::DisplayRole).toString();
}

QFont NameHeader::fontOf(int section) const {
  return model()->headerData(section, orientation(), Qt::FontRole).value<QFont>();
}

void NameHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const widgets::Colors& c = widgets::Theme::colors();
  const QFont font = fontOf(section);
  painter->save();
  painter->fillRect(rect, c.card);
  painter->setPen(c.line);
  painter->drawLine(rect.bottomLeft(), rect.bottomRight());
  painter->setFont(font);
  if (orientation() == Qt::Vertical) {
    painter->setPen(c.ink);
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, textOf(section));
  } else {
    painter->setPen(font.weight() > QFont::Normal ? c.ink : c.dim);
    const QRect inside = rect.adjusted(kPadding, 2, -kPadding, -4);
    painter->drawText(inside, Qt::AlignRight | Qt::AlignBottom,
                      linesOf(textOf(section), font, inside.width()).join(u'\n'));
  }
  painter->restore();
}

QSize NameHeader::sectionSizeFromContents(int section) const {
  const QFontMetrics metrics(fontOf(section));
  const int width = metrics.horizontalAdvance(textOf(section));
  if (orientation() == Qt::Vertical)
    return {width + kGap, defaultSectionSize()};
  return {std::min(width, kWidest) + 2 * kPadding + 2, 2 * metrics.lineSpacing() + 8};
}

} // namespace rxq::app
