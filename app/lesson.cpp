#include "app/lesson.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/card.h"
#include "widgets/labels.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr int kSide = 372, kSidePresenting = 560;
}

Lesson::Lesson(const QString& title, const QString& summary, QWidget* parent)
    : QWidget(parent), m_title(title), m_summary(summary), m_side(new widgets::Card),
      m_count(widgets::styledLabel(QString(), "small")), m_heading(new QLabel), m_text(new QLabel),
      m_finding(new QLabel), m_controls(new QVBoxLayout), m_pictures(new QVBoxLayout),
      m_back(new QPushButton), m_next(new QPushButton) {
  for (QLabel* label : {m_heading, m_text, m_finding})
    label->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  auto* side = static_cast<widgets::Card*>(m_side)->body();
  side->setSpacing(10);
  side->addWidget(m_count);
  side->addWidget(m_heading);
  side->addWidget(m_text);
  side->addLayout(m_controls);
  side->addWidget(m_finding);
  side->addStretch(1);
  m_controls->setSpacing(8);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_back);
  buttons->addStretch(1);
  buttons->addWidget(m_next);
  m_next->setProperty("class", QStringLiteral("primary"));
  m_next->setObjectName(QStringLiteral("nextStep"));
  m_back->setObjectName(QStringLiteral("previousStep"));
  side->addLayout(buttons);
  connect(m_back, &QPushButton::clicked, this, [this] {
    if (m_step == 0)
      Q_EMIT left();
    else
      goTo(m_step - 1);
  });
  connect(m_next, &QPushButton::clicked, this, [this] {
    if (m_step + 1 == steps())
      Q_EMIT left();
    else
      goTo(m_step + 1);
  });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  m_pictures->setSpacing(13);
  layout->addWidget(m_side);
  layout->addLayout(m_pictures, 1);
  setPresenting(false);
}

void Lesson::setPresenting(bool on) {
  m_presenting = on;
  m_side->setFixedWidth(on ? kSidePresenting : kSide);
  // The style sheet sets no size here, so that these fonts are the ones in use.
  m_heading->setFont(widgets::uiFont(19, QFont::DemiBold));
  m_text->setFont(widgets::uiFont(14));
  m_finding->setFont(widgets::uiFont(15, QFont::DemiBold));
}

void Lesson::goTo(int step) {
  m_step = std::clamp(step, 0, steps() - 1);
  showStep();
}

void Lesson::showStep() {
  const Step& step = m_steps[static_cast<std::size_t>(m_step)];
  m_count->setText(tr("%1 · step %2 of %3").arg(m_title).arg(m_step + 1).arg(steps()));
  m_heading->setText(step.title);
  m_text->setText(step.text);
  setFinding(QString());
  m_back->setText(m_step == 0 ? tr("All lessons") : tr("Back"));
  m_next->setText(m_step + 1 == steps() ? tr("Done") : tr("Next"));
  if (step.enter)
    step.enter();
}

void Lesson::setFinding(const QString& text) {
  m_finding->setText(text);
  m_finding->setVisible(!text.isEmpty());
}

void Lesson::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!m_entered) {
    m_entered = true;
    showStep();
  }
}

} // namespace rxq::app
