#include "extend/point_scale.h"

#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr std::string_view kTo = " .. ", kIs = " = ", kNext = "; ";

Diagnostic not_in_order(std::string message, std::string help = {}) { return make_error("LUA-043", std::move(message), std::move(help)); }

// Nothing for an empty text.
Result<std::optional<Share>> bound(std::string_view text, const std::string& name) {
  if (text.empty()) return std::optional<Share>();
  const auto value = parse_decimal(text);
  if (value) return std::optional<Share>(*value);
  return not_in_order(tr_format("\"{0}\" is no bound of the scale '{1}'", text, name), tr("a bound is a decimal number of at most 15 digits"));
}

// "50 .. 75 = 2 yellow"; blanks beside an open end may be missing.
Result<ScaleRange> parse_range(std::string_view text, const std::string& name) {
  const auto dots = text.find(".."), is = text.find(" = ");
  if (dots == std::string_view::npos || is == std::string_view::npos || is < dots)
    return not_in_order(tr_format("\"{0}\" is no range of the scale '{1}'", text, name), tr("write: from .. to = points zone"));
  ScaleRange range;
  range.from_text = trimmed(text.substr(0, dots)), range.to_text = trimmed(text.substr(dots + 2, is - dots - 2));
  OPORA_ASSIGN(range.from, bound(range.from_text, name));
  OPORA_ASSIGN(range.to, bound(range.to_text, name));
  const std::string_view rest = trimmed(text.substr(is + kIs.size()));
  const auto blank = rest.find(' ');
  range.points = rest.substr(0, blank);
  if (blank != std::string_view::npos) range.zone = trimmed(rest.substr(blank));
  if (!parse_decimal(range.points)) return not_in_order(tr_format("\"{0}\" are no points of the scale '{1}'", range.points, name));
  return range;
}

std::string shown(const ScaleRange& range) {
  return (range.from ? range.from_text : "−∞") + " … " + (range.to ? range.to_text : "∞");
}

Status check(const std::vector<ScaleRange>& ranges, const std::string& name) {
  if (ranges.empty()) return not_in_order(tr_format("the scale '{0}' has no range", name));
  for (const ScaleRange& range : ranges)
    if (range.from && range.to && compare(*range.from, *range.to) >= 0)
      return not_in_order(tr_format("the range {1} of the scale '{0}' holds nothing", name, shown(range)), tr("a range holds the values from … up to, not including, to"));
  for (std::size_t i = 0; i + 1 < ranges.size(); ++i) {
    const ScaleRange &lower = ranges[i], &upper = ranges[i + 1];
    const int order = lower.to && upper.from ? compare(*lower.to, *upper.from) : 1;
    if (order < 0)
      return not_in_order(tr_format("the scale '{0}' has a gap: a value from {1} up to {2} is in no range", name, lower.to_text, upper.from_text),
                          tr("let each range begin where the one before ends; an end is not part of its range, so no value is twice in it"));
    if (order > 0)
      return not_in_order(tr_format("ranges of the scale '{0}' overlap: {1} and {2}", name, shown(lower), shown(upper)),
                          tr("let each range begin where the one before ends"));
  }
  return {};
}

Diagnostic beyond(const std::vector<ScaleRange>& ranges, const std::string& value, const std::string& name) {
  const ScaleRange whole{ranges.front().from, ranges.back().to, ranges.front().from_text, ranges.back().to_text, {}, {}};
  return make_error("LUA-044", tr_format("{0} is beyond the ends of the scale '{1}': {2}", value, name, shown(whole)),
                    tr("leave the outer end of the scale open (no from, no to), or let the script handle such a value"));
}

// `order`: of the value against a bound, <0, 0 or >0.
template <class Order>
Result<const ScaleRange*> found_range(const std::vector<ScaleRange>& ranges, Order&& order, const std::string& value, const std::string& name) {
  for (const ScaleRange& range : ranges) {
    const int to = range.to ? order(*range.to) : -1;
    const bool last = &range == &ranges.back();
    if ((!range.from || order(*range.from) >= 0) && (to < 0 || (last && to == 0))) return &range;
  }
  return beyond(ranges, value, name);
}

}  // namespace

std::string scale_text(const std::vector<ScaleRange>& ranges) {
  std::string text;
  for (const ScaleRange& range : ranges)
    text += (text.empty() ? "" : std::string(kNext)) + range.from_text + std::string(kTo) + range.to_text + std::string(kIs) + range.points +
            (range.zone.empty() ? "" : " " + range.zone);
  return text;
}

Result<std::vector<ScaleRange>> parse_scale(std::string_view text, const std::string& name) {
  std::vector<ScaleRange> ranges;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    OPORA_ASSIGN(ScaleRange range, parse_range(text.substr(at, end - at), name));
    ranges.push_back(std::move(range));
    at = end + 1;
  }
  std::stable_sort(ranges.begin(), ranges.end(), [](const ScaleRange& a, const ScaleRange& b) {
    return !a.from ? b.from.has_value() : b.from && compare(*a.from, *b.from) < 0;
  });
  OPORA_TRY(check(ranges, name));
  return ranges;
}

Result<const ScaleRange*> range_of(const std::vector<ScaleRange>& ranges, Share value, const std::string& name) {
  return found_range(ranges, [&](Share bound) { return compare(value, bound); }, format_decimal(value, 3, '.'), name);
}

Result<const ScaleRange*> range_of(const std::vector<ScaleRange>& ranges, double value, const std::string& name) {
  if (std::isnan(value)) return beyond(ranges, "NaN", name);
  return found_range(ranges, [&](Share bound) { return value < bound.value() ? -1 : value > bound.value() ? 1 : 0; }, fmt::format("{}", value), name);
}

}  // namespace opora
