#pragma once

#include <QPointF>
#include <QRectF>
#include <optional>
#include <vector>

#include "core/sim/sweep.h"
#include "widgets/curve_names.h"
#include "widgets/curve_trace.h"
#include "widgets/styled_plot.h"

class QLabel;
class QRubberBand;

namespace rxq::widgets {

class CurveItem;

/// One receiver's curve and its look.
struct PlotSeries {
  enum class Role { Reference, Quantized, Classical, Failing, Earlier };
  QString name;
  sim::Curve curve;
  Role role = Role::Quantized;
  int color = 0;        ///< of Colors::series, quantized receivers only
  int dash = 0;         ///< which dashes; 0 is solid but for classical receivers
  int parent = -1;      ///< series that a loss is counted from; -1: none
  bool current = false; ///< the one at hand: thicker and on top, its band and its parent's drawn
  bool visible = true;
};

/// The gap between two curves at the target, e.g. a loss in dB.
struct LossMark {
  double fromDb = 0, toDb = 0;
  QString text;
  std::size_t series = 0; ///< whose colour it takes
};

QColor colorOf(const PlotSeries& series, const Colors& colors);
QPen penOf(const PlotSeries& series, const Colors& colors);

/// Error rates over SNR on a logarithmic axis: lines through simulated points, 95 % bands, arrows
/// for upper limits, names beside the curves' ends. The curve under the mouse (or its name) stands
/// out from the others, a click chooses it. Wheel and drag zoom, double click or "Fit" shows all,
/// and "Follow" keeps showing all while curves grow. Arrow keys walk from point to point, Return
/// chooses the curve, Page Up and Page Down move the target.
class CurvePlot : public StyledPlot {
  Q_OBJECT
 public:
  explicit CurvePlot(QWidget* parent = nullptr);
  ~CurvePlot() override;

  void setSeries(std::vector<PlotSeries> series);
  const std::vector<PlotSeries>& series() const { return m_series; }
  const Trace& trace(std::size_t series) const { return m_traces[series]; }
  void setRate(ErrorRate rate);
  ErrorRate rate() const { return m_rate; }
  /// BLER at which losses are read; 0: none.
  void setTarget(double bler);
  double target() const { return m_target; }
  /// Lets the target line be moved with mouse and keys (targetChosen).
  void setTargetMovable(bool on) { m_targetMovable = on; }
  /// Makes one curve stand out; nothing: none does.
  void setHighlight(std::optional<std::size_t> series);
  std::optional<std::size_t> highlight() const { return m_highlight; }
  void setLosses(std::vector<LossMark> losses);
  /// The SNR span of the study: shown from the start, so that live curves grow into it.
  void setSpan(param::Range snr);

  bool isFollowing() const { return m_follow; }
  void setFollow(bool on);
  /// Shows all once.
  void fit();
  /// SNR from left to right, rate (not its logarithm) from bottom to top.
  void setView(const QRectF& view);
  QRectF view() const { return m_view; }

  /// Where the curves' names stand on the canvas.
  std::vector<PlacedName> names() const;

  /// One line a point: receiver, SNR, errors, trials, rate, interval. The SNR's column has the
  /// axis's name (setSnrName).
  QString toCsv() const;
  void setSnrName(const QString& name) { m_snrName = name; }
  /// What the read-out says about a point.
  QString describe(std::size_t series, std::size_t point) const;

 Q_SIGNALS:
  void followChanged(bool on);
  void pointShown(const QString& text);
  /// The curve under the mouse; -1: none.
  void highlightChanged(int series);
  void seriesChosen(int series);
  void targetChosen(double bler);

 protected:
  void restyle() override;
  void arrangeFor(double width) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  friend class CurveItem;
  struct Pick {
    std::size_t series, point;
    bool operator==(const Pick&) const = default;
  };

  void showAll();
  void applyView();
  void makeRoomForNames(double canvasWidth);
  QFont nameFont() const { return uiFont(12, QFont::DemiBold); }
  std::optional<std::size_t> curveAt(const QPointF& position) const;
  bool isOnTarget(const QPointF& position) const;
  void moveTarget(int steps);
  void hover(const QPointF& position);
  void stopFollowing();
  void zoom(const QPointF& at, double factor, bool x, bool y);
  void pan(const QPointF& pixels);
  std::optional<Pick> pickAt(const QPointF& position) const;
  void showPick(std::optional<Pick> pick);
  void stepPick(int alongCurve, int amongCurves);
  QPointF toPixels(double snr, double rate) const;

  std::vector<PlotSeries> m_series;
  std::vector<Trace> m_traces;
  std::vector<LossMark> m_losses;
  ErrorRate m_rate = ErrorRate::Bler;
  double m_target = 0;
  param::Range m_span{0, 0};
  bool m_follow = true;
  QRectF m_view{0, 1e-3, 10, 1};
  double m_extendedHigh = 10; ///< right of the data: room for names
  double m_arranged = 0;      ///< width of the canvas that is drawn on; 0: the own one
  std::optional<std::size_t> m_highlight;
  bool m_targetMovable = false, m_targetGrabbed = false;
  QString m_snrName = QStringLiteral("snr_db");
  CurveItem* m_item;
  std::optional<Pick> m_pick;
  QLabel* m_readout;
  QRubberBand* m_band;
  QPointF m_pressedAt;
  enum class Drag { None, Zoom, Pan, Target } m_drag = Drag::None;
};

} // namespace rxq::widgets
