#include "app/pdf_report.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/resource.h"
#include "widgets/styled_plot.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr double kMargin = 16;     ///< mm
constexpr double kTextWidth = 500; ///< of the layout, in its pixels

/// Draws the report's figures in the place of images, as vectors.
class Figures : public QObject, public QTextObjectInterface {
  Q_OBJECT
  Q_INTERFACES(QTextObjectInterface)
 public:
  /// The number under which draw() finds it.
  int add(const QByteArray& svg) {
    m_figures.push_back(std::make_unique<QSvgRenderer>(svg));
    return static_cast<int>(m_figures.size()) - 1;
  }
  QSizeF intrinsicSize(QTextDocument*, int, const QTextFormat& format) override {
    const QSizeF size = rendererOf(format).defaultSize();
    // Samples of lines keep their size, pictures take the width of the text.
    return size.width() < 100 ? size : size * (kTextWidth / size.width());
  }
  void drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int,
                  const QTextFormat& format) override {
    rendererOf(format).render(painter, rect);
  }

 private:
  QSvgRenderer& rendererOf(const QTextFormat& format) {
    return *m_figures[static_cast<std::size_t>(format.toImageFormat().name().toInt())];
  }
  std::vector<std::unique_ptr<QSvgRenderer>> m_figures;
};

/// The report in the part of HTML that text documents know.
QString simplified(QString html, Figures& figures) {
  using Regex = QRegularExpression;
  constexpr auto kAcross = Regex::DotMatchesEverythingOption;
  html.remove(Regex(QStringLiteral("<style>.*?</style>"), kAcross));
  html.remove(Regex(QStringLiteral("<details>.*?</details>"), kAcross));
  html.replace(Regex(QStringLiteral("<a download=.*?</a>"), kAcross),
               QStringLiteral("The study file is attached to this document"));
  static const Regex svg(QStringLiteral("<svg.*?</svg>"), kAcross);
  QString result;
  qsizetype at = 0;
  for (auto it = svg.globalMatch(html); it.hasNext();) {
    const auto match = it.next();
    result += html.mid(at, match.capturedStart() - at) +
              QStringLiteral("<img src=\"%1\"/>").arg(figures.add(match.captured().toUtf8()));
    at = match.capturedEnd();
  }
  result += html.mid(at);
  // Headings stay with their figures, which fill a page.
  result.replace(Regex(QStringLiteral("<h2>(?=[^<]*</h2>\\s*<figure>)")),
                 QStringLiteral("<h2 style=\"page-break-before: always\">"));
  for (const auto& [from, to] :
       {std::pair{"<table>", "<table width=\"100%\" cellspacing=\"0\" cellpadding=\"3\">"},
        std::pair{"<figure>", "<div>"}, std::pair{"</figure>", "</div>"},
        std::pair{"<figcaption>", "<p class=\"note\">"}, std::pair{"</figcaption>", "</p>"},
        std::pair{" class=\"n\"", " class=\"n\" align=\"right\""},
        std::pair{" class=\"i\"", " class=\"i\" align=\"right\""}})
    result.replace(QLatin1String(from), QLatin1String(to));
  return result;
}

QByteArray pdfOf(const exporting::Report& report) {
  Figures figures;
  QTextDocument document;
  document.setDocumentMargin(0);
  document.setDefaultFont(widgets::uiFont(10));
  const std::string_view sheet = base::resource("export/report_print.css");
  document.setDefaultStyleSheet(QString::fromUtf8(sheet.data(), std::ssize(sheet)));
  const QString body = simplified(QString::fromStdString(report.html), figures);
  document.documentLayout()->registerHandler(QTextFormat::ImageObject, &figures);
  document.setHtml(body);

  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setTitle(QString::fromStdString(report.title));
  writer.setCreator(QStringLiteral("RxQuant"));
  writer.setPageSize(QPageSize(QPageSize::A4));
  writer.setPageMargins(QMarginsF(kMargin, kMargin, kMargin, kMargin), QPageLayout::Millimeter);
  for (const exporting::ReportFile& file : report.files)
    writer.addFileAttachment(QString::fromStdString(file.name),
                             QByteArray::fromStdString(file.content),
                             QStringLiteral("application/json"));
  const QSizeF page = writer.pageLayout().paintRect(QPageLayout::Point).size();
  document.setPageSize(QSizeF(kTextWidth, kTextWidth * page.height() / page.width()));
  QPainter painter(&writer);
  const double scale = writer.width() / kTextWidth;
  painter.scale(scale, scale);
  const double height = document.pageSize().height();
  for (int i = 0; i < document.pageCount(); ++i) {
    if (i > 0)
      writer.newPage();
    painter.save();
    painter.translate(0, -height * i);
    document.drawContents(&painter, QRectF(0, height * i, kTextWidth, height));
    painter.restore();
    painter.setFont(widgets::uiFont(8));
    painter.setPen(widgets::lightColors().dim);
    painter.drawText(QRectF(0, height + 6, kTextWidth, 14), Qt::AlignRight,
                     QStringLiteral("%1 / %2").arg(i + 1).arg(document.pageCount()));
  }
  painter.end();
  return bytes;
}
} // namespace

void writePdfReport(const exporting::Report& report, const std::string& file) {
  std::optional<QGuiApplication> application; // fonts need one; in a terminal there is none
  int count = 1;
  char name[] = "rxquant";
  char* arguments[] = {name, nullptr};
  if (!QCoreApplication::instance()) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
      qputenv("QT_QPA_PLATFORM", "offscreen");
    application.emplace(count, arguments);
  }
  widgets::writeFile(QString::fromStdString(file), pdfOf(report));
}

void saveReport(const exporting::Report& report, const std::string& file) {
  if (QString::fromStdString(file).endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
    writePdfReport(report, file);
  else
    exporting::writeReport(report, file);
}

} // namespace rxq::app

#include "pdf_report.moc"
