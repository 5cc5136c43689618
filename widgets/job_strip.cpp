#include "widgets/job_strip.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

#include "widgets/format.h"
#include "widgets/icons.h"
#include "widgets/labels.h"
#include "widgets/theme.h"

namespace rxq::widgets {

JobStrip::JobStrip(QWidget* parent)
    : QFrame(parent), m_dot(new QWidget), m_activity(new FigureLabel(12, QFont::Normal)),
      m_bar(new QProgressBar), m_speed(new FigureLabel(12, QFont::Normal)),
      m_left(new FigureLabel(12, QFont::Normal)), m_pause(iconButton("pause", QString())),
      m_queue(iconButton("list", QString())) {
  setProperty("class", QStringLiteral("foot"));
  setFixedHeight(28);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(17, 0, 16, 0);
  layout->setSpacing(14);
  m_dot->setFixedSize(8, 8);
  m_activity->setElide(true);
  for (FigureLabel* label : {m_activity, m_speed, m_left})
    label->setTone(FigureLabel::Tone::Dim);
  m_activity->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  m_bar->setFixedWidth(150);
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 1000);
  m_bar->setAccessibleName(tr("Progress of the running job"));
  layout->addWidget(m_dot);
  layout->addWidget(m_activity);
  layout->addWidget(m_bar);
  layout->addWidget(m_speed);
  layout->addStretch(1);
  layout->addWidget(m_left);
  layout->addWidget(m_pause);
  layout->addWidget(m_queue);
  for (QToolButton* button : {m_pause, m_queue}) {
    button->setFixedHeight(24);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  }
  m_queue->setObjectName(QStringLiteral("queue"));
  m_pause->setObjectName(QStringLiteral("pauseJobs"));
  connect(m_queue, &QToolButton::clicked, this, &JobStrip::queueWanted);
  connect(m_pause, &QToolButton::clicked, this, [this] {
    if (m_offer == Offer::Pause)
      Q_EMIT pauseWanted();
    else
      Q_EMIT resumeWanted();
  });
  setAccessibleName(tr("Jobs"));
  setIdle(tr("Ready"));
  setQueue(0, Offer::Nothing);
}

void JobStrip::setQueue(int jobs, Offer offer) {
  m_offer = offer;
  m_pause->setVisible(offer != Offer::Nothing);
  const bool pause = offer == Offer::Pause;
  m_pause->setIcon(icon(pause ? "pause" : "play"));
  m_pause->setText(pause ? tr("Pause") : tr("Resume"));
  m_pause->setToolTip(pause ? tr("What is done is kept; goes on from there (Ctrl+.)")
                            : tr("Goes on where it was paused"));
  m_pause->setAccessibleName(m_pause->text());
  m_queue->setText(jobs > 0 ? tr("Queue (%1)").arg(jobs) : tr("Queue"));
  m_queue->setAccessibleName(m_queue->text());
  m_queue->setToolTip(tr("Studies that run and wait: reorder, pause, resume (Ctrl+J)"));
}

QString JobStrip::activity() const { return m_activity->text(); }

void JobStrip::setState(State state) {
  m_state = state;
  m_running = state == State::Running;
  m_bar->setVisible(m_running);
  m_speed->setVisible(m_running);
  m_left->setVisible(m_running);
  update();
}

void JobStrip::setIdle(const QString& text) {
  m_activity->setText(text);
  m_activity->setTone(FigureLabel::Tone::Dim);
  setState(State::Idle);
}

void JobStrip::setProblem(const QString& text) {
  m_activity->setText(text);
  m_activity->setTone(FigureLabel::Tone::Warning);
  setState(State::Problem);
}

void JobStrip::setRunning(const QString& activity, double fraction, const QString& speed,
                          double secondsLeft) {
  m_activity->setTone(FigureLabel::Tone::Dim);
  m_activity->setText(activity);
  m_bar->setRange(0, fraction < 0 ? 0 : 1000);
  if (fraction >= 0)
    m_bar->setValue(static_cast<int>(std::lround(fraction * 1000)));
  m_speed->setText(speed);
  m_left->setText(secondsLeft >= 0 ? tr("%1 left").arg(durationText(secondsLeft)) : QString());
  setState(State::Running);
}

void JobStrip::paintEvent(QPaintEvent* event) {
  QFrame::paintEvent(event);
  const Colors& c = Theme::colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_state == State::Running   ? c.good
                   : m_state == State::Problem ? c.warning
                                               : c.dim);
  painter.drawEllipse(QRectF(m_dot->geometry()));
}

} // namespace rxq::widgets
