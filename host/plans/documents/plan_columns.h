// How the columns of a road map are called: a pack's data file (regions/ru/plan_columns.lua is the example), for the
// host knows no word of any language.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/plan.h"

namespace opora {

enum class PlanField : std::uint8_t { kSection, kNumber, kMeasure, kDeadline, kPurpose, kResponsible, kResult };
inline constexpr std::size_t kPlanFields = 7;
using PlanTexts = std::array<std::string, kPlanFields>;  // by field

struct PlanColumns {
  // Beginnings of words, in small letters. Of all that a header contains, the one that stands first says what the column is.
  std::array<std::vector<std::string>, kPlanFields> words;
  std::array<std::string, kPlanFields> titles;  // how a column is headed when a plan is written
  std::vector<std::string> section;     // words that begin the title of a section
  std::vector<std::string> annex;       // words that begin the first line of an annex: "Annex No. 2"
  std::vector<std::string> title;       // words that begin the title of a plan
  std::vector<std::string> unfinished;  // words that no sentence ends with: prepositions, conjunctions
};

// PACK-001 … PACK-003 and PACK-010 … PACK-013 as of any data file. `shown` is the file's name in messages.
Result<PlanColumns> load_plan_columns(const std::filesystem::path& file, const std::string& shown);

// The field that a header names, if any.
struct HeaderMeaning {
  PlanField field;
  bool known = false;
};
HeaderMeaning meaning_of_header(const PlanColumns& columns, std::string_view header);

bool begins_with_any(std::string_view text, const std::vector<std::string>& words);  // whole words, in letters of any case

}  // namespace opora
