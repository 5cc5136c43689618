#pragma once

#include <qwt_plot_item.h>

#include "widgets/curve_names.h"
#include "widgets/curve_plot.h"

namespace rxq::widgets {

/// Draws all of a CurvePlot: grid, target, bands, lines, points, limits, losses, names.
class CurveItem : public QwtPlotItem {
 public:
  explicit CurveItem(const CurvePlot& plot);
  int rtti() const override { return QwtPlotItem::Rtti_PlotUserItem; }
  void draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
            const QRectF& canvas) const override;
  /// Where the names stand on a canvas.
  std::vector<PlacedName> names(const QwtScaleMap& x, const QwtScaleMap& y,
                                const QRectF& canvas) const;

 private:
  struct Frame;
  /// A loss drawn under the target line, and its text.
  struct Gap {
    const LossMark* mark = nullptr;
    double left = 0, right = 0, y = 0; ///< of the bar
    QRectF text;
  };
  Frame frameOf(const QwtScaleMap& x, const QwtScaleMap& y, const QRectF& canvas) const;
  /// How a curve is drawn now: its colour, paler while another one is highlighted.
  QColor inkOf(std::size_t series) const;
  bool isBanded(std::size_t series) const;
  void drawGrid(QPainter& painter, const Frame& frame) const;
  void drawTarget(QPainter& painter, const Frame& frame) const;
  void drawBand(QPainter& painter, const Frame& frame, std::size_t series) const;
  void drawCurve(QPainter& painter, const Frame& frame, std::size_t series) const;
  void drawLimit(QPainter& painter, const Frame& frame, const Trace& trace,
                 std::size_t point) const;
  void drawPick(QPainter& painter, const Frame& frame) const;
  std::vector<Gap> gaps(const Frame& frame) const;
  void drawGap(QPainter& painter, const Frame& frame, const Gap& gap) const;
  std::vector<PlacedName> names(const Frame& frame, const std::vector<Gap>& gaps) const;

  const CurvePlot& m_plot;
};

} // namespace rxq::widgets
