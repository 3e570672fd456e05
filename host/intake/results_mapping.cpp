#include "intake/results_mapping.h"

#include <algorithm>
#include <array>
#include <utility>

#include "intake/cell_text.h"
#include "intake/results_values.h"

namespace opora {
namespace {

constexpr std::size_t kMemoLimit = 1 << 16;  // distinct texts remembered; a hostile file has no more
constexpr std::int64_t kLargestTotal = UINT16_MAX;

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}

// A procedure of the current block, with what its rows need again and again.
struct Slot {
  MappedProcedure out;
  const Scale* scale = nullptr;
  Gate unmarked = Gate::kBordersMissing;
  int class_expected = 0;
  std::vector<std::int32_t> text_index;  // text id of the mapper → index in out.rows.texts

  std::int32_t text(std::int32_t id, const std::vector<std::string>& texts) {
    if (id < 0) return -1;
    const auto at = static_cast<std::size_t>(id);
    if (at >= text_index.size()) text_index.resize(texts.size(), -1);
    if (text_index[at] < 0) {
      text_index[at] = static_cast<std::int32_t>(out.rows.texts.size());
      out.rows.texts.push_back(texts[at]);
    }
    return text_index[at];
  }
};

// A block mostly has one procedure; its arrays need not grow then.
void reserve(MappedProcedure& procedure, std::size_t rows, const ResultsPlan& plan) {
  ResultRows& to = procedure.rows;
  to.school.reserve(rows), to.line.reserve(rows), to.score.reserve(rows), to.mark.reserve(rows), to.journal.reserve(rows);
  to.gender.reserve(rows), to.class_label.reserve(rows), to.variant.reserve(rows), to.participant.reserve(rows);
  for (auto& task : to.tasks) task.reserve(rows);
  if (plan.participant >= 0) procedure.seen.pupils.reserve(rows);
}

}  // namespace

struct ResultsMapper::State {
  explicit State(const ResultsPlan& p)
      : plan(p), values(p), several_variants(p.variants.size() > 1), part_columns{p.kind.column, p.subject.column, p.grade.column, p.year.column, p.level.column} {}

  const ResultsPlan& plan;
  ResultsValues values;
  const bool several_variants;
  const std::array<int, 5> part_columns;

  // Of the block being mapped.
  const RowBlock* block = nullptr;
  std::unique_ptr<MappedResults> out;
  BlockDefects defects;
  std::vector<Slot> slots;
  std::uint32_t generation = 0;
  std::array<std::string_view, 5> last_parts;
  std::int32_t last_slot = -1;
  Memo<std::int32_t> slot_of_parts;  // parts joined → slot, -1: no procedure
  std::string joined;
  struct KeyPlace {
    std::uint32_t generation = 0;
    std::int32_t local = -1;
  };
  Memo<KeyPlace> place_of_key;

  void start(const RowBlock& next);
  void map_row(const Cell* cells, std::int64_t line);
  Slot* slot_of(const Cell* cells, std::int64_t line);
  std::int32_t find_slot(const Cell* cells);
  std::int32_t add_slot(const ProcedureKey& procedure, int maximum);
  std::int32_t school_of(const Cell* cells, std::int64_t line);
  void participant(Slot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::int64_t total, std::int32_t variant);
  void away(Slot& slot, const Cell* cells, std::int64_t line, std::int32_t school, bool absent, std::string_view total);
  std::uint64_t tasks(Slot& slot, const Cell* cells, std::int64_t line, std::int64_t total);
  std::uint8_t mark_of(Slot& slot, const Cell* cells, std::int64_t line, std::int64_t total);
  std::uint8_t journal_of(const Cell* cells, std::int64_t line);
  std::int32_t class_of(Slot& slot, const Cell* cells, std::int64_t line);
  std::uint8_t gender_of(const Cell* cells, std::int64_t line);
  void remember_pupil(Slot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::uint64_t fingerprint);
  void look_beyond(const Cell* cells, std::int64_t line);
  std::string_view cell(const Cell* cells, int column, std::int64_t line);
};

// The cell's text without outer blanks.
std::string_view ResultsMapper::State::cell(const Cell* cells, int column, std::int64_t line) {
  const std::string_view text = cells[column].text;
  if (!may_have_blanks(text)) return text;
  const std::string_view clean = trimmed(text);
  if (clean.size() != text.size() && !clean.empty()) defects.hit(Gate::kSpacesTrimmed, line, column);
  return clean;
}

void ResultsMapper::State::start(const RowBlock& next) {
  block = &next;
  out = std::make_unique<MappedResults>();
  defects.clear();
  slots.clear();
  slot_of_parts.clear();
  last_slot = -1;
  last_parts = {};
  ++generation;
  values.forget_beyond(kMemoLimit);
  if (place_of_key.size() > kMemoLimit) place_of_key.clear();
}

std::int32_t ResultsMapper::State::find_slot(const Cell* cells) {
  const auto part = [&](const PartPlan& p) { return p.value(p.column < 0 ? std::string_view{} : cells[p.column].text); };
  const auto procedure = procedure_key(part(plan.kind), part(plan.subject), part(plan.grade), part(plan.year), part(plan.level));
  if (!procedure) return -1;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].out.rows.procedure == *procedure) return static_cast<std::int32_t>(i);
  }
  const std::int64_t maximum = plan.maximum < 0 ? plan.declared_maximum : whole_number(cleaned(cells[plan.maximum].text));
  return add_slot(*procedure, maximum > 0 && maximum <= kLargestTotal ? static_cast<int>(maximum) : 0);
}

std::int32_t ResultsMapper::State::add_slot(const ProcedureKey& procedure, int maximum) {
  Slot slot;
  ResultRows& rows = slot.out.rows;
  rows.procedure = procedure;
  const ScaleChoice choice = choose_scale(*plan.scales, procedure, maximum);
  slot.scale = choice.scale;
  slot.unmarked = choice.unfit ? Gate::kBordersUnfit : Gate::kBordersMissing;
  slot.out.marks_known = plan.mark_is_given() || choice.scale;
  rows.maximum = maximum > 0 ? maximum : choice.scale ? choice.scale->maximum : 0;
  rows.task_labels = plan.task_labels;
  rows.tasks.resize(plan.tasks.size());
  if (slots.empty()) reserve(slot.out, block->rows, plan);
  slot.class_expected = procedure.grade + plan.section->class_shift;
  slots.push_back(std::move(slot));
  return static_cast<std::int32_t>(slots.size()) - 1;
}

Slot* ResultsMapper::State::slot_of(const Cell* cells, std::int64_t line) {
  if (plan.one_procedure) {
    if (slots.empty()) last_slot = find_slot(cells);
  } else {
    bool same = last_slot >= 0;
    for (std::size_t i = 0; i < part_columns.size() && same; ++i) {
      same = part_columns[i] < 0 || same_text(cells[part_columns[i]].text, last_parts[i]);
    }
    if (!same) {
      joined.clear();
      for (std::size_t i = 0; i < part_columns.size(); ++i) {
        if (part_columns[i] >= 0) last_parts[i] = cells[part_columns[i]].text;
        joined.append(last_parts[i]).push_back('\0');
      }
      last_slot = slot_of_parts.get(joined, [&](std::string_view) { return find_slot(cells); });
    }
  }
  if (last_slot >= 0) return &slots[static_cast<std::size_t>(last_slot)];
  for (const int column : part_columns) {
    if (column < 0) continue;
    defects.hit(Gate::kProcedureInvalid, line, column, cells[column].text);
    break;
  }
  return nullptr;
}

std::int32_t ResultsMapper::State::school_of(const Cell* cells, std::int64_t line) {
  SchoolValue& value = values.school(cells[plan.school].text);
  if (value.generation == generation) return value.local;
  if (!value.valid) {
    const std::string_view text = cleaned(cells[plan.school].text);
    defects.hit(text.empty() ? Gate::kCellEmpty : Gate::kSchoolInvalid, line, plan.school, text);
    return -1;
  }
  // Two spellings of one school (sch…, edu…) in a block are one school.
  KeyPlace& place = place_of_key.get(value.ref.key, [](std::string_view) { return KeyPlace{}; });
  if (place.generation != generation) {
    place = {generation, static_cast<std::int32_t>(out->schools.size())};
    out->schools.push_back(value.ref);
    out->school_lines.push_back(static_cast<std::uint32_t>(line));
  }
  value.generation = generation;
  return value.local = place.local;
}

void ResultsMapper::State::look_beyond(const Cell* cells, std::int64_t line) {
  for (std::size_t column = plan.header_columns; column < block->columns; ++column) {
    if (cells[column].text.empty()) continue;
    defects.hit(Gate::kCellsBeyondHeader, line, static_cast<std::int32_t>(column));
    break;
  }
  for (const int column : plan.surplus) {
    if (cells[column].text.empty()) continue;
    defects.hit(Gate::kCellsBeyondTasks, line, column);
    break;
  }
}

void ResultsMapper::State::map_row(const Cell* cells, std::int64_t line) {
  ++out->counts.rows;
  look_beyond(cells, line);
  Slot* slot = slot_of(cells, line);
  const std::int32_t school = slot ? school_of(cells, line) : -1;
  if (!slot || school < 0) {
    ++out->counts.rejected;
    return;
  }
  bool taken = plan.variants.empty(), absent = false;
  std::int32_t variant = -1;
  for (const int column : plan.variants) {
    const VariantValue& value = values.variant(cell(cells, column, line));
    if (value.kind == VariantKind::kAbsent) absent = true;
    if (value.kind != VariantKind::kTaken) continue;
    if (value.odd) defects.hit(Gate::kVariantOdd, line, column, cells[column].text);
    taken = true;
    variant = value.text;
  }
  const std::string_view total_text = values.without_missing(cell(cells, plan.total, line));
  if (taken && is_whole_number(total_text)) {
    const std::int64_t total = whole_number(total_text);
    if (total < 0 || total > kLargestTotal) {
      ++out->counts.rejected;
      defects.hit(Gate::kTotalTooLarge, line, plan.total, total_text);
      return;
    }
    if (several_variants) variant = values.joined_variant(cells);
    return participant(*slot, cells, line, school, total, variant);
  }
  if (taken) {
    defects.hit(total_text.empty() ? Gate::kVariantWithoutTotal : Gate::kTotalNotWhole, line, plan.total, total_text);
  }
  if (!taken && !absent) defects.hit(total_text.empty() ? Gate::kNothingEntered : Gate::kTotalWithoutVariant, line, plan.total, total_text);
  away(*slot, cells, line, school, absent && !taken, total_text);
}

void ResultsMapper::State::away(Slot& slot, const Cell* cells, std::int64_t line, std::int32_t school, bool absent, std::string_view total) {
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

void ResultsMapper::State::participant(Slot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::int64_t total, std::int32_t variant) {
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

void ResultsMapper::State::remember_pupil(Slot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::uint64_t fingerprint) {
  const std::string_view code = cleaned(cells[plan.participant].text);
  if (code.empty()) return defects.hit(Gate::kPupilMissing, line, plan.participant);
  SeenPupils& seen = slot.out.seen;
  seen.pupils.push_back({text_hash(code), static_cast<std::uint32_t>(fingerprint >> 32), static_cast<std::uint32_t>(line)});
  if (seen.runs.empty() || seen.runs.back().school != school) seen.runs.push_back({school, 0});
  ++seen.runs.back().pupils;
}

std::uint64_t ResultsMapper::State::tasks(Slot& slot, const Cell* cells, std::int64_t line, std::int64_t total) {
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

std::uint8_t ResultsMapper::State::mark_of(Slot& slot, const Cell* cells, std::int64_t line, std::int64_t total) {
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

std::int32_t ResultsMapper::State::class_of(Slot& slot, const Cell* cells, std::int64_t line) {
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

ResultsMapper::ResultsMapper(const ResultsPlan& plan) : state_(std::make_unique<State>(plan)) {}
ResultsMapper::~ResultsMapper() = default;
ResultsMapper::ResultsMapper(ResultsMapper&&) noexcept = default;

std::unique_ptr<MappedResults> ResultsMapper::map(const RowBlock& block) {
  State& s = *state_;
  s.start(block);
  // A block may be narrower than the header when no row reaches the last columns: such rows are widened.
  std::vector<Cell> widened;
  const bool narrow = block.columns < s.plan.header_columns;
  for (std::size_t i = 0; i < block.rows; ++i) {
    const Cell* cells = block.row(i);
    if (narrow) {
      widened.assign(s.plan.header_columns, Cell{});
      std::copy(cells, cells + block.columns, widened.begin());
      cells = widened.data();
    }
    s.map_row(cells, block.lines[i]);
  }
  s.out->defects = s.defects.own(s.plan.sheet, [&](std::string_view value) { return s.values.may_be_shown(value); });
  for (Slot& slot : s.slots) s.out->procedures.push_back(std::move(slot.out));
  return std::move(s.out);
}

ScaleChoice choose_scale(const std::vector<Scale>& scales, const ProcedureKey& procedure, int declared_maximum) {
  ScaleChoice choice;
  for (const Scale& scale : scales) {
    if (!scale.covers(procedure)) continue;
    if (declared_maximum == 0 || scale.maximum == declared_maximum) return {&scale, false};
    choice.unfit = true;
  }
  return choice;
}

}  // namespace opora
