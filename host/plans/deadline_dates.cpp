#include "plans/deadline_dates.h"

#include <algorithm>
#include <span>

namespace opora {
namespace {

using namespace std::chrono;

constexpr int kMonths = 12, kMonthsOfQuarter = 3, kMonthsOfHalfYear = 6;
constexpr int kSchoolYearFirstMonth = 9, kSchoolYearLastMonth = 8;

// One end of a span as it stands in the text. `number`: alone, its unit stands at the other end ("1–15 May").
struct Term {
  DateUnit unit = DateUnit::kMonth;
  int year = 0, from_month = 0, to_month = 0, day = 0;
  bool is_number = false;
  int number = 0;
};

// A cursor over the items; each read_… moves on only when it succeeds.
class Reader {
 public:
  explicit Reader(std::span<const DeadlineItem> items) : items_(items) {}

  bool at_end() const { return at_ == items_.size(); }
  bool skip(ItemKind kind) { return !at_end() && items_[at_].kind == kind && ++at_; }
  bool skip(DeadlineWord word) { return !at_end() && items_[at_].is(word) && ++at_; }

  std::optional<int> number() {
    if (at_end()) return std::nullopt;
    const DeadlineItem& item = items_[at_];
    if (item.kind != ItemKind::kNumber && !item.is(DeadlineWord::kNumber)) return std::nullopt;
    ++at_;
    return item.value;
  }
  std::optional<int> month() {
    if (at_end() || !items_[at_].is(DeadlineWord::kMonth)) return std::nullopt;
    return items_[at_++].value;
  }
  std::optional<int> year() {
    if (at_end() || items_[at_].kind != ItemKind::kYearNumber) return std::nullopt;
    const int value = items_[at_++].value;
    skip(DeadlineWord::kYear);
    return value;
  }
  std::optional<Date> date() {
    if (at_end() || items_[at_].kind != ItemKind::kDate) return std::nullopt;
    const Date value = items_[at_++].date;
    skip(DeadlineWord::kYear);
    return value;
  }

 private:
  std::span<const DeadlineItem> items_;
  std::size_t at_ = 0;
};

// A part of a year that is counted: its months, or nothing when there is no such part.
std::optional<Term> counted(DateUnit unit, int number) {
  const int length = unit == DateUnit::kQuarter ? kMonthsOfQuarter : kMonthsOfHalfYear;
  if (number < 1 || number > kMonths / length) return std::nullopt;
  return Term{unit, 0, (number - 1) * length + 1, number * length, 0, false, 0};
}

std::optional<Term> day_of_date(const Date& date) {
  const int month = static_cast<int>(unsigned{date.month()});
  return Term{DateUnit::kDay, int{date.year()}, month, month, static_cast<int>(unsigned{date.day()}), false, 0};
}

// What a number is of: "15 May", "2 quarter"; alone it stays a number.
std::optional<Term> numbered(Reader& reader, int number) {
  if (const auto month = reader.month()) return Term{DateUnit::kDay, 0, *month, *month, number, false, 0};
  if (reader.skip(DeadlineWord::kQuarter)) return counted(DateUnit::kQuarter, number);
  if (reader.skip(DeadlineWord::kHalfYear)) return counted(DateUnit::kHalfYear, number);
  return Term{DateUnit::kDay, 0, 0, 0, 0, true, number};
}

std::optional<Term> read_term(Reader& reader) {
  if (const auto date = reader.date()) return day_of_date(*date);
  std::optional<Term> term;
  if (const auto number = reader.number()) {
    term = numbered(reader, *number);
  } else if (const auto month = reader.month()) {
    term = Term{DateUnit::kMonth, 0, *month, *month, 0, false, 0};
  } else if (const auto whole_year = reader.year()) {
    return Term{DateUnit::kYear, *whole_year, 1, kMonths, 0, false, 0};
  }
  if (!term || term->is_number) return term;
  if (const auto year = reader.year()) term->year = *year;
  return term;
}

// "1" of "1–15 May 2021" gets its month, "I" of "I–II quarter" its quarter.
bool complete(Term& number, const Term& other) {
  if (other.is_number) return false;
  if (other.unit == DateUnit::kDay) {
    const int day = number.number;
    number = other;
    number.day = day;
    return true;
  }
  if (other.unit != DateUnit::kQuarter && other.unit != DateUnit::kHalfYear) return false;
  const auto whole = counted(other.unit, number.number);
  if (!whole) return false;
  const int year = other.year;
  number = *whole;
  number.year = year;
  return true;
}

// "2020/21": the last digits of the next year.
bool is_next_year(const Term& from, const Term& to) { return from.unit == DateUnit::kYear && to.is_number && to.number == (from.year + 1) % 100; }

std::optional<DateSpan> span_between(Term from, Term to) {
  if (is_next_year(from, to)) to = Term{DateUnit::kYear, from.year + 1, 1, kMonths, 0, false, 0};
  if (from.is_number && !complete(from, to)) return std::nullopt;
  if (to.is_number) return std::nullopt;
  DateSpan span;
  span.unit = std::max(from.unit, to.unit);
  span.from_month = from.from_month;
  span.to_month = to.to_month;
  span.from_day = from.day;
  span.to_day = to.day;
  span.from_year = from.year;
  span.to_year = to.year;
  const int crossing = span.from_month > span.to_month ? 1 : 0;
  if (span.from_year == 0 && span.to_year != 0) span.from_year = span.to_year - crossing;
  if (span.to_year == 0 && span.from_year != 0) span.to_year = span.from_year + crossing;
  return span;
}

// A school year: its two calendar years stand before the word.
bool as_school_year(DateSpan& span) {
  if (span.unit != DateUnit::kYear || span.from_year >= span.to_year) return false;
  span.unit = DateUnit::kSchoolYear;
  span.from_month = kSchoolYearFirstMonth;
  span.to_month = kSchoolYearLastMonth;
  return true;
}

// A number in a list whose unit comes later: "II, IV quarter 2021".
std::optional<int> read_lone_number(Reader& reader) {
  const Reader before = reader;
  if (const auto number = reader.number(); number && (reader.skip(ItemKind::kComma) || reader.skip(DeadlineWord::kAnd))) return number;
  reader = before;
  return std::nullopt;
}

std::optional<DateSpan> read_span(Reader& reader) {
  reader.skip(DeadlineWord::kThroughout);
  const bool until = reader.skip(DeadlineWord::kUntil);
  const bool from_word = !until && reader.skip(DeadlineWord::kFrom);
  const auto from = read_term(reader);
  if (!from) return std::nullopt;
  std::optional<DateSpan> span;
  const bool to_word = from_word && (reader.skip(DeadlineWord::kTo) || reader.skip(DeadlineWord::kUntil));
  if (to_word || (!until && reader.skip(ItemKind::kDash))) {
    const auto to = read_term(reader);
    if (!to) return std::nullopt;
    span = span_between(*from, *to);
  } else {
    span = span_between(*from, *from);
    if (span) span->onwards = from_word;
  }
  if (!span) return std::nullopt;
  span->until = until;
  if (reader.skip(DeadlineWord::kSchoolYear) && !as_school_year(*span)) return std::nullopt;
  return span;
}

void set_year(DateSpan& span, int year) {
  span.to_year = year;
  span.from_year = year - (!span.until && span.from_month > span.to_month ? 1 : 0);
}

// "April–May, September–October 2021": the year of the last part is that of all; else that of the part before.
void share_years(std::vector<DateSpan>& list) {
  for (std::size_t i = list.size(); i-- > 1;)
    if (!list[i - 1].has_year() && list[i].has_year()) set_year(list[i - 1], list[i].from_year);
  for (std::size_t i = 1; i < list.size(); ++i)
    if (!list[i].has_year() && list[i - 1].has_year()) set_year(list[i], list[i - 1].to_year);
}

// The quarter, half-year or day `number` where `span` is another one.
std::optional<DateSpan> part_like(const DateSpan& span, int number) {
  DateSpan part = span;
  if (span.unit == DateUnit::kDay) {
    part.from_day = part.to_day = number;
    return part;
  }
  if (span.unit != DateUnit::kQuarter && span.unit != DateUnit::kHalfYear) return std::nullopt;
  const auto term = counted(span.unit, number);
  if (!term) return std::nullopt;
  part.from_month = term->from_month;
  part.to_month = term->to_month;
  return part;
}

bool is_month(const DateSpan& span) { return span.unit == DateUnit::kMonth && !span.until && !span.onwards; }

// "June, July" is one stretch of time.
void join_months(std::vector<DateSpan>& list) {
  std::vector<DateSpan> joined;
  for (const DateSpan& span : list) {
    const bool follows = !joined.empty() && span.joins_previous && is_month(span) && is_month(joined.back()) &&
                         span.from_year == joined.back().to_year && span.from_month == joined.back().to_month + 1;
    if (!follows) {
      joined.push_back(span);
      continue;
    }
    joined.back().to_month = span.to_month;
    joined.back().to_year = span.to_year;
  }
  list = std::move(joined);
}

std::optional<Date> day_or_end(int year, int month, int day) {
  const year_month whole = std::chrono::year{year} / month;
  if (day == 0) return Date(whole / last);
  const Date date = whole / day;
  return date.ok() ? std::optional(date) : std::nullopt;
}

}  // namespace

std::optional<std::vector<DateSpan>> read_spans(const std::vector<DeadlineItem>& items) {
  Reader reader(items);
  std::vector<DateSpan> all, list;
  const auto end_list = [&] {
    share_years(list);
    join_months(list);
    all.insert(all.end(), list.begin(), list.end());
    list.clear();
  };
  bool after_comma = false;
  while (!reader.at_end()) {
    std::vector<int> numbers;
    while (const auto number = read_lone_number(reader)) numbers.push_back(*number);
    auto span = read_span(reader);
    if (!span) return std::nullopt;
    for (const int number : numbers) {
      const auto part = part_like(*span, number);
      if (!part) return std::nullopt;
      list.push_back(*part);
    }
    span->joins_previous = after_comma;
    list.push_back(*span);
    after_comma = reader.skip(ItemKind::kComma) || reader.skip(DeadlineWord::kAnd);
    if (reader.skip(ItemKind::kSemicolon)) end_list();
  }
  end_list();
  share_years(all);
  return all;
}

std::optional<DateWindow> window_of(const DateSpan& span, int year, Date period_from, Date period_to) {
  const bool has_year = span.has_year();
  const int from_year = has_year ? span.from_year : year;
  const int to_year = has_year ? span.to_year : year + (!span.until && span.from_month > span.to_month ? 1 : 0);
  const auto from = day_or_end(from_year, span.from_month, span.from_day == 0 ? 1 : span.from_day);
  const auto to = day_or_end(to_year, span.to_month, span.to_day);
  if (!from || !to) return std::nullopt;
  DateWindow window{*from, *to, {}};
  if (span.until) window.from = period_from;
  if (span.onwards) window.to = period_to;
  if (window.to < window.from) return std::nullopt;
  return window;
}

}  // namespace opora
