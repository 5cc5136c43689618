#pragma once

#include <QString>

#include "core/base/error.h"

namespace rxq::widgets {

/// A sentence of the core in the language of the window; what has no translation stays as it is.
QString messageText(const base::Message& message);
/// What an error says, in the language of the window.
QString errorText(const base::Error& error);

} // namespace rxq::widgets
