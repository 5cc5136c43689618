#include "app/queue_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/job_list.h"
#include "app/note_text.h"
#include "widgets/card.h"
#include "widgets/icons.h"
#include "widgets/labels.h"

namespace rxq::app {

using store::JobState;

namespace {
constexpr int kWidth = 460;
constexpr int kFoot = 34; ///< room for the strip below

QString stateText(const store::JobRecord& job) {
  switch (job.state) {
  case JobState::Running:
    return QueuePanel::tr("running");
  case JobState::Waiting:
    return QueuePanel::tr("waiting");
  case JobState::Paused:
    return QueuePanel::tr("paused");
  case JobState::Failed:
    break;
  }
  return QueuePanel::tr("failed: %1").arg(noteText(job.message));
}
} // namespace

QueuePanel::QueuePanel(JobList& jobs, QWidget* parent)
    : QFrame(parent), m_jobs(jobs), m_note(widgets::styledLabel(QString(), "small")),
      m_rows(new QVBoxLayout) {
  setProperty("class", QStringLiteral("card"));
  setAccessibleName(tr("Queue"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 10, 10, 12);
  layout->setSpacing(6);
  auto* head = new QHBoxLayout;
  head->addWidget(widgets::styledLabel(tr("Queue"), "title"));
  head->addStretch(1);
  auto* close = widgets::iconButton("close", tr("Close the queue"));
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  head->addWidget(close);
  layout->addLayout(head);
  m_rows->setSpacing(2);
  layout->addLayout(m_rows);
  m_note->setWordWrap(true);
  layout->addWidget(m_note);
  hide();
  parent->installEventFilter(this);
  connect(&jobs, &JobList::changed, this, [this] {
    if (isVisible())
      rebuild();
  });
}

void QueuePanel::toggle() {
  setVisible(!isVisible());
  if (!isVisible())
    return;
  rebuild();
  raise();
  setFocus();
  if (auto* first = findChild<QToolButton*>())
    first->setFocus(Qt::PopupFocusReason);
}

void QueuePanel::rebuild() {
  QWidget* focus = window()->focusWidget();
  const QString focused = focus && isAncestorOf(focus) ? focus->objectName() : QString();
  while (QLayoutItem* item = m_rows->takeAt(0)) {
    for (QToolButton* button : item->widget()->findChildren<QToolButton*>())
      button->setObjectName(QString());
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  for (std::size_t i = 0; i < m_jobs.jobs().size(); ++i)
    addRow(i);
  m_note->setText(m_jobs.isElsewhere()
                      ? tr("Another window works on this queue; what is changed here, it follows.")
                  : m_jobs.jobs().empty()
                      ? tr("Nothing waits. A study that is run while another runs is put here; "
                           "the queue outlives the program.")
                      : tr("One study runs at a time. The queue outlives the program."));
  if (auto* again = focused.isEmpty() ? nullptr : findChild<QToolButton*>(focused))
    again->setFocus();
  place();
}

void QueuePanel::addRow(std::size_t index) {
  const store::JobRecord job = m_jobs.jobs()[index];
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  auto* name = new widgets::FigureLabel;
  name->setText(QString::fromStdString(job.name));
  name->setElide(true);
  auto* state = new widgets::FigureLabel(12, QFont::Normal);
  state->setText(stateText(job));
  state->setTone(job.state == JobState::Failed    ? widgets::FigureLabel::Tone::Warning
                 : job.state == JobState::Running ? widgets::FigureLabel::Tone::Good
                                                  : widgets::FigureLabel::Tone::Dim);
  state->setElide(job.state == JobState::Failed);
  layout->addWidget(name, 3);
  layout->addWidget(state, job.state == JobState::Failed ? 3 : 0);
  layout->addSpacing(6);
  const auto add = [&](const char* icon, const QString& what, auto action) {
    QToolButton* button = widgets::iconButton(icon, what);
    button->setAccessibleName(QStringLiteral("%1: %2").arg(what, name->text()));
    button->setObjectName(QStringLiteral("%1%2").arg(QLatin1String(icon)).arg(index));
    connect(button, &QToolButton::clicked, this, action);
    layout->addWidget(button);
    return button;
  };
  add("up", tr("Earlier"), [this, id = job.id] { m_jobs.move(id, -1); })->setEnabled(index > 0);
  add("down", tr("Later"), [this, id = job.id] {
    m_jobs.move(id, 1);
  })->setEnabled(index + 1 < m_jobs.jobs().size());
  if (job.state == JobState::Running || job.state == JobState::Waiting)
    add("pause", tr("Pause"), [this, id = job.id] { m_jobs.pause(id); });
  else
    add("play", job.state == JobState::Failed ? tr("Try again") : tr("Resume"),
        [this, id = job.id] { m_jobs.resume(id); });
  add("trash", tr("Remove from the queue; results stay"), [this, job] {
    m_jobs.remove(job.id);
    Q_EMIT removed(QString::fromStdString(job.name), QString::fromStdString(job.spec));
  });
  m_rows->addWidget(row);
}

void QueuePanel::place() {
  const QSize area = parentWidget()->size();
  setFixedWidth(std::min(kWidth, area.width() - 28));
  layout()->activate();
  const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                   : layout()->totalSizeHint().height();
  resize(width(), height);
  move(area.width() - width() - 14, area.height() - height - kFoot);
}

bool QueuePanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible())
    place();
  return QFrame::eventFilter(watched, event);
}

void QueuePanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape)
    hide();
  else
    QFrame::keyPressEvent(event);
}

} // namespace rxq::app
