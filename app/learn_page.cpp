#include "app/learn_page.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/lessons.h"
#include "widgets/labels.h"

namespace rxq::app {

LearnPage::LearnPage(QWidget* parent)
    : Page(parent), m_stack(new QStackedWidget), m_present(new QPushButton) {
  m_lessons = {makeQuantizerLesson(), makeTrainingLesson(), makeBlocksLesson()};
  auto* head = new QHBoxLayout;
  head->addWidget(widgets::styledLabel(tr("Learn"), "heading"));
  head->addStretch(1);
  m_present->setCheckable(true);
  m_present->setObjectName(QStringLiteral("present"));
  m_present->setToolTip(tr("Large type and nothing else, for a class (F11); Escape ends it"));
  head->addWidget(m_present);
  connect(m_present, &QPushButton::clicked, this, &LearnPage::presentingWanted);
  pageLayout()->addLayout(head);
  m_stack->addWidget(makeList());
  for (Lesson* lesson : m_lessons) {
    m_stack->addWidget(lesson);
    connect(lesson, &Lesson::left, this, [this] { open(-1); });
  }
  pageLayout()->addWidget(m_stack, 1);
  setPresenting(false);
}

QWidget* LearnPage::makeList() {
  auto* list = new QWidget;
  auto* layout = new QVBoxLayout(list);
  layout->setContentsMargins(0, 8, 0, 0);
  layout->setSpacing(13);
  for (std::size_t i = 0; i < m_lessons.size(); ++i) {
    auto* card = new QFrame;
    card->setProperty("class", QStringLiteral("choice"));
    auto* inside = new QHBoxLayout(card);
    inside->setContentsMargins(18, 16, 18, 16);
    auto* text = new QVBoxLayout;
    text->addWidget(widgets::styledLabel(m_lessons[i]->title(), "heading"));
    QLabel* summary = widgets::styledLabel(m_lessons[i]->summary(), "dim");
    summary->setWordWrap(true);
    text->addWidget(summary);
    inside->addLayout(text, 1);
    auto* start = new QPushButton(tr("Begin"));
    start->setAccessibleName(tr("Begin: %1").arg(m_lessons[i]->title()));
    start->setObjectName(QStringLiteral("lesson%1").arg(i));
    connect(start, &QPushButton::clicked, this, [this, i] { open(static_cast<int>(i)); });
    inside->addWidget(start);
    layout->addWidget(card);
  }
  QLabel* note = widgets::styledLabel(
      tr("Five minutes each. Everything shown is computed while you look: tensors of the trained "
         "models that ship with the program, and its own link, training and integer engine."),
      "small");
  note->setWordWrap(true);
  layout->addWidget(note);
  layout->addStretch(1);
  return list;
}

void LearnPage::open(int lesson) {
  m_stack->setCurrentIndex(lesson + 1);
  if (lesson >= 0)
    m_lessons[static_cast<std::size_t>(lesson)]->goTo(0);
}

Lesson* LearnPage::current() const { return qobject_cast<Lesson*>(m_stack->currentWidget()); }

void LearnPage::setPresenting(bool on) {
  m_present->setChecked(on);
  m_present->setText(on ? tr("End presentation") : tr("Present"));
  for (Lesson* lesson : m_lessons)
    lesson->setPresenting(on);
}

} // namespace rxq::app
