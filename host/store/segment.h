// Column segments: the rows of one batch × procedure (× slice), each column a BLOB with a light
// encoding (a version byte first, then the codec: constant, bit-packed with a base, dictionary codes,
// run lengths, deltas). Rows of a school stand together; the directory lists (school, rows).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/batch.h"

namespace opora {

using Blob = std::vector<std::uint8_t>;

// Integer column codec. Values may be any int64; the encoder picks the smallest form.
Blob encode_integers(std::span<const std::int64_t> values);
Result<std::vector<std::int64_t>> decode_integers(std::span<const std::uint8_t> blob);
// Decodes straight into bytes when every value fits 0…255 (score, mark, journal): the scan's path.
Status decode_bytes(std::span<const std::uint8_t> blob, std::span<std::uint8_t> out);

struct SegmentSchool {
  std::int32_t school = 0;  // local index of the batch
  std::uint32_t rows = 0;
};

// Scores of one task, row by row.
struct TaskColumn {
  std::string label;   // of the file
  int maximum = 0;     // as the file states it, 0 = unknown
  Blob scores;
};

struct Segment {
  ProcedureKey procedure;
  int maximum = 0;
  std::vector<SegmentSchool> directory;
  std::int64_t rows = 0;
  // "score", "mark" (or "mark_of_score": the mark of each score, where it is a function of it), "journal",
  // "gender", "class", "variant", "participant", "line". A column without any value is left out.
  std::map<std::string, Blob> columns;
  std::vector<TaskColumn> tasks;  // in file order
  // Tallies (store/tallies.h): the distinct (school, score, mark) and (school, mark, journal) with their
  // counts; empty where they are not much fewer than the rows.
  Blob tally_scores, tally_marks;
  // On the last slice of a procedure: SHA-256 (hex) over all its rows in file order, independent of
  // slices and encodings. Line numbers are provenance, not content. Empty on the other slices. When
  // all rows went out before, a segment without rows brings the digest.
  std::string content_digest;
};

// Collects ResultRows, groups them by school, and gives out finished segments: when a procedure has
// all its rows (finish) or when more than `budget_rows` rows are waiting (then slices). Memory is
// bounded by the budget, whatever the size and order of the file.
class SegmentBuilder {
 public:
  using Sink = std::function<Status(Segment&&)>;
  explicit SegmentBuilder(Sink sink, std::size_t budget_rows = 2'000'000);
  ~SegmentBuilder();
  SegmentBuilder(SegmentBuilder&&) noexcept;

  // Rows of one procedure, next in file order; texts are merged by content. Arrays other than school
  // and score may be empty: nothing is known then.
  Status add(ResultRows&& rows);
  Status finish(int threads = 1); // everything still waiting, in order of procedure

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opora
