#pragma once

#include <QWidget>
#include <optional>
#include <vector>

namespace rxq::widgets {

/// Losses in dB by weight bits (down) and activation bits (across); a click or Return chooses a
/// cell, arrow keys move.
class HeatMap : public QWidget {
  Q_OBJECT
 public:
  struct Cell {
    std::optional<double> db; ///< none: not measured yet
    bool more = false;        ///< the loss is above db
    bool operator==(const Cell&) const = default;
  };
  explicit HeatMap(QWidget* parent = nullptr);
  /// Bits of rows and columns, in order.
  void setAxes(std::vector<int> weights, std::vector<int> activations);
  void setCell(int weights, int activations, Cell cell);
  void clear();
  /// The setting at hand, outlined.
  void setCurrent(int weights, int activations);
  const Cell& cell(int weights, int activations) const;
  QSize minimumSizeHint() const override { return {250, 110}; }

 Q_SIGNALS:
  void chosen(int weights, int activations);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  std::size_t indexOf(int weights, int activations) const;
  QRectF rectOf(std::size_t row, std::size_t column) const;

  std::vector<int> m_weights, m_activations;
  std::vector<Cell> m_cells;
  int m_currentWeights = 0, m_currentActivations = 0;
  std::size_t m_row = 0, m_column = 0; ///< of the keyboard
};

} // namespace rxq::widgets
