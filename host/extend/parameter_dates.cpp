#include "extend/parameter_dates.h"

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

std::optional<int> number(std::string_view text, std::size_t digits) {
  if (text.size() != digits || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return static_cast<int>(*parse_integer(text));
}

bool is_date(std::string_view rest) {  // "-09-01"
  const bool form = rest.size() == 6 && rest[0] == '-' && rest[3] == '-';
  const auto month = form ? number(rest.substr(1, 2), 2) : std::nullopt, day = form ? number(rest.substr(4, 2), 2) : std::nullopt;
  return month && day && *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31;
}

std::string dates_of(const Parameter& parameter) {
  const std::string from = parameter.valid_from.empty() ? "…" : parameter.valid_from, to = parameter.valid_to.empty() ? "…" : parameter.valid_to;
  return from + " – " + to;
}

}  // namespace

std::optional<YearsNamed> years_named(std::string_view text) {
  const auto year = number(text.substr(0, 4), 4);
  if (!year) return std::nullopt;
  const std::string_view rest = text.substr(4);
  if (rest.empty() || is_date(rest)) return YearsNamed{*year, *year};
  if (rest[0] != '/' && rest[0] != '-') return std::nullopt;
  const auto next = rest.size() == 3 ? number(rest.substr(1), 2) : number(rest.substr(1), 4);
  const bool follows = next && (rest.size() == 3 ? *next == (*year + 1) % 100 : *next == *year + 1);
  return follows ? std::optional<YearsNamed>(YearsNamed{*year, *year + 1}) : std::nullopt;
}

bool holds_for(const Parameter& parameter, int year) {
  const auto from = years_named(parameter.valid_from), to = years_named(parameter.valid_to);
  return (!from || from->first <= year) && (!to || year <= to->last);
}

Status check_dates(const Parameter& parameter) {
  for (const std::string* text : {&parameter.valid_from, &parameter.valid_to})
    if (!text->empty() && !years_named(*text))
      return make_error("LUA-032", tr_format("'{0}' is no date of the parameter '{1}'", *text, parameter.name),
                        tr("write a year (2022), a date (\"2022-09-01\") or a school year (\"2022/2023\")"));
  const auto from = years_named(parameter.valid_from), to = years_named(parameter.valid_to);
  if (from && to && (to->last < from->first || (parameter.valid_to.size() == 10 && parameter.valid_from.size() == 10 && parameter.valid_to < parameter.valid_from)))
    return make_error("LUA-032", tr_format("the dates of the parameter '{0}' are reversed: {1}", parameter.name, dates_of(parameter)), tr("valid_to is not before valid_from"));
  return {};
}

std::vector<Diagnostic> outdated(const std::vector<Parameter>& parameters, const std::string& where, int year) {
  std::vector<Diagnostic> warnings;
  for (const Parameter& parameter : parameters)
    if (!holds_for(parameter, year))
      warnings.push_back(make_warning("PACK-036", tr_format("the parameter '{0}' of {1} is valid {2}, not for {3}", parameter.name, where, dates_of(parameter), year),
                                      tr("find the act of that year, and give the item a version of its own with it")));
  return warnings;
}

}  // namespace opora
