#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <qwt_scale_map.h>
#include <utility>

#include "widgets/curve_item.h"
#include "widgets/curve_plot.h"
#include "widgets/format.h"

// What mouse and keys do to a CurvePlot: pick points and curves, move the target, zoom and pan.
namespace rxq::widgets {

namespace {
constexpr double kPickDistance = 16;  // pixels to a point
constexpr double kCurveDistance = 7;  // pixels to a line
constexpr double kTargetDistance = 4; // pixels to the target line
constexpr double kClick = 4;          // pixels that a click may move
constexpr double kTargets[] = {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4};

double distanceTo(const QPointF& p, const QPointF& a, const QPointF& b) {
  const QPointF ab = b - a, ap = p - a;
  const double length = QPointF::dotProduct(ab, ab);
  const double t = length > 0 ? std::clamp(QPointF::dotProduct(ap, ab) / length, 0.0, 1.0) : 0;
  return QLineF(p, a + t * ab).length();
}
/// Two digits: what a hand can mean.
double roundedTarget(double bler) {
  const double unit = std::pow(10.0, std::floor(std::log10(bler)) - 1);
  return std::round(bler / unit) * unit;
}
} // namespace

std::optional<CurvePlot::Pick> CurvePlot::pickAt(const QPointF& position) const {
  std::optional<Pick> best;
  double nearest = kPickDistance;
  for (std::size_t s = 0; s < m_traces.size(); ++s) {
    if (!m_series[s].visible)
      continue;
    for (std::size_t i = 0; i < m_traces[s].points.size(); ++i) {
      const TracePoint& p = m_traces[s].points[i];
      const double distance = QLineF(toPixels(p.snrDb, p.rate), position).length();
      if (distance < nearest) {
        nearest = distance;
        best = Pick{s, i};
      }
    }
  }
  return best;
}

std::optional<std::size_t> CurvePlot::curveAt(const QPointF& position) const {
  for (const PlacedName& name : names())
    if (name.rect.contains(position))
      return name.series;
  if (const auto pick = pickAt(position))
    return pick->series;
  std::optional<std::size_t> best;
  double nearest = kCurveDistance;
  for (std::size_t s = 0; s < m_traces.size(); ++s) {
    if (!m_series[s].visible)
      continue;
    for (const auto& segment : m_traces[s].segments)
      for (std::size_t i = 1; i < segment.size(); ++i) {
        const TracePoint &a = m_traces[s].points[segment[i - 1]],
                         &b = m_traces[s].points[segment[i]];
        const double distance =
            distanceTo(position, toPixels(a.snrDb, a.rate), toPixels(b.snrDb, b.rate));
        if (distance < nearest) {
          nearest = distance;
          best = s;
        }
      }
  }
  return best;
}

bool CurvePlot::isOnTarget(const QPointF& position) const {
  return m_targetMovable && m_target > 0 && m_rate == ErrorRate::Bler &&
         position.x() < canvasMap(QwtPlot::xBottom).transform(m_view.right()) &&
         std::abs(canvasMap(QwtPlot::yLeft).transform(m_target) - position.y()) < kTargetDistance;
}

void CurvePlot::moveTarget(int steps) {
  if (!m_targetMovable || m_rate != ErrorRate::Bler)
    return;
  // Down the list are lower rates.
  const auto* const at = std::find_if(std::begin(kTargets), std::end(kTargets),
                                      [&](double t) { return t <= m_target * (1 + 1e-9); });
  const bool between = at != std::end(kTargets) && *at < m_target * (1 - 1e-9);
  const auto place = (at - std::begin(kTargets)) + (steps > 0 && between ? steps - 1 : steps);
  const auto last = static_cast<std::ptrdiff_t>(std::size(kTargets)) - 1;
  const double next = kTargets[std::clamp<std::ptrdiff_t>(place, 0, last)];
  if (next != m_target)
    Q_EMIT targetChosen(next);
}

void CurvePlot::hover(const QPointF& position) {
  const auto pick = pickAt(position);
  const bool onTarget = !pick && isOnTarget(position);
  canvas()->setCursor(onTarget ? Qt::SizeVerCursor : Qt::ArrowCursor);
  setHighlight(onTarget ? std::nullopt : curveAt(position));
  showPick(pick);
}

QString CurvePlot::describe(std::size_t series, std::size_t point) const {
  const TracePoint& p = m_traces[series].points[point];
  const QString rate = m_rate == ErrorRate::Bler ? tr("BLER") : tr("BER");
  const QString interval = rateText(p.low) + QStringLiteral(" – ") + rateText(p.high);
  const QString value = p.upperLimit ? tr("%1 below %2 (95 %)").arg(rate, rateText(p.high))
                                     : tr("%1 %2 (95 %: %3)").arg(rate, rateText(p.rate), interval);
  return tr("%1 at %2 dB: %3; %4 block errors in %5 blocks")
      .arg(m_series[series].name, numberText(p.snrDb, 2), value,
           grouped(static_cast<std::int64_t>(p.blockErrors)),
           grouped(static_cast<std::int64_t>(p.blocks)));
}

void CurvePlot::showPick(std::optional<Pick> pick) {
  if (pick == m_pick)
    return;
  m_pick = pick;
  if (!pick) {
    m_readout->hide();
    replot();
    return;
  }
  const TracePoint& p = m_traces[pick->series].points[pick->point];
  const QString rate = m_rate == ErrorRate::Bler ? tr("BLER") : tr("BER");
  const QString dim = colors().dim.name();
  const QString value = p.upperLimit ? tr("below %1").arg(rateText(p.high)) : rateText(p.rate);
  m_readout->setText(
      QStringLiteral("<b>%1</b> <span style='color:%2'>%3 dB</span><br>%4 <b>%5</b><br>"
                     "<span style='color:%2'>%6<br>%7</span>")
          .arg(m_series[pick->series].name.toHtmlEscaped(), dim, numberText(p.snrDb, 2), rate,
               value, tr("95 %: %1 – %2").arg(rateText(p.low), rateText(p.high)),
               tr("%1 errors in %2 blocks")
                   .arg(grouped(static_cast<std::int64_t>(p.blockErrors)),
                        grouped(static_cast<std::int64_t>(p.blocks)))));
  m_readout->adjustSize();
  const QPointF at = toPixels(p.snrDb, p.rate);
  QPoint place(static_cast<int>(at.x()) + 14, static_cast<int>(at.y()) - m_readout->height() - 8);
  if (place.x() + m_readout->width() > canvas()->width())
    place.setX(static_cast<int>(at.x()) - m_readout->width() - 14);
  place.setY(std::clamp(place.y(), 2, std::max(2, canvas()->height() - m_readout->height() - 2)));
  m_readout->move(std::max(2, place.x()), place.y());
  m_readout->show();
  m_readout->raise();
  const QString text = describe(pick->series, pick->point);
  setAccessibleDescription(text);
  Q_EMIT pointShown(text);
  replot();
}

void CurvePlot::stepPick(int alongCurve, int amongCurves) {
  std::vector<std::size_t> usable;
  for (std::size_t s = 0; s < m_traces.size(); ++s)
    if (m_series[s].visible && !m_traces[s].empty())
      usable.push_back(s);
  if (usable.empty())
    return;
  if (!m_pick) {
    setHighlight(usable.front());
    showPick(Pick{usable.front(), 0});
    return;
  }
  const auto here = std::find(usable.begin(), usable.end(), m_pick->series) - usable.begin();
  const auto count = static_cast<std::ptrdiff_t>(usable.size());
  const std::size_t series = usable[static_cast<std::size_t>((here + amongCurves + count) % count)];
  const auto last = static_cast<std::ptrdiff_t>(m_traces[series].points.size()) - 1;
  const auto point =
      std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(m_pick->point) + alongCurve, 0, last);
  setHighlight(series);
  showPick(Pick{series, static_cast<std::size_t>(point)});
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched != canvas())
    return StyledPlot::eventFilter(watched, event);
  switch (event->type()) {
  case QEvent::Wheel: {
    const auto* wheel = static_cast<QWheelEvent*>(event);
    const double factor = std::pow(0.85, wheel->angleDelta().y() / 120.0);
    const bool onlyX = wheel->modifiers() & Qt::ControlModifier;
    const bool onlyY = wheel->modifiers() & Qt::ShiftModifier;
    zoom(wheel->position(), factor, !onlyY, !onlyX);
    event->accept();
    return true;
  }
  case QEvent::MouseButtonPress: {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    setFocus(Qt::MouseFocusReason);
    m_pressedAt = mouse->position();
    const bool pans = mouse->button() != Qt::LeftButton || mouse->modifiers() & Qt::ShiftModifier;
    m_targetGrabbed = !pans && !pickAt(m_pressedAt) && isOnTarget(m_pressedAt);
    m_drag = pans ? Drag::Pan : m_targetGrabbed ? Drag::Target : Drag::Zoom;
    return true;
  }
  case QEvent::MouseMove: {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (m_drag == Drag::Pan) {
      pan(mouse->position() - m_pressedAt);
      m_pressedAt = mouse->position();
    } else if (m_drag == Drag::Zoom) {
      const QRect rect = QRect(m_pressedAt.toPoint(), mouse->position().toPoint()).normalized();
      m_band->setGeometry(rect);
      m_band->setVisible(rect.width() > kClick && rect.height() > kClick);
    } else if (m_drag == Drag::Target) {
      const double rate = canvasMap(QwtPlot::yLeft).invTransform(mouse->position().y());
      m_target = roundedTarget(std::clamp(rate, m_view.top(), 0.9));
      m_losses.clear(); // of the target before
      replot();
    } else {
      hover(mouse->position());
    }
    return true;
  }
  case QEvent::MouseButtonRelease: {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const bool zooms = m_drag == Drag::Zoom && m_band->isVisible();
    const bool clicked =
        m_drag == Drag::Zoom && QLineF(mouse->position(), m_pressedAt).length() <= kClick;
    if (std::exchange(m_drag, Drag::None) == Drag::Target) {
      m_targetGrabbed = false;
      Q_EMIT targetChosen(m_target);
      return true;
    }
    if (clicked)
      if (const auto series = curveAt(mouse->position()))
        Q_EMIT seriesChosen(static_cast<int>(*series));
    const QRect rect = m_band->geometry();
    m_band->hide();
    if (zooms && rect.width() > 8 && rect.height() > 8) {
      const auto x = canvasMap(QwtPlot::xBottom), y = canvasMap(QwtPlot::yLeft);
      setView(
          QRectF(QPointF(x.invTransform(rect.left()), y.invTransform(rect.bottom())),
                 QPointF(x.invTransform(rect.right()), std::min(1.0, y.invTransform(rect.top())))));
    }
    return true;
  }
  case QEvent::MouseButtonDblClick:
    fit();
    return true;
  case QEvent::Leave:
    setHighlight({});
    showPick({});
    break;
  default:
    break;
  }
  return StyledPlot::eventFilter(watched, event);
}

void CurvePlot::keyPressEvent(QKeyEvent* event) {
  const QPointF center = QRectF(canvas()->contentsRect()).center();
  switch (event->key()) {
  case Qt::Key_Plus:
  case Qt::Key_Equal:
    return zoom(center, 0.8, true, true);
  case Qt::Key_Minus:
    return zoom(center, 1.25, true, true);
  case Qt::Key_0:
    return fit();
  case Qt::Key_Left:
    return stepPick(-1, 0);
  case Qt::Key_Right:
    return stepPick(1, 0);
  case Qt::Key_Up:
    return stepPick(0, -1);
  case Qt::Key_Down:
    return stepPick(0, 1);
  case Qt::Key_PageUp:
    return moveTarget(-1);
  case Qt::Key_PageDown:
    return moveTarget(1);
  case Qt::Key_Return:
  case Qt::Key_Enter:
    if (m_pick)
      Q_EMIT seriesChosen(static_cast<int>(m_pick->series));
    return;
  case Qt::Key_Escape:
    if (m_pick) {
      setHighlight({});
      return showPick({});
    }
    [[fallthrough]];
  default:
    StyledPlot::keyPressEvent(event);
  }
}

void CurvePlot::focusOutEvent(QFocusEvent* event) {
  setHighlight({});
  showPick({});
  StyledPlot::focusOutEvent(event);
}

} // namespace rxq::widgets
