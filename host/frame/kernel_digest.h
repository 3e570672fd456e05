// How this program calculates: a digest over what the kernels make of a fixed table. Two builds that give the same
// digest give the same bits, whatever compiler and optimisation made them; kept with every run.
#pragma once

#include <string>

#include "base/digest.h"
#include "frame/frame.h"

namespace opora {

const std::string& kernel_digest();  // SHA-256, hex; computed once

// Names, types and values of all columns, doubles bit by bit.
void add_frame(Hasher& hash, const Frame& frame);

}  // namespace opora
