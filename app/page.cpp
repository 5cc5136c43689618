#include "app/page.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace rxq::app {

namespace {
constexpr int kMargin = 14;
}

Page::Page(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
  setProperty("class", QStringLiteral("page"));
  setAttribute(Qt::WA_StyledBackground);
  m_layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  m_layout->setSpacing(13);
}

void Page::setScrolled(QWidget* content) {
  auto* area = new QScrollArea(this);
  area->setProperty("class", QStringLiteral("page"));
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(content);
  m_layout->addWidget(area, 1);
}

void Page::refreshSoon() {
  m_stale = true;
  if (isVisible()) {
    m_stale = false;
    refresh();
  }
}

void Page::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_stale) {
    m_stale = false;
    refresh();
  }
}

} // namespace rxq::app
