#include "widgets/histogram_view.h"

#include <QPainter>
#include <algorithm>

#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr int kLabelHeight = 16;
}

HistogramView::HistogramView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Distribution of LLRs"));
}

void HistogramView::setShares(double low, double high, std::vector<double> bars,
                              std::vector<double> line) {
  m_low = low;
  m_high = high;
  m_bars = std::move(bars);
  m_line = std::move(line);
  update();
}

void HistogramView::paintEvent(QPaintEvent*) {
  if (m_bars.empty())
    return;
  const Colors& c = Theme::colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  // The outermost bins hold all that lies beyond: they must not flatten the rest.
  double most = 1e-9;
  for (std::size_t i = 1; i + 1 < m_bars.size(); ++i)
    most = std::max({most, m_bars[i], i < m_line.size() ? m_line[i] : 0});
  const double bottom = height() - kLabelHeight,
               step = static_cast<double>(width()) / static_cast<double>(m_bars.size());
  const auto heightOf = [&](double share) {
    return std::min(1.0, share / (1.1 * most)) * (bottom - 4);
  };
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.accent);
  for (std::size_t i = 0; i < m_bars.size(); ++i) {
    const double h = heightOf(m_bars[i]);
    painter.drawRect(
        QRectF(step * static_cast<double>(i) + 0.5, bottom - h, std::max(1.0, step - 1), h));
  }
  QPolygonF line;
  for (std::size_t i = 0; i < m_line.size(); ++i)
    line << QPointF(step * (static_cast<double>(i) + 0.5), bottom - heightOf(m_line[i]));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(c.ink, 1.6));
  painter.drawPolyline(line);
  painter.setPen(c.line);
  painter.drawLine(QPointF(0, bottom), QPointF(width(), bottom));
  painter.setPen(c.dim);
  painter.setFont(uiFont(11));
  const QRectF labels(0, bottom, width(), kLabelHeight);
  painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, numberText(m_low, 0));
  painter.drawText(labels, Qt::AlignHCenter | Qt::AlignVCenter, QStringLiteral("0"));
  painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, numberText(m_high, 0));
}

} // namespace rxq::widgets
