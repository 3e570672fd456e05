#include "intake/gates.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "base/messages.h"

namespace opora {
namespace {

constexpr std::array<GateInfo, kGates> kInfo = {{
    {Gate::kAbsent, "DATA-101", Severity::kNote, tr_later("Absent pupils"),
     tr_later("Nothing to do: they are counted as absent and take no part in any share."), false},
    {Gate::kVariantWithoutTotal, "DATA-102", Severity::kWarning, tr_later("A variant without a total"),
     tr_later("The row counts neither as a participant nor as absent. Ask the school whether the work was entered to the end."), false},
    {Gate::kTotalWithoutVariant, "DATA-103", Severity::kWarning, tr_later("A total without a variant"),
     tr_later("The row counts neither as a participant nor as absent. Ask the school which variant was written."), false},
    {Gate::kTotalNotWhole, "DATA-104", Severity::kWarning, tr_later("The total is not a whole number"),
     tr_later("The row is not counted as a participant. Correct the total in the source and import the file again."), true},
    {Gate::kAbsentWithTotal, "DATA-105", Severity::kNote, tr_later("An absent pupil with a total"),
     tr_later("The pupil is counted as absent; the total is not used."), false},
    {Gate::kTotalAboveMaximum, "DATA-106", Severity::kWarning, tr_later("The total is above the maximum of the work"),
     tr_later("The row stays in every calculation with its stored total. Check whether another work's columns were filled in."), false},
    {Gate::kTotalUnlikeTasks, "DATA-107", Severity::kWarning, tr_later("The total differs from the sum of the tasks"),
     tr_later("The stored total is used. If many rows of one file differ, the source's formula left out a task."), false},
    {Gate::kTaskNotAttempted, "DATA-108", Severity::kNote, tr_later("Tasks marked as not attempted"),
     tr_later("Nothing to do: the mark counts as 0 in the sum and is kept apart from a score of 0."), true},
    {Gate::kTaskNotUnderstood, "DATA-109", Severity::kWarning, tr_later("A task score that is no number"),
     tr_later("It counts as not attempted. Correct the cell in the source if it should be a score."), true},
    {Gate::kTaskOutOfRange, "DATA-110", Severity::kWarning, tr_later("A task score outside its range"),
     tr_later("It is kept as it is. Negative scores and scores above the task's maximum are typing errors of the school."), true},
    {Gate::kJournalMissing, "DATA-111", Severity::kNote, tr_later("No journal mark"),
     tr_later("The participant is left out of the comparison with journal marks."), true},
    {Gate::kJournalInvalid, "DATA-112", Severity::kWarning, tr_later("A journal mark other than 2, 3, 4 or 5"),
     tr_later("The participant is left out of the comparison with journal marks."), true},
    {Gate::kMarkInvalid, "DATA-113", Severity::kWarning, tr_later("A mark other than 2, 3, 4 or 5"),
     tr_later("The mark is taken as unknown. Correct it in the source."), true},
    {Gate::kMarkMissing, "DATA-114", Severity::kWarning, tr_later("No mark"),
     tr_later("The mark is taken as unknown; shares of marks leave the row out."), false},
    {Gate::kBordersMissing, "DATA-115", Severity::kWarning, tr_later("No borders of marks for the procedure"),
     tr_later("Marks are unknown. Add the borders to the pack's scale table or import a file of scales, then import this file again."), false},
    {Gate::kBordersUnfit, "DATA-116", Severity::kWarning, tr_later("The maximum of the work is not that of the scale table"),
     tr_later("Marks are unknown: borders made for another maximum must not be used. Add the borders and the maximum of this work to the scale table."), false},
    {Gate::kClassMissing, "DATA-117", Severity::kNote, tr_later("No class letter"),
     tr_later("Nothing to do: the pupils of the school form one class."), true},
    {Gate::kClassOdd, "DATA-118", Severity::kNote, tr_later("An unusual class label"),
     tr_later("The label is kept. Look whether columns were mixed up."), true},
    {Gate::kClassLookAlike, "DATA-119", Severity::kNote, tr_later("Class letters typed in another alphabet"),
     tr_later("Nothing to do: they are read as the letters they look like, so that one class stays one class."), true},
    {Gate::kClassShifted, "DATA-120", Severity::kNote, tr_later("The class is above the grade of the work, as announced for this round"),
     tr_later("Nothing to do: the procedure is filed under the grade whose programme was tested."), true},
    {Gate::kClassUnlikeGrade, "DATA-121", Severity::kWarning, tr_later("The class differs from the grade of the work"),
     tr_later("The procedure's grade is used. Look whether the file stands in the right folder."), true},
    {Gate::kGenderInvalid, "DATA-122", Severity::kWarning, tr_later("A gender that is not understood"),
     tr_later("It is taken as unknown. Look whether columns were mixed up."), true},
    {Gate::kVariantOdd, "DATA-123", Severity::kNote, tr_later("An unusual number of a variant"),
     tr_later("The pupil counts as a participant."), true},
    {Gate::kSchoolUnknown, "DATA-124", Severity::kNote, tr_later("Schools that no registry file names"),
     tr_later("The results are kept under the school's code. Import the registry of schools to give them names."), false},
    {Gate::kSchoolInvalid, "DATA-125", Severity::kError, tr_later("A school code that is not understood"),
     tr_later("The row is not imported. Correct the code in the source."), true},
    {Gate::kCellEmpty, "DATA-126", Severity::kError, tr_later("A required cell is empty"),
     tr_later("The row is not imported. Fill in the cell in the source."), false},
    {Gate::kProcedureInvalid, "DATA-127", Severity::kError, tr_later("The row does not say which procedure it belongs to"),
     tr_later("The row is not imported. Correct year, subject or grade in the source."), true},
    {Gate::kPupilTwice, "DATA-128", Severity::kWarning, tr_later("The same pupil of a school twice in a procedure, with different results"),
     tr_later("Both rows are counted. Ask the school which one is right and import a corrected file."), false},
    {Gate::kRowTwice, "DATA-129", Severity::kWarning, tr_later("The same row twice"),
     tr_later("Both rows are counted. Remove the block that was pasted twice and import the file again."), false},
    {Gate::kPupilMissing, "DATA-130", Severity::kNote, tr_later("No code of the pupil"),
     tr_later("The row is counted; it cannot be checked for repetition."), false},
    {Gate::kCellsBeyondHeader, "DATA-131", Severity::kNote, tr_later("Rows with cells to the right of the last header"),
     tr_later("These cells are not read. Schools put columns of their own there."), false},
    {Gate::kCellsBeyondTasks, "DATA-132", Severity::kNote, tr_later("Rows with scores in columns that no task of the work uses"),
     tr_later("These cells are not read. Columns of another work were filled in, or columns were inserted."), false},
    {Gate::kMaximumVaries, "DATA-133", Severity::kWarning, tr_later("The maximum is not the same in all rows of a procedure"),
     tr_later("The first maximum is used. Look whether different works stand under one name."), true},
    {Gate::kTotalTooLarge, "DATA-134", Severity::kError, tr_later("The total is impossibly large"),
     tr_later("The row is not imported. Correct the total in the source."), true},
    {Gate::kSpacesTrimmed, "DATA-135", Severity::kNote, tr_later("Values with blanks around them"),
     tr_later("Nothing to do: the blanks are ignored."), false},
    {Gate::kNothingEntered, "DATA-136", Severity::kWarning, tr_later("Neither a variant nor a total"),
     tr_later("The row counts neither as a participant nor as absent. Ask the school whether the pupil took part."), false},
    {Gate::kColumnMissing, "DATA-140", Severity::kNote, tr_later("Columns of the profile that the file does not have"),
     tr_later("Their items stay unknown. If the column was renamed, add the new header to the profile."), true},
    {Gate::kNumberInvalid, "DATA-141", Severity::kWarning, tr_later("An answer that should be a number"),
     tr_later("The answer is kept as text and takes no part in calculations."), true},
    {Gate::kPartAboveWhole, "DATA-142", Severity::kWarning, tr_later("A part greater than its whole"),
     tr_later("The share is not calculated. Ask the school which of the two numbers is right."), true},
    {Gate::kWholeMissing, "DATA-143", Severity::kWarning, tr_later("A part without its whole (missing or 0)"),
     tr_later("The share is not calculated. Ask the school for the whole."), true},
    {Gate::kPercentOutOfRange, "DATA-144", Severity::kWarning, tr_later("A per cent outside 0 to 100"),
     tr_later("The answer is kept as text and takes no part in calculations."), true},
    {Gate::kPercentSum, "DATA-145", Severity::kWarning, tr_later("Per cents that do not add up to 100"),
     tr_later("They are kept as delivered. Ask the source for the right shares."), true},
    {Gate::kChoiceUnknown, "DATA-146", Severity::kWarning, tr_later("An answer that is none of the choices"),
     tr_later("The answer is kept as delivered. If it is a new choice, add it to the profile."), true},
    {Gate::kCodingChanged, "DATA-147", Severity::kWarning, tr_later("The number of an answer belongs to another text than the profile knows"),
     tr_later("The text decides. The coding of the answers was changed: correct the choices of the profile."), true},
    {Gate::kSchoolTwice, "DATA-148", Severity::kWarning, tr_later("A school more than once in the table"),
     tr_later("The last row counts. Remove the outdated one."), false},
    {Gate::kBordersInvalid, "DATA-149", Severity::kError, tr_later("Borders of marks that are no ascending whole numbers"),
     tr_later("The row is not imported. Correct the scale table."), true},
    {Gate::kNameMissing, "DATA-150", Severity::kWarning, tr_later("A school without a name"),
     tr_later("The school is kept under its code. Add the name to the registry file."), false},
    {Gate::kListedUnknown, "DATA-151", Severity::kWarning, tr_later("Schools of an outside list that no registry file names"),
     tr_later("Their markers are kept and will be shown once the school is known. Compare the codes with the registry of schools."), true},
    {Gate::kMarkerInvalid, "DATA-152", Severity::kWarning, tr_later("A cell of an outside list that is neither empty nor a marker"),
     tr_later("It is taken as no marker. If it is another way to mark, add the word to the profile."), true},
    {Gate::kMarkerTotal, "DATA-153", Severity::kWarning, tr_later("The count of markers is not that of the marked cells"),
     tr_later("The cells decide. Ask the source which of the two is right."), true},
}};

constexpr std::size_t index_of(Gate gate) { return static_cast<std::size_t>(gate); }

constexpr bool in_order() {
  for (std::size_t i = 0; i < kGates; ++i) {
    if (index_of(kInfo[i].gate) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const GateInfo& info(Gate gate) { return kInfo[index_of(gate)]; }

DefectClass class_of(Gate gate) {
  const GateInfo& about = info(gate);
  return {about.code, about.severity, tr(about.title), tr(about.help), about.values};
}

std::vector<DefectLog::Found> DefectLog::found() const {
  std::vector<Found> list;
  for (std::size_t i = 0; i < kGates; ++i)
    if (defects_[i].count > 0) list.push_back({class_of(static_cast<Gate>(i)), &defects_[i]});
  for (const auto& [about, defect] : others_) list.push_back({about, &defect});
  return list;
}

bool DefectLog::any() const {
  return !others_.empty() || std::any_of(defects_.begin(), defects_.end(), [](const Defect& d) { return d.count > 0; });
}

namespace {

void add_value(Defect& defect, const std::string& value, std::int64_t count) {
  for (auto& [known, n] : defect.values) {
    if (known == value) {
      n += count;
      return;
    }
  }
  if (defect.values.size() < DefectLog::kValuesKept) defect.values.emplace_back(value, count);
  else defect.further_values += count;
}

}  // namespace

namespace {

void add_sighting(Defect& defect, Sighting where) {
  if (defect.count == 0) defect.first = where;
  ++defect.count;
  defect.last = std::move(where);
}

}  // namespace

void DefectLog::add(Gate gate, Sighting where, const std::string& group) {
  Defect& defect = defects_[index_of(gate)];
  if (info(gate).values) add_value(defect, group.empty() ? where.value : group, 1);
  add_sighting(defect, std::move(where));
}

void DefectLog::add(Gate gate, Sighting first, Sighting last, std::int64_t count) {
  if (count == 0) return;
  Defect& defect = defects_[index_of(gate)];
  if (defect.count == 0) defect.first = std::move(first);
  defect.count += count;
  defect.last = std::move(last);
}

Defect& DefectLog::of_class(const DefectClass& about) {
  for (auto& [known, defect] : others_)
    if (known.code == about.code && known.title == about.title) return defect;
  return others_.emplace_back(about, Defect()).second;
}

void DefectLog::add(const DefectClass& about, Sighting where) {
  Defect& defect = of_class(about);
  if (about.values) add_value(defect, where.value, 1);
  add_sighting(defect, std::move(where));
}

void DefectLog::place_columns(const std::vector<std::vector<std::int32_t>>& columns) {
  for (Defect& defect : defects_)
    for (Sighting* at : {&defect.first, &defect.last})
      if (at->column >= 0 && at->sheet < columns.size() && static_cast<std::size_t>(at->column) < columns[at->sheet].size())
        at->column = columns[at->sheet][static_cast<std::size_t>(at->column)];
}

namespace {

void merge_into(Defect& into, const Defect& from) {
  if (from.count == 0) return;
  if (into.count == 0) into.first = from.first;
  into.count += from.count;
  into.last = from.last;
  for (const auto& [value, n] : from.values) add_value(into, value, n);
  into.further_values += from.further_values;
}

}  // namespace

void DefectLog::merge(const DefectLog& later) {
  for (std::size_t i = 0; i < kGates; ++i) merge_into(defects_[i], later.defects_[i]);
  for (const auto& [about, defect] : later.others_) merge_into(of_class(about), defect);
}

BlockDefects::BlockDefects() {
  for (std::size_t i = 0; i < kGates; ++i) wants_values_[i] = kInfo[i].values;
}

void BlockDefects::count_value(Entry& entry, std::string_view value) {
  for (auto& [known, n] : entry.values) {
    if (known == value) {
      ++n;
      return;
    }
  }
  if (entry.values.size() < DefectLog::kValuesKept) entry.values.emplace_back(value, 1);
  else ++entry.further;
}

void BlockDefects::clear() {
  for (Entry& entry : entries_) {
    entry.count = entry.further = 0;
    entry.values.clear();
  }
}

DefectLog BlockDefects::own(std::uint32_t sheet, const std::function<bool(std::string_view)>& shown) const {
  const auto text = [&](std::string_view value) { return shown(value) ? std::string(value) : hidden_value(value); };
  DefectLog log;
  for (std::size_t i = 0; i < kGates; ++i) {
    const Entry& from = entries_[i];
    if (from.count == 0) continue;
    Defect& into = log.defects_[i];
    into.count = from.count;
    into.first = {sheet, from.first.line, from.first.column, text(from.first.value)};
    into.last = {sheet, from.last.line, from.last.column, text(from.last.value)};
    for (const auto& [value, n] : from.values) add_value(into, text(value), n);
    into.further_values += from.further;
  }
  return log;
}

bool is_harmless(std::string_view value) {
  int letters = 0, digits = 0;
  int32_t i = 0;
  const auto length = static_cast<int32_t>(value.size());
  while (i < length && letters <= 2 && digits <= 6) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(value.data(), i, length, c);
    if (u_isalpha(c)) ++letters;
    if (u_isdigit(c)) ++digits;
  }
  return letters <= 2 && digits <= 6;
}

std::string hidden_value(std::string_view value) {
  std::int64_t characters = 0;
  for (const char c : value) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return tr_count("‹{} character, not shown›", "‹{} characters, not shown›", characters);
}

}  // namespace opora
