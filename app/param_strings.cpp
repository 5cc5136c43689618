// Texts of parameters, messages and presets are the core's, which knows nothing of Qt; here lupdate
// finds them.
#include <QtGlobal>

namespace rxq::app {

[[maybe_unused]] static constexpr const char* kParamStrings[] = {
#include "app/param_strings.inc"

#include "app/message_strings.inc"
};

} // namespace rxq::app
