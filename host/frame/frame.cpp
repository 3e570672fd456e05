#include "frame/frame.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"

namespace opora {

const Column* Frame::find(std::string_view name) const {
  const auto it = std::find(names_.begin(), names_.end(), name);
  return it == names_.end() ? nullptr : &columns_[static_cast<std::size_t>(it - names_.begin())];
}

Result<Column> Frame::column(std::string_view name) const {
  if (const Column* found = find(name)) return *found;
  const auto guess = nearest(name, names_);
  return make_error("FRAME-001", tr_format("there is no column \"{0}\"", name),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : std::string());
}

Frame Frame::with(std::string name, Column column) const {
  Frame out = *this;
  const auto it = std::find(out.names_.begin(), out.names_.end(), name);
  if (it != out.names_.end()) {
    out.columns_[static_cast<std::size_t>(it - out.names_.begin())] = std::move(column);
  } else {
    out.names_.push_back(std::move(name));
    out.columns_.push_back(std::move(column));
  }
  return out;
}

Frame Frame::select(const std::vector<std::string>& names) const {
  Frame out;
  for (const std::string& name : names) out = out.with(name, *find(name));
  return out;
}

Frame Frame::take(std::span<const std::int64_t> order) const {
  Frame out;
  out.names_ = names_;
  for (const Column& column : columns_) out.columns_.push_back(column.take(order));
  return out;
}

}  // namespace opora
