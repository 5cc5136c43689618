#pragma once

#include <QIcon>

class QToolButton;

namespace rxq::widgets {

/// resources/icons/<name>.svg
QIcon icon(const char* name);
/// A small flat button that is only an icon; `name` is its tool tip and accessible name.
QToolButton* iconButton(const char* icon, const QString& name, QWidget* parent = nullptr);

} // namespace rxq::widgets
