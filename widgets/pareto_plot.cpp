#include "widgets/pareto_plot.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <qwt_scale_div.h>
#include <qwt_scale_draw.h>
#include <qwt_scale_engine.h>
#include <qwt_scale_map.h>
#include <qwt_text.h>

#include "widgets/format.h"
#include "widgets/pareto_item.h"

namespace rxq::widgets {

namespace {
constexpr double kPickDistance = 14; ///< px
constexpr double kLeastSpan = 0.3;   ///< dB shown at the least
constexpr int kLongestName = 28;     ///< at the axis
constexpr double kEdge = 0.035;      ///< of the axis, without labels

/// Costs as their unit has them.
class CostScaleDraw : public QwtScaleDraw {
 public:
  explicit CostScaleDraw(std::function<QString(double)> text) : m_text(std::move(text)) {
    enableComponent(QwtAbstractScaleDraw::Backbone, false);
    enableComponent(QwtAbstractScaleDraw::Ticks, false);
    setTickLength(QwtScaleDiv::MajorTick, 0);
    setSpacing(6);
  }
  QwtText label(double value) const override {
    static const QRegularExpression zeros(QStringLiteral("\\.0+(?=\\s|$)"));
    return QwtText(m_text(value).remove(zeros)); // ticks are whole: "10 kB"
  }

 private:
  std::function<QString(double)> m_text;
};

/// Labels at 1, 2, 5 while few decades are in sight, else at 1, but not at the very ends, where
/// they would be cut; minor lines at every digit.
QwtScaleDiv costDivision(double low, double high) {
  const double decades = std::log10(high / low);
  QList<double> minor, major;
  for (int d = static_cast<int>(std::floor(std::log10(low))); std::pow(10.0, d) <= high; ++d)
    for (int m = 1; m < 10; ++m) {
      const double value = m * std::pow(10.0, d);
      if (value < low || value > high)
        continue;
      const double place = std::log10(value / low) / decades;
      const bool labelled =
          place > kEdge && place < 1 - kEdge && (m == 1 || (decades < 2.4 && (m == 2 || m == 5)));
      (labelled ? major : minor) << value;
    }
  return QwtScaleDiv(low, high, minor, {}, major);
}
} // namespace

std::vector<std::size_t> paretoFront(const std::vector<ParetoPoint>& points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return points[a].cost != points[b].cost ? points[a].cost < points[b].cost
                                            : points[a].lossDb < points[b].lossDb;
  });
  std::vector<std::size_t> front;
  for (const std::size_t i : order)
    if (!points[i].beyond && (front.empty() || points[i].lossDb < points[front.back()].lossDb))
      front.push_back(i);
  return front;
}

ParetoPlot::ParetoPlot(QWidget* parent) : StyledPlot(parent), m_readout(new QLabel(canvas())) {
  setAxisScaleEngine(QwtPlot::xBottom, new QwtLogScaleEngine);
  (new ParetoItem(*this))->attach(this);
  setFocusPolicy(Qt::StrongFocus);
  canvas()->setFocusPolicy(Qt::NoFocus);
  canvas()->setMouseTracking(true);
  canvas()->installEventFilter(this);
  m_readout->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_readout->setTextFormat(Qt::RichText);
  m_readout->hide();
  setAccessibleName(tr("Loss over cost of the models"));
  setCost(tr("Cost"), [](double cost) { return numberText(cost, 2); });
}

void ParetoPlot::setPoints(std::vector<ParetoPoint> points) {
  std::erase_if(points, [](const ParetoPoint& p) {
    return !(p.cost > 0) || !std::isfinite(p.cost) || !std::isfinite(p.lossDb);
  });
  if (points != m_points)
    showReadout({});
  m_points = std::move(points);
  m_front = paretoFront(m_points);
  applyScales();
}

void ParetoPlot::setCost(const QString& title, std::function<QString(double)> text) {
  m_costText = std::move(text);
  setAxisScaleDraw(QwtPlot::xBottom, new CostScaleDraw(m_costText));
  m_costTitle = title;
  setReference(m_reference);
  showReadout({});
  applyScales();
}

void ParetoPlot::setReference(const QString& name) {
  m_reference = name;
  const QString shown =
      name.size() > kLongestName ? name.left(kLongestName - 1) + QChar(0x2026) : name;
  setAxisTitles(m_costTitle, name.isEmpty() ? tr("Loss, dB") : tr("Loss to %1, dB").arg(shown));
}

void ParetoPlot::setCurrent(qint64 key) {
  if (key == m_current)
    return;
  m_current = key;
  replot();
}

void ParetoPlot::applyScales() {
  double left = 1e3, right = 1e4, low = 0, high = kLeastSpan;
  if (!m_points.empty()) {
    left = right = m_points.front().cost;
    for (const ParetoPoint& p : m_points) {
      left = std::min(left, p.cost);
      right = std::max(right, p.cost);
      low = std::min(low, p.lossDb);
      if (p.beyond)
        continue;
      high = std::max(high, p.lossDb);
      // An interval may reach far: it may leave the picture, its point may not.
      if (p.interval && std::isfinite(p.interval->high))
        high = std::max(high, std::min(p.interval->high, p.lossDb + kLeastSpan));
      if (p.interval && std::isfinite(p.interval->low))
        low = std::min(low, std::max(p.interval->low, p.lossDb - kLeastSpan));
    }
  }
  // Room for names at the right of the dearest.
  const double span = std::max(std::log10(right / left), 0.3);
  left *= std::pow(10.0, -0.08 * span);
  right *= std::pow(10.0, 0.22 * span);
  const bool beyond =
      std::any_of(m_points.begin(), m_points.end(), [](const auto& p) { return p.beyond; });
  low -= 0.06 * (high - low);
  high += (beyond ? 0.22 : 0.10) * (high - low);
  m_top = high;
  setAxisScaleDiv(QwtPlot::xBottom, costDivision(left, right));
  setAxisScaleDiv(QwtPlot::yLeft, linearDivision(low, high, 6, high));
  replot();
}

QPointF ParetoPlot::pixelsOf(std::size_t point) const {
  const ParetoPoint& p = m_points[point];
  return {canvasMap(QwtPlot::xBottom).transform(p.cost),
          p.beyond ? ParetoItem::kArrowPlace : canvasMap(QwtPlot::yLeft).transform(p.lossDb)};
}

QString ParetoPlot::describe(std::size_t point) const {
  const ParetoPoint& p = m_points[point];
  QString loss =
      p.beyond ? tr("more than %1").arg(decibels(p.lossDb, 1)) : signedDecibels(p.lossDb);
  if (!p.beyond && p.interval && std::isfinite(p.interval->low) && std::isfinite(p.interval->high))
    loss = tr("%1 (95 %: %2 … %3)")
               .arg(loss, signedDecibels(p.interval->low), signedDecibels(p.interval->high));
  return tr("%1: %2 at %3").arg(p.name, loss, m_costText(p.cost));
}

std::optional<std::size_t> ParetoPlot::pointAt(const QPointF& position) const {
  std::optional<std::size_t> best;
  double closest = kPickDistance;
  for (std::size_t i = 0; i < m_points.size(); ++i) {
    const QPointF apart = pixelsOf(i) - position;
    if (const double distance = std::hypot(apart.x(), apart.y()); distance < closest) {
      closest = distance;
      best = i;
    }
  }
  return best;
}

void ParetoPlot::showReadout(std::optional<std::size_t> point) {
  if (point == m_hovered && !point)
    return;
  m_hovered = point;
  if (!point) {
    m_readout->hide();
    replot();
    return;
  }
  const ParetoPoint& p = m_points[*point];
  const QString text = describe(*point);
  const QString rest = text.mid(p.name.size() + 1).trimmed();
  m_readout->setText(
      QStringLiteral("<b>%1</b><br>%2").arg(p.name.toHtmlEscaped(), rest.toHtmlEscaped()));
  m_readout->setStyleSheet(
      QStringLiteral("background: %1; color: %2; border: 1px solid %3; border-radius: 6px; "
                     "padding: 6px 9px;")
          .arg(colors().card.name(), colors().ink.name(), colors().line.name()));
  m_readout->adjustSize();
  const QPointF at = pixelsOf(*point);
  int x = static_cast<int>(at.x()) + 14;
  if (x + m_readout->width() > canvas()->width() - 2)
    x = static_cast<int>(at.x()) - m_readout->width() - 14;
  const int lowest = std::max(2, canvas()->height() - m_readout->height() - 2);
  m_readout->move(std::max(2, x), std::clamp(static_cast<int>(at.y()) - 20, 2, lowest));
  m_readout->show();
  setAccessibleDescription(text);
  Q_EMIT pointShown(text);
  replot();
}

bool ParetoPlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched != canvas())
    return StyledPlot::eventFilter(watched, event);
  if (event->type() == QEvent::MouseMove) {
    const auto point = pointAt(static_cast<QMouseEvent*>(event)->position());
    canvas()->setCursor(point ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (point != m_hovered)
      showReadout(point);
  } else if (event->type() == QEvent::Leave) {
    showReadout({});
  } else if (event->type() == QEvent::MouseButtonPress) {
    setFocus(Qt::MouseFocusReason);
    if (const auto point = pointAt(static_cast<QMouseEvent*>(event)->position()))
      Q_EMIT chosen(m_points[*point].key);
    return true;
  }
  return StyledPlot::eventFilter(watched, event);
}

void ParetoPlot::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (m_hovered && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space)) {
    Q_EMIT chosen(m_points[*m_hovered].key);
    return;
  }
  if (m_hovered && key == Qt::Key_Escape) {
    showReadout({});
    return;
  }
  const bool forward = key == Qt::Key_Right;
  if (m_points.empty() || (!forward && key != Qt::Key_Left))
    return StyledPlot::keyPressEvent(event);
  std::vector<std::size_t> order(m_points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    return m_points[a].cost < m_points[b].cost;
  });
  if (!m_hovered) {
    showReadout(forward ? order.front() : order.back());
    return;
  }
  auto at = std::find(order.begin(), order.end(), *m_hovered);
  if (forward && at + 1 != order.end())
    ++at;
  else if (!forward && at != order.begin())
    --at;
  showReadout(*at);
}

void ParetoPlot::focusOutEvent(QFocusEvent* event) {
  StyledPlot::focusOutEvent(event);
  showReadout({});
}

void ParetoPlot::resizeEvent(QResizeEvent* event) {
  StyledPlot::resizeEvent(event);
  showReadout({});
}

} // namespace rxq::widgets
