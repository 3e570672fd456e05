#include "store/plan_histories.h"

#include "base/messages.h"
#include "store/audit.h"
#include "store/sqlite_use.h"

namespace opora {

std::string assignment_name(std::string_view plan_uid, int position, int ordinal, const Holder& holder, Part part) {
  return fmt::format("{}/{}/{}/{}/{}/{}", plan_uid, position, ordinal, holder.level, holder.code, static_cast<int>(part));
}

Status each_history(const Store& store, const AssignmentFilter& filter,
                    const std::function<bool(const Assignment&, const std::vector<PlanEvent>&)>& take) {
  OPORA_ASSIGN(Statement any, Statement::prepare(store.handle(), "SELECT 1 FROM plan_event WHERE assignment = ? LIMIT 1"));
  Status failed;
  const auto one = [&](const Assignment& assignment) {
    std::vector<PlanEvent> events;
    const Result<bool> some = bind_all(any, assignment.id).step();
    any.reset();
    if (some.ok() && *some) {
      Result<std::vector<PlanEvent>> found = events_of(store, assignment.id);
      if (!found) return failed = found.take_error(), false;
      events = *std::move(found);
    }
    return take(assignment, events);
  };
  OPORA_TRY(each_assignment(store, filter, one));
  return failed;
}

Result<bool> is_holder(const Store& store, std::string_view level, std::string_view code) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT 1 FROM holder WHERE level = ? AND code = ?"));
  return bind_all(select, level, code).step();
}

Result<std::vector<std::optional<Held>>> held_in(const Store& store, OccasionId occasion, std::span<const std::int64_t> holders) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT id, part FROM assignment WHERE holder = ? AND occasion = ?"));
  std::vector<std::optional<Held>> held;
  for (const std::int64_t holder : holders) {
    OPORA_ASSIGN(const bool row, bind_all(select, holder, occasion).step());
    held.push_back(row ? std::optional(Held{select.integer(0), static_cast<Part>(select.integer(1))}) : std::nullopt);
    select.reset();
  }
  return held;
}

Status note_merge(Store& store, PlanId plan, std::string_view actor, std::string_view detail) {
  return audit(store.handle(), actor, "merged", fmt::format("plan {}", plan), detail);
}

}  // namespace opora
