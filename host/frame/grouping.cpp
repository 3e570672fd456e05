#include "frame/grouping.h"

#include <numeric>

#include "base/messages.h"
#include "frame/order_keys.h"

namespace opora {
namespace {

// Codes up to this range are counted in a table; larger ones are renumbered first.
std::uint64_t countable(std::size_t rows) { return 2 * static_cast<std::uint64_t>(rows) + 65536; }

std::uint64_t mixed(std::uint64_t value) {  // finaliser of MurmurHash3: neighbours spread over the table
  value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdULL;
  value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33);
}

// The place of each number of the interner in ascending order of the values.
std::vector<std::uint32_t> ranks(const std::vector<std::uint64_t>& values) {
  std::vector<std::uint32_t> ascending(values.size()), rank(values.size());
  std::iota(ascending.begin(), ascending.end(), 0u);
  std::sort(ascending.begin(), ascending.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  for (std::size_t i = 0; i < ascending.size(); ++i) rank[ascending[i]] = static_cast<std::uint32_t>(i);
  return rank;
}

// Renumbers value(row) by order; rows that are not present get the last code.
template <class Value, class Present>
DenseCodes renumbered(std::size_t rows, Value value, Present present) {
  Interner interner;
  DenseCodes codes;
  codes.of_row.assign(rows, Interner::kAbsent);
  for (std::size_t row = 0; row < rows; ++row)
    if (present(row)) codes.of_row[row] = interner.intern(value(row));
  const std::vector<std::uint32_t> rank = ranks(interner.values());
  for (std::uint32_t& code : codes.of_row)
    code = code == Interner::kAbsent ? static_cast<std::uint32_t>(rank.size()) : rank[code];
  codes.range = rank.size() + 1;
  return codes;
}

DenseCodes codes_of(const GroupKey& key, std::size_t rows) {
  return with_keys(key.column, [&](auto value, auto present) {
    std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
    for (std::size_t row = 0; row < rows; ++row) {
      if (!present(row)) continue;
      low = std::min(low, value(row));
      high = std::max(high, value(row));
    }
    const auto distance = [](std::int64_t from, std::int64_t to) {
      return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    };
    const std::uint64_t span = low > high ? 0 : distance(low, high);
    const auto offset = [&](std::size_t row) {
      return key.descending ? distance(value(row), high) : distance(low, value(row));
    };
    if (span >= countable(rows)) return renumbered(rows, offset, present);
    DenseCodes codes;
    codes.of_row.resize(rows);
    const auto missing = static_cast<std::uint32_t>(low > high ? 0 : span + 1);
    for (std::size_t row = 0; row < rows; ++row)
      codes.of_row[row] = present(row) ? static_cast<std::uint32_t>(offset(row)) : missing;
    codes.range = std::uint64_t{missing} + 1;
    return codes;
  });
}

DenseCodes combined(DenseCodes a, const DenseCodes& b) {
  const std::size_t rows = a.of_row.size();
  const auto both = [&](std::size_t row) { return a.of_row[row] * b.range + b.of_row[row]; };
  if (a.range * b.range > countable(rows)) return renumbered(rows, both, [](std::size_t) { return true; });
  for (std::size_t row = 0; row < rows; ++row) a.of_row[row] = static_cast<std::uint32_t>(both(row));
  a.range *= b.range;
  return a;
}

}  // namespace

Interner::Interner() : slots_(1024) {}

std::size_t Interner::slot_of(std::uint64_t value) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = mixed(value) & mask;
  while (slots_[slot] != 0 && values_[slots_[slot] - 1] != value) slot = (slot + 1) & mask;
  return slot;
}

void Interner::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < values_.size(); ++i) slots_[slot_of(values_[i])] = static_cast<std::uint32_t>(i + 1);
}

std::uint32_t Interner::intern(std::uint64_t value) {
  std::size_t slot = slot_of(value);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  values_.push_back(value);
  slots_[slot] = static_cast<std::uint32_t>(values_.size());
  const auto number = static_cast<std::uint32_t>(values_.size() - 1);
  if (values_.size() * 2 > slots_.size()) grow();
  return number;
}

std::uint32_t Interner::find(std::uint64_t value) const {
  const std::uint32_t found = slots_[slot_of(value)];
  return found == 0 ? kAbsent : found - 1;
}

DenseCodes dense_codes(const std::vector<GroupKey>& keys, std::size_t rows) {
  DenseCodes codes;
  if (keys.empty()) codes.of_row.assign(rows, 0);
  for (std::size_t i = 0; i < keys.size(); ++i)
    codes = i == 0 ? codes_of(keys[i], rows) : combined(std::move(codes), codes_of(keys[i], rows));
  return codes;
}

Grouping group_by(const DenseCodes& codes) {
  const std::vector<std::uint32_t>& code = codes.of_row;
  const auto rows = static_cast<std::uint32_t>(code.size());
  Grouping groups;
  if (std::is_sorted(code.begin(), code.end())) {
    for (std::uint32_t row = 0; row < rows; ++row)
      if (row == 0 || code[row] != code[row - 1]) groups.starts.push_back(row);
    groups.starts.push_back(rows);
    return groups;
  }
  std::vector<std::uint32_t> next(codes.range);  // a counting sort: stable, and its table names the groups
  for (const std::uint32_t c : code) ++next[c];
  std::uint32_t position = 0;
  for (std::uint32_t& slot : next) {
    const std::uint32_t count = slot;
    if (count > 0) groups.starts.push_back(position);
    slot = position;
    position += count;
  }
  groups.starts.push_back(rows);
  groups.order.resize(rows);
  for (std::uint32_t row = 0; row < rows; ++row) groups.order[next[code[row]]++] = row;
  return groups;
}

Grouping one_group(std::size_t rows) { return {{}, {0u, static_cast<std::uint32_t>(rows)}}; }

Result<std::vector<GroupKey>> group_keys(const Frame& frame, const std::vector<std::string>& names) {
  if (frame.rows() >= std::int64_t{UINT32_MAX})
    return make_error("FRAME-006", tr_format("a table of {0} rows is too long to be grouped or sorted", frame.rows()),
                      tr("narrow it down first, for example to one year"));
  std::vector<GroupKey> keys;
  for (const std::string& name : names) {
    OPORA_ASSIGN(Column column, frame.column(name));
    keys.push_back({std::move(column), false});
  }
  return keys;
}

Result<Grouping> group_rows(const Frame& frame, const std::vector<std::string>& names) {
  OPORA_ASSIGN(const std::vector<GroupKey> keys, group_keys(frame, names));
  const auto rows = static_cast<std::size_t>(frame.rows());
  return keys.empty() ? one_group(rows) : group_by(dense_codes(keys, rows));
}

}  // namespace opora
