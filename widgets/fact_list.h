#pragma once

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace rxq::widgets {

class FigureLabel;

/// One answer in large type with its context, and rows of name, value and remark under it.
class FactList : public QWidget {
  Q_OBJECT
 public:
  struct Fact {
    QString name, value, remark;
    QString help; ///< tool tip: what the term means
  };

  explicit FactList(QWidget* parent = nullptr);
  void setAnswer(const QString& answer, const QString& context);
  void setAnswerIsProblem(bool on);
  void setFacts(const std::vector<Fact>& facts);
  QString answer() const;

 private:
  FigureLabel* m_answer;
  FigureLabel* m_context;
  QGridLayout* m_grid;
  struct Row {
    QLabel* name;
    FigureLabel *value, *remark;
  };
  std::vector<Row> m_rows;
};

} // namespace rxq::widgets
