// Where the results of one sheet stand: the profile's columns resolved against the sheet's header,
// the parts of the procedure that the file itself gives, and the scales that may give marks.
// Immutable while rows are read; shared by all threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/gates.h"
#include "intake/layout.h"
#include "model/procedure.h"

namespace opora {

// A part of the procedure: from a column, or fixed for the whole sheet.
struct PartPlan {
  int column = -1;
  std::string fixed;
  const WordTable* words = nullptr;  // translates what the column says

  std::string value(std::string_view cell) const;
};

struct ResultsPlan {
  const SourceProfile* profile = nullptr;
  const ResultsSection* section = nullptr;
  const std::vector<Scale>* scales = nullptr;  // those of the store first: they win

  std::uint32_t sheet = 0;
  PartPlan kind, subject, grade, year, level;
  bool one_procedure = true;  // no part of it comes from a column

  // 0-based columns, -1: not in this file.
  int school = -1, total = -1, maximum = -1, mark = -1, journal = -1;
  int class_label = -1, gender = -1, participant = -1;
  std::vector<int> variants;
  std::vector<int> tasks;
  std::vector<std::string> task_labels;
  std::vector<int> task_maxima;    // 0: not told by the header
  int declared_maximum = 0;        // sum of task_maxima when every header tells it
  std::vector<int> surplus;        // columns that look like tasks but stand outside the tasks' place
  std::size_t header_columns = 0;  // cells further right are not read

  bool mark_is_given() const { return mark >= 0; }
};

// `year` is that of --year. Columns the profile names but the sheet lacks go to `defects`.
// DATA-022: the file does not say which procedure it holds; DATA-023: the column of totals or schools is missing.
Result<ResultsPlan> plan_results(const SourceProfile& profile, const SheetLayout& layout, const std::string& hint,
                                 std::optional<int> year, const std::vector<Scale>& scales, std::uint32_t sheet, DefectLog& defects);

// The key made of the texts of its parts; nothing when grade or year is no number, or a part is empty.
std::optional<ProcedureKey> procedure_key(const std::string& kind, const std::string& subject, const std::string& grade,
                                          const std::string& year, const std::string& level);

}  // namespace opora
