// The small frames: schools, context of a year, procedures with attendance and mark borders.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "store/fact_plan.h"
#include "store/facts.h"
#include "store/scales.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

// Columns built value by value; an absent text or number is a missing value. Each text is kept once.
class TextValues {
 public:
  void add(std::string_view text) {
    if (last_ >= 0 && texts_[static_cast<std::size_t>(last_)] == text) return codes_.push_back(last_);
    const auto [it, added] = code_of_.try_emplace(std::string(text), static_cast<std::int32_t>(texts_.size()));
    if (added) texts_.push_back(it->first);
    codes_.push_back(last_ = it->second);
  }
  void add_present(std::string_view text) { text.empty() ? codes_.push_back(-1) : add(text); }

  Column finish() const {
    std::vector<std::int32_t> order(texts_.size()), place(texts_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return text(a) < text(b); });
    std::vector<std::string> sorted;
    sorted.reserve(order.size());
    for (const std::int32_t code : order) {
      place[static_cast<std::size_t>(code)] = static_cast<std::int32_t>(sorted.size());
      sorted.emplace_back(text(code));
    }
    std::vector<std::int32_t> codes = codes_;
    for (std::int32_t& code : codes)
      if (code >= 0) code = place[static_cast<std::size_t>(code)];
    return Column::of_codes(std::make_shared<const Dictionary>(std::move(sorted)), codes);
  }

 private:
  std::string_view text(std::int32_t code) const { return texts_[static_cast<std::size_t>(code)]; }

  std::unordered_map<std::string, std::int32_t> code_of_;
  std::vector<std::string_view> texts_;  // keys of code_of_, as they came
  std::vector<std::int32_t> codes_;
  std::int32_t last_ = -1;
};

struct WholeValues {
  std::vector<std::int64_t> value;
  std::vector<std::uint8_t> valid;
  void add(std::optional<std::int64_t> number) {
    valid.push_back(number.has_value());
    value.push_back(number.value_or(0));
  }
  Column finish() const { return Column::of_int64(value, valid); }
};

// An answer of a school to an item: the latest that a batch gave.
struct Answer {
  std::pair<std::int64_t, std::int64_t> stated{-1, -1};  // batch and line; -1: by nobody
  std::string text;
  std::optional<Share> number;
};

// The answers of a year: items by name, one answer a school.
struct Answers {
  std::vector<std::string> schools;  // codes; ascending when loading has finished
  std::map<std::string, std::vector<Answer>> items;
};

Result<std::int64_t> number_of(sqlite3* db, std::string_view sql, std::optional<int> year) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, sql));
  if (year) row.bind(1, std::int64_t{*year});
  OPORA_TRY(row.step());
  return row.integer(0);
}

// Files hold the answers of a school together, item by item, and so do the rows of the table: read as they
// stand they cost little, while the index looks each of them up. It pays only where a year is a small part.
Result<Statement> answers_of(sqlite3* db, int year) {
  constexpr std::int64_t kStrangers = 4;  // rows passed for each that is wanted
  constexpr std::string_view kAll = "SELECT school, item, text, numerator, denominator, batch, line FROM context WHERE ";
  const auto rows_where = [&](std::string_view condition) { return Statement::prepare(db, std::string(kAll).append(condition)); };
  OPORA_ASSIGN(const std::int64_t all, number_of(db, "SELECT count(*) FROM context", std::nullopt));
  OPORA_ASSIGN(const std::int64_t wanted, number_of(db, "SELECT count(*) FROM context WHERE year = ?", year));
  if (all <= kStrangers * wanted) {
    OPORA_ASSIGN(Statement row, rows_where("+year = ?"));
    bind_all(row, year);
    return row;
  }
  OPORA_ASSIGN(const std::int64_t first, number_of(db, "SELECT min(rowid) FROM context WHERE year = ?", year));
  OPORA_ASSIGN(const std::int64_t last, number_of(db, "SELECT max(rowid) FROM context WHERE year = ?", year));
  const bool together = last - first < kStrangers * wanted;
  OPORA_ASSIGN(Statement row, rows_where(together ? "+year = ? AND rowid BETWEEN ? AND ?" : "year = ?"));
  bind_all(row, year);
  if (together) row.bind(2, first).bind(3, last);
  return row;
}

// Places of the schools in the order of their codes; ids that share a code share a place.
Result<std::vector<std::size_t>> places_by_code(sqlite3* db, const std::unordered_map<std::int64_t, std::size_t>& slots, std::vector<std::string>& codes) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT id, code FROM school ORDER BY code, id"));
  std::vector<std::size_t> place(slots.size());
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return place;
    const auto slot = slots.find(row.integer(0));
    if (slot == slots.end()) continue;
    if (codes.empty() || codes.back() != row.text(1)) codes.push_back(text_of(row, 1));
    place[slot->second] = codes.size() - 1;
  }
}

// From the order in which schools came to the order of their codes; the later statement wins a shared place.
std::vector<Answer> ordered(std::vector<Answer> answers, const std::vector<std::size_t>& place, std::size_t places) {
  const bool in_order = std::adjacent_find(place.begin(), place.end(), std::greater_equal<>()) == place.end();
  if (in_order) return answers;  // and no place is shared
  std::vector<Answer> out(places);
  for (std::size_t slot = 0; slot < answers.size(); ++slot) {
    Answer& there = out[place[slot]];
    if (answers[slot].stated >= there.stated) there = std::move(answers[slot]);
  }
  return out;
}

// The items' answers while they are read, by the order in which schools and items come.
class AnswerTable {
 public:
  void add(const Statement& row) {
    if (slots_.empty() || school_ != row.integer(0)) slot_ = slots_.try_emplace(school_ = row.integer(0), slots_.size()).first->second;
    std::vector<Answer>& answers = of_item(row.text(1));
    if (answers.size() <= slot_) answers.resize(std::max(slot_ + 1, 2 * answers.size()));
    Answer& answer = answers[slot_];
    const std::pair stated(row.integer(5), row.integer(6));
    if (stated < answer.stated) return;
    answer.stated = stated;
    answer.text = row.text(2);
    answer.number = !row.is_null(3) && row.integer(4) != 0 ? std::optional(Share{row.integer(3), row.integer(4)}) : std::nullopt;
  }

  Result<Answers> finish(sqlite3* db) {
    Answers answers;
    OPORA_ASSIGN(const std::vector<std::size_t> place, places_by_code(db, slots_, answers.schools));
    for (auto& [name, item] : item_of_) {
      items_[item].second.resize(slots_.size());
      answers.items[name] = ordered(std::move(items_[item].second), place, answers.schools.size());
    }
    return answers;
  }

 private:
  // Most often the item that came after the last one before.
  std::vector<Answer>& of_item(std::string_view name) {
    if (++item_ >= items_.size()) item_ = 0;
    if (items_.empty() || items_[item_].first != name) {
      item_ = item_of_.try_emplace(std::string(name), items_.size()).first->second;
      if (item_ == items_.size()) items_.emplace_back(name, std::vector<Answer>());
    }
    return items_[item_].second;
  }

  std::unordered_map<std::int64_t, std::size_t> slots_;  // of schools by id
  std::vector<std::pair<std::string, std::vector<Answer>>> items_;
  std::map<std::string, std::size_t> item_of_;
  std::int64_t school_ = -1;
  std::size_t slot_ = 0, item_ = 0;
};

Result<Answers> load_answers(sqlite3* db, int year) {
  OPORA_ASSIGN(Statement row, answers_of(db, year));
  AnswerTable table;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return table.finish(db);
    table.add(row);
  }
}

Column answer_column(const std::vector<Answer>& answers) {
  const bool numbers = std::all_of(answers.begin(), answers.end(), [](const Answer& a) { return a.stated.first < 0 || a.number.has_value(); });
  std::vector<double> number(answers.size(), 0);
  std::vector<std::string> text(numbers ? 0 : answers.size());
  std::vector<std::uint8_t> valid(answers.size(), 0);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].stated.first < 0) continue;
    valid[i] = 1;
    if (numbers) number[i] = answers[i].number->value();
    else text[i] = answers[i].text;
  }
  return numbers ? Column::of_float64(number, valid) : Column::of_text(text, valid);
}

Result<std::vector<Scale>> load_scales(sqlite3* db) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db,
      "SELECT kind, subject, grade, year_from, year_to, level, maximum, borders FROM scale ORDER BY batch DESC, rowid DESC"));
  std::vector<Scale> scales;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return scales;
    Scale scale{text_of(row, 0), text_of(row, 1), static_cast<int>(row.integer(2)), static_cast<int>(row.integer(3)),
                static_cast<int>(row.integer(4)), text_of(row, 5), static_cast<int>(row.integer(6)), {}};
    const std::string borders = text_of(row, 7);
    for (std::size_t at = 0; at < borders.size();) {
      scale.borders.push_back(std::atoi(borders.c_str() + at));
      const std::size_t comma = borders.find(',', at);
      at = comma == std::string::npos ? borders.size() : comma + 1;
    }
    scales.push_back(std::move(scale));
  }
}

struct Counts {
  std::int64_t participants = 0, absent = 0, other = 0;
  int maximum = 0;
};

struct SegmentRows {
  std::int64_t batch = 0, procedure = 0, rows = 0, maximum = 0;
};

// All segments with the rows that newer batches left of them, ascending by batch. Only a masked segment
// has to be looked into, and every one when only some schools count.
Result<std::vector<SegmentRows>> rows_left(sqlite3* db, const Masks& masks, const FactPlan* some_schools) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT batch, procedure, rows, maximum FROM segment ORDER BY batch, procedure, slice"));
  std::vector<SegmentRows> segments;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    segments.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3)});
  }
  if (masks.empty() && !some_schools) return segments;
  std::optional<FactPlan> all;
  if (!some_schools) {
    OPORA_ASSIGN(FactPlan whole, plan_facts(db, kResults, {}));
    all.emplace(std::move(whole));
  }
  const FactPlan& plan = some_schools ? *some_schools : *all;
  OPORA_ASSIGN(const std::unique_ptr<SegmentSource> source, SegmentSource::open(db));
  for (const std::size_t place : plan.segments) {  // the same segments in the same order
    if (!some_schools && !masks.contains({segments[place].batch, segments[place].procedure})) continue;
    OPORA_ASSIGN(const std::vector<Run> runs, source->runs(plan, place));
    segments[place].rows = 0;
    for (const Run& run : runs) segments[place].rows += static_cast<std::int64_t>(run.rows);
  }
  return segments;
}

Result<std::map<std::int64_t, Counts>> load_counts(sqlite3* db, const std::vector<Condition>& of_schools, FactCache* cache) {
  OPORA_ASSIGN(const Masks masks, load_masks(db));
  std::optional<FactPlan> narrowed;
  if (!of_schools.empty()) {
    OPORA_ASSIGN(FactPlan plan, plan_facts(db, kResults, of_schools, cache));
    narrowed.emplace(std::move(plan));
  }
  const FactPlan* some_schools = narrowed ? &*narrowed : nullptr;
  OPORA_ASSIGN(const std::vector<SegmentRows> segments, rows_left(db, masks, some_schools));
  std::map<std::int64_t, Counts> counts;
  for (const SegmentRows& segment : segments) {
    if (segment.rows == 0) continue;
    Counts& of = counts[segment.procedure];
    of.participants += segment.rows;
    if (segment.maximum > 0) of.maximum = static_cast<int>(segment.maximum);  // the newest batch's
  }
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT batch, procedure, school, absent, other FROM attendance"));
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return counts;
    const auto mask = masks.find({row.integer(0), row.integer(1)});
    if (mask != masks.end() && std::binary_search(mask->second.begin(), mask->second.end(), row.integer(2))) continue;
    const std::int32_t school = some_schools ? some_schools->catalogue.index_of(row.integer(2)) : -1;
    if (some_schools && (school < 0 || !some_schools->school_wanted[static_cast<std::size_t>(school)])) continue;
    Counts& of = counts[row.integer(1)];
    of.absent += row.integer(3);
    of.other += row.integer(4);
  }
}

struct ProcedureRow {
  ProcedureKey key;
  Counts counts;
  const Scale* scale = nullptr;
};

Frame procedure_frame(const std::vector<ProcedureRow>& rows) {
  TextValues kind, subject, level, title;
  WholeValues grade, year, maximum, participants, absent, other;
  std::size_t borders = 0;
  for (const ProcedureRow& row : rows) {
    kind.add(row.key.kind), subject.add(row.key.subject), level.add(row.key.level), title.add(to_text(row.key));
    grade.add(row.key.grade), year.add(row.key.year);
    const int most = row.counts.maximum > 0 ? row.counts.maximum : row.scale ? row.scale->maximum : 0;
    maximum.add(most > 0 ? std::optional<std::int64_t>(most) : std::nullopt);
    participants.add(row.counts.participants), absent.add(row.counts.absent), other.add(row.counts.other);
    if (row.scale) borders = std::max(borders, row.scale->borders.size());
  }
  Frame frame = Frame().with("kind", kind.finish()).with("subject", subject.finish()).with("grade", grade.finish())
      .with("year", year.finish()).with("level", level.finish()).with("procedure", title.finish())
      .with("max_score", maximum.finish()).with("participants", participants.finish())
      .with("absent", absent.finish()).with("other", other.finish());
  for (std::size_t b = 0; b < borders; ++b) {
    WholeValues border;
    for (const ProcedureRow& row : rows)
      border.add(row.scale && b < row.scale->borders.size() ? std::optional<std::int64_t>(row.scale->borders[b]) : std::nullopt);
    frame = frame.with("border_" + std::to_string(b + 1), border.finish());
  }
  return frame;
}

struct RegistryField {
  std::string text;
  std::pair<std::int64_t, std::int64_t> stated{-1, -1};  // batch and line
};
struct RegistryFields {
  RegistryField name, municipality, region;
};

// Field by field the newest statement, as the view school_current has it, in one pass over all statements.
Result<std::unordered_map<std::int64_t, RegistryFields>> latest_fields(sqlite3* db) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT school, name, municipality, region, batch, line FROM school_version"));
  std::unordered_map<std::int64_t, RegistryFields> latest;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return latest;
    RegistryFields& fields = latest[row.integer(0)];
    const std::pair stated(row.integer(4), row.integer(5));
    const auto state = [&](RegistryField& field, int column) {
      if (const std::string_view text = row.text(column); !text.empty() && stated >= field.stated) field = {std::string(text), stated};
    };
    state(fields.name, 1), state(fields.municipality, 2), state(fields.region, 3);
  }
}

}  // namespace

Result<std::vector<Scale>> stored_scales(const Store& store) { return load_scales(store.handle()); }

Result<Frame> schools(const Store& store) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(auto latest, latest_fields(store.handle()));
  OPORA_ASSIGN(Statement row, Statement::prepare(store.handle(), "SELECT id, code, key FROM school ORDER BY code, key"));
  TextValues code, key, name, municipality, region;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    const RegistryFields& fields = latest[row.integer(0)];
    code.add(row.text(1)), key.add(row.text(2)), name.add_present(fields.name.text);
    municipality.add_present(fields.municipality.text), region.add_present(fields.region.text);
  }
  return Frame().with("school", code.finish()).with("key", key.finish()).with("name", name.finish())
      .with("municipality", municipality.finish()).with("region", region.finish());
}

Result<Frame> context(const Store& store, int year) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(const Answers answers, load_answers(store.handle(), year));
  TextValues school;
  for (const std::string& code : answers.schools) school.add(code);
  Frame frame = Frame().with("school", school.finish());
  for (const auto& [item, of_schools] : answers.items) frame = frame.with(item, answer_column(of_schools));
  return frame;
}

Result<Frame> procedures(const Store& store, const std::vector<Condition>& of_schools, const std::vector<Scale>& further, FactCache* cache) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(const ReadView view, ReadView::begin(db));
  OPORA_ASSIGN(std::vector<Scale> scales, load_scales(db));
  scales.insert(scales.end(), further.begin(), further.end());
  OPORA_ASSIGN(const auto counts, load_counts(db, of_schools, cache));
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT id, kind, subject, grade, year, level FROM procedure ORDER BY kind, subject, grade, year, level"));
  std::vector<ProcedureRow> rows;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    const auto found = counts.find(row.integer(0));
    if (found == counts.end()) continue;  // every row of it was replaced
    ProcedureRow one{{text_of(row, 1), text_of(row, 2), static_cast<int>(row.integer(3)), static_cast<int>(row.integer(4)), text_of(row, 5)}, found->second, nullptr};
    const auto scale = std::find_if(scales.begin(), scales.end(), [&](const Scale& s) { return s.covers(one.key); });
    if (scale != scales.end()) one.scale = &*scale;
    rows.push_back(std::move(one));
  }
  return procedure_frame(rows);
}

}  // namespace opora
