#include "widgets/columns.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace rxq::widgets {

Columns::Columns(QWidget* parent) : QWidget(parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
}

void Columns::addArrangement(int fromWidth, Arrangement columns, std::vector<int> shares) {
  m_arrangements[fromWidth] = {std::move(columns), std::move(shares)};
  m_used = -1;
  arrange();
}

void Columns::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void Columns::arrange() {
  if (m_arrangements.empty())
    return;
  auto it = m_arrangements.upper_bound(width());
  if (it != m_arrangements.begin())
    --it;
  if (it->first == m_used)
    return;
  m_used = it->first;
  std::vector<QWidget*> old;
  old.swap(m_columns);
  const Layout& chosen = it->second;
  for (std::size_t i = 0; i < chosen.columns.size(); ++i) {
    auto* column = new QWidget(this);
    column->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* stack = new QVBoxLayout(column);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(13);
    for (QWidget* card : chosen.columns[i]) {
      const bool hidden = card->isHidden() && card->testAttribute(Qt::WA_WState_ExplicitShowHide);
      stack->addWidget(card);
      card->setVisible(!hidden);
    }
    stack->addStretch(1);
    layout()->addWidget(column);
    static_cast<QHBoxLayout*>(layout())->setStretchFactor(
        column, i < chosen.shares.size() ? chosen.shares[i] : 1);
    column->show();
    m_columns.push_back(column);
  }
  for (QWidget* column : old) { // empty now; out of the layout at once
    layout()->removeWidget(column);
    column->hide();
    column->deleteLater();
  }
}

} // namespace rxq::widgets
