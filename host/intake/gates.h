// Quality gates: every class of defect that files are known to have, with its code, its words and
// what to do about it; and the log that counts them while rows pass. A gate never changes a result:
// which rows count is decided by the mapping (intake/mapping.h); gates say what was met where.
// Values of cells are quoted only where they cannot be a person's data.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace opora {

enum class Gate : std::uint8_t {
  // rows of results
  kAbsent, kVariantWithoutTotal, kTotalWithoutVariant, kTotalNotWhole, kAbsentWithTotal,
  kTotalAboveMaximum, kTotalUnlikeTasks, kTaskNotAttempted, kTaskNotUnderstood, kTaskOutOfRange,
  kJournalMissing, kJournalInvalid, kMarkInvalid, kMarkMissing, kBordersMissing, kBordersUnfit,
  kClassMissing, kClassOdd, kClassLookAlike, kClassShifted, kClassUnlikeGrade, kGenderInvalid, kVariantOdd,
  kSchoolUnknown, kSchoolInvalid, kCellEmpty, kProcedureInvalid, kPupilTwice, kRowTwice, kPupilMissing,
  kCellsBeyondHeader, kCellsBeyondTasks, kMaximumVaries, kTotalTooLarge, kSpacesTrimmed, kNothingEntered,
  // other tables
  kColumnMissing, kNumberInvalid, kPartAboveWhole, kWholeMissing, kPercentOutOfRange, kPercentSum,
  kChoiceUnknown, kCodingChanged, kSchoolTwice, kBordersInvalid, kNameMissing,
  kListedUnknown, kMarkerInvalid, kMarkerTotal,
  kCount
};
inline constexpr std::size_t kGates = static_cast<std::size_t>(Gate::kCount);

struct GateInfo {
  Gate gate;
  const char* code;    // "DATA-106", never reused
  Severity severity;   // kError: the row was rejected
  const char* title;   // msgid
  const char* help;    // msgid
  bool values;         // distinct values are worth counting
};
const GateInfo& info(Gate gate);

// Where something was met. `column` is 0-based, -1 for the whole row.
struct Sighting {
  std::uint32_t sheet = 0;
  std::int64_t line = 0;
  std::int32_t column = -1;
  std::string value;
};

struct Defect {
  std::int64_t count = 0;
  Sighting first, last;
  std::vector<std::pair<std::string, std::int64_t>> values;  // distinct ones, in order of appearance
  std::int64_t further_values = 0;                           // occurrences of values beyond the list
};

// A class of defects in words, whoever looks for it: a gate of the host, or an importer.
struct DefectClass {
  std::string code;
  Severity severity = Severity::kError;
  std::string title, help;  // translated
  bool values = false;
};
DefectClass class_of(Gate gate);

// Defects of a file or a part of it, by gate, and those that its importer found itself.
class DefectLog {
 public:
  static constexpr std::size_t kValuesKept = 12;

  const Defect& operator[](Gate gate) const { return defects_[static_cast<std::size_t>(gate)]; }
  struct Found {
    DefectClass about;
    const Defect* defect = nullptr;
  };
  std::vector<Found> found() const;                             // those that were met, in order of gates
  bool any() const;
  // Counts by `group` where the gate wants values (by the value itself when there is no group).
  void add(Gate gate, Sighting where, const std::string& group = {});
  // `count` times between two places, of a gate that wants no values.
  void add(Gate gate, Sighting first, Sighting last, std::int64_t count);
  // Of an importer: classes are told apart by code and title.
  void add(const DefectClass& about, Sighting where);
  void merge(const DefectLog& later);                           // `later` stands behind in the file
  // Column numbers of a table as an importer hands it over → of the file, by sheet.
  void place_columns(const std::vector<std::vector<std::int32_t>>& columns);

 private:
  friend class BlockDefects;
  Defect& of_class(const DefectClass& about);
  std::array<Defect, kGates> defects_;
  std::vector<std::pair<DefectClass, Defect>> others_;
};

// The log of one block: values are views into the block until own() makes them texts.
class BlockDefects {
 public:
  void hit(Gate gate, std::int64_t line, std::int32_t column, std::string_view value = {}) {
    Entry& entry = entries_[static_cast<std::size_t>(gate)];
    if (entry.count++ == 0) entry.first = {line, column, value};
    entry.last = {line, column, value};
    if (wants_values_[static_cast<std::size_t>(gate)]) count_value(entry, value);
  }
  BlockDefects();
  // `shown` says whether a value may be quoted; others become a neutral description.
  DefectLog own(std::uint32_t sheet, const std::function<bool(std::string_view)>& shown) const;
  void clear();

 private:
  struct Place {
    std::int64_t line = 0;
    std::int32_t column = -1;
    std::string_view value;
  };
  struct Entry {
    std::int64_t count = 0, further = 0;
    Place first, last;
    std::vector<std::pair<std::string_view, std::int64_t>> values;
  };
  static void count_value(Entry& entry, std::string_view value);

  std::array<Entry, kGates> entries_;
  std::array<bool, kGates> wants_values_{};
};

// A value without letters and with at most six digits, or of at most two letters. Anything else
// could be a name, a phone or a document.
bool is_harmless(std::string_view value);
std::string hidden_value(std::string_view value);  // "‹12 characters, not shown›"

}  // namespace opora
