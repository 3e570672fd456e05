// Calendar dates and school years. A school year is named by the calendar year in which it ends:
// the results of spring 2021 and the order of autumn 2020 both belong to school year 2020/2021.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace opora {

using Date = std::chrono::year_month_day;

std::optional<Date> parse_date(std::string_view text);  // "2021-03-17" and "17.03.2021"; nothing else
std::string to_iso(Date date);                          // "2021-03-17"

// Days since 1970-01-01, the form of date columns (Arrow date32).
std::int32_t to_days(Date date);
Date from_days(std::int32_t days);

// The school year of a date runs from 1 September: 2020-09-01 … 2021-08-31 → 2021.
int school_year_of(Date date);
std::string school_year_title(int year);  // 2021 → "2020/2021"

std::string now_utc();  // "2026-11-22T23:52:01Z"; for protocols and the audit trail only

}  // namespace opora
