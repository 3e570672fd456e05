#include "store/fact_plan.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "store/integer_codec.h"

namespace opora {
namespace {

struct Place {
  const char* column;
  FactLevel level;
};
constexpr Place kColumns[] = {
    {"kind", FactLevel::kSegment},     {"subject", FactLevel::kSegment},   {"grade", FactLevel::kSegment},
    {"year", FactLevel::kSegment},     {"level", FactLevel::kSegment},     {"procedure", FactLevel::kSegment},
    {"max_score", FactLevel::kSegment}, {"school", FactLevel::kSchool},    {"municipality", FactLevel::kSchool},
    {"region", FactLevel::kSchool},    {"class", FactLevel::kRow},         {"variant", FactLevel::kRow},
    {"participant", FactLevel::kRow},  {"gender", FactLevel::kRow},        {"score", FactLevel::kRow},
    {"mark", FactLevel::kRow},         {"journal", FactLevel::kRow},       {"batch", FactLevel::kSegment},
    {"line", FactLevel::kRow},
};

std::vector<std::uint8_t> known(const std::vector<std::string>& texts) {
  std::vector<std::uint8_t> valid;
  for (const std::string& text : texts) valid.push_back(!text.empty());
  return valid;
}

Status load_segments(sqlite3* db, Catalogue& catalogue) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db,
      "SELECT s.id, s.procedure, s.rows, s.batch, s.maximum, p.kind, p.subject, p.level, p.title, p.grade, p.year"
      " FROM segment s JOIN procedure p ON p.id = s.procedure ORDER BY s.batch, s.procedure, s.slice"));
  std::vector<std::int64_t> batch, maximum, grade, year;
  std::vector<std::string> kind, subject, level, title;
  std::vector<std::uint8_t> has_maximum;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    const SegmentPlace place{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
    if (place.rows < 0 || place.rows > (std::int64_t{1} << 31)) return damaged_column();
    catalogue.segments.push_back(place);
    batch.push_back(place.batch);
    maximum.push_back(row.integer(4));
    has_maximum.push_back(maximum.back() > 0);
    kind.push_back(text_of(row, 5));
    subject.push_back(text_of(row, 6));
    level.push_back(text_of(row, 7));
    title.push_back(text_of(row, 8));
    grade.push_back(row.integer(9));
    year.push_back(row.integer(10));
  }
  catalogue.segment_frame = Frame()
      .with("kind", Column::of_text(kind)).with("subject", Column::of_text(subject)).with("grade", Column::of_int64(grade))
      .with("year", Column::of_int64(year)).with("level", Column::of_text(level)).with("procedure", Column::of_text(title))
      .with("max_score", Column::of_int64(maximum, has_maximum)).with("batch", Column::of_int64(batch));
  return {};
}

struct SchoolPlace {
  std::string municipality, region;
};

// Newest non-empty value of each field, by school: the view school_current in one pass.
Result<std::unordered_map<SchoolId, SchoolPlace>> load_places(sqlite3* db) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT school, municipality, region FROM school_version ORDER BY batch, line"));
  std::unordered_map<SchoolId, SchoolPlace> places;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return places;
    SchoolPlace& place = places[row.integer(0)];
    if (std::string text = text_of(row, 1); !text.empty()) place.municipality = std::move(text);
    if (std::string text = text_of(row, 2); !text.empty()) place.region = std::move(text);
  }
}

Status load_schools(sqlite3* db, Catalogue& catalogue) {
  OPORA_ASSIGN(auto places, load_places(db));
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT id, code FROM school ORDER BY id"));
  std::vector<std::string> code, municipality, region;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    const SchoolId id = row.integer(0);
    constexpr SchoolId kMostSchools = 1 << 26;
    if (id < 0 || id > kMostSchools) return damaged_column();
    catalogue.school_index.resize(static_cast<std::size_t>(id) + 1, -1);
    catalogue.school_index.back() = static_cast<std::int32_t>(catalogue.school_ids.size());
    catalogue.school_ids.push_back(id);
    code.push_back(text_of(row, 1));
    SchoolPlace& place = places[id];
    municipality.push_back(std::move(place.municipality));
    region.push_back(std::move(place.region));
  }
  catalogue.school_frame = Frame().with("school", Column::of_text(code))
      .with("municipality", Column::of_text(municipality, known(municipality))).with("region", Column::of_text(region, known(region)));
  return {};
}

Result<std::vector<Directory>> load_directories(sqlite3* db, const std::vector<SegmentPlace>& segments) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT directory FROM segment ORDER BY batch, procedure, slice"));
  std::vector<Directory> directories;
  for (const SegmentPlace& place : segments) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return damaged_column();
    OPORA_ASSIGN(Directory directory, decode_directory(row.blob(0), place.rows));
    directories.push_back(std::move(directory));
  }
  return directories;
}

// Places of the frame's rows that the conditions leave.
Result<std::vector<std::size_t>> rows_where(const Frame& frame, const std::vector<Condition>& conditions) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(frame.rows()));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
  OPORA_ASSIGN(const Frame left, where(frame.with("#", Column::of_int64(numbers)), conditions));
  OPORA_ASSIGN(const Column places, left.column("#"));
  return std::vector<std::size_t>(places.int64().begin(), places.int64().end());
}

}  // namespace

const std::vector<std::string>& fact_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Place& place : kColumns) all.emplace_back(place.column);
    return all;
  }();
  return names;
}

Result<FactLevel> level_of(const std::string& column) {
  for (const Place& place : kColumns)
    if (column == place.column) return place.level;
  const auto near = nearest(column, fact_columns());
  return make_error("FRAME-001", tr_format("there is no column \"{0}\" in \"{1}\"", column, "results"),
                    near ? tr_format("did you mean \"{0}\"?", *near) : tr("see the list of columns in the guide"));
}

Result<Catalogue> load_catalogue(sqlite3* db) {
  Catalogue catalogue;
  OPORA_TRY(load_segments(db, catalogue));
  OPORA_TRY(load_schools(db, catalogue));
  OPORA_ASSIGN(catalogue.masks, load_masks(db));
  return catalogue;
}

Result<std::shared_ptr<const Catalogue>> FactCache::catalogue(sqlite3* db) {
  const std::lock_guard lock(mutex_);
  if (catalogue_) return catalogue_;
  OPORA_ASSIGN(Catalogue read, load_catalogue(db));
  OPORA_ASSIGN(read.directories, load_directories(db, read.segments));
  catalogue_ = std::make_shared<const Catalogue>(std::move(read));
  return catalogue_;
}

Result<FactPlan> plan_facts(sqlite3* db, const std::vector<Condition>& conditions, FactCache* cache) {
  std::shared_ptr<const Catalogue> catalogue;
  if (cache) {
    OPORA_ASSIGN(catalogue, cache->catalogue(db));
  } else {
    OPORA_ASSIGN(Catalogue read, load_catalogue(db));
    catalogue = std::make_shared<const Catalogue>(std::move(read));
  }
  FactPlan plan(std::move(catalogue));
  std::vector<Condition> of_segments, of_schools;
  for (const Condition& condition : conditions) {
    OPORA_ASSIGN(FactLevel level, level_of(condition.column));
    if (const auto* other = std::get_if<ColumnRef>(&condition.operand)) {
      OPORA_ASSIGN(const FactLevel right, level_of(other->name));
      if (right != level) level = FactLevel::kRow;
    }
    auto& list = level == FactLevel::kSegment ? of_segments : level == FactLevel::kSchool ? of_schools : plan.row_conditions;
    list.push_back(condition);
  }
  OPORA_ASSIGN(plan.segments, rows_where(plan.catalogue.segment_frame, of_segments));
  OPORA_ASSIGN(const std::vector<std::size_t> schools, rows_where(plan.catalogue.school_frame, of_schools));
  plan.school_wanted.resize(plan.catalogue.school_ids.size(), 0);
  for (const std::size_t school : schools) plan.school_wanted[school] = 1;
  return plan;
}

struct SegmentSource::Statements {
  Statement directory, column;
};

Result<std::unique_ptr<SegmentSource>> SegmentSource::open(sqlite3* db) {
  OPORA_ASSIGN(Statement directory, Statement::prepare(db, "SELECT directory FROM segment WHERE id = ?"));
  OPORA_ASSIGN(Statement column, Statement::prepare(db, "SELECT data FROM segment_column WHERE segment = ? AND name = ?"));
  auto statements = std::make_shared<Statements>(Statements{std::move(directory), std::move(column)});
  return std::unique_ptr<SegmentSource>(new SegmentSource(std::move(statements)));
}

Result<Directory> SegmentSource::directory_of(const SegmentPlace& place) {
  const std::lock_guard lock(mutex_);
  Statement& statement = statements_->directory;
  OPORA_ASSIGN(const bool there, bind_all(statement, place.id).step());
  if (!there) return damaged_column();
  auto decoded = decode_directory(statement.blob(0), place.rows);
  statement.reset();
  return decoded;
}

Result<std::vector<Run>> SegmentSource::runs(const FactPlan& plan, std::size_t segment, std::size_t* directory_size) {
  const SegmentPlace& place = plan.catalogue.segments[segment];
  Directory read;
  if (plan.catalogue.directories.empty()) {
    OPORA_ASSIGN(read, directory_of(place));
  }
  const Directory& directory = plan.catalogue.directories.empty() ? read : plan.catalogue.directories[segment];
  const auto mask = plan.catalogue.masks.find({place.batch, place.procedure});
  const std::vector<SchoolId>* masked = mask == plan.catalogue.masks.end() ? nullptr : &mask->second;
  std::vector<Run> runs;
  runs.reserve(directory.schools.size());
  std::size_t first = 0;
  for (std::size_t i = 0; i < directory.schools.size(); first += directory.rows[i], ++i) {
    const std::int32_t school = plan.catalogue.index_of(directory.schools[i]);
    if (school < 0) return damaged_column();
    if (!plan.school_wanted[static_cast<std::size_t>(school)]) continue;
    if (masked && std::binary_search(masked->begin(), masked->end(), directory.schools[i])) continue;
    if (directory.rows[i] > 0) runs.push_back({school, i, first, directory.rows[i]});
  }
  if (directory_size) *directory_size = directory.schools.size();
  return runs;
}

Result<std::vector<Blob>> SegmentSource::columns(std::int64_t segment, std::span<const std::string_view> names) {
  const std::lock_guard lock(mutex_);
  Statement& statement = statements_->column;
  std::vector<Blob> blobs;
  for (const std::string_view name : names) {
    OPORA_ASSIGN(const bool there, bind_all(statement, segment, name).step());
    const auto bytes = there ? statement.blob(0) : std::span<const std::uint8_t>();
    blobs.emplace_back(bytes.begin(), bytes.end());
    statement.reset();
  }
  return blobs;
}

Result<Blob> SegmentSource::column(std::int64_t segment, std::string_view name) {
  OPORA_ASSIGN(auto blobs, columns(segment, std::span(&name, 1)));
  return std::move(blobs.front());
}

}  // namespace opora
