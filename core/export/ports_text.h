#pragma once

#include <string>
#include <vector>

#include "core/quant/integer_network.h"

namespace rxq::exporting {

/// For a README: what codes go in and come out of an integer network, what happens between its
/// passes, and where its bytes are.
std::string portsText(const quant::IntegerNetwork& network,
                      const std::vector<std::string>& inputNames);

} // namespace rxq::exporting
