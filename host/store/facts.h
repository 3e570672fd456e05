// The one narrow request by which everything above the store asks for facts: dataset, conditions,
// group keys, aggregates. Today's answer reads tallies or segments; the same request can be pushed
// down to another engine, so no caller may assume that rows are local.
//
// Columns of dataset "results":
//   of the procedure   kind, subject, grade, year, level, procedure (text, model/procedure.h), max_score
//   of the school      school (code), municipality, region
//   of the participant class, variant, participant, gender ("м"/"ж"), score, mark, journal, batch, line
// Dataset "tasks", one row a participant and task: those of "results", and
//   of the task        task (label of the file), task_position (place in the file, from 1), task_max (as the
//                      file states it; missing: it does not)
//   of both            task_score (missing: not attempted)
// Rows that a newer batch replaced are not seen.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/kernels.h"
#include "store/store.h"

namespace opora {

struct Catalogue;

// What all requests to one state of the store share: which segments and schools there are. For several
// threads, also on connections of their own.
class FactCache {
 public:
  Result<std::shared_ptr<const Catalogue>> catalogue(sqlite3* db, const std::string& dataset);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Catalogue>> catalogues_;
};

enum class ScanPath { kAutomatic, kRowsOnly };  // kRowsOnly: never answer from tallies (tests)

struct FactRequest {
  std::string dataset = "results";
  std::vector<Condition> conditions;
  std::vector<std::string> keys;
  std::vector<Aggregate> aggregates;
  int threads = 1;
  ScanPath path = ScanPath::kAutomatic;
};

// One row a group, ascending by the keys, as frame/kernels.h group_tally gives it — bit for bit the
// same as materialising the rows and calling that kernel.
Result<Frame> tally(const Store& store, const FactRequest& request, FactCache* cache = nullptr);

// The rows of the dataset for which the conditions hold. Refuses (STORE-010) more than `limit` rows:
// aggregate first.
Result<Frame> rows(const Store& store, const FactRequest& request, const std::vector<std::string>& columns,
                   std::int64_t limit = 5'000'000, FactCache* cache = nullptr);

// The conditions narrowed to one batch, procedure and task after the other, for those who take in all
// rows without holding them all: together the parts give the same rows in the same order.
Result<std::vector<std::vector<Condition>>> row_parts(const Store& store, const FactRequest& request);

// school, key, name, municipality, region: current registry state, ascending by school.
Result<Frame> schools(const Store& store);
// school, then one column for each context item of `year` (numbers as float64 when every answer is a
// number, else text), then the latest batch's answer where several files give one.
Result<Frame> context(const Store& store, int year);
// school, list, year, marker, known: the lists that others delivered, of all years, a row a marker that is set. known = 0: no
// registry and no result speaks of the school, its code is that of the list.
Result<Frame> external_lists(const Store& store);
// kind, subject, grade, year, level, procedure, max_score, participants, absent, other,
// border_1 … border_n: one row a procedure. `of_schools`: conditions on the schools that are counted.
// `further`: scales for procedures of which no imported one speaks.
Result<Frame> procedures(const Store& store, const std::vector<Condition>& of_schools = {}, const std::vector<Scale>& further = {},
                         FactCache* cache = nullptr);

// Descriptions of works: what each task tests. kind, subject, grade, level, year (missing: of every year
// without an own description), task, task_position, skill, block, difficulty, task_max, content_codes,
// requirement_codes ("6.3, 6.4"; the order of the file): one row a task, ascending by work, then place.
Result<Frame> task_descriptions(const Store& store);
// Positions of the codifiers in words: kind, subject, grade, level, year, codifier ("content",
// "requirement"), code, text.
Result<Frame> code_texts(const Store& store);

// Where rows come from: for `explain`. One entry a batch, lines as first…last and count.
struct SourceRows {
  BatchId batch = 0;
  std::string file;
  std::int64_t first_line = 0, last_line = 0, rows = 0;
};
// The results of a school by procedure, batches ascending.
Result<std::map<std::string, std::vector<SourceRows>>> sources(const Store& store, const std::string& school_code, FactCache* cache = nullptr);
// The same of several procedures together.
std::vector<SourceRows> merged(const std::vector<const std::vector<SourceRows>*>& of_procedures);

}  // namespace opora
