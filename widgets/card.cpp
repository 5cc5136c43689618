#include "widgets/card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/labels.h"

namespace rxq::widgets {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent), m_header(new QWidget), m_headerLayout(new QHBoxLayout(m_header)),
      m_title(styledLabel(title, "title")), m_context(new FigureLabel), m_body(new QVBoxLayout) {
  setProperty("class", QStringLiteral("card"));
  m_context->setTone(FigureLabel::Tone::Dim);
  m_context->setElide(true); // gives way before the title does
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(14, 12, 14, 13);
  outer->setSpacing(8);
  m_headerLayout->setContentsMargins(0, 0, 0, 0);
  m_headerLayout->setSpacing(8);
  m_headerLayout->addWidget(m_title);
  m_headerLayout->addWidget(m_context, 1);
  outer->addWidget(m_header);
  m_body->setSpacing(6);
  outer->addLayout(m_body, 1);
  showHeader();
}

QString Card::title() const { return m_title->text(); }

void Card::setTitle(const QString& title) {
  m_title->setText(title);
  showHeader();
}

void Card::setContext(const QString& context) { m_context->setText(context); }

void Card::addToHeader(QWidget* widget) {
  m_headerLayout->addWidget(widget);
  m_header->show();
}

void Card::showHeader() {
  setAccessibleName(m_title->text());
  m_header->setVisible(!m_title->text().isEmpty() || m_headerLayout->count() > 2);
}

QFrame* makeRule(QWidget* parent) {
  auto* rule = new QFrame(parent);
  rule->setProperty("class", QStringLiteral("rule"));
  return rule;
}

} // namespace rxq::widgets
