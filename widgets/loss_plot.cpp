#include "widgets/loss_plot.h"

#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <qwt_plot_item.h>
#include <qwt_scale_div.h>
#include <qwt_scale_draw.h>
#include <qwt_scale_map.h>

#include "core/base/number_text.h"
#include "widgets/format.h"
#include "widgets/label_layout.h"

namespace rxq::widgets {

/// Draws grid and both curves of a LossPlot.
class LossItem : public QwtPlotItem {
 public:
  explicit LossItem(const LossPlot& plot) : m_plot(plot) { setZ(10); }
  int rtti() const override { return QwtPlotItem::Rtti_PlotUserItem; }

  void draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
            const QRectF& canvas) const override {
    painter->setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_plot.colors();
    painter->setPen(QPen(c.grid, 1));
    for (const double v : m_plot.axisScaleDiv(QwtPlot::yLeft).ticks(QwtScaleDiv::MajorTick)) {
      const double at = std::round(y.transform(v)) + 0.5;
      painter->drawLine(QPointF(canvas.left(), at), QPointF(canvas.right(), at));
    }
    for (const double v : m_plot.axisScaleDiv(QwtPlot::xBottom).ticks(QwtScaleDiv::MajorTick)) {
      const double at = std::round(x.transform(v)) + 0.5;
      painter->drawLine(QPointF(at, canvas.top()), QPointF(at, canvas.bottom()));
    }
    const std::vector<LossPlot::Line> lines = m_plot.lines();
    std::vector<LabelRequest> requests;
    for (const LossPlot::Line& line : lines) {
      QPolygonF points; // those that were not measured are left out
      for (const train::LossPoint& p : m_plot.m_history)
        if (const double value = m_plot.plotted(p, line); std::isfinite(value))
          points << QPointF(x.transform(static_cast<double>(p.iteration)), y.transform(value));
      requests.push_back({line.name, {points}});
    }
    const QColor pale = mix(c.accent, c.card, 0.42);
    const auto colorOf = [&](std::size_t i) { return i == 0 ? c.accent : pale; };
    painter->save();
    painter->setClipRect(canvas, Qt::IntersectClip);
    for (std::size_t i = requests.size(); i-- > 0;) { // the first on top
      QPen pen(colorOf(i), i == 0 ? 2.4 : 1.4);
      pen.setJoinStyle(Qt::RoundJoin);
      painter->setPen(pen);
      painter->drawPolyline(requests[i].lines.front());
    }
    if (const QPolygonF& first = requests.front().lines.front(); first.size() <= 60) {
      painter->setPen(QPen(c.accent, 1.5));
      painter->setBrush(c.card);
      for (const QPointF& p : first)
        painter->drawEllipse(p, 2.8, 2.8);
    }
    painter->restore();
    painter->setFont(uiFont(12, QFont::DemiBold));
    const PlacedLabels placed =
        placeLabels(requests, canvas.adjusted(4, 4, -4, -4), QFontMetricsF(painter->font()));
    for (std::size_t i = 0; i < placed.size(); ++i)
      if (placed[i].isValid()) {
        painter->setPen(colorOf(i));
        painter->drawText(placed[i], Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                          requests[i].text);
      }
    if (m_plot.m_hovered >= 0) {
      const auto& p = m_plot.m_history[static_cast<std::size_t>(m_plot.m_hovered)];
      const double at = x.transform(static_cast<double>(p.iteration));
      painter->setPen(QPen(c.dim, 1, Qt::DotLine));
      painter->drawLine(QPointF(at, canvas.top()), QPointF(at, canvas.bottom()));
    }
  }

 private:
  const LossPlot& m_plot;
};

LossPlot::LossPlot(QWidget* parent) : StyledPlot(parent), m_readout(new QLabel(canvas())) {
  (new LossItem(*this))->attach(this);
  canvas()->setMouseTracking(true);
  canvas()->installEventFilter(this);
  m_readout->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_readout->hide();
  setAccessibleName(tr("Course of the training"));
  setQuantity(Quantity::BitMetricRate);
  applyScales();
}

double LossPlot::valueOf(double loss, Quantity quantity) {
  return quantity == Quantity::Loss ? loss / std::numbers::ln2
                                    : train::LossPoint::bitMetricRate(loss);
}

std::vector<LossPlot::Line> LossPlot::lines() const {
  if (m_quantity == Quantity::LearningRate)
    return {{tr("Learning rate"), &train::LossPoint::rate}};
  return {{tr("Validation"), &train::LossPoint::validation},
          {tr("Training"), &train::LossPoint::train}};
}

double LossPlot::plotted(const train::LossPoint& point, const Line& line) const {
  const double value = point.*line.member;
  return m_quantity == Quantity::LearningRate ? value : valueOf(value, m_quantity);
}

void LossPlot::setQuantity(Quantity quantity) {
  m_quantity = quantity;
  const auto title = [&] {
    switch (quantity) {
    case Quantity::BitMetricRate:
      return tr("Bit-metric rate, bits a bit");
    case Quantity::Loss:
      return tr("Loss, bits a bit");
    case Quantity::LearningRate:
      break;
    }
    return tr("Learning rate");
  };
  setAxisTitles(tr("Iteration"), title());
  applyScales();
}

void LossPlot::setHistory(std::vector<train::LossPoint> history, std::int64_t iterations) {
  m_history = std::move(history);
  m_iterations = iterations;
  if (m_hovered >= static_cast<int>(m_history.size()))
    m_hovered = -1;
  applyScales();
}

void LossPlot::applyScales() {
  std::vector<double> values;
  double last = static_cast<double>(std::max<std::int64_t>(m_iterations, 1));
  for (const train::LossPoint& p : m_history) {
    last = std::max(last, static_cast<double>(p.iteration));
    for (const Line& line : lines())
      if (const double v = plotted(p, line); std::isfinite(v))
        values.push_back(v);
  }
  double low = 0, high = 1;
  if (m_quantity == Quantity::LearningRate) {
    high = values.empty() ? 1 : 1.05 * *std::max_element(values.begin(), values.end());
  } else if (!values.empty()) {
    // The first iterations are far off: they may leave the picture, the end must be readable.
    std::sort(values.begin(), values.end());
    const auto at = [&](double q) {
      return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
    };
    const bool rises = m_quantity == Quantity::BitMetricRate;
    low = rises ? std::max(at(0.06), at(1.0) - 3 * std::max(0.02, at(1.0) - at(0.25))) : at(0.0);
    high = rises ? at(1.0) : std::min(at(0.94), at(0.0) + 3 * std::max(0.02, at(0.75) - at(0.0)));
    const double pad = std::max(0.12 * (high - low), 0.005);
    low -= pad;
    high += pad;
  }
  setAxisScaleDiv(QwtPlot::xBottom, linearDivision(0, last, 8, last));
  setAxisScaleDiv(QwtPlot::yLeft, linearDivision(low, high, 6, high));
  replot();
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched == canvas() && event->type() == QEvent::MouseMove)
    showReadout(static_cast<QMouseEvent*>(event)->position());
  else if (watched == canvas() && event->type() == QEvent::Leave) {
    m_hovered = -1;
    m_readout->hide();
    replot();
  }
  return StyledPlot::eventFilter(watched, event);
}

void LossPlot::showReadout(const QPointF& at) {
  if (m_history.empty())
    return;
  const double iteration = canvasMap(QwtPlot::xBottom).invTransform(at.x());
  std::size_t best = 0;
  for (std::size_t i = 0; i < m_history.size(); ++i)
    if (std::abs(static_cast<double>(m_history[i].iteration) - iteration) <
        std::abs(static_cast<double>(m_history[best].iteration) - iteration))
      best = i;
  m_hovered = static_cast<int>(best);
  const train::LossPoint& p = m_history[best];
  QString text = tr("Iteration %1").arg(grouped(p.iteration));
  if (m_quantity != Quantity::LearningRate)
    for (const Line& line : lines())
      if (const double v = plotted(p, line); std::isfinite(v))
        text += u'\n' + line.name + u' ' + QString::number(v, 'f', 4);
  text += u'\n' + tr("Learning rate %1").arg(QString::number(p.rate, 'g', 3));
  m_readout->setStyleSheet(
      QStringLiteral("background: %1; color: %2; border: 1px solid %3; border-radius: 6px; "
                     "padding: 6px 9px;")
          .arg(colors().card.name(), colors().ink.name(), colors().line.name()));
  m_readout->setText(text);
  m_readout->adjustSize();
  int x = static_cast<int>(at.x()) + 14;
  if (x + m_readout->width() > canvas()->width())
    x = static_cast<int>(at.x()) - m_readout->width() - 14;
  const int lowest = std::max(2, canvas()->height() - m_readout->height() - 2);
  m_readout->move(std::max(2, x), std::clamp(static_cast<int>(at.y()) - 20, 2, lowest));
  m_readout->show();
  replot();
}

QString LossPlot::toCsv() const {
  const auto number = [](double v) {
    return std::isfinite(v) ? QString::fromStdString(base::toText(v)) : QString();
  };
  QString text = QStringLiteral("iteration,train_nats,validation_nats,learning_rate\n");
  for (const train::LossPoint& p : m_history)
    text += QStringLiteral("%1,%2,%3,%4\n")
                .arg(p.iteration)
                .arg(number(p.train), number(p.validation), number(p.rate));
  return text;
}

} // namespace rxq::widgets
