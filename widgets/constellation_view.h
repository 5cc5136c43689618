#pragma once

#include <QPointF>
#include <QVector>
#include <QWidget>

namespace rxq::widgets {

/// Two constellations side by side: symbols as received, and after equalisation.
class ConstellationView : public QWidget {
  Q_OBJECT
 public:
  explicit ConstellationView(QWidget* parent = nullptr);
  void setSymbols(QVector<QPointF> received, QVector<QPointF> equalised);
  QSize sizeHint() const override { return {300, 170}; }
  QSize minimumSizeHint() const override { return {160, 100}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QVector<QPointF> m_received, m_equalised;
};

} // namespace rxq::widgets
