#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

#include "app/demo.h"
#include "app/model_details.h"
#include "app/model_view.h"
#include "app/models_page.h"
#include "tests/app/ready_workspace.h"
#include "widgets/tensor_histogram.h"
#include "widgets/theme.h"

using namespace rxq;
using app::MainWindow;
using Id = MainWindow::PageId;

class TestModelPage final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-models"));
    QCoreApplication::setApplicationName(QStringLiteral("RxQuant-models"));
    widgets::Theme::install(*qApp, widgets::Theme::Mode::Light);
    m_ready = std::make_unique<tests::ReadyWorkspace>();
  }

  void init() {
    QSettings().clear();
    m_window = m_ready->open();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->showPage(Id::Models);
    m_page = m_window->findChild<app::ModelsPage*>();
    QVERIFY(m_page);
    m_table = tableNamed("Models of the workspace");
    QVERIFY(m_table);
    QCOMPARE(m_table->model()->rowCount(), 3);
  }
  void cleanup() { m_window.reset(); }

  void tellsAModelsSpecAndAgreement() {
    choose("QAT");
    const app::ModelDetails& d = m_page->view().details();
    QCOMPARE(d.method, train::Method::Qat);
    QVERIFY(d.agreement && d.agreement->codes > 0);
    QCOMPARE(d.agreementSlots, 0); // as stored when it was made
    QCOMPARE(d.reports.size(), d.layers.size());
    QCOMPARE(d.bytes->total(), d.record.bytes);
    QVERIFY(shows(QStringLiteral("Integers agree")));
    QTableView* layers = tableNamed("Layers of the model");
    QCOMPARE(layers->model()->rowCount(), static_cast<int>(d.layers.size()));
    QVERIFY(!layers->isColumnHidden(2));
    QCOMPARE(layers->model()->index(1, 2).data().toString(), QStringLiteral("3"));
    choose("FP32");
    QVERIFY(!m_page->view().details().agreement);
    QVERIFY(layers->isColumnHidden(2)); // nothing is quantized
  }

  void familyIsOneClickAway() {
    choose("PTQ");
    const app::ModelDetails& d = m_page->view().details();
    QCOMPARE(d.ancestors.size(), std::size_t{1});
    QCOMPARE(d.ancestors[0].name, std::string("FP32"));
    QLabel* family = nullptr;
    for (QLabel* label : m_page->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(QLatin1String("<a href")))
        family = label;
    QVERIFY(family);
    // Its line begins with the oldest.
    QTest::mouseClick(family, Qt::LeftButton, {}, family->contentsRect().topLeft() + QPoint(8, 8));
    QTRY_COMPARE(m_page->view().details().record.name, std::string("FP32"));
    QCOMPARE(m_table->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("FP32"));
    QCOMPARE(m_page->view().details().children.size(), std::size_t{2});
  }

  void histogramFollowsTheLayer() {
    choose("QAT");
    const app::ModelDetails& d = m_page->view().details();
    QTableView* layers = tableNamed("Layers of the model");
    widgets::TensorHistogram& histogram = m_page->view().histogram();
    layers->setFocus();
    QTest::mouseClick(layers->viewport(), Qt::LeftButton, {},
                      layers->visualRect(layers->model()->index(1, 0)).center());
    QCOMPARE(histogram.profile().histogram.values, d.layers[1].weights.histogram.values);
    QVERIFY(histogram.profile().grid);
    QCOMPARE(histogram.profile().grid->qMax, 3); // three bits
    const auto before = histogram.profile().histogram.values;
    QTest::keyClick(layers, Qt::Key_Up);
    QCOMPARE(histogram.profile().histogram.values, d.layers[0].weights.histogram.values);
    QVERIFY(histogram.profile().histogram.values != before);
    QTest::mouseClick(buttonNamed(QStringLiteral("Outputs")), Qt::LeftButton);
    QCOMPARE(histogram.profile().histogram.values, d.layers[0].outputs.histogram.values);
    QCOMPARE(histogram.profile().grid->qMax, 255); // eight bits after a ReLU
  }

  void toldWhereItWasMeasured() {
    choose("PTQ");
    QTableView* runs = tableNamed("Runs that measured the model");
    QCOMPARE(runs->model()->rowCount(), 1);
    QCOMPARE(runs->model()->index(0, 1).data().toString(), QStringLiteral("Small study"));
    runs->setFocus();
    runs->setCurrentIndex(runs->model()->index(0, 0));
    QTest::keyClick(runs, Qt::Key_Return);
    QCOMPARE(m_window->page(), Id::Curves);
    m_window->showPage(Id::Models);
    choose("FP32");
    QAbstractButton* family = buttonNamed(QStringLiteral("Compare the family"));
    QVERIFY(family);
    QCOMPARE(m_page->view().details().familyRuns.size(), std::size_t{3});
    QTest::mouseClick(family, Qt::LeftButton);
    QCOMPARE(m_window->page(), Id::Compare);
  }

  // Models that ship with the program have no stored report: they are analysed when looked at.
  void modelsWithoutAReportAreAnalysed() {
    store::Workspace workspace(":memory:");
    app::installPretrained(workspace);
    bool looked = false;
    for (const store::ModelRecord& record : workspace.models()) {
      if (record.method != "qat")
        continue;
      looked = true;
      const app::ModelDetails d = app::loadModelDetails(workspace, record.id, {});
      QVERIFY(d.agreementSlots > 0 && d.agreement && d.agreement->share() < 0.01);
      QVERIFY(!d.ancestors.empty()); // by its key
      QCOMPARE(d.reports.size(), d.layers.size());
      for (const auto& layer : d.reports)
        QVERIFY(layer.weightSqnrDb > 3);
      break;
    }
    QVERIFY(looked);
  }

  // Each pass has its planes, those of later ones from the outputs before.
  void modelsOfSeveralPassesAreShown() {
    study::StudySpec spec = test::smallStudy();
    for (study::ReceiverEntry& entry : spec.receivers)
      entry.neural.passes = entry.kind == study::ReceiverKind::Fp32 ? 2 : 1;
    store::Workspace workspace(":memory:");
    base::Mailbox<study::StudyProgress> mailbox;
    study::runStudy(spec, workspace, {2}, {}, mailbox);
    QCOMPARE(workspace.models().size(), std::size_t{3});
    for (const store::ModelRecord& record : workspace.models()) {
      const app::ModelDetails d = app::loadModelDetails(workspace, record.id, {});
      QCOMPARE(d.neural.passes, 2);
      QCOMPARE(d.layers.size() % 2, std::size_t{0});
      QVERIFY(d.cost.macs > 0 && d.microseconds > 0);
      for (const quant::LayerProfile& layer : d.layers)
        QVERIFY2(layer.outputs.histogram.values > 0, layer.geometry.name.c_str());
    }
  }

  void renamesTagsAndNotes() {
    choose("PTQ");
    m_table->setFocus();
    QTest::keyClick(m_table, Qt::Key_F2);
    typeIntoEditor(QStringLiteral("best"));
    auto& workspace = *m_window->session().workspace();
    QTRY_COMPARE(record(workspace, "best").method, std::string("ptq"));
    QTRY_COMPARE(m_page->view().details().record.name, std::string("best"));
    QLineEdit* tags = nullptr;
    QLineEdit* note = nullptr;
    for (QLineEdit* edit : m_page->view().findChildren<QLineEdit*>())
      (edit->accessibleName() == QLatin1String("Tags") ? tags : note) = edit;
    QVERIFY(tags && note);
    tags->setFocus();
    QTest::keyClicks(tags, QStringLiteral("paper"));
    note->setFocus();
    QTest::keyClicks(note, QStringLiteral("for the figure"));
    QTest::keyClick(note, Qt::Key_Return);
    QCOMPARE(record(workspace, "best").tags, std::string("paper"));
    QCOMPARE(record(workspace, "best").note, std::string("for the figure"));
    // Search finds what is only in the note.
    QLineEdit* search = nullptr;
    for (QLineEdit* edit : m_page->findChildren<QLineEdit*>())
      if (edit->accessibleName() == QLatin1String("Search models"))
        search = edit;
    QTest::keyClicks(search, QStringLiteral("FIGURE"));
    QTRY_COMPARE(m_table->model()->rowCount(), 1);
    search->clear();
    QCOMPARE(m_table->model()->rowCount(), 3);
  }

  void trashComesBack() {
    choose("QAT");
    m_table->setFocus();
    QTest::keyClick(m_table, Qt::Key_Delete);
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    QAbstractButton* undo = buttonNamed(QStringLiteral("Undo"));
    QVERIFY(undo);
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    choose("QAT");
    QTest::mouseClick(buttonNamed(QStringLiteral("Move to trash")), Qt::LeftButton);
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    auto* with = m_page->findChild<QCheckBox*>();
    with->setFocus();
    QTest::keyClick(with, Qt::Key_Space);
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    choose("QAT");
    QTRY_VERIFY(buttonNamed(QStringLiteral("Restore")));
    QTest::mouseClick(buttonNamed(QStringLiteral("Restore")), Qt::LeftButton);
    QTRY_VERIFY(!record(*m_window->session().workspace(), "QAT").trashed);
  }

  // A run may be called anything: its study still shows it, and does not measure it again.
  void runsKeepTheirPlaceUnderAnotherName() {
    m_window->showPage(Id::Runs);
    QTableView* table = tableNamed("Runs of the workspace");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    auto& workspace = *m_window->session().workspace();
    std::int64_t id = 0;
    for (int r = 0; r < 4; ++r)
      if (table->model()->index(r, 0).data().toString() == QLatin1String("PTQ"))
        table->setCurrentIndex(table->model()->index(r, 2)); // not editable: the name is
    table->setFocus();
    QTest::keyClick(table, Qt::Key_F2);
    typeIntoEditor(QStringLiteral("four bits"));
    const auto renamed = [&] {
      for (const auto& run : workspace.runs())
        if (run.name == "four bits")
          id = run.id;
      return id != 0;
    };
    QTRY_VERIFY(renamed());
    const auto study = workspace.studies().front().id;
    QCOMPARE(workspace.findRun(study, "PTQ")->id, id);
    const app::ShownStudy shown = app::loadStudy(workspace, study);
    QVERIFY(!shown.progress.entries[2].curve.empty());
    workspace.setTrashed("runs", id, true); // running its study again brings it back
    base::Mailbox<study::StudyProgress> mailbox;
    study::runStudy(m_ready->spec(), workspace, {2}, {}, mailbox);
    QCOMPARE(workspace.runs().size(), std::size_t{4});
    QCOMPARE(workspace.run(id).name, std::string("four bits"));
  }

  void severalRunsGoToTheTrashAtOnce() {
    m_window->showPage(Id::Runs);
    QTableView* table = tableNamed("Runs of the workspace");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(table, Qt::Key_Delete);
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QVERIFY(shows(QStringLiteral("2 runs are in the trash.")));
    QTest::mouseClick(buttonNamed(QStringLiteral("Undo")), Qt::LeftButton);
    QTRY_COMPARE(table->model()->rowCount(), 4);
  }

  void runsLeadToTheirModel() {
    m_window->showPage(Id::Runs);
    QTableView* table = tableNamed("Runs of the workspace");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    for (int r = 0; r < 4; ++r)
      if (table->model()->index(r, 0).data().toString() == QLatin1String("QAT"))
        table->setCurrentIndex(table->model()->index(r, 0));
    QAbstractButton* model = buttonNamed(QStringLiteral("Model"));
    QVERIFY(model && model->isEnabled());
    QTest::mouseClick(model, Qt::LeftButton);
    QCOMPARE(m_window->page(), Id::Models);
    QTRY_COMPARE(m_page->view().details().record.name, std::string("QAT"));
  }

 private:
  void choose(const char* name) {
    for (int r = 0; r < m_table->model()->rowCount(); ++r)
      if (m_table->model()->index(r, 0).data().toString() == QLatin1String(name))
        m_table->setCurrentIndex(m_table->model()->index(r, 0));
    QTRY_COMPARE(m_page->view().details().record.name, std::string(name));
  }
  void typeIntoEditor(const QString& text) {
    auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
  }
  static store::ModelRecord record(const store::Workspace& workspace, const char* name) {
    for (const store::ModelRecord& model : workspace.models(true))
      if (model.name == name)
        return model;
    return {};
  }
  bool shows(const QString& text) const {
    for (const QLabel* label : m_window->findChildren<QLabel*>())
      if (label->isVisible() && label->text() == text)
        return true;
    return false;
  }
  QTableView* tableNamed(const char* name) const {
    for (QTableView* table : m_window->findChildren<QTableView*>())
      if (table->accessibleName() == QLatin1String(name))
        return table;
    return nullptr;
  }
  QAbstractButton* buttonNamed(const QString& text) const {
    for (QAbstractButton* button : m_window->findChildren<QAbstractButton*>())
      if (button->isVisible() && button->isEnabled() && button->text() == text)
        return button;
    return nullptr;
  }

  std::unique_ptr<tests::ReadyWorkspace> m_ready;
  std::unique_ptr<MainWindow> m_window;
  app::ModelsPage* m_page = nullptr;
  QTableView* m_table = nullptr;
};

QTEST_MAIN(TestModelPage)
#include "tst_window_models.moc"
