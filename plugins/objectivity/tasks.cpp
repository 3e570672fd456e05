#include "tasks.h"

namespace objectivity {
namespace {

// Points of pupils in one task. Who did not attempt it has no points.
struct Points {
  double reached = 0, pupils = 0;
};
struct TaskOfSchool {
  std::int32_t task = 0;
  Points points;
};
struct School {
  std::int32_t school = 0, procedure = 0;
  std::int64_t n = 0;
  std::vector<TaskOfSchool> tasks;
};
using TaskKey = std::pair<std::int32_t, std::int32_t>;  // procedure, task
struct TaskOfRegion {
  Points points;
  double most = 0;  // points of one pupil: as the file states, else the most that anybody reached
};

Query chosen_tasks(const Context& ctx) {
  const Query query = ctx.tasks().where("kind", "==", ctx.choice("kind")).where("year", "==", ctx.year())
      .where("grade", ">=", ctx.integer("grade_from")).where("grade", "<=", ctx.integer("grade_to"));
  if (ctx.choice("subjects") == std::string_view(kSubjectChoices[0])) return query;
  return query.where("subject", "in", {"RU", "MA"});
}

struct Read {
  std::vector<School> schools;
  std::map<TaskKey, TaskOfRegion> region;
};

Read read_tasks(const Frame& frame) {
  const auto school = frame.view<std::string_view>("school"), procedure = frame.view<std::string_view>("procedure"), task = frame.view<std::string_view>("task");
  const auto n = frame.view<std::int64_t>("n");
  const auto points = frame.view<double>("points"), most = frame.view<double>("most"), stated = frame.view<double>("stated");
  Read found;
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    const std::int32_t s = school.code(row), p = procedure.code(row), t = task.code(row);
    if (s < 0 || p < 0 || t < 0) continue;
    if (found.schools.empty() || found.schools.back().school != s || found.schools.back().procedure != p) found.schools.push_back({s, p, 0, {}});
    School& of = found.schools.back();
    const auto pupils = static_cast<double>(n.value_or(row, 0));
    of.n = std::max(of.n, n.value_or(row, 0));
    of.tasks.push_back({t, {points.value_or(row, 0), pupils}});
    TaskOfRegion& all = found.region[{p, t}];
    all.points.reached += points.value_or(row, 0), all.points.pupils += pupils;
    all.most = std::max(all.most, stated[row] ? *stated[row] : most.value_or(row, 0));
  }
  return found;
}

std::vector<TaskShares> shares_of(const School& school, const std::map<TaskKey, TaskOfRegion>& region) {
  std::vector<TaskShares> shares;
  for (const TaskOfSchool& task : school.tasks) {
    const TaskOfRegion& all = region.at({school.procedure, task.task});
    const double elsewhere = all.points.pupils - task.points.pupils;
    if (all.most <= 0 || elsewhere <= 0 || task.points.pupils <= 0) continue;
    shares.push_back({task.points.reached / (task.points.pupils * all.most), (all.points.reached - task.points.reached) / (elsewhere * all.most)});
  }
  return shares;
}

}  // namespace

TasksSettings tasks_settings(const Context& ctx) { return {ctx.integer("min_n"), ctx.integer("tasks_minimum")}; }

TaskProfiles task_profiles(const Context& ctx, const TasksSettings& settings) {
  TaskProfiles found{chosen_tasks(ctx).group("school", "procedure", "task")
      .tally({{"n", count()}, {"points", sum("task_score")}, {"most", max("task_score")}, {"stated", max("task_max")}}), {}};
  const auto schools = found.frame.view<std::string_view>("school"), procedures = found.frame.view<std::string_view>("procedure");
  const Read read = read_tasks(found.frame);
  for (const School& school : read.schools) {
    TaskProfile& row = found.rows.emplace_back();
    row.school = schools.text_of(school.school), row.procedure = procedures.text_of(school.procedure), row.n = school.n;
    const std::vector<TaskShares> shares = shares_of(school, read.region);
    row.tasks = static_cast<std::int64_t>(shares.size());
    if (row.n < settings.min_n) {
      row.status = too_few(row.n, settings.min_n);
    } else if (shares.empty()) {
      row.status = kNobodyElse;
    } else if (*row.tasks < settings.least_tasks) {
      row.status = "не оценивается: заданий " + std::to_string(*row.tasks) + ", нужно не менее " + std::to_string(settings.least_tasks);
    } else if (const auto test = compare_profiles(shares)) {
      row.value = test->correlation, row.easy = test->easy, row.hard = test->hard, row.p_below = test->p_below;
      row.p = test->inverted() ? test->p_below : 1.0;
      row.status = kAssessed;
    } else {
      row.status = kAllAlike;
    }
  }
  return found;
}

Frame TaskProfileIndicator::compute(const Context& ctx) const {
  TaskProfiles found = task_profiles(ctx, tasks_settings(ctx));
  Adjustment(ctx)(found.rows);
  using Row = TaskProfile;
  return FrameOf(ctx, found.rows)
      .add("school", [](const Row& row) { return row.school; }).add("procedure", [](const Row& row) { return row.procedure; })
      .add("n", [](const Row& row) { return row.n; }).add("tasks", [](const Row& row) { return row.tasks; })
      .add("r", [](const Row& row) { return row.value; }).add("easy", [](const Row& row) { return row.easy; })
      .add("hard", [](const Row& row) { return row.hard; }).add("p_below", [](const Row& row) { return row.p_below; })
      .add("p", [](const Row& row) { return row.p; }).add("q", [](const Row& row) { return row.q; })
      .add("status", [](const Row& row) { return std::string_view(row.status); }).finish();
}

}  // namespace objectivity
