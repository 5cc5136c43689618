#include "widgets/banner.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "widgets/labels.h"

namespace rxq::widgets {

Banner::Banner(QWidget* parent) : QFrame(parent), m_label(new QLabel) {
  setProperty("class", QStringLiteral("banner"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(14, 8, 8, 8);
  m_label->setWordWrap(true);
  m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(m_label, 1);
  auto* close = new QToolButton;
  close->setProperty("class", QStringLiteral("flat"));
  close->setIcon(QIcon(QStringLiteral(":/rxquant/icons/close.svg")));
  close->setAccessibleName(tr("Dismiss the message"));
  close->setToolTip(tr("Dismiss"));
  connect(close, &QToolButton::clicked, this, &Banner::clear);
  layout->addWidget(close, 0, Qt::AlignTop);
  hide();
}

QString Banner::text() const { return isHidden() ? QString() : m_label->text(); }

void Banner::showText(const QString& text, const char* styleClass) {
  setStyleClass(this, styleClass);
  m_label->setText(text);
  setAccessibleName(text);
  show();
}

void Banner::showError(const QString& text) { showText(text, "banner"); }
void Banner::showGood(const QString& text) { showText(text, "bannerGood"); }
void Banner::clear() { hide(); }

Toast::Toast(QWidget* parent) : QFrame(parent), m_label(new QLabel), m_button(new QPushButton) {
  setProperty("class", QStringLiteral("toast"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(16, 8, 12, 8);
  layout->setSpacing(12);
  layout->addWidget(m_label);
  layout->addWidget(m_button);
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
  connect(m_button, &QPushButton::clicked, this, [this] {
    hide();
    if (const auto action = std::exchange(m_onAction, nullptr))
      action();
  });
  parent->installEventFilter(this);
  hide();
}

void Toast::showText(const QString& text, const QString& action, std::function<void()> onAction) {
  m_label->setText(text);
  m_button->setText(action);
  m_button->setAccessibleName(action);
  m_button->setVisible(!action.isEmpty());
  m_onAction = std::move(onAction);
  setAccessibleName(text);
  adjustSize();
  place();
  show();
  raise();
  m_timer.start(action.isEmpty() ? 4000 : 8000);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize)
    place();
  return QFrame::eventFilter(watched, event);
}

void Toast::place() {
  const QWidget* area = parentWidget();
  move((area->width() - width()) / 2, area->height() - height() - 48);
}

} // namespace rxq::widgets
