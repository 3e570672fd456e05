#include "engine/find_school.h"

#include <vector>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

// Rows of the registry that `wanted` can mean, best kind of match first: code, key, part of the name.
std::vector<std::int64_t> matches(const Frame& registry, const std::string& wanted) {
  const std::string lower = to_lower(trimmed(wanted));
  std::vector<std::int64_t> by_name;
  for (std::int64_t row = 0; row < registry.rows(); ++row) {
    if (to_lower(registry_text(registry, "school", row)) == lower || registry_text(registry, "key", row) == lower) return {row};
    if (to_lower(registry_text(registry, "name", row)).find(lower) != std::string::npos) by_name.push_back(row);
  }
  return by_name;
}

}  // namespace

std::string registry_text(const Frame& frame, std::string_view column, std::int64_t row) {
  const Column* found = frame.find(column);
  return found && found->valid(row) ? std::string(found->text(row)) : std::string();
}

Result<std::int64_t> find_school(const Frame& registry, const std::string& wanted) {
  const auto rows = matches(registry, wanted);
  if (rows.size() == 1) return rows.front();
  if (rows.empty()) {
    std::vector<std::string> codes;
    for (std::int64_t row = 0; row < registry.rows(); ++row) codes.push_back(registry_text(registry, "school", row));
    const auto guess = nearest(wanted, codes);
    return make_error("CLI-020", tr_format("there is no school \"{0}\"", wanted),
                      guess ? tr_format("did you mean \"{0}\"?", *guess) : tr("give its code or a part of its name"));
  }
  Diagnostic d = make_error("CLI-021", tr_format("\"{0}\" fits {1} schools", wanted, rows.size()), tr("give the code of one of them"));
  for (std::size_t i = 0; i < rows.size() && i < 10; ++i)
    d.notes.push_back(registry_text(registry, "school", rows[i]) + "  " + registry_text(registry, "name", rows[i]));
  return d;
}

}  // namespace opora
