#include "app/compare_page.h"

#include "app/session.h"

namespace rxq::app {

ComparePage::ComparePage(Session& session, QWidget* parent) : Page(parent), m_session(session) {}

void ComparePage::setRuns(std::vector<std::int64_t> runs) {
  m_runs = std::move(runs);
  refreshSoon();
}

} // namespace rxq::app
