// The pages of the main window, and the ways from one to another.
#include "app/compare_page.h"
#include "app/curve_answer.h"
#include "app/curves_page.h"
#include "app/demo.h"
#include "app/explore_page.h"
#include "app/export_page.h"
#include "app/help_page.h"
#include "app/learn_page.h"
#include "app/main_window.h"
#include "app/models_page.h"
#include "app/presets.h"
#include "app/runs_page.h"
#include "app/study_page.h"
#include "app/train_page.h"
#include "app/welcome_page.h"
#include "widgets/banner.h"

namespace rxq::app {

void MainWindow::makePages() {
  m_welcome = new WelcomePage;
  m_study = new StudyPage(m_document, m_session);
  m_train = new TrainPage(m_session);
  m_explore = new ExplorePage(m_session);
  m_undo.addStack(&m_explore->undoStack());
  m_curves = new CurvesPage(m_session);
  m_compare = new ComparePage(m_session);
  m_runs = new RunsPage(m_session);
  m_models = new ModelsPage(m_session);
  m_export = new ExportPage(m_session);
  addPage(PageId::Welcome, m_welcome, tr("Start"), m_sections[0]);
  addPage(PageId::Study, m_study, tr("Study"), m_sections[0]);
  addPage(PageId::Train, m_train, tr("Train"), m_sections[0]);
  addPage(PageId::Explore, m_explore, tr("Explore"), m_sections[0]);
  addPage(PageId::Curves, m_curves, tr("Curves"), m_sections[0]);
  addPage(PageId::Compare, m_compare, tr("Compare"), m_sections[0]);
  addPage(PageId::Runs, m_runs, tr("Runs"), m_sections[1]);
  addPage(PageId::Models, m_models, tr("Models"), m_sections[1]);
  addPage(PageId::Export, m_export, tr("Export"), m_sections[1]);
  m_learn = new LearnPage;
  addPage(PageId::Learn, m_learn, tr("Learn"), m_sections[2]);
  connect(m_learn, &LearnPage::presentingWanted, this, &MainWindow::setPresenting);
  addPage(PageId::Help, new HelpPage, tr("Guide"), m_sections[2]);
  connectPages();
}

void MainWindow::connectPages() {
  connect(m_welcome, &WelcomePage::demoWanted, this, [this](bool pretrained) {
    if (pretrained && m_session.workspace())
      guarded([&] { installPretrained(*m_session.workspace(), presetName); });
    loadPreset(QStringLiteral("demo"));
    runStudy();
  });
  connect(m_welcome, &WelcomePage::exploreWanted, this, [this] {
    if (m_session.workspace())
      guarded([&] { installPretrained(*m_session.workspace(), presetName); });
    showPage(PageId::Explore);
  });
  connect(m_welcome, &WelcomePage::lessonWanted, this, [this] {
    showPage(PageId::Learn);
    m_learn->open(1);
  });
  connect(m_welcome, &WelcomePage::sweepWanted, this, [this] {
    showPage(PageId::Study);
    m_study->offerSweep();
  });
  connect(m_welcome, &WelcomePage::exportWanted, this, [this] { showPage(PageId::Export); });
  connect(m_welcome, &WelcomePage::presetWanted, this, &MainWindow::loadPreset);
  connect(m_welcome, &WelcomePage::openStudyWanted, this, &MainWindow::chooseStudy);
  connect(m_welcome, &WelcomePage::openWorkspaceWanted, this, [this] { chooseWorkspace(false); });
  connect(m_welcome, &WelcomePage::newWorkspaceWanted, this, [this] { chooseWorkspace(true); });
  connect(m_welcome, &WelcomePage::workspaceChosen, this, &MainWindow::openWorkspace);
  const auto toStudy = [this] { showPage(PageId::Study); };
  connect(m_train, &TrainPage::goToStudy, this, toStudy);
  connect(m_curves, &CurvesPage::goToStudy, this, toStudy);
  connect(m_compare, &ComparePage::goToStudy, this, toStudy);
  connect(m_runs, &RunsPage::goToStudy, this, toStudy);
  connect(m_models, &ModelsPage::goToStudy, this, toStudy);
  connect(m_export, &ExportPage::goToStudy, this, toStudy);
  connect(m_train, &TrainPage::resumeWanted, this, [this] {
    if (const auto shown = m_session.shown())
      m_jobs.add(shown->spec);
  });
  connect(m_train, &TrainPage::curveWanted, this, [this](const QString& receiver) {
    showPage(PageId::Curves);
    m_curves->choose(receiver);
  });
  connect(m_train, &TrainPage::receiverWanted, this,
          [this](const study::StudySpec& base, const study::ReceiverEntry& entry) {
            addAndRun(base, {entry});
          });
  connect(m_explore, &ExplorePage::goToStart, this, [this] { showPage(PageId::Welcome); });
  connect(m_explore, &ExplorePage::receiversWanted, this, &MainWindow::addAndRun);
  const auto toast = [this](const QString& text) { m_toast->showText(text); };
  connect(m_curves, &CurvesPage::noted, this, toast);
  CurveAnswer* answer = &m_curves->answer();
  const auto toModel = [this](qint64 model) {
    m_models->chooseModel(model);
    showPage(PageId::Models);
  };
  const auto toExport = [this](qint64 model) {
    m_export->chooseModel(model);
    showPage(PageId::Export);
  };
  connect(answer, &CurveAnswer::modelWanted, this, toModel);
  connect(answer, &CurveAnswer::exportWanted, this, toExport);
  connect(answer, &CurveAnswer::compareWanted, this, &MainWindow::compareRuns);
  connect(answer, &CurveAnswer::exploreWanted, this, [this](qint64 model, const auto& bits) {
    showPage(PageId::Explore);
    m_explore->chooseModel(model, bits);
  });
  connect(m_compare, &ComparePage::noted, this, toast);
  connect(m_compare, &ComparePage::compared, m_export, &ExportPage::setCompared);
  connect(m_runs, &RunsPage::showCurves, this, [this](qint64 study) {
    m_session.showStored(study);
    showPage(PageId::Curves);
  });
  connect(m_runs, &RunsPage::openStudy, this, [this](qint64 study) {
    guarded([&] {
      const auto record = m_session.workspace()->study(study);
      study::StudySpec spec;
      param::fromNode(param::parseJson(record.spec, record.name), spec);
      m_document.load(spec, QString());
      showPage(PageId::Study);
    });
  });
  const auto note = [this](const QString& text, std::function<void()> undo) {
    m_toast->showText(text, tr("Undo"), std::move(undo));
  };
  connect(m_runs, &RunsPage::compareWanted, this, &MainWindow::compareRuns);
  connect(m_models, &ModelsPage::compareWanted, this, &MainWindow::compareRuns);
  connect(m_runs, &RunsPage::modelWanted, this, toModel);
  connect(m_models, &ModelsPage::showCurves, this, [this](qint64 study) {
    m_session.showStored(study);
    showPage(PageId::Curves);
  });
  connect(m_runs, &RunsPage::undoableNote, this, note);
  connect(m_models, &ModelsPage::undoableNote, this, note);
  connect(m_models, &ModelsPage::exportWanted, this, toExport);
  connect(m_study, &StudyPage::runnableChanged, this, &MainWindow::updateRunButton);
}

} // namespace rxq::app
