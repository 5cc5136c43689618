#pragma once

#include <vector>

#include "core/train/trainer.h"
#include "widgets/styled_plot.h"

class QLabel;

namespace rxq::widgets {

/// A training as it goes, by iteration: loss in bits a bit, or the bit-metric decoding rate
/// 1 - loss / ln 2, the training's own value pale, validation strong; or the learning rate.
class LossPlot : public StyledPlot {
  Q_OBJECT
 public:
  enum class Quantity { BitMetricRate, Loss, LearningRate };

  explicit LossPlot(QWidget* parent = nullptr);

  /// `iterations`: where the training will end; the axis goes there from the start.
  void setHistory(std::vector<train::LossPoint> history, std::int64_t iterations);
  void setQuantity(Quantity quantity);
  Quantity quantity() const { return m_quantity; }
  QString toCsv() const;

  /// What is plotted of a loss in nats; NaN stays NaN. Not for LearningRate.
  static double valueOf(double loss, Quantity quantity);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  friend class LossItem;
  struct Line {
    QString name;
    double train::LossPoint::*member;
  };
  /// What is drawn, the most important first.
  std::vector<Line> lines() const;
  double plotted(const train::LossPoint& point, const Line& line) const;
  void applyScales();
  void showReadout(const QPointF& at);

  std::vector<train::LossPoint> m_history;
  std::int64_t m_iterations = 0;
  Quantity m_quantity = Quantity::BitMetricRate;
  int m_hovered = -1;
  QLabel* m_readout;
};

} // namespace rxq::widgets
