#pragma once

#include <string>

#include "core/export/c99_source.h"
#include "core/receiver/fixed_point.h"

namespace rxq::exporting {

/// The texts of the whole receiver around an exported network `name` (c99_source.h): C99 in
/// integers from the samples to the LLRs, the arithmetic of receiver::FixedFrontEnd to the bit.
/// Files are NAME_receive.h and .c; the function is NAME_receive. See docs/export.md.
C99Source generateC99Receiver(const receiver::FixedTables& tables, const std::string& name,
                              const std::string& title);

} // namespace rxq::exporting
