#include "app/study_document.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUndoCommand>

#include "core/base/error.h"
#include "core/param/node.h"
#include "widgets/error_text.h"
#include "widgets/styled_plot.h"

namespace rxq::app {

/// One undoable change, the whole spec before and after: specs are small.
class StudyDocument::Step : public QUndoCommand {
 public:
  Step(StudyDocument& document, study::StudySpec next, const QString& what, const QString& mergeKey,
       bool fromForm)
      : QUndoCommand(what), m_document(document), m_before(document.m_committed),
        m_after(std::move(next)), m_key(mergeKey), m_fromForm(fromForm) {}

  int id() const override { return 1; }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = dynamic_cast<const Step*>(other);
    if (!next || m_key.isEmpty() || next->m_key != m_key)
      return false;
    m_after = next->m_after;
    setObsolete(m_after == m_before);
    return true;
  }
  void undo() override { m_document.apply(m_before, false); }
  void redo() override { m_document.apply(m_after, std::exchange(m_fromForm, false)); }

 private:
  StudyDocument& m_document;
  study::StudySpec m_before, m_after;
  QString m_key;
  bool m_fromForm; ///< the first redo is the form's own change
};

StudyDocument::StudyDocument(QObject* parent) : QObject(parent) {
  m_autosave.setSingleShot(true);
  m_autosave.setInterval(800);
  connect(&m_autosave, &QTimer::timeout, this, &StudyDocument::flushAutosave);
}

void StudyDocument::apply(const study::StudySpec& spec, bool fromForm) {
  m_committed = spec;
  if (!fromForm)
    m_working = spec;
  if (!m_autosaveFile.isEmpty())
    m_autosave.start();
  if (!fromForm)
    Q_EMIT reloaded();
  Q_EMIT changed();
}

void StudyDocument::push(const study::StudySpec& next, const QString& what, const QString& mergeKey,
                         bool fromForm) {
  if (next == m_committed)
    return;
  m_undo.push(new Step(*this, next, what, mergeKey, fromForm));
}

void StudyDocument::commit(const QString& what, const QString& mergeKey) {
  push(m_working, what, mergeKey, true);
}

void StudyDocument::replace(const study::StudySpec& spec, const QString& what) {
  push(spec, what, {}, false);
}

void StudyDocument::addReceiver(const study::ReceiverEntry& entry) {
  study::StudySpec next = m_committed;
  next.receivers.push_back(entry);
  push(next, tr("add %1").arg(QString::fromStdString(entry.name)), {}, false);
}

void StudyDocument::setReceiver(std::size_t index, const study::ReceiverEntry& entry,
                                const QString& mergeKey) {
  study::StudySpec next = m_committed;
  const std::string before = next.receivers[index].name;
  next.receivers[index] = entry;
  if (before != entry.name) // children follow their parent's new name
    for (study::ReceiverEntry& other : next.receivers)
      if (other.parent == before)
        other.parent = entry.name;
  push(next, tr("change %1").arg(QString::fromStdString(before)), mergeKey, false);
}

void StudyDocument::removeReceiver(std::size_t index) {
  study::StudySpec next = m_committed;
  const QString name = QString::fromStdString(next.receivers[index].name);
  next.receivers.erase(next.receivers.begin() + static_cast<std::ptrdiff_t>(index));
  push(next, tr("remove %1").arg(name), {}, false);
}

void StudyDocument::moveReceiver(std::size_t from, std::size_t to) {
  study::StudySpec next = m_committed;
  if (to >= next.receivers.size())
    return;
  const study::ReceiverEntry entry = next.receivers[from];
  next.receivers.erase(next.receivers.begin() + static_cast<std::ptrdiff_t>(from));
  next.receivers.insert(next.receivers.begin() + static_cast<std::ptrdiff_t>(to), entry);
  push(next, tr("move %1").arg(QString::fromStdString(entry.name)), {}, false);
}

std::string StudyDocument::freeName(const std::string& wish) const {
  const auto taken = [this](const std::string& name) {
    for (const auto& entry : m_committed.receivers)
      if (entry.name == name)
        return true;
    return false;
  };
  if (!taken(wish))
    return wish;
  for (int i = 2;; ++i)
    if (const std::string name = wish + " " + std::to_string(i); !taken(name))
      return name;
}

void StudyDocument::load(const study::StudySpec& spec, const QString& path) {
  m_undo.clear();
  m_path = path;
  apply(spec, false);
}

void StudyDocument::open(const QString& path) {
  load(study::readStudyFile(path.toStdString()), QFileInfo(path).absoluteFilePath());
}

void StudyDocument::save(const QString& path) {
  widgets::writeFile(path, QByteArray::fromStdString(param::writeJson(m_committed) + "\n"));
  m_path = QFileInfo(path).absoluteFilePath();
  m_undo.setClean();
  Q_EMIT changed();
}

QString StudyDocument::problem() const {
  try {
    param::validate(m_committed);
    study::checkStudy(m_committed);
  } catch (const base::Error& e) {
    return widgets::errorText(e);
  }
  return {};
}

void StudyDocument::setAutosave(const QString& file) { m_autosaveFile = file; }

void StudyDocument::flushAutosave() {
  m_autosave.stop();
  if (m_autosaveFile.isEmpty())
    return;
  QDir().mkpath(QFileInfo(m_autosaveFile).path());
  param::Node node;
  node.set("path", param::Node(m_path.toStdString()));
  node.set("study", param::toNode(m_committed));
  try {
    widgets::writeFile(m_autosaveFile, QByteArray::fromStdString(param::toJson(node, 1)));
  } catch (const base::Error& e) {
    qWarning("%s", e.what()); // a full disk must not stop the work
  }
}

bool StudyDocument::restoreAutosave() {
  QFile file(m_autosaveFile);
  if (m_autosaveFile.isEmpty() || !file.open(QIODevice::ReadOnly))
    return false;
  try {
    const param::Node node =
        param::parseJson(file.readAll().toStdString(), m_autosaveFile.toStdString());
    const param::Node *path = node.find("path"), *study = node.find("study");
    if (!path || !study)
      return false;
    study::StudySpec spec;
    param::fromNode(*study, spec);
    load(spec, QString::fromStdString(path->asText("path")));
    return true;
  } catch (const base::Error& e) {
    qWarning("%s", e.what()); // of an older version: start fresh
    return false;
  }
}

} // namespace rxq::app
