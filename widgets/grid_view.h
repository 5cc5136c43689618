#pragma once

#include <QWidget>
#include <vector>

namespace rxq::widgets {

/// A slot drawn as symbols (down) by subcarriers (across): pilots dark, data pale; or a magnitude
/// per element.
class GridView : public QWidget {
  Q_OBJECT
 public:
  explicit GridView(QWidget* parent = nullptr);
  void setGrid(int symbols, int subcarriers, const std::vector<int>& pilotSymbols);
  /// One value an element, [symbol][subcarrier]; drawn in place of pilots and data.
  void setValues(int symbols, int subcarriers, std::vector<float> values);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, 90}; }
  bool hasHeightForWidth() const override { return false; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int m_symbols = 14, m_subcarriers = 0;
  std::vector<int> m_pilots;
  std::vector<float> m_values;
};

} // namespace rxq::widgets
