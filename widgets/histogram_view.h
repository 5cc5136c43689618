#pragma once

#include <QWidget>
#include <vector>

namespace rxq::widgets {

/// One distribution as bars with another as a line over it, on the same bins.
class HistogramView : public QWidget {
  Q_OBJECT
 public:
  explicit HistogramView(QWidget* parent = nullptr);
  /// Shares of equal bins from `low` to `high`.
  void setShares(double low, double high, std::vector<double> bars, std::vector<double> line);
  QSize minimumSizeHint() const override { return {160, 84}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double m_low = 0, m_high = 1;
  std::vector<double> m_bars, m_line;
};

} // namespace rxq::widgets
