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

struct Segment {
  ProcedureKey procedure;
  int maximum = 0;
  std::vector<SegmentSchool> directory;
  std::int64_t rows = 0;
  std::map<std::string, Blob> columns;                    // "score", "mark", "journal", "class" …
  std::vector<std::pair<std::string, Blob>> tasks;        // label → scores, in file order
  // Tallies: the distinct (school, score, mark) and (school, mark, journal) with their counts.
  Blob tally_scores, tally_marks;
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

  Status add(ResultRows&& rows);  // rows of one procedure; texts are merged by content
  Status finish();                // everything still waiting, in order of procedure

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opora
