#pragma once

#include <cstdint>
#include <vector>

#include "app/page.h"

namespace rxq::app {

class Session;

/// Runs side by side: what differs, what it costs, what it gains.
class ComparePage : public Page {
  Q_OBJECT
 public:
  explicit ComparePage(Session& session, QWidget* parent = nullptr);

  /// The runs to compare, by their ids in the workspace.
  void setRuns(std::vector<std::int64_t> runs);

 Q_SIGNALS:
  void goToStudy();
  void noted(const QString& text);

 private:
  Session& m_session;
  std::vector<std::int64_t> m_runs;
};

} // namespace rxq::app
