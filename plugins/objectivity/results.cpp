#include "results.h"

namespace objectivity {
namespace {

Frame tally(const Query& query, const std::vector<std::string>& columns) {
  const auto has = [&](const char* name) { return std::find(columns.begin(), columns.end(), name) != columns.end(); };
  // The verb takes its keys one by one, so the shapes that markers need are written out.
  const std::vector<Named> n = {{"n", count()}};
  if (has("class") && has("journal")) return query.group("school", "procedure", "class", "score", "mark", "journal").tally(n);
  if (has("class")) return query.group("school", "procedure", "class", "score").tally(n);
  if (has("journal") && has("score")) return query.group("school", "procedure", "score", "journal").tally(n);
  if (has("journal")) return query.group("school", "procedure", "mark", "journal").tally(n);
  if (has("mark")) return query.group("school", "procedure", "mark").tally(n);
  return query.group("school", "procedure", "score").tally(n);
}

}  // namespace

RegionResults::RegionResults(const Query& query, const std::vector<std::string>& columns)
    : frame_(tally(query, columns)), schools_(frame_.view<std::string_view>("school")), procedures_(frame_.view<std::string_view>("procedure")) {
  const std::int64_t rows = frame_.rows();
  observations_.resize(static_cast<std::size_t>(rows));
  const auto n = frame_.view<std::int64_t>("n");
  n.for_each_valid([&](std::int64_t row, std::int64_t value) { observations_[static_cast<std::size_t>(row)].n = value; });
  const auto fill = [&](const char* name, std::int64_t Observation::*member) {
    if (!frame_.has(name)) return;
    frame_.view<std::int64_t>(name).for_each_valid([&](std::int64_t row, std::int64_t value) { observations_[static_cast<std::size_t>(row)].*member = value; });
  };
  fill("score", &Observation::score), fill("mark", &Observation::mark), fill("journal", &Observation::journal);
  if (frame_.has("class")) {
    const auto labels = frame_.view<std::string_view>("class");
    for (std::int64_t row = 0; row < rows; ++row) observations_[static_cast<std::size_t>(row)].class_label = labels.code(row);
  }
  // Ascending by the keys: a school's rows of a procedure stand together.
  for (std::int64_t row = 0; row < rows; ++row) {
    const std::int32_t school = schools_.code(row), procedure = procedures_.code(row);
    if (groups_.empty() || groups_.back().school != school || groups_.back().procedure != procedure)
      groups_.push_back({school, procedure, static_cast<std::size_t>(row), 0});
    groups_.back().last = static_cast<std::size_t>(row) + 1;
  }
}

Query chosen_results(const Context& ctx, int year) {
  const Query query = ctx.results().where("kind", "==", ctx.choice("kind")).where("year", "==", year)
      .where("grade", ">=", ctx.integer("grade_from")).where("grade", "<=", ctx.integer("grade_to"));
  if (ctx.choice("subjects") == std::string_view(kSubjectChoices[0])) return query;
  return query.where("subject", "in", {"RU", "MA"});
}

}  // namespace objectivity
