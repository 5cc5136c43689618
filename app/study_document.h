#pragma once

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include "core/study/study_spec.h"

namespace rxq::app {

/// The study being edited, with undo. Forms are bound to working(); after a form has written to it,
/// commit() makes the difference one step of undo (steps of the same field in a row are one).
class StudyDocument : public QObject {
  Q_OBJECT
 public:
  explicit StudyDocument(QObject* parent = nullptr);

  const study::StudySpec& spec() const { return m_committed; }
  /// What forms write to; its address never changes.
  study::StudySpec& working() { return m_working; }
  void commit(const QString& what, const QString& mergeKey);

  void addReceiver(const study::ReceiverEntry& entry);
  void setReceiver(std::size_t index, const study::ReceiverEntry& entry, const QString& mergeKey);
  void removeReceiver(std::size_t index);
  void moveReceiver(std::size_t from, std::size_t to);
  /// A name that no receiver has: `wish`, "wish 2", ...
  std::string freeName(const std::string& wish) const;

  /// Replaces everything as one undoable step.
  void replace(const study::StudySpec& spec, const QString& what);
  /// A study from elsewhere: clears undo. `path` is empty for one that has no file.
  void load(const study::StudySpec& spec, const QString& path);
  /// Reads and checks a file, then load()s it. Throws base::Error.
  void open(const QString& path);
  /// Throws base::Error(File).
  void save(const QString& path);

  QString path() const { return m_path; }
  bool isModified() const { return !m_undo.isClean(); }
  /// What keeps the study from running, empty when nothing does.
  QString problem() const;
  QUndoStack& undoStack() { return m_undo; }

  /// Keeps the study in this file as it changes, so that a crash loses nothing; reads it back.
  void setAutosave(const QString& file);
  bool restoreAutosave();
  void flushAutosave();

 Q_SIGNALS:
  /// The spec has changed, by whatever means.
  void changed();
  /// It has changed by other means than a form: forms must be read anew.
  void reloaded();

 private:
  class Step;
  void push(const study::StudySpec& next, const QString& what, const QString& mergeKey,
            bool fromForm);
  void apply(const study::StudySpec& spec, bool fromForm);

  study::StudySpec m_working;
  study::StudySpec m_committed;
  QUndoStack m_undo;
  QString m_path;
  QString m_autosaveFile;
  QTimer m_autosave;
};

} // namespace rxq::app
