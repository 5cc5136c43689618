#pragma once

#include <string>

#include "core/export/golden.h"
#include "core/quant/integer_network.h"

namespace rxq::exporting {

/// The texts of a C99 export, without float, allocation or any library call. See docs/export.md.
struct C99Source {
  std::string header, source, check;
};

/// `name`: a C identifier, the files' name, too. `title`: the model's name for comments.
C99Source generateC99(const quant::IntegerNetwork& network, nn::PlaneSize size,
                      const std::string& name, const std::string& title);

} // namespace rxq::exporting
