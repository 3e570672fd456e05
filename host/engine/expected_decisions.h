// What a test of a pack expects (expected.csv), and how the decisions of a run differ from it.
// Columns, in any order: category; school; answer, and optional methodology, check, value, met. Words in either
// language, or the codes yes, no, not_assessable.
// PACK-052 a column is missing or unknown, PACK-053 a line cannot be understood.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/wording.h"
#include "model/decision_set.h"

namespace opora {

struct ExpectedLine {
  std::string category, methodology;  // methodology: needed only where two have a category of one name
  std::string school;                 // empty: the line names the category only; who is on its list has to be named
  std::optional<Answer> answer;
  std::string check;                  // of the school: its name, its condition, or "condition: name"
  std::string value;                  // "4/12", or a decimal that is compared to as many digits as it has
  std::optional<Answer> met;          // not assessable: the check could not be made
  std::int64_t line = 0;              // of the file
};

Result<std::vector<ExpectedLine>> read_expected(const std::filesystem::path& file, const std::string& shown);

struct DecisionDifference {
  std::int64_t line = 0;  // of expected.csv; 0: no line names the school
  std::string category, school, check;
  std::string expected, got;         // in words
  std::vector<std::string> checks;   // those behind what was decided, in words
};

// Every line against the decisions, and every school on the list of a category that the lines name without being named.
// `words`: titles of codes, to show checks readably.
std::vector<DecisionDifference> differences(const std::vector<ExpectedLine>& expected, const DecisionSet& decisions, const Words& words);

}  // namespace opora
