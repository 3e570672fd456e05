#include "engine/plan_words.h"

#include <algorithm>

#include "base/messages.h"

namespace opora {

std::string row_words(const Plan& plan, int position) {
  const PlanRow& row = plan.measures[static_cast<std::size_t>(position) - 1].text;
  if (row.number.empty()) return tr_format("row at place {0}", position);
  const auto same = std::count_if(plan.measures.begin(), plan.measures.end(), [&](const Measure& one) { return one.text.number == row.number; });
  return same == 1 ? tr_format("row {0}", row.number) : tr_format("row {0} at place {1}", row.number, position);
}

std::string assignment_words(const Plan& plan, int position, int ordinal, const Holder& holder) {
  const std::string& who = holder.name.empty() ? holder.code : holder.name;
  if (ordinal == 1) return fmt::format("{}, {}", row_words(plan, position), who);
  return fmt::format("{}, {}, {}", row_words(plan, position), tr_format("window {0}", ordinal), who);
}

}  // namespace opora
