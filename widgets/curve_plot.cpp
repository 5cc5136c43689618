#include "widgets/curve_plot.h"

#include <QLabel>
#include <QPen>
#include <QRubberBand>
#include <algorithm>
#include <cmath>
#include <qwt_scale_engine.h>
#include <qwt_scale_map.h>
#include <utility>

#include "core/base/number_text.h"
#include "widgets/curve_item.h"
#include "widgets/format.h"

namespace rxq::widgets {

namespace {
constexpr double kMostNames = 0.36;    // of the canvas, for names
constexpr double kSmallestSpan = 0.05; // dB
} // namespace

QColor colorOf(const PlotSeries& series, const Colors& c) {
  using Role = PlotSeries::Role;
  const QColor own = c.series[static_cast<std::size_t>(series.color) % c.series.size()];
  switch (series.role) {
  case Role::Reference:
    return c.ink;
  case Role::Classical:
    return c.dim;
  case Role::Failing:
    return c.warning;
  case Role::Earlier:
    return mix(own, c.card, 0.42); // paler than what is at hand, and its name still readable
  case Role::Quantized:
    break;
  }
  return own;
}

QPen penOf(const PlotSeries& series, const Colors& colors) {
  QPen pen(colorOf(series, colors), series.current ? 2.8 : 1.6);
  pen.setJoinStyle(Qt::RoundJoin);
  if (series.role == PlotSeries::Role::Classical) {
    static const QList<qreal> dashes[] = {{5, 3}, {1.2, 2.2}, {7, 2.5, 1.2, 2.5}, {9, 4}};
    pen.setDashPattern(dashes[series.dash % 4]);
    pen.setWidthF(series.current ? 2.4 : 1.4);
  } else if (series.dash > 0) {
    static const QList<qreal> dashes[] = {{6, 2.5}, {1.5, 2}, {6, 2, 1.5, 2}};
    pen.setDashPattern(dashes[(series.dash - 1) % 3]);
  }
  return pen;
}

CurvePlot::CurvePlot(QWidget* parent)
    : StyledPlot(parent), m_item(new CurveItem(*this)), m_readout(new QLabel(canvas())),
      m_band(new QRubberBand(QRubberBand::Rectangle, canvas())) {
  setAxisScaleEngine(QwtPlot::yLeft, new QwtLogScaleEngine);
  setAxisScaleDraw(QwtPlot::yLeft, makeScaleDraw(true));
  m_item->attach(this);
  setFocusPolicy(Qt::StrongFocus);
  canvas()->setFocusPolicy(Qt::NoFocus);
  canvas()->setMouseTracking(true);
  canvas()->installEventFilter(this);
  m_readout->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_readout->setTextFormat(Qt::RichText);
  m_readout->hide();
  restyle();
  setAccessibleName(tr("Error rates over SNR"));
  showAll();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::restyle() {
  if (!m_readout)
    return;
  m_readout->setStyleSheet(
      QStringLiteral("QLabel { background: %1; color: %2; border: 1px solid %3; border-radius: "
                     "6px; padding: 6px 9px; }")
          .arg(colors().card.name(), colors().ink.name(),
               mix(colors().line, colors().dim, 0.45).name()));
  applyView(); // names may take another width
}

void CurvePlot::setSeries(std::vector<PlotSeries> series) {
  m_series = std::move(series);
  m_traces.clear();
  for (const PlotSeries& s : m_series)
    m_traces.push_back(makeTrace(s.curve, m_rate));
  std::erase_if(m_losses, [this](const LossMark& m) { return m.series >= m_series.size(); });
  if (m_pick && (m_pick->series >= m_traces.size() ||
                 m_pick->point >= m_traces[m_pick->series].points.size()))
    showPick({});
  if (m_highlight && *m_highlight >= m_series.size())
    m_highlight.reset();
  if (m_follow)
    showAll();
  else
    applyView(); // names may be longer now
}

void CurvePlot::setRate(ErrorRate rate) {
  if (rate == m_rate)
    return;
  m_rate = rate;
  showPick({});
  m_follow = true;
  Q_EMIT followChanged(true);
  setSeries(std::move(m_series));
}

void CurvePlot::setTarget(double bler) {
  m_target = bler;
  replot();
}

void CurvePlot::setLosses(std::vector<LossMark> losses) {
  std::erase_if(losses, [this](const LossMark& m) {
    return m.series >= m_series.size() || !std::isfinite(m.fromDb) || !std::isfinite(m.toDb);
  });
  m_losses = std::move(losses);
  replot();
}

void CurvePlot::setSpan(param::Range snr) {
  m_span = snr;
  if (m_follow)
    showAll();
}

void CurvePlot::setFollow(bool on) {
  if (on == m_follow)
    return;
  m_follow = on;
  if (on)
    showAll();
  Q_EMIT followChanged(on);
}

void CurvePlot::stopFollowing() { setFollow(false); }

void CurvePlot::fit() { showAll(); }

void CurvePlot::showAll() {
  std::vector<Trace> visible;
  for (std::size_t i = 0; i < m_traces.size(); ++i)
    if (m_series[i].visible)
      visible.push_back(m_traces[i]);
  const RateRange range = rangeOf(visible, m_span);
  m_view = QRectF(QPointF(range.snrLow, range.floor), QPointF(range.snrHigh, range.top));
  applyView();
}

void CurvePlot::makeRoomForNames(double canvasWidth) {
  std::vector<QString> names;
  for (std::size_t i = 0; i < m_series.size(); ++i)
    if (m_series[i].visible && !m_traces[i].empty())
      names.push_back(m_series[i].name);
  const double width = std::max(260.0, canvasWidth);
  const double column =
      std::min(nameColumnWidth(names, QFontMetricsF(nameFont())) + 4, kMostNames * width);
  m_extendedHigh = m_view.right() + m_view.width() * column / (width - column);
}

void CurvePlot::arrangeFor(double width) {
  m_arranged = width > 0 ? width - (this->width() - canvas()->width()) : 0;
  applyView();
}

void CurvePlot::setView(const QRectF& view) {
  if (view.width() < kSmallestSpan || view.top() <= 0 || view.bottom() <= view.top() * 1.01)
    return;
  m_view = view;
  stopFollowing();
  applyView();
}

void CurvePlot::applyView() {
  makeRoomForNames(m_arranged > 0 ? m_arranged : canvas()->width());
  const int steps = std::clamp(canvas()->width() / 60, 4, 12);
  setAxisScaleDiv(QwtPlot::xBottom,
                  linearDivision(m_view.left(), m_view.right(), steps, m_extendedHigh));
  setAxisScaleDiv(QwtPlot::yLeft, logarithmicDivision(m_view.top(), m_view.bottom()));
  replot();
}

QPointF CurvePlot::toPixels(double snr, double rate) const {
  return {canvasMap(QwtPlot::xBottom).transform(snr),
          canvasMap(QwtPlot::yLeft).transform(clampToFloor(rate, m_view.top()))};
}

void CurvePlot::zoom(const QPointF& at, double factor, bool x, bool y) {
  const double snr = canvasMap(QwtPlot::xBottom).invTransform(at.x());
  const double log = std::log10(canvasMap(QwtPlot::yLeft).invTransform(at.y()));
  double left = m_view.left(), right = m_view.right();
  double low = std::log10(m_view.top()), high = std::log10(m_view.bottom());
  if (x) {
    left = snr + (left - snr) * factor;
    right = snr + (right - snr) * factor;
  }
  if (y) {
    low = log + (low - log) * factor;
    high = std::min(0.0, log + (high - log) * factor);
  }
  setView(QRectF(QPointF(left, std::pow(10, low)), QPointF(right, std::pow(10, high))));
}

void CurvePlot::pan(const QPointF& pixels) {
  const auto x = canvasMap(QwtPlot::xBottom), y = canvasMap(QwtPlot::yLeft);
  const double snr = x.invTransform(0) - x.invTransform(pixels.x());
  double factor = y.invTransform(0) / y.invTransform(pixels.y());
  factor = std::min(factor, 1 / m_view.bottom());
  setView(QRectF(QPointF(m_view.left() + snr, m_view.top() * factor),
                 QPointF(m_view.right() + snr, m_view.bottom() * factor)));
}

std::vector<PlacedName> CurvePlot::names() const {
  return m_item->names(canvasMap(QwtPlot::xBottom), canvasMap(QwtPlot::yLeft),
                       canvas()->contentsRect());
}

void CurvePlot::setHighlight(std::optional<std::size_t> series) {
  if (series && (*series >= m_series.size() || !m_series[*series].visible))
    series.reset();
  if (series == m_highlight)
    return;
  m_highlight = series;
  Q_EMIT highlightChanged(series ? static_cast<int>(*series) : -1);
  replot();
}

void CurvePlot::resizeEvent(QResizeEvent* event) {
  StyledPlot::resizeEvent(event);
  if (m_follow)
    showAll();
  else
    applyView();
}

QString CurvePlot::toCsv() const {
  QString text = QStringLiteral("receiver,%1,block_errors,blocks,bler,bler_low,bler_high,"
                                "bit_errors,bits,ber")
                     .arg(m_snrName);
  // Only links with transport blocks have code blocks of their own.
  const bool codeBlocks = std::any_of(m_series.begin(), m_series.end(), [](const PlotSeries& s) {
    return s.visible && std::any_of(s.curve.begin(), s.curve.end(),
                                    [](const sim::PointCounts& p) { return p.codeBlocks > 0; });
  });
  text += codeBlocks ? QStringLiteral(",code_block_errors,code_blocks,undetected_errors\n")
                     : QStringLiteral("\n");
  const auto number = [](double v) { return QString::fromStdString(base::toText(v)); };
  for (const PlotSeries& s : m_series) {
    if (!s.visible)
      continue;
    QString name = s.name;
    name.replace(u'"', QStringLiteral("\"\""));
    for (const sim::PointCounts& p : s.curve) {
      const base::Interval interval = p.blerInterval();
      text +=
          QStringLiteral("\"%1\",%2,%3,%4,%5,%6,%7,%8,%9,")
              .arg(name, number(p.snrDb), QString::number(p.blockErrors), QString::number(p.blocks),
                   number(p.bler()), number(interval.low), number(interval.high),
                   QString::number(p.bitErrors), QString::number(p.bits)) +
          number(p.ber());
      if (codeBlocks)
        text += QStringLiteral(",%1,%2,%3")
                    .arg(QString::number(p.codeBlockErrors), QString::number(p.codeBlocks),
                         QString::number(p.undetectedErrors));
      text += u'\n';
    }
  }
  return text;
}

} // namespace rxq::widgets
