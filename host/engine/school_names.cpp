#include "engine/school_names.h"

namespace opora {

SchoolNames::SchoolNames(const Frame& registry) : registry_(registry) {
  const Column* code = registry.find("school");
  for (std::int64_t row = 0; code && row < registry.rows(); ++row) rows_.emplace(code->text(row), row);
}

std::string_view SchoolNames::text(std::string_view column, std::int64_t row) const {
  const Column* found = registry_.find(column);
  return found && found->valid(row) ? found->text(row) : std::string_view();
}

}  // namespace opora
