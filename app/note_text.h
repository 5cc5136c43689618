#pragma once

#include <QString>
#include <string>

namespace rxq::app {

/// A stored note in the language of the window: a sentence that the program wrote (base::Message in
/// English) is translated, what people wrote stays.
QString noteText(const std::string& note);

} // namespace rxq::app
