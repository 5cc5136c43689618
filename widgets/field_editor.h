#pragma once

#include <QStringList>
#include <functional>

#include "core/param/bound_field.h"

class QWidget;

namespace rxq::widgets {

/// The widget of one field and how values go in and out.
struct FieldEditor {
  QWidget* widget = nullptr;
  std::function<void(const param::Node&)> show;
  /// What stands in the widget. Throws base::Error(BadInput) saying what would be right when it is
  /// no value of the field's kind at all; ranges are the field's to check.
  std::function<param::Node()> read;
};

/// Makes the editor for a field of any kind but Struct and StructList. `edited(typing)` is called
/// when the user has changed it; `typing`: more may follow. `suggestions` turns a text into a
/// choice among them; `longText` gives a text a few lines.
FieldEditor makeFieldEditor(const param::BoundField& field, const QStringList& suggestions,
                            bool longText, QWidget* parent,
                            const std::function<void(bool typing)>& edited);

/// A field's label, help and choices in the language of the window.
QString paramText(const char* source);

} // namespace rxq::widgets
