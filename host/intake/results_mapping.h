// Rows of results: cells → typed columns, block by block, on any thread. The rules of who took part
// are those of the source (profile): a participant has a variant and a whole total; absent is who has
// only "absent" for variants; the rest is other. Only rows without a readable school or procedure are
// rejected. Every total stays as the file gives it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "intake/gates.h"
#include "intake/results_plan.h"
#include "intake/table_reader.h"
#include "model/batch.h"

namespace opora {

// A row with a pupil's code, for finding repetitions over the whole file.
struct SeenPupil {
  std::uint64_t pupil = 0;        // a hash of the code
  std::uint32_t fingerprint = 0;  // of scores and marks
  std::uint32_t line = 0;
};

// Rows in the order of the file, with the runs of rows of one school.
struct SeenPupils {
  struct Run {
    std::int32_t school = 0;      // index into MappedResults::schools
    std::uint32_t pupils = 0;
  };
  std::vector<SeenPupil> pupils;
  std::vector<Run> runs;
};

// One procedure's rows of one block. School indices are those of the block.
struct MappedProcedure {
  ResultRows rows;
  SeenPupils seen;               // participants and absent pupils with a code
  struct Away {
    std::int64_t absent = 0, other = 0;
  };
  std::vector<Away> away;        // by school
  bool marks_known = false;
};

struct MappedResults {
  std::vector<SchoolRef> schools;
  std::vector<std::uint32_t> school_lines;  // where each school stood first
  std::vector<MappedProcedure> procedures;
  BatchCounts counts;
  DefectLog defects;
};

// Maps blocks one after the other; keeps what it learned about cell values between them. One thread
// uses a mapper at a time; several mappers share the plan.
class ResultsMapper {
 public:
  explicit ResultsMapper(const ResultsPlan& plan);
  ~ResultsMapper();
  ResultsMapper(ResultsMapper&&) noexcept;

  std::unique_ptr<MappedResults> map(const RowBlock& block);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The scale whose marks a procedure gets. `unfit`: there are scales, but for another or an unknown
// maximum than the one that the file declares.
struct ScaleChoice {
  const Scale* scale = nullptr;
  bool unfit = false;
};
ScaleChoice choose_scale(const std::vector<Scale>& scales, const ProcedureKey& procedure, int declared_maximum);

// The key of a school from the text of its cell; nothing when the profile's patterns do not fit.
std::optional<std::string> school_key(const SchoolRule& rule, std::string_view cell);

}  // namespace opora
