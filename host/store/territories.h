// The territories of a store, for methodologies that judge each by itself: who belongs to one, and a
// digest that changes whenever anything that it can see of the data changes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "frame/kernels.h"
#include "store/store.h"

namespace opora {

struct Territory {
  std::string name;                   // empty: all schools, or those for which no territory is known
  std::vector<Condition> conditions;  // on columns of the schools; none: all schools
  std::string data_digest;            // SHA-256, hex
};

// `level` is a column of the schools ("region", "municipality"), or empty for the whole store at once.
// Ascending by name, the schools without a territory last.
Result<std::vector<Territory>> territories(const Store& store, const std::string& level);

}  // namespace opora
