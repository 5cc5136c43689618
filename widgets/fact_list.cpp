#include "widgets/fact_list.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/labels.h"

namespace rxq::widgets {

FactList::FactList(QWidget* parent)
    : QWidget(parent), m_answer(new FigureLabel(32, QFont::Bold)),
      m_context(new FigureLabel(13, QFont::Normal)), m_grid(new QGridLayout) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(9);
  auto* top = new QHBoxLayout;
  top->setSpacing(12);
  m_answer->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
  m_context->setTone(FigureLabel::Tone::Dim);
  m_context->setElide(true);
  m_context->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
  m_context->setContentsMargins(0, 0, 0, 6);
  top->addWidget(m_answer);
  top->addWidget(m_context, 1, Qt::AlignBottom);
  layout->addLayout(top);
  m_grid->setVerticalSpacing(4);
  m_grid->setHorizontalSpacing(10);
  m_grid->setColumnStretch(2, 1);
  layout->addLayout(m_grid);
  m_answer->hide();
  m_context->hide();
}

QString FactList::answer() const { return m_answer->text(); }

void FactList::setAnswer(const QString& answer, const QString& context) {
  m_answer->setText(answer);
  m_answer->setVisible(!answer.isEmpty());
  m_context->setText(context);
  m_context->setVisible(!context.isEmpty());
}

void FactList::setAnswerIsProblem(bool on) {
  m_answer->setTone(on ? FigureLabel::Tone::Warning : FigureLabel::Tone::Ink);
}

void FactList::setFacts(const std::vector<Fact>& facts) {
  while (m_rows.size() < facts.size()) {
    const int row = static_cast<int>(m_rows.size());
    Row r{new QLabel, new FigureLabel(13, QFont::DemiBold), new FigureLabel};
    r.remark->setTone(FigureLabel::Tone::Dim);
    r.remark->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    r.remark->setElide(true);
    m_grid->addWidget(r.name, row, 0);
    m_grid->addWidget(r.value, row, 1);
    m_grid->addWidget(r.remark, row, 2);
    m_rows.push_back(r);
  }
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const bool used = i < facts.size();
    m_rows[i].name->setVisible(used);
    m_rows[i].value->setVisible(used);
    m_rows[i].remark->setVisible(used);
    if (!used)
      continue;
    m_rows[i].name->setText(facts[i].name);
    m_rows[i].name->setToolTip(facts[i].help);
    m_rows[i].value->setText(facts[i].value);
    m_rows[i].remark->setText(facts[i].remark);
  }
}

} // namespace rxq::widgets
