#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/base/statistics.h"
#include "widgets/styled_plot.h"

class QLabel;

namespace rxq::widgets {

/// A measured model: what it costs and what it loses.
struct ParetoPoint {
  enum class Kind { Float, PostTraining, Trained }; ///< FP32, PTQ, QAT
  qint64 key = 0;
  QString name;
  Kind kind = Kind::Float;
  double cost = 1; ///< > 0
  double lossDb = 0;
  std::optional<base::Interval> interval; ///< 95 %; ends may be infinite
  bool beyond = false; ///< the loss is more than lossDb: the target was not reached
  bool operator==(const ParetoPoint& other) const {
    return key == other.key && name == other.name && cost == other.cost && lossDb == other.lossDb &&
           beyond == other.beyond;
  }
};

/// Indices of the points that no other beats in both, by rising cost. Points beyond are none.
std::vector<std::size_t> paretoFront(const std::vector<ParetoPoint>& points);

/// Loss in dB over a cost on a logarithmic axis: points with their intervals, the front as a step
/// line, names where they fit, the rest under the mouse. Points whose loss is only bounded from
/// below stand at the upper edge with an arrow. A click, or Return, chooses a point; arrow keys
/// walk by cost.
class ParetoPlot : public StyledPlot {
  Q_OBJECT
 public:
  explicit ParetoPlot(QWidget* parent = nullptr);

  void setPoints(std::vector<ParetoPoint> points);
  const std::vector<ParetoPoint>& points() const { return m_points; }
  /// Title of the cost's axis and how its values read ("9.6 kB").
  void setCost(const QString& title, std::function<QString(double)> text);
  /// What losses are counted from, for the axis; empty: not told.
  void setReference(const QString& name);
  /// The point at hand, by key; -1: none.
  void setCurrent(qint64 key);
  /// What the read-out says of a point.
  QString describe(std::size_t point) const;
  /// Where a point is drawn, in pixels of the canvas.
  QPointF pixelsOf(std::size_t point) const;

 Q_SIGNALS:
  void chosen(qint64 key);
  void pointShown(const QString& text);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  friend class ParetoItem;
  void applyScales();
  std::optional<std::size_t> pointAt(const QPointF& position) const;
  void showReadout(std::optional<std::size_t> point);

  std::vector<ParetoPoint> m_points;
  std::vector<std::size_t> m_front;
  std::function<QString(double)> m_costText;
  QString m_costTitle, m_reference;
  qint64 m_current = -1;
  std::optional<std::size_t> m_hovered;
  double m_top = 1; ///< loss at the upper edge
  QLabel* m_readout;
};

} // namespace rxq::widgets
