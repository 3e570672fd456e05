// Left join with a right side that is unique by its keys. Keys of any number of columns are folded
// into one number: each column's value gets a number, then each pair of numbers.
#include <algorithm>
#include <optional>

#include "base/messages.h"
#include "frame/grouping.h"
#include "frame/kernels.h"
#include "frame/order_keys.h"

namespace opora {
namespace {

using Numbers = std::vector<std::uint32_t>;  // one a row; Interner::kAbsent: missing, or not on the right
constexpr std::uint32_t kAbsent = Interner::kAbsent;

Diagnostic cannot_join(const std::string& key, const Column& left, const Column& right) {
  return make_error("FRAME-002",
                    tr_format("the key \"{0}\" holds {1} on the left and {2} on the right", key,
                              type_title(left.type()), type_title(right.type())),
                    tr("a key must be of the same type on both sides"));
}

// What key values of the left column are called on the right: texts meet by their bytes.
class Translation {
 public:
  Translation(const Column& left, const Column& right) {
    if (left.type() != ColumnType::kText || left.dictionary() == right.dictionary()) return;
    codes_.emplace();
    for (const std::string& text : left.dictionary()->texts()) codes_->push_back(right.dictionary()->find(text));
  }
  std::optional<std::int64_t> operator()(std::int64_t key) const {
    if (!codes_) return key;
    const std::int32_t code = (*codes_)[static_cast<std::size_t>(key)];
    return code >= 0 ? std::optional<std::int64_t>(code) : std::nullopt;
  }

 private:
  std::optional<std::vector<std::int32_t>> codes_;
};

struct Sides {
  Numbers left, right;
};

Sides numbered(const Column& left, const Column& right) {
  Interner interner;
  Sides sides{Numbers(static_cast<std::size_t>(left.size()), kAbsent),
              Numbers(static_cast<std::size_t>(right.size()), kAbsent)};
  with_keys(right, [&](auto key, auto present) {
    for (std::size_t row = 0; row < sides.right.size(); ++row)
      if (present(row)) sides.right[row] = interner.intern(static_cast<std::uint64_t>(key(row)));
  });
  const Translation translation(left, right);
  with_keys(left, [&](auto key, auto present) {
    for (std::size_t row = 0; row < sides.left.size(); ++row) {
      if (!present(row)) continue;
      if (const auto known = translation(key(row))) sides.left[row] = interner.find(static_cast<std::uint64_t>(*known));
    }
  });
  return sides;
}

Sides folded(const Sides& a, const Sides& b) {
  Interner interner;
  Sides both{Numbers(a.left.size(), kAbsent), Numbers(a.right.size(), kAbsent)};
  const auto pair = [](std::uint32_t x, std::uint32_t y) { return std::uint64_t{x} << 32 | y; };
  for (std::size_t row = 0; row < both.right.size(); ++row)
    if (a.right[row] != kAbsent && b.right[row] != kAbsent)
      both.right[row] = interner.intern(pair(a.right[row], b.right[row]));
  for (std::size_t row = 0; row < both.left.size(); ++row)
    if (a.left[row] != kAbsent && b.left[row] != kAbsent)
      both.left[row] = interner.find(pair(a.left[row], b.left[row]));
  return both;
}

std::string key_of_row(const Frame& frame, const std::vector<std::string>& keys, std::size_t row) {
  std::string text;
  for (const std::string& name : keys) {
    const Column& column = *frame.find(name);
    const std::int64_t key = with_keys(column, [&](auto value, auto) { return value(row); });
    text += (text.empty() ? "" : ", ") + name + " = " + key_text(column, key);
  }
  return text;
}

Result<Sides> numbered_keys(const Frame& left, const Frame& right, const std::vector<std::string>& keys) {
  if (keys.empty())
    return make_error("FRAME-007", tr("two tables are joined without a key"), tr("name at least one column that both have"));
  std::optional<Sides> sides;
  for (const std::string& key : keys) {
    OPORA_ASSIGN(const Column a, left.column(key));
    OPORA_ASSIGN(const Column b, right.column(key));
    if (a.type() != b.type()) return cannot_join(key, a, b);
    sides = sides ? folded(*sides, numbered(a, b)) : numbered(a, b);
  }
  return *std::move(sides);
}

// The right row of each number; FRAME-003 when there are two.
Result<Numbers> row_of_number(const Frame& right, const Numbers& numbers, const std::vector<std::string>& keys) {
  Numbers row_of;
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    if (numbers[row] == kAbsent) continue;
    if (numbers[row] < row_of.size())
      return make_error("FRAME-003", tr_format("the right table has two rows for {0}", key_of_row(right, keys, row)),
                        tr("group the right table by the key first, or add a column to the key"));
    row_of.push_back(static_cast<std::uint32_t>(row));  // numbers appear in ascending order
  }
  return row_of;
}

}  // namespace

Result<Frame> join(const Frame& left, const Frame& right, const std::vector<std::string>& keys) {
  for (const Frame* side : {&left, &right})
    if (side->rows() >= std::int64_t{kNoRow})
      return make_error("FRAME-006", tr_format("a table of {0} rows is too long to be grouped or sorted", side->rows()),
                        tr("narrow it down first, for example to one year"));
  OPORA_ASSIGN(const Sides sides, numbered_keys(left, right, keys));
  OPORA_ASSIGN(const Numbers row_of, row_of_number(right, sides.right, keys));
  auto found = std::make_shared<RowSelection>();
  found->rows.resize(sides.left.size());
  for (std::size_t row = 0; row < sides.left.size(); ++row) {
    found->rows[row] = sides.left[row] == kAbsent ? kNoRow : row_of[sides.left[row]];
    found->some_missing |= sides.left[row] == kAbsent;
  }
  std::vector<std::string> added;
  for (const std::string& name : right.names()) {
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) continue;
    if (left.has(name))
      return make_error("FRAME-004", tr_format("both tables have a column \"{0}\"", name),
                        tr("drop or rename it on one side, or make it a key"));
    added.push_back(name);
  }
  return left.beside(right.select(added).take(std::move(found)));
}

}  // namespace opora
