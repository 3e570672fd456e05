// What one imported file brings, in the store's terms. Filled by intake/, written by store/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/share.h"
#include "model/procedure.h"

namespace opora {

using BatchId = std::int64_t;
using SchoolId = std::int64_t;

// How a file names a school. `key` identifies it across files and years (the profile's rule, e.g. the
// digits of sch222301 and edu222301); `code` is the text as written.
struct SchoolRef {
  std::string key;
  std::string code;
  auto operator<=>(const SchoolRef&) const = default;
};

// One school as a registry file describes it. Empty fields are unknown and overwrite nothing.
struct SchoolRow {
  SchoolRef school;
  std::string name;
  std::string municipality;  // as written; a name is evidence, never a key
  std::string region;
  std::int64_t line = 0;
};

// One cell of a social passport or questionnaire: school × year × item. Text answers keep `text`;
// counts and shares also have `number` (exact), with a denominator where the source gives one.
struct ContextRow {
  std::int32_t school = 0;  // index into BatchDraft::schools_seen
  int year = 0;
  std::string item;
  std::string text;
  std::optional<Share> number;
  std::int64_t line = 0;
};

// What a task of a work tests, as the work's description says. A year of 0: of every year without an own one.
struct TaskDescription {
  ProcedureKey work;
  std::string task;        // label as printed in the work
  int position = 0;        // place in the work, from 1; 0: not told
  std::string skill;       // what the pupil has to be able to do
  std::string block;       // of the educational programme
  std::string difficulty;  // level as in the file, "Б"
  std::vector<std::string> content_codes, requirement_codes;  // positions of the codifiers
  int maximum = 0;         // 0: not told
  std::int64_t line = 0;
};

inline constexpr char kContentCodes[] = "content", kRequirementCodes[] = "requirement";  // the codifiers

// A position of a codifier in words.
struct CodeText {
  ProcedureKey work;
  std::string codifier;
  std::string code, text;
  std::int64_t line = 0;
};

// One marker of a list that the federation or the region delivers: facts from outside, kept as delivered and never recomputed.
struct ListedMarker {
  SchoolRef school;    // joined to the registry by its key when it is read; a list makes no school known
  int year = 0;
  std::string list;    // "vpr-bias-federal"
  std::string marker;  // "RU 4"
  std::int64_t line = 0;
};

// Participants of one procedure, in file order, as parallel arrays of equal length.
struct ResultRows {
  ProcedureKey procedure;
  std::vector<std::int32_t> school;         // index into BatchDraft::schools_seen
  std::vector<std::uint32_t> line;          // row of the source file
  std::vector<std::uint16_t> score;         // primary score as stored in the file
  std::vector<std::uint8_t> mark;           // 2…5, 0 = unknown
  std::vector<std::uint8_t> journal;        // 2…5, 0 = missing
  std::vector<std::uint8_t> gender;         // 0 unknown, 1 male, 2 female
  std::vector<std::int32_t> class_label;    // index into texts, -1 = missing
  std::vector<std::int32_t> variant;        // index into texts, -1 = missing
  std::vector<std::uint64_t> participant;   // pupil code, see ParticipantForm
  std::vector<std::string> texts;           // distinct class labels and variants
  int maximum = 0;                          // of the procedure, 0 = unknown

  // How `participant` holds the pupil's code of the file.
  enum class ParticipantForm : std::uint8_t { kNone, kDecimal, kHex, kText };
  ParticipantForm participant_form = ParticipantForm::kNone;
  int participant_width = 0;                  // kHex: digits; kDecimal: 0 or a fixed width with zeros
  std::vector<std::string> participant_texts; // kText: participant = index into these

  // Task scores: tasks[t][row]; kNotAttempted for X, empty and anything that is not a whole number.
  static constexpr std::int16_t kNotAttempted = INT16_MIN;
  std::vector<std::string> task_labels;
  std::vector<int> task_maxima;             // as the file states them, 0 = unknown
  std::vector<std::vector<std::int16_t>> tasks;

  std::size_t size() const { return school.size(); }
};

// Pupils of a school in a procedure who are no participants.
struct Attendance {
  ProcedureKey procedure;
  std::int32_t school = 0;
  std::int64_t absent = 0;
  std::int64_t other = 0;
};

// What a newer file replaces of older batches: the rows of the same school that agree with it on
// these parts of the procedure key. Kind, subject, grade, year and level by default.
struct ReplaceScope {
  bool kind = true, subject = true, grade = true, year = true, level = true;
};

// Row counts of a file; they add up: rows = accepted + absent + other + rejected.
struct BatchCounts {
  std::int64_t rows = 0;
  std::int64_t accepted = 0;
  std::int64_t absent = 0;
  std::int64_t other = 0;
  std::int64_t rejected = 0;
};

struct BatchInfo {
  std::string file;     // as given on the command line, or relative to the folder given
  std::string digest;   // SHA-256 of the file's bytes, hex
  std::string profile;  // "ru/vpr-2021"
  std::string pack_digest;
  std::string actor;
  std::string imported_at;  // UTC
  ReplaceScope scope;
};

// Everything of a file but its result rows, which stream past as ResultRows.
struct BatchDraft {
  std::vector<SchoolRef> schools_seen;  // every school the file mentions; indices are used above
  std::vector<SchoolRow> registry;
  std::vector<ContextRow> context;
  std::vector<Scale> scales;
  std::vector<TaskDescription> task_descriptions;
  std::vector<CodeText> code_texts;
  std::vector<ListedMarker> lists;
  std::vector<Attendance> attendance;
  BatchCounts counts;
  std::string protocol_json;  // the whole protocol, for `batches` and later questions
};

}  // namespace opora
