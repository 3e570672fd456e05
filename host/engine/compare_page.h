// The pages of a comparison and of a sweep: fills the report's page of tables.
#pragma once

#include <string>

#include "engine/compare.h"
#include "engine/sweep.h"

namespace opora {

std::string compare_page(const Differences& differences);
std::string sweep_page(const Sweep& sweep);

}  // namespace opora
