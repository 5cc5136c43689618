#include "app/receiver_list.h"

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "app/study_text.h"
#include "widgets/format.h"
#include "widgets/labels.h"

namespace rxq::app {

using widgets::FigureLabel;

class ReceiverList::Row : public QFrame {
 public:
  Row(ReceiverList* list, int index) : QFrame(list), m_list(list), m_index(index) {
    setProperty("class", QStringLiteral("row"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(QStringLiteral("receiver%1").arg(index));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 7);
    layout->setSpacing(10);
    tick = new QCheckBox;
    tick->setFocusPolicy(Qt::NoFocus); // Space on the row does it
    tick->setToolTip(tr("Measure its curve"));
    connect(tick, &QCheckBox::clicked, list,
            [list, index](bool on) { Q_EMIT list->evaluateChanged(index, on); });
    layout->addWidget(tick);
    auto* text = new QVBoxLayout;
    text->setSpacing(1);
    name = new FigureLabel;
    name->setElide(true);
    detail = new FigureLabel(12, QFont::Normal);
    detail->setTone(FigureLabel::Tone::Dim);
    detail->setElide(true);
    text->addWidget(name);
    text->addWidget(detail);
    layout->addLayout(text, 1);
    time = new FigureLabel;
    time->setTone(FigureLabel::Tone::Dim);
    layout->addWidget(time);
  }

  QCheckBox* tick;
  FigureLabel* name;
  FigureLabel* detail;
  FigureLabel* time;

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override {
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
      choose();
  }
  void keyPressEvent(QKeyEvent* event) override {
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return choose();
    case Qt::Key_Space:
      return tick->click();
    case Qt::Key_Down:
      focusNextChild();
      return;
    case Qt::Key_Up:
      focusPreviousChild();
      return;
    default:
      QFrame::keyPressEvent(event);
    }
  }

 private:
  void choose() {
    m_list->setSelected(m_index);
    Q_EMIT m_list->selectionChanged(m_index);
  }
  ReceiverList* m_list;
  int m_index;
};

ReceiverList::ReceiverList(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(0);
  setAccessibleName(tr("Receivers to compare"));
}

void ReceiverList::setStudy(const study::StudySpec& spec) {
  while (m_rows.size() > spec.receivers.size()) {
    m_rows.back()->deleteLater();
    m_rows.back()->hide();
    m_rows.pop_back();
  }
  while (m_rows.size() < spec.receivers.size()) {
    auto* row = new Row(this, static_cast<int>(m_rows.size()));
    m_layout->addWidget(row);
    m_rows.push_back(row);
  }
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const study::ReceiverEntry& entry = spec.receivers[i];
    const QString name = QString::fromStdString(entry.name);
    m_rows[i]->name->setText(name);
    const QString all = kindText(std::string(param::keyOf(entry.kind))) + QStringLiteral(" · ") +
                        describeEntry(spec, entry);
    m_rows[i]->detail->setText(summariseEntry(entry));
    m_rows[i]->setToolTip(name + u'\n' + all);
    m_rows[i]->tick->setChecked(entry.evaluate);
    m_rows[i]->tick->setAccessibleName(tr("Measure %1").arg(name));
    m_rows[i]->setAccessibleName(name);
    m_rows[i]->setAccessibleDescription(all);
  }
  if (m_selected >= static_cast<int>(m_rows.size())) {
    setSelected(-1);
    Q_EMIT selectionChanged(-1);
  }
}

void ReceiverList::setSeconds(const std::vector<double>& seconds) {
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    m_rows[i]->time->setText(i < seconds.size() ? widgets::durationText(seconds[i]) : QString());
}

void ReceiverList::setSelected(int index) {
  m_selected = index;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const bool on = static_cast<int>(i) == index;
    if (m_rows[i]->property("selected").toBool() != on) {
      m_rows[i]->setProperty("selected", on);
      widgets::repolish(m_rows[i]);
    }
  }
}

} // namespace rxq::app
