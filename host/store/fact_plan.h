// A request's way to its rows: which columns exist and where they live, which segments and schools the
// conditions leave, and the segments' bytes. Everything here is read inside one ReadView.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "frame/kernels.h"
#include "model/batch.h"
#include "store/facts.h"
#include "store/masks.h"
#include "store/segment_columns.h"
#include "store/store.h"

namespace opora {

inline constexpr char kResults[] = "results", kTasks[] = "tasks";  // the datasets

// A segment of rows: in "tasks" a segment of "results" with one of its tasks.
struct SegmentPlace {
  std::int64_t id = 0, procedure = 0, rows = 0;
  BatchId batch = 0;
  std::size_t directory = 0;   // place among the directories
  std::int64_t task = -1;      // position of the task's scores; -1: the rows of "results"
};

// Segments as rows of a frame (kind … max_score, batch; of a task also task, task_position, task_max),
// schools likewise (school, municipality, region).
struct Catalogue {
  std::string dataset = kResults;
  std::vector<SegmentPlace> segments;  // ascending by batch, procedure, task and slice
  Frame segment_frame;
  std::vector<SchoolId> school_ids;
  std::vector<std::int32_t> school_index;  // by id; -1: none
  Frame school_frame;
  Masks masks;
  std::shared_ptr<const std::vector<Directory>> directories;  // none: read when needed

  std::int32_t index_of(SchoolId id) const {
    return id >= 0 && id < static_cast<SchoolId>(school_index.size()) ? school_index[static_cast<std::size_t>(id)] : -1;
  }
};
Result<Catalogue> load_catalogue(sqlite3* db);

// Which rows have one value of the column in common.
enum class FactLevel { kSegment, kSchool, kRow };
// FRAME-001 with did-you-mean when the dataset has no such column.
Result<FactLevel> level_of(const Catalogue& catalogue, const std::string& column);

struct FactPlan {
  explicit FactPlan(std::shared_ptr<const Catalogue> given) : owner(std::move(given)), catalogue(*owner) {}

  std::shared_ptr<const Catalogue> owner;
  const Catalogue& catalogue;
  std::vector<std::size_t> segments;       // places in the catalogue
  std::vector<std::uint8_t> school_wanted; // by index
  std::vector<Condition> row_conditions;   // those that only rows can answer
};
// Reads the catalogue, or takes it from the cache. STORE-009: there is no such dataset.
Result<FactPlan> plan_facts(sqlite3* db, const std::string& dataset, const std::vector<Condition>& conditions, FactCache* cache = nullptr);

// Rows of one wanted school within a segment. `entry`: its place in the directory.
struct Run {
  std::int32_t school = 0;  // index into the catalogue
  std::size_t entry = 0, first = 0, rows = 0;
};

// Bytes of the segments, for several threads over one connection.
class SegmentSource {
 public:
  static Result<std::unique_ptr<SegmentSource>> open(sqlite3* db);
  Result<std::vector<Run>> runs(const FactPlan& plan, std::size_t segment, std::size_t* directory_size = nullptr);
  // Empty when the segment has no such column.
  Result<Blob> column(std::int64_t segment, std::string_view name);
  // Several at once: one lock.
  Result<std::vector<Blob>> columns(std::int64_t segment, std::span<const std::string_view> names);
  Result<Blob> task_scores(const SegmentPlace& place);

 private:
  Result<Directory> directory_of(const SegmentPlace& place);
  struct Statements;
  explicit SegmentSource(std::shared_ptr<Statements> statements) : statements_(std::move(statements)) {}
  std::mutex mutex_;
  std::shared_ptr<Statements> statements_;
};

}  // namespace opora
