#include "base/dates.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"

namespace opora {
namespace {

// Digits alone: parse_integer() would also take a minus or a blank in their place.
std::optional<long long> parse_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == text.npos ? parse_integer(text) : std::nullopt;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  text = trimmed(text);
  if (text.size() != 10) return std::nullopt;
  const bool iso = text[4] == '-' && text[7] == '-';
  const bool local = text[2] == '.' && text[5] == '.';
  if (!iso && !local) return std::nullopt;
  const auto year = parse_digits(iso ? text.substr(0, 4) : text.substr(6, 4));
  const auto month = parse_digits(text.substr(iso ? 5 : 3, 2));
  const auto day = parse_digits(iso ? text.substr(8, 2) : text.substr(0, 2));
  if (!year || !month || !day) return std::nullopt;
  const Date date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(static_cast<unsigned>(*month)),
                  std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string to_iso(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::int32_t to_days(Date date) {
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

Date from_days(std::int32_t days) { return Date(std::chrono::sys_days(std::chrono::days(days))); }

int school_year_of(Date date) {
  return static_cast<int>(date.year()) + (date.month() >= std::chrono::September ? 1 : 0);
}

std::string school_year_title(int year) { return fmt::format("{}/{}", year - 1, year); }

std::string now_utc() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

}  // namespace opora
