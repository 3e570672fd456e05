// A condition with a literal is resolved once into an interval of order keys (frame/order_keys.h), so
// that a text is compared as a code, and a whole number with a decimal one exactly.
#include <algorithm>
#include <optional>

#include "base/dates.h"
#include "base/messages.h"
#include "frame/conditions.h"
#include "frame/order_keys.h"
#include "frame/statistics.h"

namespace opora {
namespace {

using Mask = std::vector<std::uint8_t>;

constexpr Wide kBelowAll = std::numeric_limits<std::int64_t>::min();
constexpr Wide kAboveAll = Wide(std::numeric_limits<std::int64_t>::max()) + 1;

// Keys of the values that equal a literal, [first, last); empty, at the place where it would stand,
// when no value of the column's type equals it.
struct Place {
  Wide first = 0, last = 0;
};

Diagnostic cannot_compare(const Condition& condition, const Column& column, const std::string& with) {
  return make_error("FRAME-002",
                    tr_format("the column \"{0}\" holds {1} and cannot be compared with {2}", condition.column,
                              type_title(column.type()), with),
                    tr("compare numbers with numbers, texts with texts, and dates with texts like \"2021-03-17\""));
}

std::optional<Place> place_of(const Column& column, std::int64_t literal) {
  if (column.type() == ColumnType::kInt64) return Place{literal, Wide(literal) + 1};
  if (column.type() != ColumnType::kFloat64) return std::nullopt;
  const auto nearest_double = static_cast<double>(literal);
  const Wide key = order_key(nearest_double);
  const Wide rounded = static_cast<Wide>(nearest_double);
  if (rounded == literal) return Place{key, key + 1};
  return rounded > literal ? Place{key, key} : Place{key + 1, key + 1};
}

std::optional<Place> place_of(const Column& column, double literal) {
  if (column.type() == ColumnType::kFloat64) return Place{order_key(literal), Wide(order_key(literal)) + 1};
  if (column.type() != ColumnType::kInt64) return std::nullopt;
  if (literal >= 0x1p63) return Place{kAboveAll, kAboveAll};
  if (literal < -0x1p63) return Place{kBelowAll, kBelowAll};
  return Place{static_cast<Wide>(std::ceil(literal)), static_cast<Wide>(std::floor(literal)) + 1};
}

std::optional<Place> place_of(const Column& column, const std::string& literal) {
  if (column.type() == ColumnType::kText) {
    const Wide at = column.dictionary()->lower_bound(literal);
    return Place{at, column.dictionary()->find(literal) >= 0 ? at + 1 : at};
  }
  if (column.type() != ColumnType::kDate) return std::nullopt;
  const std::optional<Date> date = parse_date(literal);
  if (!date) return std::nullopt;
  return Place{to_days(*date), Wide(to_days(*date)) + 1};
}

// Clears the mask where test(key) fails or the value is missing.
template <class Test>
void keep(Mask& mask, const Column& column, Test test) {
  with_keys(column, [&](auto key, auto present) {
    for (std::size_t row = 0; row < mask.size(); ++row) mask[row] &= static_cast<std::uint8_t>(present(row) && test(key(row)));
  });
}

void keep_between(Mask& mask, const Column& column, Wide first, Wide last, bool inside) {
  if (first >= last) return keep(mask, column, [&](std::int64_t) { return !inside; });
  const auto low = static_cast<std::uint64_t>(static_cast<std::int64_t>(first));
  const auto width = static_cast<std::uint64_t>(last - first - 1);
  keep(mask, column, [=](std::int64_t key) { return (static_cast<std::uint64_t>(key) - low <= width) == inside; });
}

void keep_compared(Mask& mask, const Column& column, Place place, Comparison op) {
  switch (op) {
    case Comparison::kLess: return keep_between(mask, column, kBelowAll, place.first, true);
    case Comparison::kLessEqual: return keep_between(mask, column, kBelowAll, place.last, true);
    case Comparison::kEqual: return keep_between(mask, column, place.first, place.last, true);
    case Comparison::kNotEqual: return keep_between(mask, column, place.first, place.last, false);
    case Comparison::kGreaterEqual: return keep_between(mask, column, place.first, kAboveAll, true);
    case Comparison::kGreater: return keep_between(mask, column, place.last, kAboveAll, true);
  }
}

void keep_listed(Mask& mask, const Column& column, std::vector<std::int64_t> keys, bool inside) {
  constexpr Wide kTableSize = 1 << 16;
  std::sort(keys.begin(), keys.end());
  if (keys.empty()) return keep_between(mask, column, 0, 0, inside);
  const Wide range = Wide(keys.back()) - keys.front();
  if (range >= kTableSize)
    return keep(mask, column, [&](std::int64_t key) { return std::binary_search(keys.begin(), keys.end(), key) == inside; });
  std::vector<std::uint8_t> listed(static_cast<std::size_t>(range) + 1);
  const auto low = static_cast<std::uint64_t>(keys.front());
  for (const std::int64_t key : keys) listed[static_cast<std::uint64_t>(key) - low] = 1;
  keep(mask, column, [&](std::int64_t key) {
    const std::uint64_t at = static_cast<std::uint64_t>(key) - low;
    return (at < listed.size() && listed[at]) == inside;
  });
}

template <class Literal>
Status apply(Mask& mask, const Condition& condition, const Column& column, const std::vector<Literal>& list) {
  if (condition.op != Comparison::kEqual && condition.op != Comparison::kNotEqual)
    return make_error("FRAME-002", tr_format("the column \"{0}\" is compared with a list by \"{1}\"",
                                             condition.column, symbol(condition.op)),
                      tr("with a list only \"==\" (one of them) and \"!=\" (none of them) have a meaning"));
  std::vector<std::int64_t> keys;
  for (const Literal& literal : list) {
    const std::optional<Place> place = place_of(column, literal);
    if (!place) return cannot_compare(condition, column, fmt::format("\"{}\"", literal));
    if (place->first < place->last) keys.push_back(static_cast<std::int64_t>(place->first));
  }
  keep_listed(mask, column, std::move(keys), condition.op == Comparison::kEqual);
  return {};
}

template <class Literal>
Status apply_literal(Mask& mask, const Condition& condition, const Column& column, const Literal& literal) {
  const std::optional<Place> place = place_of(column, literal);
  if (!place) return cannot_compare(condition, column, fmt::format("\"{}\"", literal));
  keep_compared(mask, column, *place, condition.op);
  return {};
}

Status apply(Mask& mask, const Condition& condition, const Column& column, std::int64_t literal) {
  return apply_literal(mask, condition, column, literal);
}

Status apply(Mask& mask, const Condition& condition, const Column& column, const std::string& literal) {
  return apply_literal(mask, condition, column, literal);
}

Status apply(Mask& mask, const Condition& condition, const Column& column, double literal) {
  if (std::isnan(literal) && is_number(column.type())) {  // a missing value on the right: never holds
    std::fill(mask.begin(), mask.end(), std::uint8_t{0});
    return {};
  }
  return apply_literal(mask, condition, column, literal);
}

int exact_order(std::int64_t a, double b) {
  if (b >= 0x1p63) return -1;
  if (b < -0x1p63) return 1;
  const auto whole = static_cast<std::int64_t>(b);
  if (a != whole) return a < whole ? -1 : 1;
  const double rest = b - static_cast<double>(whole);
  return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

// Codes of `dictionary` on the scale of `other`: a text that is there is 2·code + 1, one between two
// of its texts is even.
std::vector<std::int64_t> placed_in(const Dictionary& dictionary, const Dictionary& other) {
  std::vector<std::int64_t> places;
  for (const std::string& text : dictionary.texts()) {
    const std::int32_t at = other.lower_bound(text);
    places.push_back(2 * std::int64_t{at} + (at < other.size() && other[at] == text ? 1 : 0));
  }
  return places;
}

template <class Order>
void keep_rows(Mask& mask, const Column& a, const Column& b, Comparison op, Order order) {
  with_keys(a, [&](auto, auto present_a) {
    with_keys(b, [&](auto, auto present_b) {
      for (std::size_t row = 0; row < mask.size(); ++row)
        mask[row] &= static_cast<std::uint8_t>(present_a(row) && present_b(row) && holds(order(row), op));
    });
  });
}

int sign(std::int64_t a, std::int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

// Two columns whose keys are on one scale, or can be brought there.
void keep_same_type(Mask& mask, const Column& a, const Column& b, Comparison op) {
  if (a.type() == ColumnType::kText && a.dictionary() != b.dictionary()) {
    const std::vector<std::int64_t> places = placed_in(*b.dictionary(), *a.dictionary());
    const auto left = a.codes(), right = b.codes();
    return keep_rows(mask, a, b, op, [&](std::size_t row) {
      return sign(2 * std::int64_t{left[row]} + 1, places[static_cast<std::size_t>(right[row])]);
    });
  }
  with_keys(a, [&](auto key_a, auto) {
    with_keys(b, [&](auto key_b, auto) {
      keep_rows(mask, a, b, op, [&](std::size_t row) { return sign(key_a(row), key_b(row)); });
    });
  });
}

Status compare_columns(Mask& mask, const Condition& condition, const Column& a, const Column& b, const std::string& name) {
  if (a.type() == b.type()) {
    keep_same_type(mask, a, b, condition.op);
  } else if (a.type() == ColumnType::kInt64 && b.type() == ColumnType::kFloat64) {
    keep_rows(mask, a, b, condition.op,
              [l = a.int64(), r = b.float64()](std::size_t row) { return exact_order(l[row], r[row]); });
  } else if (a.type() == ColumnType::kFloat64 && b.type() == ColumnType::kInt64) {
    keep_rows(mask, a, b, condition.op,
              [l = a.float64(), r = b.int64()](std::size_t row) { return -exact_order(r[row], l[row]); });
  } else {
    return cannot_compare(condition, a, tr_format("the column \"{0}\", which holds {1}", name, type_title(b.type())));
  }
  return {};
}

}  // namespace

Result<std::vector<std::uint8_t>> mask_of(const Frame& frame, const std::vector<Condition>& conditions) {
  Mask mask(static_cast<std::size_t>(frame.rows()), 1);
  for (const Condition& condition : conditions) {
    OPORA_ASSIGN(const Column column, frame.column(condition.column));
    if (const auto* other = std::get_if<ColumnRef>(&condition.operand)) {
      OPORA_ASSIGN(const Column right, frame.column(other->name));
      OPORA_TRY(compare_columns(mask, condition, column, right, other->name));
      continue;
    }
    OPORA_TRY(std::visit(
        [&](const auto& literal) -> Status {
          if constexpr (std::is_same_v<std::decay_t<decltype(literal)>, ColumnRef>) return {};
          else return apply(mask, condition, column, literal);
        },
        condition.operand));
  }
  return mask;
}

namespace {

// The places where the mask is set, without a branch for each row.
template <class Index>
std::vector<Index> places(const Mask& mask, std::size_t kept) {
  std::vector<Index> rows(kept + 1);  // one more: a row that is not kept is written and then overwritten
  std::size_t next = 0;
  for (std::size_t row = 0; row < mask.size(); ++row) {
    rows[next] = static_cast<Index>(row);
    next += mask[row];
  }
  rows.resize(kept);
  return rows;
}

}  // namespace

Result<Frame> where(const Frame& frame, const std::vector<Condition>& conditions) {
  OPORA_ASSIGN(const Mask mask, mask_of(frame, conditions));
  std::size_t kept = 0;
  for (const std::uint8_t one : mask) kept += one;
  if (kept == mask.size()) return frame;
  if (mask.size() >= kNoRow) return frame.take(places<std::int64_t>(mask, kept));
  auto rows = std::make_shared<RowSelection>();
  rows->rows = places<std::uint32_t>(mask, kept);
  return frame.take(std::move(rows));
}

}  // namespace opora
