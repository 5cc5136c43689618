#pragma once

#include <QWidget>
#include <optional>

#include "core/quant/tensor_profile.h"

namespace rxq::widgets {

/// A tensor's values as bars with its quantizer over them: the grid's lines while they can be told
/// apart, what lies beyond the range in the warning colour, and under the mouse (or the arrow keys)
/// the step that a value falls into: its code, the value it becomes and the error. Bars grow with
/// the logarithm of their count, so that tails are seen. The ends of the range can be made
/// draggable.
class TensorHistogram : public QWidget {
  Q_OBJECT
 public:
  explicit TensorHistogram(QWidget* parent = nullptr);

  /// Values are told in units of `unit` ("" or e.g. "steps").
  void setProfile(const quant::TensorProfile& profile, const QString& unit = {});
  void clear();
  const quant::TensorProfile& profile() const { return m_profile; }
  bool isEmpty() const { return m_profile.histogram.values == 0; }
  /// Bars grow with the count itself instead.
  void setLinear(bool on);
  void setDraggable(bool on) { m_draggable = on; }

  /// The value under the mouse or the keys' cursor.
  std::optional<double> cursor() const { return m_cursor; }
  void setCursorValue(std::optional<double> value);
  /// What is told of the value: "0.0312 → code 3 = 0.0298, error −0.0014".
  QString readOut() const;
  /// Pixel of a value, for tests and overlays.
  double xOf(double value) const;

  QSize minimumSizeHint() const override { return {220, 120}; }
  QSize sizeHint() const override { return {360, 170}; }

 Q_SIGNALS:
  void hovered(double value);
  void left();
  /// The user drags the upper or lower end of the range to `value`.
  void rangeDragged(bool upper, double value);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class End { None, Low, High };
  QRectF plotRect() const;
  double valueAt(double x) const;
  double heightOf(double count) const;
  End endAt(double x) const;
  void drawRange(QPainter& painter) const;
  void drawBars(QPainter& painter) const;
  void drawGrid(QPainter& painter) const;
  void drawCursor(QPainter& painter) const;
  void drawLabels(QPainter& painter) const;

  quant::TensorProfile m_profile;
  QString m_unit;
  double m_most = 1; ///< largest count of a bin
  bool m_linear = false, m_draggable = false;
  std::optional<double> m_cursor;
  End m_dragged = End::None;
};

} // namespace rxq::widgets
