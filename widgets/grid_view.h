#pragma once

#include <QWidget>
#include <vector>

namespace rxq::widgets {

/// A slot drawn as symbols (down) by subcarriers (across): pilots dark, data pale, what carries
/// nothing empty; or a magnitude per element.
class GridView : public QWidget {
  Q_OBJECT
 public:
  explicit GridView(QWidget* parent = nullptr);
  enum class Kind : unsigned char { Nothing, Data, Pilot };
  /// One an element, [symbol][subcarrier].
  void setKinds(int symbols, int subcarriers, std::vector<Kind> kinds);
  /// One value an element, [symbol][subcarrier]; drawn in place of pilots and data.
  void setValues(int symbols, int subcarriers, std::vector<float> values);
  /// Pixels a symbol.
  void setRowHeight(int pixels);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, 90}; }
  bool hasHeightForWidth() const override { return false; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int m_symbols = 14, m_subcarriers = 0, m_rowHeight = 10;
  std::vector<Kind> m_kinds;
  std::vector<float> m_values;
};

} // namespace rxq::widgets
