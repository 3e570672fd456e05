// Points of schools in tasks and skills, beside the points of all others: what every extension here starts from.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <opora/plugin.hpp>

#include "comparison.h"
#include "works.h"

namespace deficits {

// One procedure of the year: its tasks in the order of the work.
struct Work {
  std::string procedure, kind, subject, level;
  std::int64_t grade = 0;
  std::vector<Description> descriptions;
  std::vector<Task> tasks;
  std::vector<Skill> skills;
};

struct Schools {
  std::vector<std::string> codes;                 // ascending
  std::vector<std::int32_t> group;                // of each; -1: compared with the region
  std::vector<std::string> groups;
  std::int32_t index_of(std::string_view code) const;
};

// What a reader may change.
struct Rules {
  std::string kind, dimension;
  double confidence = 0.95, discovery = 0.05, margin = 0.05, majority = 0.5;
  std::int64_t min_n = 10, min_others = 5;
  Thresholds thresholds;
};

// A school in a task or skill of a work, and the others.
struct Row {
  const Work* work = nullptr;
  const Skill* skill = nullptr;        // none: a single task
  const Task* task = nullptr;
  std::int32_t school = 0;
  Points points;
  std::int64_t maximum = 0;            // points that a pupil can get
  double share = 0, region_share = 0;
  Interval interval;
  std::optional<double> others_share;  // of those it is compared with
  bool in_group = false;               // they are its group's, not the region's
  std::optional<double> p, q;
  std::int64_t tasks = 1, red_tasks = 0;
  bool systemic = false, deficit = false;
  double difference() const { return share - *others_share; }
};

Rules rules_of(const opora::sdk::Context& ctx);
Schools schools_of(const opora::sdk::Context& ctx);
std::vector<std::unique_ptr<Work>> works_of(const opora::sdk::Context& ctx, const Rules& rules);
// "subject grade dimension code" → words, for the codes that have any.
std::map<std::string, std::string> texts_of(const opora::sdk::Context& ctx, const std::vector<std::unique_ptr<Work>>& works);
std::string text_key(const Work& work, const std::string& dimension, const std::string& code);

// Of each task (skill) of the works, the schools with points in it; by work, task (skill), school.
std::vector<Row> task_rows(const opora::sdk::Context& ctx, const std::vector<std::unique_ptr<Work>>& works, const Schools& schools, const Rules& rules);
std::vector<Row> skill_rows(const opora::sdk::Context& ctx, const std::vector<std::unique_ptr<Work>>& works, const Schools& schools, const Rules& rules);

}  // namespace deficits
