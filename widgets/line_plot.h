#pragma once

#include <QPointF>
#include <QVector>
#include <optional>
#include <vector>

#include "widgets/styled_plot.h"

namespace rxq::widgets {

/// A few lines over a linear or logarithmic x axis, each named at its end; optionally a band around
/// one of them, a level across and a mark on the x axis. For lessons and small pictures.
class LinePlot : public StyledPlot {
  Q_OBJECT
 public:
  enum class Tone { Ink, Accent, Warning, Good, Pale, Purple };
  struct Line {
    QString name; ///< empty: no label
    QVector<QPointF> points;
    Tone tone = Tone::Accent;
    bool thick = false;
  };

  explicit LinePlot(QWidget* parent = nullptr);

  /// Axis ends; low > 0 when logarithmic.
  void setXAxis(double low, double high, bool logarithmic = false);
  void setYAxis(double low, double high, bool logarithmic = false);
  void setLines(std::vector<Line> lines);
  /// Pairs of (x, low) and (x, high) around the accent line.
  void setBand(QVector<QPointF> low, QVector<QPointF> high);
  void setLevel(std::optional<double> y, const QString& text = {});
  void setMark(std::optional<double> x);

 private:
  friend class LineItem;
  void setAxis(int axis, double low, double high, bool logarithmic);

  std::vector<Line> m_lines;
  QVector<QPointF> m_bandLow, m_bandHigh;
  std::optional<double> m_level, m_mark;
  QString m_levelText;
};

} // namespace rxq::widgets
