#include "widgets/constellation_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr double kLabel = 18, kGap = 14;
constexpr double kShare = 0.985; ///< of the points that the picture reaches to
} // namespace

ConstellationView::ConstellationView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Constellations before and after equalisation"));
}

void ConstellationView::setSymbols(QVector<QPointF> received, QVector<QPointF> equalised) {
  m_received = std::move(received);
  m_equalised = std::move(equalised);
  update();
}

void ConstellationView::paintEvent(QPaintEvent*) {
  const Colors& c = Theme::colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(uiFont(11));
  const double side = std::min((width() - kGap) / 2.0, height() - kLabel);
  const auto draw = [&](double left, const QVector<QPointF>& points, const QString& name,
                        const QColor& color) {
    const QRectF frame(left, 0.5, side - 1, side - 1);
    painter.setPen(c.grid);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame);
    painter.drawLine(QPointF(frame.left(), frame.center().y()),
                     QPointF(frame.right(), frame.center().y()));
    painter.drawLine(QPointF(frame.center().x(), frame.top()),
                     QPointF(frame.center().x(), frame.bottom()));
    painter.setPen(c.dim);
    painter.drawText(QRectF(left, side, side, kLabel), Qt::AlignCenter, name);
    if (points.isEmpty())
      return;
    std::vector<double> sizes;
    for (const QPointF& p : points)
      sizes.push_back(std::max(std::abs(p.x()), std::abs(p.y())));
    const auto at = static_cast<std::ptrdiff_t>(kShare * static_cast<double>(sizes.size() - 1));
    std::nth_element(sizes.begin(), sizes.begin() + at, sizes.end());
    const double scale = (side / 2 - 4) / std::max(1e-6, sizes[static_cast<std::size_t>(at)]);
    painter.save();
    painter.setClipRect(frame);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    for (const QPointF& p : points)
      painter.drawEllipse(frame.center() + QPointF(p.x(), -p.y()) * scale, 1.3, 1.3);
    painter.restore();
  };
  const double left = (width() - 2 * side - kGap) / 2;
  draw(left, m_received, tr("received, antenna 1"), mix(c.dim, c.card, 0.25));
  draw(left + side + kGap, m_equalised, tr("equalised, channel known"), c.accent);
}

} // namespace rxq::widgets
