#pragma once

#include <QHeaderView>

namespace rxq::app {

/// The names of a table's rows at its left, in ink; those with a bold font are headings.
class RowNames : public QHeaderView {
  Q_OBJECT
 public:
  explicit RowNames(QWidget* parent = nullptr) : QHeaderView(Qt::Vertical, parent) {}

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  QSize sectionSizeFromContents(int section) const override;
};

} // namespace rxq::app
