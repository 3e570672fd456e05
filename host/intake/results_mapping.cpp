#include "intake/results_mapping.h"

#include <algorithm>
#include <utility>

#include "intake/results_rows.h"

namespace opora {
namespace {

constexpr std::size_t kMemoLimit = 1 << 16;  // distinct texts remembered; a hostile file has no more
constexpr std::int64_t kLargestTotal = UINT16_MAX;

void reserve(MappedProcedure& procedure, std::size_t rows, const ResultsPlan& plan) {
  ResultRows& to = procedure.rows;
  to.school.reserve(rows), to.line.reserve(rows), to.score.reserve(rows), to.mark.reserve(rows), to.journal.reserve(rows);
  to.gender.reserve(rows), to.class_label.reserve(rows), to.variant.reserve(rows), to.participant.reserve(rows);
  for (auto& task : to.tasks) task.reserve(rows);
  if (plan.participant >= 0) procedure.seen.pupils.reserve(rows);
}

}  // namespace

void ResultsMapper::State::start(const RowBlock& next) {
  block = &next;
  out = std::make_unique<MappedResults>();
  defects.clear();
  slots_before = std::max<std::size_t>(slots.size(), 1);
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
  ResultsSlot slot;
  ResultRows& rows = slot.out.rows;
  rows.procedure = procedure;
  const ScaleChoice choice = choose_scale(*plan.scales, procedure, maximum);
  slot.scale = choice.scale;
  slot.unmarked = choice.unfit ? Gate::kBordersUnfit : Gate::kBordersMissing;
  slot.out.marks_known = plan.mark_is_given() || choice.scale;
  rows.maximum = maximum > 0 ? maximum : choice.scale ? choice.scale->maximum : 0;
  rows.task_labels = plan.task_labels;
  rows.task_maxima = plan.task_maxima;
  rows.tasks.resize(plan.tasks.size());
  // As many as its share would be in the block before: mostly there is one procedure, and nothing grows.
  if (slots.size() < slots_before) reserve(slot.out, block->rows / slots_before + 1, plan);
  slot.class_expected = procedure.grade + plan.section->class_shift;
  slots.push_back(std::move(slot));
  return static_cast<std::int32_t>(slots.size()) - 1;
}

ResultsSlot* ResultsMapper::State::slot_of(const Cell* cells, std::int64_t line) {
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
  ResultsSlot* slot = slot_of(cells, line);
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
  for (ResultsSlot& slot : s.slots) s.out->procedures.push_back(std::move(slot.out));
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
