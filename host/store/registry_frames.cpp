// The small frames: schools, context of a year, procedures with attendance and mark borders.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <unordered_map>

#include "store/fact_plan.h"
#include "store/facts.h"
#include "store/scales.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

// Columns built value by value; an absent text or number is a missing value.
struct TextValues {
  std::vector<std::string> value;
  std::vector<std::uint8_t> valid;
  void add(std::optional<std::string> text) {
    valid.push_back(text.has_value());
    value.push_back(text ? *std::move(text) : std::string());
  }
  Column finish() const { return Column::of_text(value, valid); }
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

std::optional<std::string> present(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

struct Answer {
  std::pair<std::int64_t, std::int64_t> stated{-1, -1};  // batch and line; -1: by nobody
  std::string text;
  std::optional<Share> number;
};

// The answers of a year: schools ascending by code, items ascending by name, and for each item one
// answer a school, the latest that a batch gave.
struct Answers {
  std::vector<std::string> schools;
  std::map<std::string, std::vector<Answer>> items;
};

// Position of each school with answers, by its id, in the order of codes.
Result<std::map<std::int64_t, std::size_t>> schools_with_answers(sqlite3* db, int year, std::vector<std::string>& codes) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db,
      "SELECT s.id, s.code FROM school s WHERE s.id IN (SELECT school FROM context WHERE year = ?) ORDER BY s.code, s.id"));
  bind_all(row, year);
  std::map<std::int64_t, std::size_t> position;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return position;
    std::string code = text_of(row, 1);
    if (codes.empty() || codes.back() != code) codes.push_back(std::move(code));
    position[row.integer(0)] = codes.size() - 1;
  }
}

Result<Answers> load_answers(sqlite3* db, int year) {
  Answers answers;
  OPORA_ASSIGN(const auto position, schools_with_answers(db, year, answers.schools));
  OPORA_ASSIGN(Statement row, Statement::prepare(db,
      "SELECT school, item, text, numerator, denominator, batch, line FROM context WHERE year = ?"));
  bind_all(row, year);
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return answers;
    std::vector<Answer>& item = answers.items[text_of(row, 1)];
    item.resize(answers.schools.size());
    Answer& answer = item[position.at(row.integer(0))];
    const std::pair stated(row.integer(5), row.integer(6));
    if (stated < answer.stated) continue;
    answer = {stated, text_of(row, 2), std::nullopt};
    if (!row.is_null(3) && row.integer(4) != 0) answer.number = Share{row.integer(3), row.integer(4)};
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

Result<std::map<std::int64_t, Counts>> load_counts(sqlite3* db, const std::vector<Condition>& of_schools) {
  OPORA_ASSIGN(const FactPlan plan, plan_facts(db, of_schools));
  OPORA_ASSIGN(const std::unique_ptr<SegmentSource> source, SegmentSource::open(db));
  std::map<std::int64_t, Counts> counts;
  const auto maxima = plan.catalogue.segment_frame.find("max_score")->int64();
  for (const std::size_t segment : plan.segments) {
    OPORA_ASSIGN(const std::vector<Run> runs, source->runs(plan, segment));
    if (runs.empty()) continue;
    Counts& of = counts[plan.catalogue.segments[segment].procedure];
    for (const Run& run : runs) of.participants += static_cast<std::int64_t>(run.rows);
    if (maxima[segment] > 0) of.maximum = static_cast<int>(maxima[segment]);  // segments ascend: the newest batch's
  }
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT batch, procedure, school, absent, other FROM attendance"));
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return counts;
    const auto mask = plan.catalogue.masks.find({row.integer(0), row.integer(1)});
    if (mask != plan.catalogue.masks.end() && std::binary_search(mask->second.begin(), mask->second.end(), row.integer(2))) continue;
    const std::int32_t school = plan.catalogue.index_of(row.integer(2));
    if (school < 0 || !plan.school_wanted[static_cast<std::size_t>(school)]) continue;
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

struct RegistryFields {
  std::string name, municipality, region;
};

// Field by field the newest statement, as the view school_current has it, in one pass over all statements.
Result<std::unordered_map<std::int64_t, RegistryFields>> latest_fields(sqlite3* db) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT school, name, municipality, region FROM school_version ORDER BY batch, line"));
  std::unordered_map<std::int64_t, RegistryFields> stated;
  const auto state = [&](std::string& field, int column) {
    if (!row.text(column).empty()) field = row.text(column);
  };
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return stated;
    RegistryFields& fields = stated[row.integer(0)];
    state(fields.name, 1), state(fields.municipality, 2), state(fields.region, 3);
  }
}

}  // namespace

Result<std::vector<Scale>> stored_scales(const Store& store) { return load_scales(store.handle()); }

Result<Frame> schools(const Store& store) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(auto stated, latest_fields(store.handle()));
  OPORA_ASSIGN(Statement row, Statement::prepare(store.handle(), "SELECT id, code, key FROM school ORDER BY code, key"));
  TextValues code, key, name, municipality, region;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    RegistryFields& fields = stated[row.integer(0)];
    code.add(text_of(row, 1)), key.add(text_of(row, 2)), name.add(present(std::move(fields.name)));
    municipality.add(present(std::move(fields.municipality))), region.add(present(std::move(fields.region)));
  }
  return Frame().with("school", code.finish()).with("key", key.finish()).with("name", name.finish())
      .with("municipality", municipality.finish()).with("region", region.finish());
}

Result<Frame> context(const Store& store, int year) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(const Answers answers, load_answers(store.handle(), year));
  Frame frame = Frame().with("school", Column::of_text(answers.schools));
  for (const auto& [item, of_schools] : answers.items) frame = frame.with(item, answer_column(of_schools));
  return frame;
}

Result<Frame> procedures(const Store& store, const std::vector<Condition>& of_schools, const std::vector<Scale>& further) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(const ReadView view, ReadView::begin(db));
  OPORA_ASSIGN(std::vector<Scale> scales, load_scales(db));
  scales.insert(scales.end(), further.begin(), further.end());
  OPORA_ASSIGN(const auto counts, load_counts(db, of_schools));
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
