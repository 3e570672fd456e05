// Dates of a parameter's validity: a year ("2022"), a date ("2022-09-01") or a school year ("2022/2023"). They are compared with
// the year of a list, as the years of packs are: a first date counts from its (first) year on, a last one through its
// (last) year.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "extend/methodology.h"

namespace opora {

struct YearsNamed {
  int first = 0, last = 0;
};
std::optional<YearsNamed> years_named(std::string_view text);

// Whether the dates let the parameter be used for the year; one without dates may always be.
bool holds_for(const Parameter& parameter, int year);
// LUA-032: a date that cannot be read, an end before the beginning.
Status check_dates(const Parameter& parameter);

// PACK-036, a warning for each parameter whose dates leave out the year. `where`: id of the extension.
std::vector<Diagnostic> outdated(const std::vector<Parameter>& parameters, const std::string& where, int year);

}  // namespace opora
