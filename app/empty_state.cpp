#include "app/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/labels.h"

namespace rxq::app {

EmptyState::EmptyState(const QString& title, const QString& text, const QString& action,
                       QWidget* parent)
    : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  layout->addStretch(2);
  layout->addWidget(widgets::styledLabel(title, "heading"), 0, Qt::AlignHCenter);
  QLabel* label = widgets::styledLabel(text, "dim");
  label->setWordWrap(true);
  label->setAlignment(Qt::AlignHCenter);
  label->setFixedWidth(420);
  layout->addWidget(label, 0, Qt::AlignHCenter);
  if (!action.isEmpty()) {
    auto* button = new QPushButton(action);
    button->setProperty("class", QStringLiteral("primary"));
    connect(button, &QPushButton::clicked, this, &EmptyState::triggered);
    layout->addSpacing(4);
    layout->addWidget(button, 0, Qt::AlignHCenter);
  }
  layout->addStretch(3);
}

} // namespace rxq::app
