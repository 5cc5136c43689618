#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <memory>

#include "app/main_window.h"
#include "core/base/mailbox.h"
#include "core/study/study_runner.h"
#include "tests/core/study/small_study.h"

namespace rxq::tests {

/// A workspace with the small study, run once for all tests of a program (about a second); each
/// gets a copy.
class ReadyWorkspace {
 public:
  ReadyWorkspace() : m_spec(test::smallStudy()) {
    for (study::ReceiverEntry& entry : m_spec.receivers)
      entry.train.iterations = 300;
    m_spec.receivers[3].quant.weightBits = 3;
    store::Workspace workspace(original().toStdString());
    base::Mailbox<study::StudyProgress> mailbox;
    study::runStudy(m_spec, workspace, {2}, {}, mailbox);
  }

  const study::StudySpec& spec() const { return m_spec; }
  QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

  /// A window on a fresh copy, at 1280 x 800.
  std::unique_ptr<app::MainWindow> open() const {
    const QString copy = m_folder.filePath(QStringLiteral("copy%1.rxq").arg(++m_copies));
    QFile::copy(original(), copy);
    auto window = std::make_unique<app::MainWindow>();
    window->resize(1280, 800);
    window->show();
    window->start(copy, QString());
    return window;
  }

 private:
  QString original() const { return m_folder.filePath(QStringLiteral("ready.rxq")); }
  QTemporaryDir m_folder;
  mutable int m_copies = 0;
  study::StudySpec m_spec;
};

} // namespace rxq::tests
