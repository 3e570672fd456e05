// Which column of a table is which field of a plan, and a row of the table by fields.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plans/documents/document_tables.h"
#include "plans/documents/plan_columns.h"

namespace opora {

struct PlanLayout {
  std::vector<std::optional<PlanField>> fields;  // by column; none: no field of a plan
  std::vector<std::string> headers;              // by column, folded
  std::size_t first = 0, rows = 0;               // where the header stands in its table

  bool has(PlanField field) const;
};

// The first row, among the first fifteen, whose cells name a measure and another field, with the rows below that belong
// to it: second halves of headers, and column numbers ("1 2 3 4").
std::optional<PlanLayout> find_header(const PlanColumns& columns, const DocumentTable& table);

bool same_headers(const PlanLayout& a, const PlanLayout& b);
bool repeats_header(const PlanLayout& layout, const DocumentRow& row);

// A table without a header that may go on with one that has it: some row has as many cells. When it has one column less, and no numbers in the first,
// the number stands in the cell of the measure.
std::optional<PlanLayout> continued_layout(const PlanLayout& layout, const DocumentTable& table);

struct MappedRow {
  std::int64_t line = 0;
  PlanTexts texts;                              // '\n' between paragraphs
  std::array<bool, kPlanFields> from_above{};   // the text is that of a merged cell which began in a row above
  std::vector<std::string> beyond;              // texts behind the last column
  std::vector<std::pair<std::size_t, std::string>> unread;  // column, text: of columns that are no field
  bool short_of_cells = false, without_number = false;
  // The row holds one text and nothing else.
  bool single = false;
  bool whole = false;                           // … over the whole width, or in a first column that is not the measure's
  std::string text;                             // that text

  const std::string& of(PlanField field) const { return texts[static_cast<std::size_t>(field)]; }
  std::string& of(PlanField field) { return texts[static_cast<std::size_t>(field)]; }
  bool has(PlanField field) const { return !of(field).empty() && !from_above[static_cast<std::size_t>(field)]; }
};
MappedRow mapped(const PlanLayout& layout, const DocumentRow& row);

std::string shown_row(const DocumentRow& row);  // own texts, " | " between them
bool is_blank(const DocumentRow& row);

}  // namespace opora
