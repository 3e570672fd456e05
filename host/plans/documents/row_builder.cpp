#include "plans/documents/row_builder.h"

#include <algorithm>
#include <set>

#include "base/messages.h"
#include "plans/documents/row_text.h"

namespace opora {
namespace {

constexpr auto kNumber = static_cast<std::size_t>(PlanField::kNumber), kMeasure = static_cast<std::size_t>(PlanField::kMeasure);

PlanRow row_of(const std::string& section, const PlanTexts& texts, std::int64_t line) {
  const auto text = [&](PlanField field) { return folded(texts[static_cast<std::size_t>(field)]); };
  return {line, section, text(PlanField::kNumber), text(PlanField::kMeasure), text(PlanField::kDeadline), text(PlanField::kPurpose),
          text(PlanField::kResponsible), text(PlanField::kResult)};
}

// "3.2" after "3.1", and the first of a sequence.
bool comes_after(const std::vector<int>& last, const std::vector<int>& number) {
  if (number.back() == 1 && number != last) return true;
  if (number.size() > last.size() || last.empty()) return false;
  return number.back() == last[number.size() - 1] + 1 && std::equal(number.begin(), number.end() - 1, last.begin());
}

}  // namespace

void RowBuilder::add(const std::string& section, PlanTexts texts, Span place, bool counted) {
  rows_.push_back({section, std::move(texts), std::move(place), counted});
}

void RowBuilder::go_on(const PlanTexts& texts) {
  auto parent = rows_.end() - 1;
  while (parent != rows_.begin() && parent->texts[kNumber].empty()) --parent;
  for (std::size_t i = 0; i < kPlanFields; ++i) {
    if (texts[i].empty()) continue;
    const bool to_parent = i != kMeasure && rows_.back().texts[i].empty() && !parent->texts[i].empty();
    std::string& text = to_parent ? parent->texts[i] : rows_.back().texts[i];
    text = joined(std::move(text), texts[i]);
  }
}

bool RowBuilder::follows(const std::string& number) const {
  const std::vector<int> parts = number_parts(number);
  const auto last = std::find_if(rows_.rbegin(), rows_.rend(), [](const Row& row) { return !number_parts(row.texts[kNumber]).empty(); });
  if (parts.empty()) return false;
  return last == rows_.rend() || comes_after(number_parts(last->texts[kNumber]), parts);
}

std::string RowBuilder::next_number() const {
  return std::to_string(1 + std::count_if(rows_.begin(), rows_.end(), [](const Row& row) { return row.counted; }));
}

// Repeated and missing numbers stay as they are, but a reader is told of them. A sequence begins anew at one.
void RowBuilder::check_numbers() {
  std::set<std::vector<int>> seen;
  std::vector<int> last;
  for (const Row& row : rows_) {
    const std::vector<int> number = number_parts(row.texts[kNumber]);
    if (number.empty() || row.counted) continue;
    if (number == std::vector<int>{1} && last != number) seen.clear();
    if (!seen.insert(number).second)
      remarks_.add(Severity::kWarning, "PLAN-029", tr_later("a number stands twice"), row.place, row.texts[kNumber],
                   tr_later("the rows are kept as they are; is the number right?"));
    else if (!last.empty() && !comes_after(last, number))
      remarks_.add(Severity::kWarning, "PLAN-029", tr_later("a number is missing before this one"), row.place, row.texts[kNumber],
                   tr_later("the rows are kept as they are; was a row left out?"));
    last = number;
  }
}

void RowBuilder::finish_row(const Row& row, std::vector<PlanRow>& rows) {
  const std::string& measure = row.texts[kMeasure];
  if (measure.empty()) {
    std::string texts;
    for (const std::string& text : row.texts)
      if (!text.empty()) texts += (texts.empty() ? "" : " | ") + folded(text);
    remarks_.add(Severity::kWarning, "PLAN-030", tr_later("a row without a measure"), row.place, texts,
                 tr_later("add the measure to the document, or the text to the row that it belongs to"));
    return;
  }
  const Points points = split_points(measure);
  PlanTexts texts = row.texts;
  const bool whole = points.points.empty() || (points.head.empty() && !row.texts[kNumber].empty());
  if (!whole) texts[kMeasure] = points.head.empty() ? points.points.front() : points.head;
  rows.push_back(row_of(row.section, texts, row.place.line));
  if (whole) return;
  for (std::size_t i = points.head.empty() ? 1 : 0; i < points.points.size(); ++i) {
    rows.push_back({row.place.line, row.section, {}, points.points[i], {}, {}, {}, {}});
    remarks_.add(Severity::kNote, "PLAN-026", tr_later("points within a cell became points of the row"), row.place, points.points[i]);
  }
}

std::vector<PlanRow> RowBuilder::finish() {
  check_numbers();
  std::vector<PlanRow> rows;
  for (const Row& row : rows_) finish_row(row, rows);
  return rows;
}

}  // namespace opora
