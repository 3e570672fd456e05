// Source profiles: how one layout of one source is read, as data of a pack. The host knows no Russian
// word, no subject and no header; everything of that kind is in the profile's file.
// regions/ru/profiles/*.lua are the examples; docs of every key are beside the fields below.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/pattern.h"
#include "model/batch.h"

namespace opora {

// Header names and words are compared in this form: lower case, NBSP and tabs as blanks, outer blanks
// dropped, inner runs as one.
std::string normal_words(std::string_view text);

// A column by its header: any of these names (normalised), or the first header a pattern matches.
struct ColumnName {
  std::vector<std::string> names;
  std::vector<Pattern> patterns;
  bool given() const { return !names.empty() || !patterns.empty(); }
  bool is(std::string_view normal_header) const;
};
std::string shown_name(const ColumnName& column);  // for messages

// word → value. Words are normalised; `contained` finds the first word inside a text.
struct WordTable {
  std::vector<std::pair<std::string, std::string>> entries;
  const std::string* exact(std::string_view normal_text) const;
  const std::string* contained(std::string_view normal_text) const;
};

// Where a part of the procedure comes from, in this order: a column; for the year `--year`; a pattern
// over "folder/folder/file"; a word in the file name, then in the folder names; a constant.
struct PartSource {
  ColumnName column;
  std::vector<Pattern> path;
  WordTable words;  // also translates what a column says
  std::string constant;
  bool given() const { return column.given() || !path.empty() || !words.entries.empty() || !constant.empty(); }
};

struct ProcedureSource {
  PartSource kind, subject, grade, year, level;
};

// Group 1 of the first pattern that matches the trimmed, lower-case cell is the school's key.
// Without patterns the lower-case cell itself is.
struct SchoolRule {
  ColumnName column;
  std::vector<Pattern> keys;
};

struct ClassRule {
  ColumnName column;
  std::vector<std::string> none;                           // "no letter" in the words of schools
  std::vector<std::pair<std::string, std::string>> alike;  // look-alike → the letter meant, upper case
  std::vector<Pattern> usual;                              // labels that need no remark, after cleaning
};

struct TaskColumns {
  std::string after, before;       // task columns stand between these two headers (normalised)
  std::vector<Pattern> labels;     // group 1 of the header is the task's label
  std::vector<Pattern> points;     // group 1 of the header is the task's maximum
  std::vector<std::string> not_attempted;
  bool given() const { return !after.empty(); }
};

struct GenderRule {
  ColumnName column;
  std::vector<std::string> male, female;
};

enum class ParticipantCode : std::uint8_t { kDecimal, kHex, kText };

struct ResultsSection {
  ProcedureSource procedure;
  std::vector<ColumnName> variants;  // none: whoever has a total took part
  std::vector<std::string> absent;   // what a variant cell says when the pupil was away
  ColumnName total;
  ColumnName maximum;
  ColumnName mark;
  ColumnName journal;
  std::vector<std::string> journal_missing;
  ClassRule class_label;
  GenderRule gender;
  ColumnName participant;
  ParticipantCode participant_code = ParticipantCode::kDecimal;
  TaskColumns tasks;
  int class_shift = 0;  // pupils sit this many classes above the programme grade (autumn rounds)
  ReplaceScope replace;
};

// A text taken out of a cell: group 1 of the pattern, else the cell.
struct TextSource {
  ColumnName column;
  std::vector<Pattern> take;
};

struct RegistrySection {
  TextSource name, municipality, region;
};

enum class ItemType : std::uint8_t { kNumber, kPercent, kShare, kFlag, kChoice, kText };

struct Choice {
  std::string label;  // as the questionnaire prints it, without its number
  std::string value;  // as stored; the same for every year
};

struct ContextItem {
  std::string id, title;
  ColumnName column;
  ItemType type = ItemType::kText;
  std::string of;  // kShare: the item that is the denominator
  std::vector<Choice> choices;
};

// Per cents that belong together: their sum is `total` within `tolerance`.
struct PercentGroup {
  std::vector<std::string> items;
  int total = 100, tolerance = 1;
};

struct ContextSection {
  PartSource year;
  std::vector<Pattern> numbering;  // "1. …" and "1) …": group 1 is the number, the match is dropped
  std::vector<std::string> yes, no;
  std::vector<ContextItem> items;
  std::vector<PercentGroup> sums;
};

struct ScalesSection {
  ProcedureSource procedure;  // columns, or constants; the year may be absent
  ColumnName maximum;
  std::vector<ColumnName> borders;
};

// Rows of one task (one for each of its codes, for example) say one thing together.
struct TaskDescriptionsSection {
  ProcedureSource work;  // from the path, or constants; the year may be absent
  ColumnName task, position, skill, block, difficulty, content_codes, requirement_codes, maximum;
};

struct CodeTextsSection {
  ProcedureSource work;
  PartSource codifier;   // "content" or "requirement"
  ColumnName code, text;
};

// A matrix of markers: a row a school (and year), a column a marker.
struct ListsSection {
  struct Marker {
    std::string name;
    ColumnName column;
  };
  std::string list;                 // id of the list
  PartSource year;
  std::vector<std::string> marked;  // what a cell says where the marker is set; empty: it is not
  std::vector<Marker> markers;
  ColumnName total;                 // the source's own count of markers, to compare with
};

// In the file a profile may say `extends = "other-profile"` and only what differs (profile_extends.h).
struct SourceProfile {
  std::string id;      // "vpr-2021"; shown as "ru/vpr-2021" when the pack gives its name
  std::string title;
  std::string origin;  // file of the profile, for messages

  enum class Sheets : std::uint8_t { kFirst, kEvery, kNamed };
  Sheets sheets = Sheets::kFirst;
  std::vector<std::string> sheet_names;  // kNamed, normalised
  std::vector<ColumnName> header;        // headers that identify the layout: all of them in one row
  int header_rows = 15;                  // looked for in the first so many rows

  SchoolRule school;
  std::vector<std::string> missing;      // tokens that mean an empty cell anywhere
  std::vector<Pattern> personal;         // headers never read and never quoted

  std::optional<ResultsSection> results;
  std::optional<RegistrySection> registry;
  std::optional<ContextSection> context;
  std::optional<ScalesSection> scales;
  std::optional<TaskDescriptionsSection> task_descriptions;
  std::optional<CodeTextsSection> code_texts;
  std::optional<ListsSection> lists;

  // Files other files depend on (schools, borders of marks) are imported before them.
  bool comes_first() const { return registry.has_value() || scales.has_value(); }
};

// `words`: tables shared by the profiles of a pack; where a profile expects a word table or a list of
// words, a text is the name of one of them. Errors: PACK-040 unknown key (with did-you-mean),
// PACK-041 wrong type or value, PACK-042 missing key, PACK-043 bad pattern, PACK-044 a personal column
// is mapped, PACK-045 unknown word table.
Result<SourceProfile> profile_from_json(const nlohmann::json& profile, const std::string& origin);
Result<SourceProfile> profile_from_json(const nlohmann::json& profile, const std::string& origin, const nlohmann::json& words);

// The scale table of a pack: { kind = …, scales = { { subject, grade, borders, maximum, from, to } } }.
Result<std::vector<Scale>> scales_from_json(const nlohmann::json& table, const std::string& origin);

}  // namespace opora
