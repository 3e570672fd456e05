#include "intake/results_rows.h"

namespace opora {
namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}

}  // namespace

void ResultsMapper::State::away(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int32_t school, bool absent, std::string_view total) {
  auto& counts = slot.out.away;
  if (static_cast<std::size_t>(school) >= counts.size()) counts.resize(static_cast<std::size_t>(school) + 1);
  if (absent) {
    ++out->counts.absent;
    ++counts[static_cast<std::size_t>(school)].absent;
    defects.hit(Gate::kAbsent, line, plan.variants.front());
    if (!total.empty()) defects.hit(Gate::kAbsentWithTotal, line, plan.total, total);
  } else {
    ++out->counts.other;
    ++counts[static_cast<std::size_t>(school)].other;
  }
  if (plan.participant >= 0) remember_pupil(slot, cells, line, school, std::uint64_t{absent ? 1u : 2u} << 32);
}

void ResultsMapper::State::participant(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::int64_t total, std::int32_t variant) {
  ++out->counts.accepted;
  ResultRows& rows = slot.out.rows;
  if (plan.maximum >= 0) {
    const std::string_view maximum = cells[plan.maximum].text;
    if (whole_number(cleaned(maximum)) != rows.maximum) defects.hit(Gate::kMaximumVaries, line, plan.maximum, maximum);
  }
  if (rows.maximum > 0 && total > rows.maximum) defects.hit(Gate::kTotalAboveMaximum, line, plan.total, cells[plan.total].text);
  const std::uint8_t mark = mark_of(slot, cells, line, total), journal = journal_of(cells, line);
  const std::int32_t class_label = class_of(slot, cells, line);
  rows.school.push_back(school);
  rows.line.push_back(static_cast<std::uint32_t>(line));
  rows.score.push_back(static_cast<std::uint16_t>(total));
  rows.mark.push_back(mark);
  rows.journal.push_back(journal);
  rows.gender.push_back(gender_of(cells, line));
  rows.class_label.push_back(class_label);
  rows.variant.push_back(slot.text(variant, values.texts()));
  std::uint64_t fingerprint = tasks(slot, cells, line, total);
  fingerprint = mix(fingerprint, static_cast<std::uint64_t>(total) << 16 | static_cast<std::uint64_t>(mark) << 8 | journal);
  rows.participant.push_back(plan.participant < 0 ? 0 : values.code(rows, cleaned(cells[plan.participant].text)));
  if (plan.participant >= 0) remember_pupil(slot, cells, line, school, fingerprint);
}

void ResultsMapper::State::remember_pupil(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::uint64_t fingerprint) {
  const std::string_view code = cleaned(cells[plan.participant].text);
  if (code.empty()) return defects.hit(Gate::kPupilMissing, line, plan.participant);
  SeenPupils& seen = slot.out.seen;
  seen.pupils.push_back({text_hash(code), static_cast<std::uint32_t>(fingerprint >> 32), static_cast<std::uint32_t>(line)});
  if (seen.runs.empty() || seen.runs.back().school != school) seen.runs.push_back({school, 0});
  ++seen.runs.back().pupils;
}

std::uint64_t ResultsMapper::State::tasks(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int64_t total) {
  if (plan.tasks.empty()) return 0;
  std::int64_t sum = 0;
  std::uint64_t fingerprint = 0;
  for (std::size_t t = 0; t < plan.tasks.size(); ++t) {
    const int column = plan.tasks[t];
    const std::string_view text = cells[column].text;
    std::int16_t score = ResultRows::kNotAttempted;
    if (text.size() == 1 && text[0] >= '0' && text[0] <= '9') {
      score = static_cast<std::int16_t>(text[0] - '0');
    } else if (!text.empty()) {
      const std::string_view clean = cell(cells, column, line);
      const TaskValue& value = values.task(clean);
      if (value.form == TaskForm::kNumber) score = value.score, sum += value.beyond;
      else if (value.form == TaskForm::kNotAttempted) defects.hit(Gate::kTaskNotAttempted, line, column, clean);
      else if (value.form == TaskForm::kUnknown) defects.hit(Gate::kTaskNotUnderstood, line, column, clean);
    }
    slot.out.rows.tasks[t].push_back(score);
    fingerprint = mix(fingerprint, static_cast<std::uint16_t>(score));
    if (score == ResultRows::kNotAttempted) continue;
    sum += score;
    if (score < 0 || (plan.task_maxima[t] > 0 && score > plan.task_maxima[t])) defects.hit(Gate::kTaskOutOfRange, line, column, text);
  }
  if (sum != total) defects.hit(Gate::kTotalUnlikeTasks, line, plan.total, cells[plan.total].text);
  return fingerprint;
}

std::uint8_t ResultsMapper::State::mark_of(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int64_t total) {
  if (!plan.mark_is_given()) {
    if (slot.scale) return static_cast<std::uint8_t>(slot.scale->mark_of(static_cast<int>(total)));
    defects.hit(slot.unmarked, line, plan.total);
    return 0;
  }
  const std::string_view text = cells[plan.mark].text;
  if (text.size() == 1 && text[0] >= '2' && text[0] <= '5') return static_cast<std::uint8_t>(text[0] - '0');
  const MarkValue& value = values.mark(cell(cells, plan.mark, line));
  if (value.mark == 0) defects.hit(value.missing ? Gate::kMarkMissing : Gate::kMarkInvalid, line, plan.mark, text);
  return value.mark;
}

std::uint8_t ResultsMapper::State::journal_of(const Cell* cells, std::int64_t line) {
  if (plan.journal < 0) return 0;
  const std::string_view text = cells[plan.journal].text;
  if (text.size() == 1 && text[0] >= '2' && text[0] <= '5') return static_cast<std::uint8_t>(text[0] - '0');
  const MarkValue& value = values.journal(cell(cells, plan.journal, line));
  if (value.mark == 0) defects.hit(value.missing ? Gate::kJournalMissing : Gate::kJournalInvalid, line, plan.journal, text);
  return value.mark;
}

std::int32_t ResultsMapper::State::class_of(ResultsSlot& slot, const Cell* cells, std::int64_t line) {
  if (plan.class_label < 0) return -1;
  const std::string_view text = cells[plan.class_label].text;
  const ClassValue& value = values.class_label(text);
  if (value.missing) defects.hit(Gate::kClassMissing, line, plan.class_label, text);
  if (value.look_alike) defects.hit(Gate::kClassLookAlike, line, plan.class_label, text);
  if (value.odd) defects.hit(Gate::kClassOdd, line, plan.class_label, text);
  if (value.grade > 0) {
    if (value.grade != slot.class_expected) {
      if (!value.bare) defects.hit(Gate::kClassUnlikeGrade, line, plan.class_label, text);
    } else if (plan.section->class_shift != 0) {
      defects.hit(Gate::kClassShifted, line, plan.class_label, text);
    }
  }
  return slot.text(value.text, values.texts());
}

std::uint8_t ResultsMapper::State::gender_of(const Cell* cells, std::int64_t line) {
  if (plan.gender < 0) return 0;
  const GenderValue& value = values.gender(cells[plan.gender].text);
  if (value.invalid) defects.hit(Gate::kGenderInvalid, line, plan.gender, cells[plan.gender].text);
  return value.gender;
}

}  // namespace opora
