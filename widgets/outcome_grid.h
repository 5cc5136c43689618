#pragma once

#include <QWidget>
#include <cstdint>
#include <vector>

namespace rxq::widgets {

/// Outcomes of trials as small squares in reading order, failures in the warning colour; the newest
/// rows when not all fit.
class OutcomeGrid : public QWidget {
  Q_OBJECT
 public:
  explicit OutcomeGrid(QWidget* parent = nullptr);
  /// Bit i % 64 of word i / 64 says that trial i failed.
  void setOutcomes(std::vector<std::uint64_t> failed, std::uint64_t trials);
  QSize minimumSizeHint() const override { return {160, 80}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<std::uint64_t> m_failed;
  std::uint64_t m_trials = 0;
};

} // namespace rxq::widgets
