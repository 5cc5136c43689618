#pragma once

#include <QWidget>
#include <vector>

#include "core/study/study_spec.h"

class QVBoxLayout;

namespace rxq::app {

/// The receivers of a study as rows: what they are and how long each takes. A tick measures its
/// curve, a click edits it.
class ReceiverList : public QWidget {
  Q_OBJECT
 public:
  explicit ReceiverList(QWidget* parent = nullptr);

  void setStudy(const study::StudySpec& spec);
  /// Seconds each receiver should take; empty: not known.
  void setSeconds(const std::vector<double>& seconds);
  void setSelected(int index); ///< -1: none
  int selected() const { return m_selected; }

 Q_SIGNALS:
  void selectionChanged(int index);
  void evaluateChanged(int index, bool on);

 private:
  class Row;
  std::vector<Row*> m_rows;
  QVBoxLayout* m_layout;
  int m_selected = -1;
};

} // namespace rxq::app
