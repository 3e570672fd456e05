// A frame: named columns of equal length. Immutable; every kernel returns a new frame that shares
// the columns it did not change. Columns of chosen rows are gathered when somebody first looks at them:
// of a filtered table a script mostly uses a few columns, or only filters again.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "frame/column.h"

namespace opora {

// Chosen rows of a column to come; gathered once, by whichever thread asks first.
class PendingColumn {
 public:
  PendingColumn(Column source, std::shared_ptr<const RowSelection> rows) : source_(std::move(source)), rows_(std::move(rows)) {}
  const Column& get() const {
    std::call_once(once_, [this] {
      taken_ = source_.take(*rows_);
      is_taken_.store(true, std::memory_order_release);
    });
    return taken_;
  }
  bool is_taken() const { return is_taken_.load(std::memory_order_acquire); }
  const Column& source() const { return source_; }
  const std::shared_ptr<const RowSelection>& rows() const { return rows_; }

 private:
  Column source_;
  std::shared_ptr<const RowSelection> rows_;
  mutable std::once_flag once_;
  mutable std::atomic<bool> is_taken_{false};
  mutable Column taken_;
};

class Frame {
 public:
  Frame() = default;

  std::int64_t rows() const { return slots_.empty() ? 0 : slots_.front().rows(); }
  std::size_t width() const { return slots_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  const Column& column_at(std::size_t place) const { return slots_[place].get(); }
  const Column* find(std::string_view name) const;  // nullptr: no such column
  bool has(std::string_view name) const;            // without gathering it
  Result<Column> column(std::string_view name) const;  // FRAME-001 with did-you-mean

  // A new frame with `column` added at the end, or in place of the one of that name.
  // The length must be that of the frame (any, for the first column).
  Frame with(std::string name, Column column) const;
  Frame beside(const Frame& right) const;  // the columns of both; of equal length and with different names
  Frame select(const std::vector<std::string>& names) const;  // names must exist
  Frame take(std::span<const std::int64_t> order) const;      // rows, see Column::take
  Frame take(std::shared_ptr<const RowSelection> rows) const;  // the same, gathered on demand

  // visit(column) for columns that are there, or visit(pending column): for those who count memory.
  template <class Visit>
  void each_memory(Visit&& visit) const {
    for (const Slot& slot : slots_) slot.pending ? visit(*slot.pending) : visit(slot.column);
  }

 private:
  struct Slot {
    Column column;
    std::shared_ptr<const PendingColumn> pending;  // then `column` is not used
    const Column& get() const { return pending ? pending->get() : column; }
    std::int64_t rows() const { return pending ? static_cast<std::int64_t>(pending->rows()->rows.size()) : column.size(); }
  };
  std::size_t place_of(std::string_view name) const;  // width(): no such column
  Frame with_slot(std::string name, Slot slot) const;
  friend class SelectedRows;

  std::vector<std::string> names_;
  std::vector<Slot> slots_;
};

}  // namespace opora
