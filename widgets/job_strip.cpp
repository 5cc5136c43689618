#include "widgets/job_strip.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <cmath>

#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/theme.h"

namespace rxq::widgets {

JobStrip::JobStrip(QWidget* parent)
    : QFrame(parent), m_dot(new QWidget), m_activity(new FigureLabel(12, QFont::Normal)),
      m_bar(new QProgressBar), m_speed(new FigureLabel(12, QFont::Normal)),
      m_left(new FigureLabel(12, QFont::Normal)) {
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
  setAccessibleName(tr("Jobs"));
  setIdle(tr("Ready"));
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
