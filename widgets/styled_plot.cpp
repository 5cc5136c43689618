#include "widgets/styled_plot.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cmath>
#include <qwt_plot_canvas.h>
#include <qwt_plot_layout.h>
#include <qwt_plot_renderer.h>
#include <qwt_scale_draw.h>
#include <qwt_scale_engine.h>
#include <qwt_scale_widget.h>

#include "core/base/error.h"
#include "widgets/format.h"

namespace rxq::widgets {

namespace {
class PlainScaleDraw : public QwtScaleDraw {
 public:
  explicit PlainScaleDraw(bool logarithmic) : m_logarithmic(logarithmic) {
    enableComponent(QwtAbstractScaleDraw::Backbone, false);
    enableComponent(QwtAbstractScaleDraw::Ticks, false);
    setTickLength(QwtScaleDiv::MajorTick, 0);
    setSpacing(6);
  }
  QwtText label(double value) const override {
    if (!m_logarithmic)
      return QwtText(std::abs(value) >= 1000 && value == std::round(value)
                         ? grouped(std::llround(value))
                         : numberText(std::abs(value) < 1e-12 ? 0 : value, 4));
    const double exponent = std::log10(value);
    const bool decade = std::abs(exponent - std::round(exponent)) < 1e-6;
    if (value > 0.9e-3 || !decade)
      return QwtText(numberText(value, 6));
    return QwtText(QStringLiteral("10") + superscript(static_cast<int>(std::round(exponent))),
                   QwtText::PlainText);
  }

 private:
  static QString superscript(int value) {
    static const QChar digits[] = {QChar(0x2070), QChar(0x00B9), QChar(0x00B2), QChar(0x00B3),
                                   QChar(0x2074), QChar(0x2075), QChar(0x2076), QChar(0x2077),
                                   QChar(0x2078), QChar(0x2079)};
    QString text = value < 0 ? QString(QChar(0x207B)) : QString();
    for (const QChar c : QString::number(std::abs(value)))
      text += digits[c.digitValue()];
    return text;
  }
  bool m_logarithmic;
};
} // namespace

QwtScaleDraw* makeScaleDraw(bool logarithmic) { return new PlainScaleDraw(logarithmic); }

QwtScaleDiv linearDivision(double low, double high, int maxSteps, double extendedHigh) {
  const QwtScaleDiv plain = QwtLinearScaleEngine().divideScale(low, high, maxSteps, 0);
  QList<double> major;
  for (const double tick : plain.ticks(QwtScaleDiv::MajorTick))
    if (tick >= low - 1e-9 && tick <= high + 1e-9)
      major << tick;
  return QwtScaleDiv(low, std::max(high, extendedHigh), {}, {}, major);
}

QwtScaleDiv logarithmicDivision(double low, double high) {
  QList<double> minor, medium, major;
  const double decades = std::log10(high / low);
  const int first = static_cast<int>(std::floor(std::log10(low) + 1e-9));
  const int last = static_cast<int>(std::ceil(std::log10(high) - 1e-9));
  // More than nine decades: label every other.
  const int every = decades > 9 ? 2 : 1;
  for (int d = first; d <= last; ++d)
    for (int m = 1; m < 10; ++m) {
      const double value = m * std::pow(10.0, d);
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9))
        continue;
      const bool labelled = m == 1 ? (d % every == 0) : (decades < 1.2 && (m == 2 || m == 5));
      (labelled ? major : minor) << value;
    }
  return QwtScaleDiv(low, high, minor, medium, major);
}

void writeFile(const QString& path, const QByteArray& bytes) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
    throw base::Error(
        base::ErrorKind::File,
        StyledPlot::tr("%1 could not be written: %2.").arg(path, file.errorString()).toStdString());
}

StyledPlot::StyledPlot(QWidget* parent) : QwtPlot(parent), m_colors(Theme::colors()) {
  auto* area = new QwtPlotCanvas;
  area->setFrameStyle(QFrame::NoFrame);
  area->setPaintAttribute(QwtPlotCanvas::BackingStore, false);
  area->setCursor(Qt::ArrowCursor);
  setCanvas(area);
  for (const int axis : {QwtPlot::xBottom, QwtPlot::yLeft}) {
    axisWidget(axis)->setMargin(0);
    axisWidget(axis)->setSpacing(4);
  }
  setAxisScaleDraw(QwtPlot::xBottom, makeScaleDraw(false));
  setAxisScaleDraw(QwtPlot::yLeft, makeScaleDraw(false));
  plotLayout()->setAlignCanvasToScales(true);
  plotLayout()->setCanvasMargin(0);
  setAutoReplot(false);
  applyColors(m_colors);
  if (Theme* theme = Theme::current())
    connect(theme, &Theme::changed, this, [this] { applyColors(Theme::colors()); });
}

void StyledPlot::applyColors(const Colors& colors) {
  m_colors = colors;
  QPalette p = palette();
  p.setColor(QPalette::Window, colors.card);
  p.setColor(QPalette::WindowText, colors.dim);
  p.setColor(QPalette::Text, colors.dim);
  setPalette(p);
  setCanvasBackground(colors.card);
  // The style sheet of the application sets the ink everywhere: say it again for the axes.
  const QString sheet =
      QStringLiteral("color: %1; background: transparent;").arg(colors.dim.name());
  for (const int axis : {QwtPlot::xBottom, QwtPlot::yLeft}) {
    axisWidget(axis)->setPalette(p);
    axisWidget(axis)->setStyleSheet(sheet);
    setAxisFont(axis, uiFont(11));
    QwtText title = axisTitle(axis);
    title.setColor(colors.dim);
    title.setFont(uiFont(11));
    setAxisTitle(axis, title);
  }
  restyle();
  replot();
}

void StyledPlot::setAxisTitles(const QString& x, const QString& y) {
  for (const auto& [axis, text] : {std::pair{QwtPlot::xBottom, x}, std::pair{QwtPlot::yLeft, y}}) {
    QwtText title(text, QwtText::PlainText);
    title.setColor(m_colors.dim);
    title.setFont(uiFont(11));
    setAxisTitle(axis, title);
  }
}

void StyledPlot::renderTo(QPainter& painter, const QRectF& rect) {
  const Colors screen = m_colors;
  applyColors(lightColors());
  QwtPlotRenderer renderer;
  painter.fillRect(rect, m_colors.card);
  const QRectF inside = rect.adjusted(12, 12, -12, -8);
  arrangeFor(inside.width());
  renderer.render(this, &painter, inside);
  arrangeFor(0);
  applyColors(screen);
}

QImage StyledPlot::toImage(QSize size, double scale) {
  QImage image(size * scale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(scale);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  renderTo(painter, QRectF(QPointF(0, 0), QSizeF(size)));
  return image;
}

void StyledPlot::savePng(const QString& path, QSize size, double scale) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  toImage(size, scale).save(&buffer, "PNG");
  writeFile(path, bytes);
}

void StyledPlot::saveSvg(const QString& path, QSize size) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  generator.setTitle(windowTitle());
  {
    QPainter painter(&generator);
    renderTo(painter, QRectF(QPointF(0, 0), QSizeF(size)));
  }
  buffer.close();
  writeFile(path, bytes);
}

void StyledPlot::copyImage() { QApplication::clipboard()->setImage(toImage({900, 620}, 2)); }

} // namespace rxq::widgets
