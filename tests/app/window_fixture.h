#pragma once

#include <QAbstractButton>
#include <QFile>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "app/main_window.h"
#include "core/base/mailbox.h"
#include "tests/core/study/small_study.h"
#include "widgets/theme.h"

namespace rxq::tests {

constexpr int kPatience = 60'000; ///< ms, far beyond what anything here takes

/// A window on a workspace of its own, with a study that runs in a second.
class WindowFixture {
 public:
  explicit WindowFixture(const char* name) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QLatin1String(name));
    QCoreApplication::setApplicationName(QLatin1String(name));
    QSettings().clear();
    widgets::Theme::install(*qApp, widgets::Theme::Mode::Light);
    spec = test::smallStudy();
  }

  QString at(const char* name) const { return folder.filePath(QLatin1String(name)); }
  /// Runs the study without a window, into the workspace that open() will show.
  void runBefore() {
    store::Workspace ready(at("workspace.rxq").toStdString());
    base::Mailbox<study::StudyProgress> mailbox;
    study::runStudy(spec, ready, {2}, {}, mailbox);
  }
  void open() {
    QFile file(at("study.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(param::writeJson(spec)));
    file.close();
    window = std::make_unique<app::MainWindow>();
    window->resize(1280, 800);
    window->show();
    window->start(at("workspace.rxq"), file.fileName());
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
  }
  void close() { window.reset(); }

  /// The visible button with this object name or text; null: none.
  QAbstractButton* button(const QString& name) const {
    for (QAbstractButton* b : window->findChildren<QAbstractButton*>())
      if (b->isVisible() && (b->objectName() == name || b->text() == name))
        return b;
    return nullptr;
  }
  void click(const char* name) const {
    QTRY_VERIFY2(button(QString::fromUtf8(name)), name); // it may be on its way
    QVERIFY2(button(QString::fromUtf8(name))->isEnabled(), name);
    QTest::mouseClick(button(QString::fromUtf8(name)), Qt::LeftButton);
  }

  QTemporaryDir folder;
  study::StudySpec spec;
  std::unique_ptr<app::MainWindow> window;
};

/// Counts of every run, and what its model computes: what must not depend on how it came about.
inline QString resultsOf(const store::Workspace& workspace) {
  QString text;
  for (const store::RunRecord& run : workspace.runs()) {
    text += QString::fromStdString(run.name);
    if (run.modelId)
      text += u' ' + QString::fromStdString(workspace.model(run.modelId).hash);
    for (const sim::PointCounts& p : workspace.points(run.id))
      text += QStringLiteral(" %1:%2/%3/%4")
                  .arg(p.snrDb)
                  .arg(p.blockErrors)
                  .arg(p.blocks)
                  .arg(p.bitErrors);
    text += u'\n';
  }
  return text;
}

} // namespace rxq::tests
