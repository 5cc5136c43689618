#pragma once

#include <qwt_plot_item.h>

#include "widgets/label_layout.h"
#include "widgets/pareto_plot.h"

namespace rxq::widgets {

/// Draws all of a ParetoPlot: grid, front, intervals, points, names, legend.
class ParetoItem : public QwtPlotItem {
 public:
  static constexpr double kArrowPlace = 16; ///< px from the top, where points beyond stand

  explicit ParetoItem(const ParetoPlot& plot);
  int rtti() const override { return QwtPlotItem::Rtti_PlotUserItem; }
  void draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
            const QRectF& canvas) const override;

 private:
  struct Frame;
  QPointF placeOf(const Frame& frame, const ParetoPoint& point) const;
  QColor colorOf(const ParetoPoint& point) const;
  void drawGrid(QPainter& painter, const Frame& frame) const;
  QPolygonF frontLine(const Frame& frame) const;
  void drawPoint(QPainter& painter, const Frame& frame, std::size_t point) const;
  QRectF drawLegend(QPainter& painter, const Frame& frame) const;
  void drawNames(QPainter& painter, const Frame& frame, const QRectF& legend) const;

  const ParetoPlot& m_plot;
};

} // namespace rxq::widgets
