// Rows of a plan while they are put together: a row may go on below a page break, and its points part only when it is whole.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "plans/documents/plan_columns.h"
#include "plans/documents/plan_layout.h"
#include "plans/documents/plan_remarks.h"

namespace opora {

class RowBuilder {
 public:
  explicit RowBuilder(PlanRemarks& remarks) : remarks_(remarks) {}

  // `place` of the row in the document; texts with '\n' between paragraphs.
  void add(const std::string& section, PlanTexts texts, Span place, bool counted = false);
  // Texts that go on with the last row; what a point has none of goes to the row that it belongs to.
  void go_on(const PlanTexts& texts);

  bool empty() const { return rows_.empty(); }
  const std::string& last_measure() const { return rows_.back().texts[static_cast<std::size_t>(PlanField::kMeasure)]; }
  // Would `number` be the next one?
  bool follows(const std::string& number) const;
  std::string next_number() const;  // for rows that have none: "1", "2" …

  std::vector<PlanRow> finish();

 private:
  struct Row {
    std::string section;
    PlanTexts texts;
    Span place;
    bool counted = false;  // the number is ours, not the document's
  };
  void check_numbers();
  void finish_row(const Row& row, std::vector<PlanRow>& rows);

  PlanRemarks& remarks_;
  std::vector<Row> rows_;
};

}  // namespace opora
