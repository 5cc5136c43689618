#include "widgets/line_plot.h"

#include <QPainter>
#include <cmath>
#include <qwt_plot_item.h>
#include <qwt_scale_div.h>
#include <qwt_scale_engine.h>
#include <qwt_scale_map.h>

#include "widgets/label_layout.h"

namespace rxq::widgets {

namespace {
QColor colorOf(LinePlot::Tone tone, const Colors& c) {
  switch (tone) {
  case LinePlot::Tone::Ink:
    return c.ink;
  case LinePlot::Tone::Accent:
    return c.accent;
  case LinePlot::Tone::Warning:
    return c.warning;
  case LinePlot::Tone::Good:
    return c.good;
  case LinePlot::Tone::Purple:
    return c.series[2];
  case LinePlot::Tone::Pale:
    break;
  }
  return mix(c.dim, c.card, 0.4);
}
} // namespace

class LineItem : public QwtPlotItem {
 public:
  explicit LineItem(const LinePlot& plot) : m_plot(plot) { setZ(10); }
  int rtti() const override { return QwtPlotItem::Rtti_PlotUserItem; }

  void draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
            const QRectF& canvas) const override {
    const Colors& c = m_plot.colors();
    painter->setRenderHint(QPainter::Antialiasing);
    drawGrid(*painter, x, y, canvas);
    const auto place = [&](const QVector<QPointF>& points) {
      QPolygonF line;
      for (const QPointF& p : points)
        if (std::isfinite(p.y()))
          line << QPointF(x.transform(p.x()), y.transform(p.y()));
      return line;
    };
    painter->save();
    painter->setClipRect(canvas, Qt::IntersectClip);
    if (!m_plot.m_bandLow.isEmpty()) {
      QPolygonF band = place(m_plot.m_bandLow);
      const QPolygonF upper = place(m_plot.m_bandHigh);
      for (auto it = upper.rbegin(); it != upper.rend(); ++it)
        band << *it;
      QColor soft = c.accent;
      soft.setAlphaF(0.16f);
      painter->setPen(Qt::NoPen);
      painter->setBrush(soft);
      painter->drawPolygon(band);
      painter->setBrush(Qt::NoBrush);
    }
    if (m_plot.m_level) {
      const double at = y.transform(*m_plot.m_level);
      painter->setPen(QPen(c.dim, 1.2, Qt::DotLine));
      painter->drawLine(QPointF(canvas.left(), at), QPointF(canvas.right(), at));
      painter->setPen(c.dim);
      painter->setFont(uiFont(11));
      painter->drawText(QPointF(canvas.left() + 6, at - 4), m_plot.m_levelText);
    }
    if (m_plot.m_mark) {
      const double at = x.transform(*m_plot.m_mark);
      painter->setPen(QPen(c.dim, 1.2, Qt::DashLine));
      painter->drawLine(QPointF(at, canvas.top()), QPointF(at, canvas.bottom()));
    }
    std::vector<LabelRequest> requests;
    for (const LinePlot::Line& line : m_plot.m_lines) {
      const QPolygonF polygon = place(line.points);
      QPen pen(colorOf(line.tone, c), line.thick ? 2.6 : 1.7);
      pen.setJoinStyle(Qt::RoundJoin);
      painter->setPen(pen);
      painter->drawPolyline(polygon);
      if (polygon.size() == 1)
        painter->drawPoint(polygon.front());
      requests.push_back({line.name, {polygon}});
    }
    painter->restore();
    painter->setFont(uiFont(12, QFont::DemiBold));
    const PlacedLabels placed =
        placeLabels(requests, canvas.adjusted(4, 4, -4, -4), QFontMetricsF(painter->font()));
    for (std::size_t i = 0; i < placed.size(); ++i)
      if (placed[i].isValid() && !requests[i].text.isEmpty()) {
        painter->setPen(colorOf(m_plot.m_lines[i].tone, c));
        painter->drawText(placed[i], Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                          requests[i].text);
      }
  }

 private:
  void drawGrid(QPainter& painter, const QwtScaleMap& x, const QwtScaleMap& y,
                const QRectF& canvas) const {
    painter.setPen(QPen(m_plot.colors().grid, 1));
    for (const double v : m_plot.axisScaleDiv(QwtPlot::yLeft).ticks(QwtScaleDiv::MajorTick)) {
      const double at = std::round(y.transform(v)) + 0.5;
      painter.drawLine(QPointF(canvas.left(), at), QPointF(canvas.right(), at));
    }
    for (const double v : m_plot.axisScaleDiv(QwtPlot::xBottom).ticks(QwtScaleDiv::MajorTick)) {
      const double at = std::round(x.transform(v)) + 0.5;
      painter.drawLine(QPointF(at, canvas.top()), QPointF(at, canvas.bottom()));
    }
  }

  const LinePlot& m_plot;
};

LinePlot::LinePlot(QWidget* parent) : StyledPlot(parent) { (new LineItem(*this))->attach(this); }

void LinePlot::setAxis(int axis, double low, double high, bool logarithmic) {
  if (logarithmic)
    setAxisScaleEngine(axis, new QwtLogScaleEngine);
  else
    setAxisScaleEngine(axis, new QwtLinearScaleEngine);
  setAxisScaleDraw(axis, makeScaleDraw(logarithmic));
  setAxisScaleDiv(axis, logarithmic ? logarithmicDivision(low, high)
                                    : linearDivision(low, high, 6, high));
  replot();
}

void LinePlot::setXAxis(double low, double high, bool logarithmic) {
  setAxis(QwtPlot::xBottom, low, high, logarithmic);
}
void LinePlot::setYAxis(double low, double high, bool logarithmic) {
  setAxis(QwtPlot::yLeft, low, high, logarithmic);
}

void LinePlot::setLines(std::vector<Line> lines) {
  m_lines = std::move(lines);
  replot();
}

void LinePlot::setBand(QVector<QPointF> low, QVector<QPointF> high) {
  m_bandLow = std::move(low);
  m_bandHigh = std::move(high);
  replot();
}

void LinePlot::setLevel(std::optional<double> y, const QString& text) {
  m_level = y;
  m_levelText = text;
  replot();
}

void LinePlot::setMark(std::optional<double> x) {
  m_mark = x;
  replot();
}

} // namespace rxq::widgets
