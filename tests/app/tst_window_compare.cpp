#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "app/compare_page.h"
#include "app/export_page.h"
#include "tests/app/ready_workspace.h"
#include "widgets/pareto_plot.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

using namespace rxq;
using app::MainWindow;
using Id = MainWindow::PageId;

namespace {
QString valueAt(const QTableView& table, const QString& row, int column) {
  const QAbstractItemModel* model = table.model();
  for (int r = 0; r < model->rowCount(); ++r)
    if (model->headerData(r, Qt::Vertical).toString().trimmed() == row)
      return model->index(r, column).data().toString();
  return QStringLiteral("no such row");
}
int rowOf(const QTableView& table, const QString& name) {
  const QAbstractItemModel* model = table.model();
  for (int r = 0; r < model->rowCount(); ++r)
    if (model->headerData(r, Qt::Vertical).toString().trimmed().startsWith(name))
      return r;
  return -1;
}
} // namespace

class TestComparePage final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-compare"));
    QCoreApplication::setApplicationName(QStringLiteral("RxQuant-compare"));
    widgets::Theme::install(*qApp, widgets::Theme::Mode::Light);
    m_ready = std::make_unique<tests::ReadyWorkspace>();
  }

  void init() {
    QSettings().clear();
    m_window = m_ready->open();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->showPage(Id::Compare);
    m_page = &m_window->comparePage();
    QTRY_COMPARE(m_page->comparison().runs.size(), std::size_t{4});
  }
  void cleanup() { m_window.reset(); }

  void comparesTheLastStudyByDefault() {
    QTableView& table = *tableNamed("Parameters, decibels and costs of the runs");
    const auto& all = m_page->comparison();
    QCOMPARE(all.runs[all.reference].run.name, std::string("FP32"));
    QCOMPARE(table.model()->headerData(2, Qt::Horizontal).toString(), QStringLiteral("QAT"));
    // What differs comes first, then decibels, then costs.
    const int differs = rowOf(table, QStringLiteral("What differs"));
    const int decibels = rowOf(table, QStringLiteral("Decibels at 10 % BLER"));
    const int costs = rowOf(table, QStringLiteral("Costs"));
    QCOMPARE(differs, 0);
    QVERIFY(decibels > differs + 1 && costs > decibels + 1);
    QCOMPARE(valueAt(table, QStringLiteral("Quantization · weight bits"), 1), QStringLiteral("4"));
    QCOMPARE(valueAt(table, QStringLiteral("Quantization · weight bits"), 2), QStringLiteral("3"));
    QCOMPARE(valueAt(table, QStringLiteral("Loss to FP32"), 0), QStringLiteral("0"));
    QVERIFY(valueAt(table, QStringLiteral("Loss to FP32"), 1).endsWith(QLatin1String(" dB")));
    QVERIFY(valueAt(table, QStringLiteral("Compared"), 1).startsWith(QLatin1String("paired, ")));
    QVERIFY(valueAt(table, QStringLiteral("Bytes"), 3) == QStringLiteral("–"));
    QCOMPARE(rowOf(table, QStringLiteral("Link · modulation")), -1);
  }

  void equalParametersUnfold() {
    QTableView& table = *tableNamed("Parameters, decibels and costs of the runs");
    const int before = table.model()->rowCount();
    QAbstractButton* button = buttonLike(QStringLiteral("Show "));
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(table.model()->rowCount() > before + 20);
    QVERIFY(rowOf(table, QStringLiteral("Modulation")) >= 0 ||
            rowOf(table, QStringLiteral("Link · modulation")) >= 0);
    QVERIFY(button->text().startsWith(QLatin1String("Hide ")));
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(table.model()->rowCount(), before);
  }

  void searchAndTicksChooseRuns() {
    QLineEdit* search = m_page->findChild<QLineEdit*>();
    QTableView* list = tableNamed("Runs to compare");
    QVERIFY(search && list);
    QCOMPARE(list->model()->rowCount(), 4);
    QTest::keyClicks(search, QStringLiteral("qat"));
    QCOMPARE(list->model()->rowCount(), 1);
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Space);
    QTRY_COMPARE(m_page->comparison().runs.size(), std::size_t{3});
    for (const auto& run : m_page->comparison().runs)
      QVERIFY(run.run.name != "QAT");
    QTest::keyClick(list, Qt::Key_Space);
    QTRY_COMPARE(m_page->comparison().runs.size(), std::size_t{4});
    // Faster than runs are read: nothing is lost.
    search->clear();
    for (int row = 0; row < 3; ++row) {
      list->setCurrentIndex(list->model()->index(row, 0));
      QTest::keyClick(list, Qt::Key_Space);
      QTest::qWait(15);
    }
    QTRY_COMPARE(m_page->comparison().runs.size(), std::size_t{1});
    QCOMPARE(m_page->comparison().runs[0].run.name, std::string("QAT"));
  }

  void aHeaderMarksItsPoint() {
    QTableView* table = tableNamed("Parameters, decibels and costs of the runs");
    QHeaderView* header = table->horizontalHeader();
    const QPoint at(header->sectionViewportPosition(1) + header->sectionSize(1) / 2,
                    header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(table->selectionModel()->selectedColumns().size(), 1);
    const widgets::ParetoPlot& plot = m_page->plot();
    QCOMPARE(plot.points()[1].name, QStringLiteral("PTQ"));
    const QColor filled =
        m_page->plot().canvas()->grab().toImage().pixelColor(plot.pixelsOf(1).toPoint());
    QCOMPARE(filled, widgets::Theme::colors().series[0]);
  }

  void anotherReferenceCanBeChosen() {
    auto* box = m_page->findChild<QComboBox*>();
    QVERIFY(box);
    QCOMPARE(box->currentText(), QStringLiteral("FP32"));
    const double before = m_page->comparison().differences[1].loss.db;
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down); // PTQ
    QTRY_COMPARE(m_page->comparison().reference, std::size_t{1});
    QCOMPARE(m_page->comparison().differences[0].loss.db, -before);
    QVERIFY(rowOf(*tableNamed("Parameters, decibels and costs of the runs"),
                  QStringLiteral("Loss to PTQ")) > 0);
  }

  void aClickOnAPointMarksItsColumn() {
    widgets::ParetoPlot& plot = m_page->plot();
    QCOMPARE(plot.points().size(), std::size_t{3}); // LS has no bytes
    const auto last = plot.points().size() - 1;
    QCOMPARE(plot.points()[last].name, QStringLiteral("QAT"));
    QTest::mouseClick(plot.canvas(), Qt::LeftButton, {}, plot.pixelsOf(last).toPoint());
    QTableView* table = tableNamed("Parameters, decibels and costs of the runs");
    const auto columns = table->selectionModel()->selectedColumns();
    QCOMPARE(columns.size(), 1);
    // The point on top of it, when two coincide, is as good.
    const QString chosen =
        table->model()->headerData(columns.front().column(), Qt::Horizontal).toString();
    QVERIFY2(chosen == QLatin1String("QAT") || chosen == QLatin1String("PTQ"), qPrintable(chosen));
    const double bytes = plot.points()[0].cost;
    auto* cost = m_page->findChild<widgets::SegmentedControl*>();
    cost->setCurrent(1);
    QVERIFY(plot.points()[0].cost != bytes);
    QCOMPARE(plot.points()[0].cost, m_page->comparison().runs[0].costs->bitOperations);
  }

  void savesAndCopies() {
    for (const char* ending : {"svg", "png", "csv", "html", "pdf"}) {
      const QString file = m_ready->path((std::string("compare.") + ending).c_str());
      m_page->exportTo(file);
      QVERIFY2(QFileInfo(file).size() > 300, ending);
    }
    QFile csv(m_ready->path("compare.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(csv.readAll()).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.front(), QStringLiteral("section,parameter,unit,FP32,PTQ,QAT,LS"));
    bool bits = false, bytes = false;
    for (const QString& line : lines) {
      bits |= line.endsWith(QLatin1String("weight bits,bit,,4,3,"));
      const QString expected =
          QStringLiteral("Costs,Bytes,B,%1,").arg(m_page->comparison().runs[0].costs->bytes);
      bytes |= line.startsWith(expected);
    }
    QVERIFY(bits);
    QVERIFY(bytes);
    const auto buttons = m_page->findChildren<QToolButton*>();
    QMenu* menu = nullptr;
    for (QToolButton* button : buttons)
      if (button->menu())
        menu = button->menu();
    QVERIFY(menu);
    menu->actions().back()->trigger();
    QVERIFY(QApplication::clipboard()->text().startsWith(QLatin1String("section,parameter")));
  }

  // The Export page writes the report of what Compare shows, with a title and a question of its
  // own.
  void exportReportsTheComparedRuns() {
    app::ExportPage& page = m_window->exportPage();
    page.setFolder(m_ready->path("handover"));
    m_window->showPage(Id::Export);
    QComboBox* of = nullptr;
    QTRY_VERIFY((of = childNamed<QComboBox>(page, "Report of")) && of->count() == 2);
    auto* title = childNamed<QLineEdit>(page, "Title");
    auto* question = childNamed<QLineEdit>(page, "Question");
    QVERIFY(title && question && !title->isEnabled()); // a study has its own
    of->setFocus();
    QTest::keyClick(of, Qt::Key_Down);
    QCOMPARE(of->currentText(), QStringLiteral("the 4 runs on Compare"));
    QVERIFY(title->isEnabled());
    QTest::keyClicks(title, QStringLiteral("Bits & dB"));
    QTest::keyClicks(question, QStringLiteral("Are 3 bits enough?"));
    QString written;
    connect(&page, &app::ExportPage::reported, this, [&](const QString& file) { written = file; });
    for (const char* name : {"report.html", "report.pdf"}) {
      auto* button = page.findChild<QAbstractButton*>(QLatin1String(name));
      QVERIFY(button);
      QTRY_VERIFY(button->isEnabled());
      written.clear();
      button->setFocus();
      QTest::keyClick(button, Qt::Key_Space);
      QTRY_VERIFY_WITH_TIMEOUT(!written.isEmpty(), 60'000);
      QFile file(written);
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray bytes = file.readAll();
      if (written.endsWith(QLatin1String(".pdf"))) {
        QVERIFY(bytes.startsWith("%PDF"));
      } else {
        QVERIFY(bytes.contains("<h1>Bits &amp; dB</h1>"));
        QVERIFY(bytes.contains("Are 3 bits enough?"));
        QVERIFY(bytes.contains("What differs"));
      }
    }
  }

  void runsPageSendsSeveral() {
    m_window->showPage(Id::Runs);
    QTableView* table = tableNamed("Runs of the workspace");
    QVERIFY(table);
    QTRY_COMPARE(table->model()->rowCount(), 4);
    QAbstractButton* compare = buttonLike(QStringLiteral("Compare"), true);
    QVERIFY(compare && !compare->isEnabled());
    table->setFocus();
    const auto clickRow = [&](const char* name, Qt::KeyboardModifiers keys) {
      for (int r = 0; r < table->model()->rowCount(); ++r)
        if (table->model()->index(r, 0).data().toString() == QLatin1String(name))
          QTest::mouseClick(table->viewport(), Qt::LeftButton, keys,
                            table->visualRect(table->model()->index(r, 0)).center());
    };
    clickRow("PTQ", Qt::NoModifier);
    QVERIFY(!compare->isEnabled());
    clickRow("QAT", Qt::ControlModifier);
    QVERIFY(compare->isEnabled());
    QTest::mouseClick(compare, Qt::LeftButton);
    QCOMPARE(m_window->page(), Id::Compare);
    QTRY_COMPARE(m_page->comparison().runs.size(), std::size_t{2});
    for (const auto& run : m_page->comparison().runs)
      QVERIFY(run.run.name == "PTQ" || run.run.name == "QAT");
  }

  void followsTheWorkspace() {
    m_page->setRuns({m_page->comparison().runs[0].run.id});
    QTRY_COMPARE(m_page->comparison().runs.size(), std::size_t{1});
    QVERIFY(m_window->openWorkspace(m_ready->path("empty.rxq")));
    QAbstractButton* go = nullptr;
    QTRY_VERIFY((go = buttonLike(QStringLiteral("Go to the study"), true)) != nullptr);
    QTest::mouseClick(go, Qt::LeftButton);
    QCOMPARE(m_window->page(), Id::Study);
  }

 private:
  template <class T> static T* childNamed(const QWidget& parent, const char* accessibleName) {
    for (T* child : parent.findChildren<T*>())
      if (child->accessibleName() == QLatin1String(accessibleName))
        return child;
    return nullptr;
  }
  QTableView* tableNamed(const char* name) const {
    for (QTableView* table : m_window->findChildren<QTableView*>())
      if (table->accessibleName() == QLatin1String(name))
        return table;
    return nullptr;
  }
  QAbstractButton* buttonLike(const QString& text, bool whole = false) const {
    for (QAbstractButton* button : m_window->findChildren<QAbstractButton*>())
      if (button->isVisible() &&
          (whole ? button->text() == text &&
                       !button->property("class").toString().contains(QLatin1String("nav"))
                 : button->text().startsWith(text)))
        return button;
    return nullptr;
  }

  std::unique_ptr<tests::ReadyWorkspace> m_ready;
  std::unique_ptr<MainWindow> m_window;
  app::ComparePage* m_page = nullptr;
};

QTEST_MAIN(TestComparePage)
#include "tst_window_compare.moc"
