// Which category of which run a command means.
#pragma once

#include "engine/lists.h"

namespace opora {

struct ChosenCategory {
  RunRecord run;
  std::string methodology, category, title;
};

// STORE-011 no such run; CLI-030 no such category, several where none is named, or several of the name.
Result<ChosenCategory> choose_category(const Store& store, const CategoryChoice& choice);

}  // namespace opora
