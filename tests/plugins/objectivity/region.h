// A made-up region held as frames, and the plugin's indicators over it through the registry.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "extend/indicator.h"
#include "extend/native_library.h"
#include "unit/extend/methodologies.h"

namespace opora::testing {

// Results of one pupil. mark, journal 0: missing; score −1: missing.
struct Pupil {
  std::string school, subject = "RU", class_label = "А", kind = "ВПР";
  std::int64_t grade = 4, year = 2026, score = 0, mark = 0, journal = 0;
  std::vector<std::int64_t> tasks;
  std::string procedure() const { return kind + ' ' + subject + ' ' + std::to_string(grade) + ' ' + std::to_string(year); }
};

inline constexpr std::int64_t kBorders[] = {7, 11, 15};
inline constexpr std::int64_t kMaximum = 20;

inline std::int64_t mark_of(std::int64_t score) {
  std::int64_t mark = 2;
  for (const std::int64_t border : kBorders) mark += score >= border;
  return mark;
}

// Sum of 20 tasks of equal difficulty: about normal, of every school the same.
inline std::int64_t usual_score(std::mt19937& random, int of_hundred = 55) {
  std::int64_t score = 0;
  for (int task = 0; task < kMaximum; ++task) score += static_cast<int>(random() % 100) < of_hundred;
  return score;
}

class Region {
 public:
  std::vector<Pupil> pupils;

  // A school of n pupils; `score` may change what chance gave.
  template <class Change>
  void school(const std::string& code, int n, Change&& change) {
    for (int i = 0; i < n; ++i) {
      Pupil one;
      one.school = code;
      one.score = usual_score(random_);
      one.journal = std::clamp<std::int64_t>(mark_of(one.score) + static_cast<std::int64_t>(random_() % 3) - 1, 2, 5);
      change(one, i);
      if (one.mark == 0 && one.score >= 0) one.mark = mark_of(one.score);
      pupils.push_back(one);
    }
  }
  void usual_schools(int schools, int n) {
    for (int i = 0; i < schools; ++i) school("u" + std::to_string(100 + i), n, [](Pupil&, int) {});
  }
  std::mt19937& random() { return random_; }

  FrameFacts facts(bool borders = true) const {
    FrameFacts facts;
    facts.results = results(false), facts.tasks = results(true);
    std::map<std::string, Pupil> procedures;
    for (const Pupil& one : pupils) procedures[one.procedure()] = one;
    std::vector<std::string> names, kinds, subjects;
    std::vector<std::int64_t> grades, years;
    for (const auto& [name, one] : procedures)
      names.push_back(name), kinds.push_back(one.kind), subjects.push_back(one.subject), grades.push_back(one.grade), years.push_back(one.year);
    facts.procedure_list = Frame().with("procedure", Column::of_text(names)).with("kind", Column::of_text(kinds)).with("subject", Column::of_text(subjects))
                               .with("grade", Column::of_int64(grades)).with("year", Column::of_int64(years));
    for (std::size_t b = 0; borders && b < std::size(kBorders); ++b)
      facts.procedure_list = facts.procedure_list.with("border_" + std::to_string(b + 1), Column::of_int64(std::vector<std::int64_t>(names.size(), kBorders[b])));
    facts.listed = lists({});
    return facts;
  }

  struct Listed {
    std::string school, marker;
    std::int64_t year = 2026, known = 1;
  };
  static Frame lists(const std::vector<Listed>& given) {
    std::vector<std::string> school, list, marker;
    std::vector<std::int64_t> year, known;
    for (const Listed& one : given)
      school.push_back(one.school), list.emplace_back("vpr-bias-federal"), marker.push_back(one.marker), year.push_back(one.year), known.push_back(one.known);
    return Frame().with("school", Column::of_text(school)).with("list", Column::of_text(list)).with("year", Column::of_int64(year))
        .with("marker", Column::of_text(marker)).with("known", Column::of_int64(known));
  }

 private:
  Frame results(bool by_task) const {
    std::vector<std::string> kind, subject, procedure, school, label, task;
    std::vector<std::int64_t> grade, year, score, mark, journal, points;
    const auto add = [&](const Pupil& one) {
      kind.push_back(one.kind), subject.push_back(one.subject), procedure.push_back(one.procedure()), school.push_back(one.school), label.push_back(one.class_label);
      grade.push_back(one.grade), year.push_back(one.year), score.push_back(one.score), mark.push_back(one.mark), journal.push_back(one.journal);
    };
    for (const Pupil& one : pupils) {
      if (!by_task) add(one);
      for (std::size_t t = 0; by_task && t < one.tasks.size(); ++t) add(one), task.push_back(std::to_string(t + 1)), points.push_back(one.tasks[t]);
    }
    const auto there = [](const std::vector<std::int64_t>& values, std::int64_t least) {
      std::vector<std::uint8_t> valid;
      for (const std::int64_t value : values) valid.push_back(value >= least);
      return Column::of_int64(values, valid);
    };
    Frame frame = Frame().with("kind", Column::of_text(kind)).with("subject", Column::of_text(subject)).with("procedure", Column::of_text(procedure))
        .with("school", Column::of_text(school)).with("class", Column::of_text(label)).with("grade", Column::of_int64(grade)).with("year", Column::of_int64(year))
        .with("max_score", Column::of_int64(std::vector<std::int64_t>(kind.size(), kMaximum)))
        .with("score", there(score, 0)).with("mark", there(mark, 1)).with("journal", there(journal, 1));
    if (by_task) frame = frame.with("task", Column::of_text(task)).with("task_score", there(points, 0))
        .with("task_max", Column::of_int64(std::vector<std::int64_t>(task.size(), 1)));
    return frame;
  }

  std::mt19937 random_{17};
};

using Settings = std::map<std::string, std::string>;

inline Result<Frame> indicator_of(FrameFacts& facts, const std::string& id, const Settings& settings = {}, int threads = 1) {
  OPORA_ASSIGN(const auto library, load_native(OPORA_PLUGIN_FILE));
  OPORA_ASSIGN(const Extension extension, native_extension(library, OPORA_KIND_INDICATOR, id));
  OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(extension));
  RunContext context;
  context.year = 2026;
  context.threads = threads;
  return indicator->compute_on(facts, context, settings);
}

// One row of an indicator's frame.
class FrameRow {
 public:
  FrameRow(const Frame& frame, std::int64_t row) : frame_(&frame), row_(row) {}
  std::optional<double> number(const char* name) const {
    const Column& column = *frame_->find(name);
    return column.valid(row_) ? std::optional(column.number(row_)) : std::nullopt;
  }
  double value(const char* name) const {
    const auto found = number(name);
    if (!found) ADD_FAILURE() << name << " is missing: " << text("status");
    return found.value_or(0);
  }
  std::string text(const char* name) const {
    const Column& column = *frame_->find(name);
    return column.valid(row_) ? std::string(column.text(row_)) : std::string();
  }

 private:
  const Frame* frame_;
  std::int64_t row_;
};

// The row of a school (and of a marker, a procedure).
inline FrameRow row_of(const Frame& frame, const std::string& school, const std::string& column = "school", const std::string& text = {}) {
  for (std::int64_t row = 0; row < frame.rows(); ++row)
    if (frame.find("school")->text(row) == school && (text.empty() || frame.find(column)->text(row) == text)) return {frame, row};
  ADD_FAILURE() << "no row of " << school << ' ' << text;
  return {frame, 0};
}

// Schools whose value of `column` is at most (for q) the limit.
inline std::vector<std::string> schools_up_to(const Frame& frame, const char* column, double limit) {
  std::vector<std::string> found;
  for (std::int64_t row = 0; row < frame.rows(); ++row)
    if (frame.find(column)->valid(row) && frame.find(column)->number(row) <= limit) found.emplace_back(frame.find("school")->text(row));
  return found;
}

}  // namespace opora::testing
