// Task profile inversion, the criterion of 2017 made numeric: easy tasks solved worse than in the other schools and hard ones
// better. A strong school is better at both.
#pragma once

#include "findings.h"
#include "profiles.h"

namespace objectivity {

inline constexpr Text kTaskInputs[] = {"results", "tasks"};
inline constexpr Parameter kLeastTasks = integer("tasks_minimum", "6", {.title = "Профиль заданий: заданий, не менее", .basis = kRegion, .min = 3, .max = 100});

struct TasksSettings {
  std::int64_t min_n = 10, least_tasks = 6;
};
TasksSettings tasks_settings(const Context& ctx);

// value: correlation over the tasks of Δ (share of points here less elsewhere) with easiness (share elsewhere). p_below: of a
// correlation so low; p: the same where easy tasks are below and hard ones above the others, else 1.
struct TaskProfile : Finding {
  std::string_view school, procedure;
  MaybeWhole tasks;
  Maybe easy, hard, p_below;
};
struct TaskProfiles {
  Frame frame;  // whose texts the rows show
  std::vector<TaskProfile> rows;
};
TaskProfiles task_profiles(const Context& ctx, const TasksSettings& settings);

struct TaskProfileIndicator {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kLeastTasks, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников"}), whole("tasks", {.title = "Заданий"}),
      decimal("r", {.title = "Связь отличия от остальных школ с лёгкостью задания", .min = -1, .max = 1}),
      decimal("easy", {.title = "Отличие в лёгкой трети заданий"}), decimal("hard", {.title = "Отличие в трудной трети заданий"}),
      decimal("p_below", {.title = "p столь низкой связи", .min = 0, .max = 1}), decimal("p", {.min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "task-inversion", .title = "Лёгкие задания хуже, трудные лучше остальных школ: признак, требующий проверки",
                                      .inputs = kTaskInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "критерии Рособрнадзора 2017–2018 гг. в числах; t-критерий корреляции",
                                      .assumes = "задания — выборка из возможных заданий, их отличия независимы",
                                      .uncertainty = "p — односторонний критерий связи по заданиям, q — с поправкой на число школ и работ",
                                      .limits = "иной порядок изучения тем выглядит так же; менее шести заданий не оценивается"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
