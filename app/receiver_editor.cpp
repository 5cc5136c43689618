#include "app/receiver_editor.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "app/study_document.h"
#include "widgets/form_view.h"
#include "widgets/icons.h"

namespace rxq::app {

ReceiverEditor::ReceiverEditor(StudyDocument& document, QWidget* parent)
    : Card(tr("Receiver"), parent), m_document(document), m_form(new widgets::FormView) {
  m_up = addButton("up", tr("Move up"), &ReceiverEditor::moveUp);
  m_down = addButton("down", tr("Move down"), &ReceiverEditor::moveDown);
  addButton("copy", tr("Duplicate"), &ReceiverEditor::duplicate);
  addButton("trash", tr("Remove"), &ReceiverEditor::removeReceiver);
  addButton("close", tr("Close the editor"), &ReceiverEditor::closed);
  body()->addWidget(m_form);
  connect(m_form, &widgets::FormView::changed, this, &ReceiverEditor::store);
  connect(&m_document, &StudyDocument::reloaded, this, [this] {
    if (!m_storing)
      reload();
  });
  hide();
}

QToolButton* ReceiverEditor::addButton(const char* icon, const QString& name,
                                       void (ReceiverEditor::*action)()) {
  auto* button = widgets::iconButton(icon, name);
  connect(button, &QToolButton::clicked, this, action);
  addToHeader(button);
  return button;
}

void ReceiverEditor::edit(int index) {
  m_index = index;
  setVisible(index >= 0);
  reload();
}

void ReceiverEditor::reload() {
  const auto& receivers = m_document.spec().receivers;
  if (m_index < 0)
    return;
  if (m_index >= static_cast<int>(receivers.size())) {
    Q_EMIT closed();
    return;
  }
  const auto at = static_cast<std::size_t>(m_index);
  const study::ReceiverEntry& entry = receivers[at];
  m_up->setEnabled(m_index > 0);
  m_down->setEnabled(at + 1 < receivers.size());
  setContext(QString::fromStdString(entry.name));
  m_entry = entry;
  // The receivers above that may be a parent.
  QStringList parents{QString()};
  for (std::size_t i = 0; i < at; ++i)
    if (!study::isClassical(receivers[i].kind))
      parents << QString::fromStdString(receivers[i].name);
  widgets::FormView::Options options;
  options.primary = {"name",   "kind",  "evaluate",   "parent", "classical",
                     "neural", "quant", "fixedPoint", "train"};
  options.suggestions["parent"] = parents;
  m_form->setFields(param::bind(m_entry), options);
}

void ReceiverEditor::store(const QString& path) {
  if (m_index < 0)
    return;
  m_storing = true;
  m_document.setReceiver(static_cast<std::size_t>(m_index), m_entry,
                         QStringLiteral("receiver%1.%2").arg(m_index).arg(path));
  m_storing = false;
  setContext(QString::fromStdString(m_entry.name));
}

void ReceiverEditor::move(int by) {
  const int to = m_index + by;
  if (m_index < 0 || to < 0 || to >= static_cast<int>(m_document.spec().receivers.size()))
    return;
  const int from = std::exchange(m_index, to);
  m_document.moveReceiver(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
  Q_EMIT wantsSelection(to);
}

void ReceiverEditor::duplicate() {
  if (m_index < 0)
    return;
  study::ReceiverEntry copy = m_entry;
  copy.name = m_document.freeName(m_entry.name);
  m_document.addReceiver(copy);
  Q_EMIT wantsSelection(static_cast<int>(m_document.spec().receivers.size()) - 1);
}

void ReceiverEditor::removeReceiver() {
  if (m_index < 0)
    return;
  const auto index = static_cast<std::size_t>(std::exchange(m_index, -1));
  Q_EMIT closed();
  m_document.removeReceiver(index);
}

} // namespace rxq::app
