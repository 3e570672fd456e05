// Borders of marks that imported files brought.
#pragma once

#include <vector>

#include "store/store.h"

namespace opora {

// Newest first: where several cover a procedure, the first one holds.
Result<std::vector<Scale>> stored_scales(const Store& store);

}  // namespace opora
