#pragma once

#include <qwt_plot_item.h>

#include "widgets/curve_plot.h"

namespace rxq::widgets {

/// Draws all of a CurvePlot: grid, target, bands, lines, points, limits, losses, names, legend.
class CurveItem : public QwtPlotItem {
 public:
  explicit CurveItem(const CurvePlot& plot);
  int rtti() const override { return QwtPlotItem::Rtti_PlotUserItem; }
  void draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
            const QRectF& canvas) const override;

 private:
  struct Frame;
  void drawGrid(QPainter& painter, const Frame& frame) const;
  void drawTarget(QPainter& painter, const Frame& frame) const;
  void drawBand(QPainter& painter, const Frame& frame, std::size_t series) const;
  void drawCurve(QPainter& painter, const Frame& frame, std::size_t series) const;
  void drawPick(QPainter& painter, const Frame& frame) const;
  std::vector<QRectF> drawLosses(QPainter& painter, const Frame& frame) const;
  void drawNames(QPainter& painter, const Frame& frame, const std::vector<QRectF>& taken) const;
  void drawLegend(QPainter& painter, const Frame& frame, const std::vector<std::size_t>& unnamed,
                  const std::vector<QPolygonF>& lines, const std::vector<QRectF>& taken) const;

  const CurvePlot& m_plot;
};

} // namespace rxq::widgets
