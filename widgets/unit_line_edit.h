#pragma once

#include <QAbstractSpinBox>
#include <QLineEdit>

namespace rxq::widgets {

/// A line edit with its unit at the right, in grey.
class UnitLineEdit : public QLineEdit {
  Q_OBJECT
 public:
  explicit UnitLineEdit(const QString& unit = {}, QWidget* parent = nullptr);
  QString unit() const { return m_unit; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_unit;
};

/// A number that may be typed wrongly: unlike QSpinBox it keeps what was typed, so that the form
/// can say what would be right. Arrow keys and the wheel (when focused) step.
class NumberEdit : public QAbstractSpinBox {
  Q_OBJECT
 public:
  NumberEdit(bool whole, double min, double max, const QString& unit, QWidget* parent = nullptr);

  QString text() const { return lineEdit()->text(); }
  void setValue(double value);
  /// Of `text`, spaces and a decimal comma allowed; NaN when it is no number.
  static double parse(const QString& text);

  QValidator::State validate(QString& input, int& pos) const override;
  void fixup(QString& input) const override;
  void stepBy(int steps) override;

 Q_SIGNALS:
  void textEdited();

 protected:
  StepEnabled stepEnabled() const override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  bool m_whole;
  double m_min, m_max;
};

} // namespace rxq::widgets
