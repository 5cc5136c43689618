#include "app/pdf_report.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <QTextTable>
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <vector>

#include "core/base/resource.h"
#include "widgets/styled_plot.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr double kMargin = 16;       ///< mm
constexpr double kTextWidth = 500;   ///< of the layout, in its pixels
constexpr double kFigureWidth = 400; ///< so that two figures fit on a page
constexpr double kCellPadding = 3;
constexpr double kColumnGap = 4; ///< between the columns of the set-up, percent

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
    // Samples of lines keep their size, pictures take most of the text's width.
    return size.width() < 100 ? size : size * (kFigureWidth / size.width());
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

/// Sections side by side, as the sheet for browsers has them.
QString inColumns(const QString& sections) {
  QStringList parts = sections.split(QStringLiteral("</section>"), Qt::SkipEmptyParts);
  const auto linesOf = [](const QString& part) { return part.count(QLatin1String("<tr>")) + 2; };
  const qsizetype all =
      std::accumulate(parts.begin(), parts.end(), qsizetype{0},
                      [&](qsizetype n, const QString& p) { return n + linesOf(p); });
  QString left, right;
  qsizetype lines = 0;
  for (QString& part : parts) {
    part.remove(QStringLiteral("<section>"));
    (2 * lines < all - linesOf(part) ? left : right) += part;
    lines += linesOf(part);
  }
  return QStringLiteral(
             "<table class=\"columns\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\">"
             "<tr><td width=\"%1%\">%2</td><td width=\"%3%\"></td><td>%4</td></tr></table>")
      .arg(50 - kColumnGap / 2)
      .arg(left)
      .arg(kColumnGap)
      .arg(right);
}

/// The report in the part of HTML that text documents know.
QString simplified(QString html, Figures& figures) {
  using Regex = QRegularExpression;
  constexpr auto kAcross = Regex::DotMatchesEverythingOption;
  html.remove(Regex(QStringLiteral("<style>.*?</style>"), kAcross));
  html.remove(Regex(QStringLiteral("<details>.*?</details>"), kAcross));
  html.replace(Regex(QStringLiteral("<a download=[^>]*>(.*?)</a>"), kAcross),
               QStringLiteral("\\1 (attached to this document)"));
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
  static const Regex setUp(QStringLiteral("<div class=\"setup\">(.*?)</div>"), kAcross);
  if (const auto match = setUp.match(result); match.hasMatch())
    result.replace(match.capturedStart(), match.capturedLength(), inColumns(match.captured(1)));
  for (const auto& [from, to] :
       {std::pair{"<table>", "<table width=\"100%\" cellspacing=\"0\" cellpadding=\"3\">"},
        std::pair{"<figure>", "<div>"}, std::pair{"</figure>", "</div>"},
        std::pair{"<figcaption>", "<p class=\"note\">"}, std::pair{"</figcaption>", "</p>"},
        std::pair{"<th>", "<th align=\"left\">"},
        std::pair{" class=\"n\"", " class=\"n\" align=\"right\""},
        std::pair{" class=\"v\"", " class=\"v\" align=\"right\""},
        std::pair{" class=\"i\"", " class=\"i\" align=\"right\""}})
    result.replace(QLatin1String(from), QLatin1String(to));
  return result;
}

/// What a page must not cut: a line of text, a picture, a row of a table.
struct Unit {
  double top = 0, bottom = 0;
  bool sticky = false;               ///< stays with what follows it
  const QTextTable* table = nullptr; ///< whose row it is
};

/// Pages of a document that was laid out as one long one.
class Pages {
 public:
  struct Page {
    double top = 0, bottom = 0;         ///< of the document
    double headTop = 0, headBottom = 0; ///< of the head of the table that goes on; empty: none
  };

  Pages(const QTextDocument& document, double height) : m_document(document), m_height(height) {
    collect();
    const double end = document.size().height();
    for (Page page; page.top < end - 1;) {
      const QTextTable* table = tableAt(page.top);
      page.headTop = page.headBottom = 0;
      if (table) {
        const Unit head = headOf(*table);
        page.headTop = head.top;
        page.headBottom = head.bottom;
      }
      page.bottom = breakBefore(page.top, page.top + height - (page.headBottom - page.headTop));
      m_pages.push_back(page);
      page.top = page.bottom;
    }
  }
  const std::vector<Page>& all() const { return m_pages; }

 private:
  void collect() {
    for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
      const QRectF rect = m_document.documentLayout()->blockBoundingRect(block);
      const QTextTable* table = QTextCursor(block).currentTable();
      if (rect.height() <= 0 || block.text().isEmpty())
        continue;
      if (table && table->rows() == 1) // the columns of the set-up
        table = nullptr;
      if (table) {
        addToRow(*table, table->cellAt(block.position()).row(), rect);
        continue;
      }
      const bool sticky = block.blockFormat().headingLevel() > 0 ||
                          block.text() == QString(QChar::ObjectReplacementCharacter);
      m_units.push_back({rect.top(), rect.bottom(), sticky, nullptr});
    }
    std::ranges::sort(m_units, {}, &Unit::top);
  }

  void addToRow(const QTextTable& table, int row, const QRectF& block) {
    const double top = block.top() - kCellPadding, bottom = block.bottom() + kCellPadding;
    auto& known = m_rows[{&table, row}];
    if (known == 0) {
      m_units.push_back({top, bottom, row < table.format().headerRowCount(), &table});
      known = m_units.size();
      return;
    }
    Unit& unit = m_units[known - 1];
    unit.top = std::min(unit.top, top);
    unit.bottom = std::max(unit.bottom, bottom);
  }

  const QTextTable* tableAt(double y) const {
    for (const Unit& unit : m_units)
      if (unit.table && unit.table->format().headerRowCount() > 0 && !unit.sticky &&
          std::abs(unit.top - y) < 1)
        return unit.table;
    return nullptr;
  }
  Unit headOf(const QTextTable& table) const {
    return *std::ranges::find_if(m_units,
                                 [&](const Unit& u) { return u.table == &table && u.sticky; });
  }

  /// The last place up to `limit` that cuts nothing; `limit` where there is none after `top`.
  double breakBefore(double top, double limit) const {
    double at = limit;
    if (m_document.size().height() <= limit)
      return m_document.size().height();
    for (std::size_t i = m_units.size(); i-- > 0;) {
      double bottom = m_units[i].bottom;
      for (std::size_t k = i; m_units[k].sticky && k + 1 < m_units.size(); ++k)
        bottom = m_units[k + 1].bottom;
      if (m_units[i].top < at && bottom > at)
        at = m_units[i].top;
    }
    return at > top ? at : limit;
  }

  const QTextDocument& m_document;
  double m_height;
  std::vector<Unit> m_units;
  std::map<std::pair<const QTextTable*, int>, std::size_t> m_rows; ///< index into units, from 1
  std::vector<Page> m_pages;
};

/// Part of the document, from `top` to `bottom`, at `y` of the page.
void drawPart(QPainter& painter, QTextDocument& document, double top, double bottom, double y) {
  painter.save();
  painter.translate(0, y - top);
  const QRectF part(0, top, kTextWidth, bottom - top);
  painter.setClipRect(part);
  document.drawContents(&painter, part);
  painter.restore();
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
  document.setTextWidth(kTextWidth);
  const double height = kTextWidth * page.height() / page.width();
  const Pages pages(document, height);
  QPainter painter(&writer);
  const double scale = writer.width() / kTextWidth;
  painter.scale(scale, scale);
  for (std::size_t i = 0; i < pages.all().size(); ++i) {
    const Pages::Page& p = pages.all()[i];
    if (i > 0)
      writer.newPage();
    drawPart(painter, document, p.headTop, p.headBottom, 0);
    drawPart(painter, document, p.top, p.bottom, p.headBottom - p.headTop);
    painter.setFont(widgets::uiFont(8));
    painter.setPen(widgets::lightColors().dim);
    painter.drawText(QRectF(0, height + 6, kTextWidth * 0.8, 14), Qt::AlignLeft,
                     QString::fromStdString(report.title));
    painter.drawText(QRectF(0, height + 6, kTextWidth, 14), Qt::AlignRight,
                     QStringLiteral("%1 / %2").arg(i + 1).arg(pages.all().size()));
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
