#pragma once

#include <string>

#include "core/nn/network.h"
#include "core/quant/integer_network.h"

namespace rxq::exporting {

/// One pass of a network of several as a network of its own, whose tensor 0 is the pass's input.
quant::IntegerNetwork passOf(const quant::IntegerNetwork& network, int pass);
nn::Network passOf(const nn::Network& network, int pass);

/// For the files and texts of a pass: "_pass0", "_pass1" ...; nothing for a network of one.
std::string passSuffix(int pass, int passes);

} // namespace rxq::exporting
