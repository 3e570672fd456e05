#include "frame/frame.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

// Rows of rows. The result refers to what `first` refers to.
std::shared_ptr<const RowSelection> composed(const RowSelection& first, const RowSelection& second) {
  auto both = std::make_shared<RowSelection>();
  both->some_missing = first.some_missing || second.some_missing;
  both->rows.resize(second.rows.size());
  for (std::size_t i = 0; i < second.rows.size(); ++i)
    both->rows[i] = second.rows[i] == kNoRow ? kNoRow : first.rows[second.rows[i]];
  return both;
}

// Waiting keeps the whole source in memory; that pays only while a good part of it is chosen.
bool worth_waiting(std::int64_t source_rows, const RowSelection& rows) {
  constexpr std::size_t kLeastPart = 4;
  return rows.rows.size() * kLeastPart >= static_cast<std::size_t>(source_rows);
}

}  // namespace

// Chosen rows of all columns of a frame. Columns that wait for the same rows share the composition.
class SelectedRows {
 public:
  explicit SelectedRows(std::shared_ptr<const RowSelection> rows) : rows_(std::move(rows)) {}

  Frame::Slot of(const Frame::Slot& slot) {
    const bool waits = slot.pending && !slot.pending->is_taken();
    const Column& source = waits ? slot.pending->source() : slot.get();
    const auto rows = waits ? through(slot.pending->rows()) : rows_;
    if (!worth_waiting(source.size(), *rows)) return {source.take(*rows), nullptr};
    return {{}, std::make_shared<PendingColumn>(source, rows)};
  }

 private:
  std::shared_ptr<const RowSelection> through(const std::shared_ptr<const RowSelection>& first) {
    for (const auto& [known, both] : composed_)
      if (known == first) return both;
    composed_.emplace_back(first, composed(*first, *rows_));
    return composed_.back().second;
  }

  std::shared_ptr<const RowSelection> rows_;
  std::vector<std::pair<std::shared_ptr<const RowSelection>, std::shared_ptr<const RowSelection>>> composed_;
};

std::size_t Frame::place_of(std::string_view name) const {
  return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
}

const Column* Frame::find(std::string_view name) const {
  const std::size_t place = place_of(name);
  return place == width() ? nullptr : &column_at(place);
}

bool Frame::has(std::string_view name) const { return place_of(name) < width(); }

Result<Column> Frame::column(std::string_view name) const {
  if (const Column* found = find(name)) return *found;
  const auto guess = nearest(name, names_);
  return make_error("FRAME-001", tr_format("there is no column \"{0}\"", name),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : std::string());
}

Frame Frame::with_slot(std::string name, Slot slot) const {
  Frame out = *this;
  const std::size_t place = place_of(name);
  if (place < width()) {
    out.slots_[place] = std::move(slot);
  } else {
    out.names_.push_back(std::move(name));
    out.slots_.push_back(std::move(slot));
  }
  return out;
}

Frame Frame::with(std::string name, Column column) const { return with_slot(std::move(name), {std::move(column), nullptr}); }

Frame Frame::beside(const Frame& right) const {
  Frame out = *this;
  out.names_.insert(out.names_.end(), right.names_.begin(), right.names_.end());
  out.slots_.insert(out.slots_.end(), right.slots_.begin(), right.slots_.end());
  return out;
}

Frame Frame::select(const std::vector<std::string>& names) const {
  Frame out;
  for (const std::string& name : names) {
    if (out.has(name)) continue;
    out.names_.push_back(name);
    out.slots_.push_back(slots_[place_of(name)]);
  }
  return out;
}

Frame Frame::take(std::span<const std::int64_t> order) const {
  Frame out;
  out.names_ = names_;
  for (const Slot& slot : slots_) out.slots_.push_back({slot.get().take(order), nullptr});
  return out;
}

Frame Frame::take(std::shared_ptr<const RowSelection> rows) const {
  Frame out;
  out.names_ = names_;
  SelectedRows selected(std::move(rows));
  for (const Slot& slot : slots_) out.slots_.push_back(selected.of(slot));
  return out;
}

}  // namespace opora
