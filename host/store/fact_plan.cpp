#include "store/fact_plan.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/messages.h"
#include "base/text.h"
#include "store/integer_codec.h"

namespace opora {
namespace {

const std::vector<std::string> kRowColumns = {"class", "variant", "participant", "gender", "score", "mark", "journal", "line"};
constexpr char kTaskScore[] = "task_score";  // of a row of "tasks"

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
    const SegmentPlace place{row.integer(0), row.integer(1), row.integer(2), row.integer(3), catalogue.segments.size()};
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

struct Task {
  std::size_t segment = 0;  // place in the catalogue of "results"
  std::size_t rank = 0;     // among the labels of its batch and procedure
  std::int64_t position = 0, maximum = 0;
  std::string label;
};

// Labels by batch and procedure, in the order of the file.
class TaskRanks {
 public:
  std::size_t operator()(const SegmentPlace& place, const std::string& label) {
    auto& labels = labels_[{place.batch, place.procedure}];
    const auto at = std::find(labels.begin(), labels.end(), label);
    const auto rank = static_cast<std::size_t>(at - labels.begin());
    if (at == labels.end()) labels.push_back(label);
    return rank;
  }

 private:
  std::map<std::pair<BatchId, std::int64_t>, std::vector<std::string>> labels_;
};

// The scores themselves stand behind these columns and are not read.
Result<std::vector<Task>> load_tasks(sqlite3* db, const Catalogue& results) {
  std::unordered_map<std::int64_t, std::size_t> segment_of;
  for (std::size_t s = 0; s < results.segments.size(); ++s) segment_of.emplace(results.segments[s].id, s);
  OPORA_ASSIGN(Statement row, Statement::prepare(db,
      "SELECT t.segment, t.position, t.maximum, t.task FROM segment s JOIN task_column t ON t.segment = s.id"
      " ORDER BY s.batch, s.procedure, s.slice, t.position"));
  TaskRanks rank;
  std::vector<Task> tasks;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    const auto segment = segment_of.find(row.integer(0));
    if (segment == segment_of.end()) return damaged_column();
    Task task{segment->second, 0, row.integer(1), row.integer(2), text_of(row, 3)};
    task.rank = rank(results.segments[task.segment], task.label);
    tasks.push_back(std::move(task));
  }
  const auto order = [&](const Task& task) {
    const SegmentPlace& place = results.segments[task.segment];
    return std::tuple(place.batch, place.procedure, task.rank, task.segment, task.position);
  };
  std::sort(tasks.begin(), tasks.end(), [&](const Task& a, const Task& b) { return order(a) < order(b); });
  return tasks;
}

// Each segment once for each of its tasks.
Result<Catalogue> by_task(sqlite3* db, const Catalogue& results) {
  OPORA_ASSIGN(const std::vector<Task> tasks, load_tasks(db, results));
  Catalogue catalogue = results;
  catalogue.dataset = kTasks;
  catalogue.segments.clear();
  std::vector<std::int64_t> of_segment, position, maximum;
  std::vector<std::string> label;
  std::vector<std::uint8_t> has_maximum;
  for (const Task& task : tasks) {
    catalogue.segments.push_back(results.segments[task.segment]);
    catalogue.segments.back().task = task.position;
    of_segment.push_back(static_cast<std::int64_t>(task.segment));
    label.push_back(task.label);
    position.push_back(task.position + 1);
    maximum.push_back(task.maximum);
    has_maximum.push_back(task.maximum > 0);
  }
  catalogue.segment_frame = results.segment_frame.take(of_segment)
      .with("task", Column::of_text(label)).with("task_position", Column::of_int64(position))
      .with("task_max", Column::of_int64(maximum, has_maximum));
  return catalogue;
}

// `results`: the catalogue of that dataset, when it is known.
Result<Catalogue> load_dataset(sqlite3* db, const std::string& dataset, const Catalogue* results = nullptr) {
  if (dataset != kResults && dataset != kTasks)
    return make_error("STORE-009", tr_format("there is no dataset \"{0}\"", dataset), tr_format("there are: {0}", "results, tasks"));
  if (results) return by_task(db, *results);
  OPORA_ASSIGN(Catalogue read, load_catalogue(db));
  if (dataset == kResults) return read;
  return by_task(db, read);
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

Result<FactLevel> level_of(const Catalogue& catalogue, const std::string& column) {
  if (catalogue.segment_frame.find(column)) return FactLevel::kSegment;
  if (catalogue.school_frame.find(column)) return FactLevel::kSchool;
  std::vector<std::string> of_rows = kRowColumns;
  if (catalogue.dataset == kTasks) of_rows.emplace_back(kTaskScore);
  if (std::find(of_rows.begin(), of_rows.end(), column) != of_rows.end()) return FactLevel::kRow;
  std::vector<std::string> names = of_rows;
  for (const Frame* frame : {&catalogue.segment_frame, &catalogue.school_frame})
    for (const std::string& name : frame->names()) names.push_back(name);
  const auto near = nearest(column, names);
  return make_error("FRAME-001", tr_format("there is no column \"{0}\" in \"{1}\"", column, catalogue.dataset),
                    near ? tr_format("did you mean \"{0}\"?", *near) : tr("see the list of columns in the guide"));
}

Result<Catalogue> load_catalogue(sqlite3* db) {
  Catalogue catalogue;
  OPORA_TRY(load_segments(db, catalogue));
  OPORA_TRY(load_schools(db, catalogue));
  OPORA_ASSIGN(catalogue.masks, load_masks(db));
  return catalogue;
}

Result<std::shared_ptr<const Catalogue>> FactCache::catalogue(sqlite3* db, const std::string& dataset) {
  const std::lock_guard lock(mutex_);
  auto& results = catalogues_[kResults];
  if (!results) {
    OPORA_ASSIGN(Catalogue read, load_catalogue(db));
    OPORA_ASSIGN(auto directories, load_directories(db, read.segments));
    read.directories = std::make_shared<const std::vector<Directory>>(std::move(directories));
    results = std::make_shared<const Catalogue>(std::move(read));
  }
  if (const auto known = catalogues_.find(dataset); known != catalogues_.end()) return known->second;
  OPORA_ASSIGN(Catalogue read, load_dataset(db, dataset, results.get()));
  return catalogues_[dataset] = std::make_shared<const Catalogue>(std::move(read));
}

Result<FactPlan> plan_facts(sqlite3* db, const std::string& dataset, const std::vector<Condition>& conditions, FactCache* cache) {
  std::shared_ptr<const Catalogue> catalogue;
  if (cache) {
    OPORA_ASSIGN(catalogue, cache->catalogue(db, dataset));
  } else {
    OPORA_ASSIGN(Catalogue read, load_dataset(db, dataset));
    catalogue = std::make_shared<const Catalogue>(std::move(read));
  }
  FactPlan plan(std::move(catalogue));
  std::vector<Condition> of_segments, of_schools;
  for (const Condition& condition : conditions) {
    OPORA_ASSIGN(FactLevel level, level_of(plan.catalogue, condition.column));
    if (const auto* other = std::get_if<ColumnRef>(&condition.operand)) {
      OPORA_ASSIGN(const FactLevel right, level_of(plan.catalogue, other->name));
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
  Statement directory, column, task;
};

Result<std::unique_ptr<SegmentSource>> SegmentSource::open(sqlite3* db) {
  OPORA_ASSIGN(Statement directory, Statement::prepare(db, "SELECT directory FROM segment WHERE id = ?"));
  OPORA_ASSIGN(Statement column, Statement::prepare(db, "SELECT data FROM segment_column WHERE segment = ? AND name = ?"));
  OPORA_ASSIGN(Statement task, Statement::prepare(db, "SELECT data FROM task_column WHERE segment = ? AND position = ?"));
  auto statements = std::make_shared<Statements>(Statements{std::move(directory), std::move(column), std::move(task)});
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
  if (!plan.catalogue.directories) {
    OPORA_ASSIGN(read, directory_of(place));
  }
  const Directory& directory = plan.catalogue.directories ? (*plan.catalogue.directories)[place.directory] : read;
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

Result<Blob> SegmentSource::task_scores(const SegmentPlace& place) {
  const std::lock_guard lock(mutex_);
  Statement& statement = statements_->task;
  OPORA_ASSIGN(const bool there, bind_all(statement, place.id, place.task).step());
  if (!there) return damaged_column();
  const auto bytes = statement.blob(0);
  Blob blob(bytes.begin(), bytes.end());
  statement.reset();
  return blob;
}

}  // namespace opora
