// Texts of parameters are declared in the core, which knows nothing of Qt; here lupdate finds them.
#include <QtGlobal>

namespace rxq::app {

[[maybe_unused]] static constexpr const char* kParamStrings[] = {
#include "app/param_strings.inc"
};

} // namespace rxq::app
