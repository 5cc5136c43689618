#pragma once

#include "app/page.h"

class QFrame;
class QLabel;

namespace rxq::widgets {
class Card;
}

namespace rxq::app {

/// Where one begins: the demo, what people come for, a study file (also dropped onto the page), a
/// recent workspace.
class WelcomePage : public Page {
  Q_OBJECT
 public:
  explicit WelcomePage(QWidget* parent = nullptr);
  void setRecentWorkspaces(const QStringList& paths, const QString& open);

 Q_SIGNALS:
  /// With the trained models that come with the program, or all of it live.
  void demoWanted(bool pretrained);
  void exploreWanted();
  /// The lesson for a class.
  void lessonWanted();
  /// A study of many bit-widths.
  void sweepWanted();
  void exportWanted();
  void presetWanted(const QString& key);
  void openStudyWanted();
  void openWorkspaceWanted();
  void newWorkspaceWanted();
  void workspaceChosen(const QString& path);

 private:
  QWidget* makeUses();
  widgets::Card* m_recent;
  QWidget* m_recentList;
};

} // namespace rxq::app
