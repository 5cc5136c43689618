#pragma once

#include <QString>
#include <qwt_plot.h>

#include "widgets/theme.h"

class QPainter;

namespace rxq::widgets {

/// A plot in the program's look: no frame, faint grid, grey axis labels. Subclasses draw their own
/// items from colors(). Pictures are always made in the light look, for paper.
class StyledPlot : public QwtPlot {
  Q_OBJECT
 public:
  explicit StyledPlot(QWidget* parent = nullptr);

  const Colors& colors() const { return m_colors; }
  void setAxisTitles(const QString& x, const QString& y);

  /// Draws the plot into `painter`, in light colours.
  void renderTo(QPainter& painter, const QRectF& rect);
  QImage toImage(QSize size, double scale);
  /// Throw base::Error(File) when the file cannot be written.
  void savePng(const QString& path, QSize size = {900, 620}, double scale = 3);
  void saveSvg(const QString& path, QSize size = {900, 620});
  void copyImage();

 protected:
  /// Called after the colours have changed.
  virtual void restyle() {}
  /// Called before the plot is drawn in another width than its own, and with 0 afterwards.
  virtual void arrangeFor(double width) { Q_UNUSED(width) }
  QSize sizeHint() const override { return {420, 300}; }
  QSize minimumSizeHint() const override { return {200, 140}; }

 private:
  void applyColors(const Colors& colors);

  Colors m_colors;
};

/// Decimal labels of an axis: real minus signs; "1, 0.1, 0.01, 0.001, 10^-4" on logarithmic ones.
QwtScaleDraw* makeScaleDraw(bool logarithmic);
/// A linear division between two ends that are kept.
QwtScaleDiv linearDivision(double low, double high, int maxSteps, double extendedHigh);
/// A logarithmic one: decades, with 1-2-5 labels when less than two are in sight.
QwtScaleDiv logarithmicDivision(double low, double high);

/// Throws base::Error(File) unless the bytes are on the disk.
void writeFile(const QString& path, const QByteArray& bytes);

} // namespace rxq::widgets
