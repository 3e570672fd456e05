// Measures of which schools' programmes are made: a table of a pack, named by `programme` in pack.lua. Which check or figure
// each of them answers is data; what follows from a school's results is engine/plan_programme.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "packs/pack.h"

namespace opora {

// What a measure answers: a methodology whose list the school is on ("low-results"), one of its rules or categories
// ("vpr-bias/inflated_mean", "year_*" for all that begin so), or rows of an indicator ("school-deficits",
// "risk-profile/дефицит педагогических кадров/высокая": every further word is a value of the row).
struct Answered {
  std::string id;                     // of the methodology or indicator
  std::vector<std::string> details;
  std::string text;                   // as the table has it
};

struct ProgrammeMeasure {
  std::int64_t line = 0;
  std::string section;
  bool of_municipality = false;       // the municipality does it for its schools; else the school itself
  bool always = false;                // of every programme
  std::vector<Answered> answers;      // any of them asks for it
  // `{school}`, `{municipality}`, `{subjects}`, `{year}` and `{next_year}` are filled in.
  std::string measure, deadline, responsible, result;
  std::string evidence;               // kind of document that proves it (plans/evidence_kinds.h); may be empty
  std::string because;                // words for a row of an indicator, its columns in braces: "{procedure}: {text}"; may be empty
  std::string basis;                  // the document that prescribes it
};

// Columns section, level (school, municipality), answers ("always", or what is answered, separated by |), measure, deadline,
// responsible, result, evidence, basis; because may be left out. PACK-091 a column or a cell. `shown` is the file's name in messages.
Result<std::vector<ProgrammeMeasure>> load_programme_measures(const std::filesystem::path& file, const std::string& shown);

// The table of the pack or of the nearest base. PACK-092: none of them has one.
Result<std::vector<ProgrammeMeasure>> programme_measures_of(const std::vector<const Pack*>& lineage);

}  // namespace opora
