#include "engine/match_sides.h"

#include "base/messages.h"
#include "frame/kernels.h"

namespace opora {
namespace {

const std::vector<std::string> kDescribed = {"name", "municipality", "region"};

Diagnostic bad_table(std::string reason) {
  Diagnostic error = make_error("PACK-035", tr("the table of those who offer themselves is not in order"),
                                tr("it has one row a partner, with the text column partner in each"));
  error.reason = std::move(reason);
  return error;
}

Frame with_texts(Frame frame) {
  for (const std::string& name : kDescribed)
    if (!frame.has(name)) {
      const std::vector<std::int32_t> none(static_cast<std::size_t>(frame.rows()), -1);
      frame = frame.with(name, Column::of_codes(std::make_shared<const Dictionary>(std::vector<std::string>()), none));
    }
  return frame;
}

}  // namespace

bool has_lists(const DecisionSet& decisions, const std::string& methodology) {
  for (const Category& one : decisions.categories)
    if (one.methodology == methodology) return true;
  return false;
}

ListedSchools on_lists(const DecisionSet& decisions, const std::set<std::string>& methodologies, const std::string& category) {
  ListedSchools found;
  std::vector<bool> meant;
  for (const Category& one : decisions.categories) {
    meant.push_back(category.empty() ? methodologies.contains(one.methodology) : one.name == category);
    if (meant.back()) found.category += (found.category.empty() ? "" : ", ") + one.name;
  }
  for (const DecisionRow& row : decisions.decisions)
    if (meant[static_cast<std::size_t>(row.category)] && row.answer == Answer::kYes)
      found.codes.insert(decisions.schools[static_cast<std::size_t>(row.school)]);
  return found;
}

MatchSides sides_of_schools(const Frame& registry, const std::set<std::string>& needing, const std::set<std::string>& excluded) {
  const Column& codes = *registry.find("school");
  std::vector<std::int64_t> in_need, can_help;
  for (std::int64_t row = 0; row < registry.rows(); ++row) {
    const std::string code(codes.text(row));
    if (needing.contains(code)) in_need.push_back(row);
    else if (!excluded.contains(code)) can_help.push_back(row);
  }
  const Frame offered = registry.take(can_help);
  return {registry.take(in_need).select({"school", "name", "municipality", "region"}),
          Frame().with("partner", *offered.find("school")).beside(offered.select(kDescribed))};
}

Result<Frame> offering_of_table(const Frame& table) {
  const Column* partner = table.find("partner");
  if (partner == nullptr || partner->type() != ColumnType::kText) return bad_table(tr("there is no text column \"partner\""));
  if (partner->null_count() > 0) return bad_table(tr_count("{} row has no value", "{} rows have no value", partner->null_count()));
  for (const std::string& name : kDescribed)
    if (const Column* column = table.find(name); column != nullptr && column->type() != ColumnType::kText)
      return bad_table(tr_format("the column \"{0}\" does not hold texts", name));
  OPORA_ASSIGN(const Frame ordered, sort(table, {{"partner", false}}));
  const Column& names = *ordered.find("partner");
  for (std::int64_t row = 1; row < ordered.rows(); ++row)
    if (names.text(row) == names.text(row - 1)) return bad_table(tr_format("\"{0}\" is there twice", names.text(row)));
  return with_texts(ordered);
}

}  // namespace opora
