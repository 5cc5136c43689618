#pragma once

#include <QWidget>

class QVBoxLayout;

namespace rxq::app {

/// A page of the main window on the ground colour. Pages that wait for data update when shown.
class Page : public QWidget {
  Q_OBJECT
 public:
  explicit Page(QWidget* parent = nullptr);

 protected:
  /// Layout with the page's margins and gaps; scrolling pages put their content into a scroll area.
  QVBoxLayout* pageLayout() const { return m_layout; }
  /// A scroll area on the page around `content`.
  void setScrolled(QWidget* content);
  /// Redraws from the session; called when shown and, through refreshSoon, after changes.
  virtual void refresh() {}
  /// Refreshes now if visible, else when shown.
  void refreshSoon();
  void showEvent(QShowEvent* event) override;

 private:
  QVBoxLayout* m_layout;
  bool m_stale = true;
};

} // namespace rxq::app
