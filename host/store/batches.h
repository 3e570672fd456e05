// Batches: one imported file = one transaction = all or nothing. Everything a batch writes carries
// its number, newer batches only *mask* what they replace, so undo is an exact return.
#pragma once

#include <optional>
#include <vector>

#include "store/segment.h"
#include "store/store.h"

namespace opora {

class BatchWriter {
 public:
  // Starts the transaction. One writer at a time.
  static Result<BatchWriter> begin(Store& store, const BatchInfo& info);
  BatchWriter(BatchWriter&&) noexcept;
  BatchWriter& operator=(BatchWriter&&) noexcept;
  ~BatchWriter();  // rolls back unless committed

  // May be called as segments become ready, before finish(): local school indices of all segments
  // refer to one growing list, given whole to finish().
  Status add(const Segment& segment, const std::vector<SchoolRef>& schools_so_far);
  void file_digest(std::string digest);  // when BatchInfo could not say it yet
  // Writes the draft, the masks on older batches, the digest over logical content; commits.
  Result<BatchId> finish(const BatchDraft& draft);

 private:
  struct State;
  explicit BatchWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct BatchRecord {
  BatchId id = 0;
  BatchInfo info;
  BatchCounts counts;
  std::string content_digest;
  std::int64_t masked_rows = 0;  // rows of this batch that newer batches replace
  std::string protocol_json;
};

Result<std::vector<BatchRecord>> list_batches(const Store& store);
Result<std::optional<BatchId>> find_batch_by_file_digest(const Store& store, std::string_view digest);
// Whether some batch came from a file of so many bytes, or does not say from how many ("bytes" in its
// protocol). If none did, a file of this size is new without looking at its bytes.
Result<bool> may_hold_file(const Store& store, std::int64_t bytes);
// What would change if a file with these schools and procedures were imported: for --dry-run.
struct ImpactCounts {
  std::int64_t new_rows = 0, replaced_rows = 0;
};
// Removes the batch and everything it brought; the store's logical content is then exactly that of
// before its import (an audit entry remains). STORE-007.
Status undo_batch(Store& store, BatchId batch, std::string_view actor);

// SHA-256 over the logical content of all active batches, hex: the "data digest" of a run.
Result<std::string> data_digest(const Store& store);

}  // namespace opora
