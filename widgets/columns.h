#pragma once

#include <QWidget>
#include <map>
#include <vector>

class QBoxLayout;

namespace rxq::widgets {

/// Cards in columns side by side; how many columns depends on the width. For each number of columns
/// one says which cards stand in which.
class Columns : public QWidget {
  Q_OBJECT
 public:
  explicit Columns(QWidget* parent = nullptr);

  using Arrangement = std::vector<std::vector<QWidget*>>;
  /// `fromWidth`: the narrowest page that gets this arrangement. `shares`: widths relative to each
  /// other; empty: all the same.
  void addArrangement(int fromWidth, Arrangement columns, std::vector<int> shares = {});
  int columnCount() const { return static_cast<int>(m_columns.size()); }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  struct Layout {
    Arrangement columns;
    std::vector<int> shares;
  };
  std::map<int, Layout> m_arrangements;
  int m_used = -1;
  std::vector<QWidget*> m_columns;
};

} // namespace rxq::widgets
