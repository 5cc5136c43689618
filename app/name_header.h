#pragma once

#include <QHeaderView>

namespace rxq::app {

/// Names of a table's rows or columns, in the fonts that the model gives them (bold ones in ink).
/// Names of columns are long: they take two lines, at the right, above their figures.
class NameHeader : public QHeaderView {
  Q_OBJECT
 public:
  explicit NameHeader(Qt::Orientation orientation, QWidget* parent = nullptr)
      : QHeaderView(orientation, parent) {}

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  QSize sectionSizeFromContents(int section) const override;

 private:
  QString textOf(int section) const;
  QFont fontOf(int section) const;
};

} // namespace rxq::app
