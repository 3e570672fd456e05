#include "classes.h"

namespace objectivity {

ClassesSettings classes_settings(const Context& ctx) { return {ctx.integer("min_n"), ctx.integer("class_minimum")}; }

std::vector<Classes> compare_school_classes(const RegionResults& results, const ClassesSettings& settings) {
  std::vector<Classes> rows(results.groups().size());
  std::map<std::int32_t, Moments> by_label;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Classes& row = rows[i];
    by_label.clear();
    for (const Observation& one : results.of(results.groups()[i]))
      if (one.class_label >= 0 && one.score != kNone) by_label[one.class_label].add(one.score, one.n);
    std::vector<Moments> classes;
    for (const auto& [label, scores] : by_label)
      if (scores.n >= settings.class_minimum) classes.push_back(scores), row.n += scores.n;
    row.classes = static_cast<std::int64_t>(classes.size());
    if (by_label.empty()) {
      row.status = "не оценивается: классы не указаны";
    } else if (classes.size() < 2) {
      row.status = "не оценивается: меньше двух классов, где участников не менее " + std::to_string(settings.class_minimum);
    } else if (row.n < settings.min_n) {
      row.status = too_few(row.n, settings.min_n);
    } else if (const auto test = compare_classes(classes)) {
      row.range = test->range, row.error = test->error, row.value = test->range / test->error;
      row.p = test->p;
      row.status = kAssessed;
    } else {
      row.status = kAllAlike;
    }
  }
  return rows;
}

Frame ClassRange::compute(const Context& ctx) const {
  const RegionResults results(chosen_results(ctx, ctx.year()), {"class", "score"});
  std::vector<Classes> rows = compare_school_classes(results, classes_settings(ctx));
  Adjustment(ctx)(rows);
  return SchoolFrame(ctx, results, rows)
      .add("classes", [](const Classes& row) { return row.classes; }).add("range", [](const Classes& row) { return row.range; })
      .add("error", [](const Classes& row) { return row.error; }).add("ratio", [](const Classes& row) { return row.value; })
      .finish();
}

}  // namespace objectivity
