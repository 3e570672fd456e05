#include "engine/sweep.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "base/messages.h"
#include "base/share.h"
#include "base/text.h"
#include "engine/school_names.h"
#include "store/facts.h"

namespace opora {
namespace {

Diagnostic no_range(const std::string& parameter, const std::string& text, std::string reason) {
  return make_error("CLI-061", tr_format("\"{0}\" is no range of values for \"{1}\": {2}", text, parameter, reason),
                    tr("for example: --set low_share=25..35, --set low_share=25..35:2.5, --set low_share=25,30,35"));
}

// Whole numbers at a common decimal scale, so that 0.1 + 0.1 + 0.1 is 0.3.
struct DecimalRange {
  std::int64_t first = 0, last = 0, step = 1, scale = 1;
};

std::string decimal_text(std::int64_t value, std::int64_t scale) {
  int digits = 0;
  for (std::int64_t s = scale; s > 1; s /= 10) ++digits;
  std::string text = format_decimal({value, scale}, digits, '.');
  if (digits > 0) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::optional<DecimalRange> decimal_range(const std::string& text) {
  const auto dots = text.find("..");
  const auto colon = text.find(':', dots);
  const auto first = parse_decimal(text.substr(0, dots));
  const auto last = parse_decimal(text.substr(dots + 2, colon == std::string::npos ? colon : colon - dots - 2));
  const auto step = colon == std::string::npos ? std::optional(Share{1, 1}) : parse_decimal(text.substr(colon + 1));
  if (!first || !last || !step) return std::nullopt;
  const std::int64_t scale = std::max({first->denominator, last->denominator, step->denominator});
  constexpr std::int64_t kMostDigits = 1'000'000;
  if (scale > kMostDigits) return std::nullopt;
  for (const Share* one : {&*first, &*last, &*step})
    if (std::abs(one->numerator / one->denominator) > kMostDigits * 1000) return std::nullopt;
  const auto at_scale = [&](Share s) { return s.numerator * (scale / s.denominator); };
  return DecimalRange{at_scale(*first), at_scale(*last), at_scale(*step), scale};
}

Diagnostic too_many(std::size_t points) {
  return make_error("CLI-062", tr_format("{0} combinations of values are too many, {1} are possible", points, kMostPoints),
                    tr("choose a larger step or fewer parameters"));
}

Result<std::vector<std::string>> values_of_range(const std::string& parameter, const std::string& text) {
  const auto range = decimal_range(text);
  if (!range) return no_range(parameter, text, tr("from, to and step are numbers"));
  if (range->step <= 0) return no_range(parameter, text, tr("the step is above 0"));
  if (range->last < range->first) return no_range(parameter, text, tr("it ends before it begins"));
  const std::int64_t count = (range->last - range->first) / range->step + 1;
  if (count > static_cast<std::int64_t>(kMostPoints)) return too_many(static_cast<std::size_t>(count));
  std::vector<std::string> values;
  for (std::int64_t i = 0; i < count; ++i) values.push_back(decimal_text(range->first + i * range->step, range->scale));
  return values;
}

bool same_value(const std::string& a, const std::string& b) {
  const auto x = parse_decimal(a), y = parse_decimal(b);
  return x && y ? compare(*x, *y) == 0 : a == b;
}

// Every combination, the last axis fastest.
Result<std::vector<SweepPoint>> points_of(const std::vector<SweepAxis>& axes) {
  std::size_t count = 1;
  for (const SweepAxis& axis : axes) {
    count *= axis.values.size();
    if (count > kMostPoints) return too_many(count);
  }
  std::vector<SweepPoint> points(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t rest = i;
    points[i].own = true;
    for (std::size_t a = axes.size(); a-- > 0; rest /= axes[a].values.size()) {
      const std::size_t place = rest % axes[a].values.size();
      points[i].values.insert(points[i].values.begin(), axes[a].values[place]);
      points[i].own = points[i].own && same_value(axes[a].values[place], axes[a].own);
      if (a + 1 == axes.size() && place > 0) points[i].before = i - 1;
    }
  }
  return points;
}

// "low_share" of every methodology that has it, "low-results.low_share" of that one.
std::string own_value(const std::vector<MethodologyInfo>& methods, const std::string& parameter) {
  std::string text;
  for (const MethodologyInfo& method : methods)
    for (const Parameter& p : method.parameters)
      if ((p.name == parameter || method.id + "." + p.name == parameter) && (", " + text + ", ").find(", " + p.value + ", ") == std::string::npos)
        text += (text.empty() ? "" : ", ") + p.value;
  return text;
}

using SchoolOfCategory = std::pair<std::size_t, std::string>;  // index of the category, code

class Collector {
 public:
  Collector(Sweep& out, std::string category) : out_(out), wanted_(std::move(category)) {}

  // Point −1: the pack's own values.
  void add(const DecisionSet& set, std::ptrdiff_t point) {
    for (const DecisionRow& row : set.decisions) {
      const std::string& name = set.categories[static_cast<std::size_t>(row.category)].name;
      if (!wanted_.empty() && name != wanted_) continue;
      SweepSchool& school = schools_[{category(name), set.schools[static_cast<std::size_t>(row.school)]}];
      school.answers.resize(out_.points.size());
      (point < 0 ? school.own : school.answers[static_cast<std::size_t>(point)]) = row.answer;
    }
  }

  void finish(const Frame& registry) {
    count(out_.own);
    for (SweepPoint& point : out_.points) count(point.counts);
    for (auto& [key, school] : schools_) {
      count(key.first, school);
      const auto same = [&](const std::optional<Answer>& answer) { return answer == school.own; };
      if (std::all_of(school.answers.begin(), school.answers.end(), same)) continue;
      school.category = out_.categories[key.first];
      school.school = key.second;
      out_.schools.push_back(std::move(school));
    }
    const SchoolNames names(registry);
    for (SweepSchool& school : out_.schools) names.fill(school);
    sort_within_categories(out_.schools, [](const SweepSchool& a, const SweepSchool& b) { return stands_before(a, b); });
  }

 private:
  std::size_t category(const std::string& name) {
    const auto known = std::find(out_.categories.begin(), out_.categories.end(), name);
    if (known == out_.categories.end()) out_.categories.push_back(name);
    return static_cast<std::size_t>(std::find(out_.categories.begin(), out_.categories.end(), name) - out_.categories.begin());
  }

  void count(std::vector<SweepCount>& counts) const {
    for (const std::string& name : out_.categories) counts.push_back({name});
  }

  void count(std::size_t category, const SweepSchool& school) {
    const auto add_answer = [](SweepCount& count, std::optional<Answer> answer) {
      if (answer) ++(answer == Answer::kYes ? count.yes : answer == Answer::kNo ? count.no : count.not_assessable);
    };
    const auto listed = [](std::optional<Answer> answer) { return answer == Answer::kYes; };
    add_answer(out_.own[category], school.own);
    for (std::size_t i = 0; i < out_.points.size(); ++i) {
      SweepCount& count = out_.points[i].counts[category];
      const bool now = listed(school.answers[i]);
      add_answer(count, school.answers[i]);
      if (const auto before = out_.points[i].before) {
        count.entered += now && !listed(school.answers[*before]);
        count.left += !now && listed(school.answers[*before]);
      }
      count.own_entered += now && !listed(school.own);
      count.own_left += !now && listed(school.own);
    }
  }

  Sweep& out_;
  std::string wanted_;
  std::map<SchoolOfCategory, SweepSchool> schools_;
};

void add_once(std::vector<Diagnostic>& all, std::vector<Diagnostic> more) {
  for (Diagnostic& one : more)
    if (std::none_of(all.begin(), all.end(), [&](const Diagnostic& d) { return render_json(d) == render_json(one); })) all.push_back(std::move(one));
}

}  // namespace

Result<std::vector<std::string>> sweep_values(const std::string& parameter, const std::string& text) {
  if (text.find("..") != std::string::npos) return values_of_range(parameter, text);
  std::vector<std::string> values;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    const std::string value(trimmed(part));
    if (value.empty()) return no_range(parameter, text, tr("a value is empty"));
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  if (values.empty()) return no_range(parameter, text, tr("a value is empty"));
  return values;
}

Result<Sweep> sweep(const Store& store, const PackLibrary& packs, const IdentifyRequest& request, std::vector<SweepAxis> axes,
                    const std::string& category) {
  IdentifyRequest one = request;
  one.progress = nullptr;
  one.parameters.clear();
  OPORA_ASSIGN(TrialRun own, try_run(store, packs, one));
  Sweep out;
  for (SweepAxis& axis : axes) axis.own = own_value(own.methods, axis.parameter);
  OPORA_ASSIGN(out.points, points_of(axes));
  out.axes = std::move(axes);
  out.info = std::move(own.info);
  out.warnings = std::move(own.warnings);
  out.failed = std::move(own.failed);
  Collector collector(out, category);
  collector.add(own.decisions, -1);
  if (out.categories.empty() && !category.empty()) return make_error("CLI-030", tr_format("the run has no category \"{0}\"", category));
  for (std::size_t i = 0; i < out.points.size(); ++i) {
    one.parameters.clear();
    for (std::size_t a = 0; a < out.axes.size(); ++a) one.parameters.emplace_back(out.axes[a].parameter, out.points[i].values[a]);
    OPORA_ASSIGN(TrialRun run, try_run(store, packs, one));
    collector.add(run.decisions, static_cast<std::ptrdiff_t>(i));
    add_once(out.warnings, std::move(run.warnings));
    add_once(out.failed, std::move(run.failed));
    if (request.progress) request.progress(i + 1, out.points.size());
  }
  OPORA_ASSIGN(const Frame registry, schools(store));
  collector.finish(registry);
  return out;
}

}  // namespace opora
