#pragma once

#include <QMap>
#include <QStringList>
#include <QTimer>
#include <QWidget>
#include <vector>

#include "core/param/bound_field.h"
#include "widgets/field_editor.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace rxq::widgets {

/// A form made from declared parameters. Values go to the bound object as soon as they are right;
/// a wrong one stays in its field, which is marked, with what would be right under it. Fields that
/// do not matter hide. The form keeps no values of its own: after the object has changed by other
/// means (undo), call refresh().
class FormView : public QWidget {
  Q_OBJECT
 public:
  struct Options {
    /// Keys shown at once; the others are behind "More settings". Empty: all.
    QStringList primary;
    /// Not shown at all.
    QStringList hidden;
    /// Text fields that are a choice: key -> what may be chosen.
    QMap<QString, QStringList> suggestions;
    /// Text fields of a few lines.
    QStringList longTexts;
  };

  explicit FormView(QWidget* parent = nullptr);
  ~FormView() override;

  /// The object that `fields` refer to must outlive the form or the next call.
  void setFields(std::vector<param::BoundField> fields, const Options& options = {});
  void refresh();

  bool hasErrors() const;
  QString errorText(const QString& path) const; ///< empty: the field is right
  QWidget* editor(const QString& path) const;   ///< null: no such field
  QStringList paths() const;

  /// Marks a field from outside, e.g. with a complaint of a check across fields.
  void setError(const QString& path, const QString& message);

 Q_SIGNALS:
  /// A right value has gone into the object.
  void changed(const QString& path);
  void errorsChanged();

 private:
  struct Row {
    param::BoundField field;
    std::vector<std::function<bool()>> parents; ///< relevance of the structs around it
    bool advanced = false;
    QWidget* box = nullptr;
    QLabel* label = nullptr;
    QLabel* error = nullptr;
    FieldEditor editor;
  };
  struct Section {
    QLabel* heading;
    std::vector<std::function<bool()>> relevant;
    bool advanced;
  };

  void clear();
  void addFields(std::vector<param::BoundField>& fields,
                 const std::vector<std::function<bool()>>& parents, bool advanced, int depth);
  void addRow(param::BoundField field, const std::vector<std::function<bool()>>& parents,
              bool advanced);
  void takeValue(std::size_t row, bool typing);
  void showError(Row& row, const QString& message);
  void updateVisibility();
  void complain();

  Options m_options;
  std::vector<Row> m_rows;
  std::vector<Section> m_sections;
  QVBoxLayout* m_layout;
  QPushButton* m_more = nullptr;
  bool m_moreOpen = false;
  bool m_refreshing = false;
  QTimer m_complaint; ///< while typing, errors wait for a pause
  std::vector<std::pair<std::size_t, QString>> m_pending;
};

/// The message of a base::Error for under a field: without the path in brackets.
QString fieldMessage(QString text, const std::string& path);

} // namespace rxq::widgets
