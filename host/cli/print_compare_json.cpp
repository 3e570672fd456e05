// `opora compare --json`: one object a line, the whole first, then the schools.
#include "cli/check_json.h"
#include "cli/print.h"
#include "engine/compare_text.h"
#include "engine/sweep_text.h"
#include "store/answer_codes.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

Json answer_json(const std::optional<Answer>& answer) { return answer ? Json(answer_code(*answer)) : Json(nullptr); }

template <class T>
Json value_or_null(const std::optional<T>& value) { return value ? Json(*value) : Json(nullptr); }

Json side_json(const ComparedSide& side) {
  Json j{{"label", side.label}, {"run", value_or_null(side.run)}, {"pack", side.info.pack}, {"pack_version", side.info.pack_version},
         {"pack_digest", side.info.pack_digest}, {"year", side.info.year}, {"data_digest", side.info.data_digest}, {"methods", Json::array()}};
  for (const RunMethod& method : side.info.methods) j["methods"].push_back({{"id", method.id}, {"digest", method.digest}, {"params", Json::parse(method.params_json, nullptr, false)}});
  return j;
}

Json totals_json(const CategoryTotals& t) {
  const auto answers = [&](auto count) { return Json{{"yes", count(Answer::kYes)}, {"no", count(Answer::kNo)}, {"not_assessable", count(Answer::kNotAssessable)}}; };
  return {{"category", t.name}, {"present", presence_code(t.presence)}, {"before", answers([&](Answer a) { return t.before(a); })},
          {"after", answers([&](Answer a) { return t.after(a); })}, {"entered", t.entered()}, {"left", t.left()}, {"stayed", t.stayed()},
          {"agreed", t.agreed()}, {"schools", t.all()}};
}

Json side_of_check(const std::optional<Check>& check) {
  if (!check) return nullptr;
  Json j = check_json(*check);
  if (const auto interval = share_interval(*check)) j["wilson_95"] = {interval->lower, interval->upper};
  return j;
}

Json stability_json(const std::optional<Stability>& stability, const std::optional<Answer>& answer) {
  if (!stability || !answer) return nullptr;
  return {{"flip", stability->flip(*answer)}, {"yes", stability->yes}, {"no", stability->no}, {"not_assessable", stability->not_assessable},
          {"drawn", stability->drawn}, {"certain", stability->certain}, {"fixed", stability->fixed}};
}

Json change_json(const SchoolChange& c) {
  Json j{{"category", c.category}, {"school", c.school}, {"name", c.name}, {"municipality", c.municipality}, {"before", answer_json(c.before)},
         {"after", answer_json(c.after)}, {"change", change_code(c)}, {"checks", Json::array()}, {"requirements", Json::array()}};
  if (!c.reason_before.empty()) j["reason_before"] = c.reason_before;
  if (!c.reason_after.empty()) j["reason_after"] = c.reason_after;
  for (const CheckChange& check : c.checks) {
    const Check& any = check.after ? *check.after : *check.before;
    j["checks"].push_back({{"rule", any.rule}, {"title", check.title}, {"name", any.name}, {"decisive", check.decisive}, {"before", side_of_check(check.before)},
                           {"after", side_of_check(check.after)}});
  }
  for (const RequirementChange& r : c.requirements)
    j["requirements"].push_back({{"rule", r.rule}, {"title", r.title}, {"decisive", r.decisive}, {"before", value_or_null(r.before)}, {"after", value_or_null(r.after)}});
  if (c.combination_changed) j["combination_changed"] = true;
  j["stability_before"] = stability_json(c.stability_before, c.before);
  j["stability_after"] = stability_json(c.stability_after, c.after);
  if (c.simulated_before) j["simulated_before"] = stability_json(c.simulated_before, c.before);
  if (c.simulated_after) j["simulated_after"] = stability_json(c.simulated_after, c.after);
  return j;
}

Json count_json(const SweepCount& c) {
  return {{"category", c.category}, {"yes", c.yes}, {"no", c.no}, {"not_assessable", c.not_assessable}, {"entered", c.entered}, {"left", c.left},
          {"own_entered", c.own_entered}, {"own_left", c.own_left}};
}

Json school_json(const Sweep& sweep, const SweepSchool& school) {
  Json j{{"category", school.category}, {"school", school.school}, {"name", school.name}, {"municipality", school.municipality}, {"own", answer_json(school.own)},
         {"answers", Json::array()}, {"changes", Json::array()}};
  for (const auto& answer : school.answers) j["answers"].push_back(answer_json(answer));
  for (const AnswerStep& step : steps_of(sweep, school))
    j["changes"].push_back({{"from", sweep.points[step.from].values}, {"to", sweep.points[step.to].values}, {"before", answer_json(school.answers[step.from])},
                            {"after", answer_json(school.answers[step.to])}});
  return j;
}

}  // namespace

std::string differences_json(const Differences& d) {
  Json whole{{"before", side_json(d.before)}, {"after", side_json(d.after)}, {"totals", Json::array()}, {"rules", Json::array()}, {"stability", stability_note()}};
  for (const CategoryTotals& totals : d.totals) whole["totals"].push_back(totals_json(totals));
  for (const RuleChange& r : d.rules)
    whole["rules"].push_back({{"methodology", r.methodology}, {"category", r.category}, {"what", r.what}, {"before", value_or_null(r.before)}, {"after", value_or_null(r.after)}});
  std::string out = json_line(whole);
  for (const SchoolChange& change : d.schools) out += json_line(change_json(change));
  return out;
}

std::string sweep_json(const Sweep& sweep) {
  Json whole{{"pack", sweep.info.pack}, {"pack_version", sweep.info.pack_version}, {"year", sweep.info.year}, {"parameters", Json::array()}, {"own", Json::array()}, {"points", Json::array()}};
  for (const SweepAxis& axis : sweep.axes) whole["parameters"].push_back({{"name", axis.parameter}, {"own", axis.own}, {"values", axis.values}});
  for (const SweepCount& count : sweep.own) whole["own"].push_back(count_json(count));
  for (const SweepPoint& point : sweep.points) {
    Json j{{"values", point.values}, {"own", point.own}, {"counts", Json::array()}};
    for (const SweepCount& count : point.counts) j["counts"].push_back(count_json(count));
    whole["points"].push_back(std::move(j));
  }
  std::string out = json_line(whole);
  for (const SweepSchool& school : sweep.schools) out += json_line(school_json(sweep, school));
  return out;
}

}  // namespace opora
