#include "widgets/segmented_control.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace rxq::widgets {

SegmentedControl::SegmentedControl(const QStringList& labels, QWidget* parent)
    : QFrame(parent), m_group(new QButtonGroup(this)) {
  setProperty("class", QStringLiteral("segments"));
  setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_group->setExclusive(true);
  connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool on) {
    if (on)
      Q_EMIT currentChanged(id);
  });
  connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
  setLabels(labels);
}

void SegmentedControl::setLabels(const QStringList& labels) {
  for (QAbstractButton* button : m_group->buttons())
    delete button;
  int id = 0;
  for (const QString& label : labels) {
    auto* button = new QToolButton;
    button->setProperty("class", QStringLiteral("segment"));
    button->setText(label);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->installEventFilter(this);
    m_group->addButton(button, id++);
    layout()->addWidget(button);
  }
  if (!labels.isEmpty())
    m_group->button(0)->setChecked(true);
  setAccessibleTitle(m_title);
}

int SegmentedControl::current() const { return m_group->checkedId(); }

void SegmentedControl::setCurrent(int index) {
  if (QAbstractButton* button = m_group->button(index))
    button->setChecked(true);
}

void SegmentedControl::setAccessibleTitle(const QString& title) {
  m_title = title;
  setAccessibleName(title);
  for (QAbstractButton* button : m_group->buttons())
    button->setAccessibleName(title.isEmpty() ? button->text()
                                              : title + QStringLiteral(": ") + button->text());
}

bool SegmentedControl::step(int key) {
  const int count = static_cast<int>(m_group->buttons().size());
  const int by = key == Qt::Key_Right || key == Qt::Key_Down ? 1
                 : key == Qt::Key_Left || key == Qt::Key_Up  ? -1
                                                             : 0;
  if (by == 0 || count == 0)
    return false;
  QAbstractButton* next = m_group->button((current() + by + count) % count);
  next->setFocus(by > 0 ? Qt::TabFocusReason : Qt::BacktabFocusReason); // by keys, and seen so
  next->click();
  return true;
}

void SegmentedControl::keyPressEvent(QKeyEvent* event) {
  if (!step(event->key()))
    QFrame::keyPressEvent(event);
}

bool SegmentedControl::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress && step(static_cast<QKeyEvent*>(event)->key()))
    return true;
  return QFrame::eventFilter(watched, event);
}

} // namespace rxq::widgets
