#include <nlohmann/json.hpp>

#include "cli/check_json.h"
#include "cli/print.h"
#include "store/answer_codes.h"
#include "engine/grounds.h"

namespace opora {
using Json = nlohmann::ordered_json;

Json check_json(const Check& check) {
  Json j;
  j["name"] = check.name;
  j["rule"] = check.rule;
  if (check.share) {
    j["numerator"] = check.share->numerator;
    j["denominator"] = check.share->denominator;
    j["value"] = check.share->value();
  } else if (check.value) {
    j["value"] = *check.value;
  } else {
    j["value"] = nullptr;
  }
  j["n"] = check.n;
  j["min_n"] = check.min_n;
  j["op"] = symbol(check.op);
  j["threshold"] = check.measured_threshold.value_or(check.threshold.value());
  j["assessed"] = check.unassessed() == Unassessed::kAssessed;
  j["met"] = check.met();
  if (const auto distance = check.distance()) j["distance"] = *distance;
  else j["distance"] = nullptr;
  return j;
}

std::string json_line(const Json& j) { return j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string listing_json(const Listing& listing, const std::string& level) {
  std::string out;
  for (const ListRow& row : listing.rows) {
    Json j;
    j["run"] = listing.run.id;
    if (!level.empty()) j["level"] = level, j["pack"] = listing.run.info.pack;
    const Decision decision = listing.decision(row);
    j["category"] = decision.category;
    j["school"] = decision.school;
    j["name"] = listing.name(row);
    j["municipality"] = listing.municipality(row);
    j["answer"] = answer_code(decision.answer);
    j["reasons"] = listing.reasons(row);
    for (const auto& [name, text] : decision.values) j["values"][name] = text;
    j["checks"] = Json::array();
    for (const Check& check : decision.checks) j["checks"].push_back(check_json(check));
    out += json_line(j);
  }
  return out;
}

std::string explanation_json(const Explanation& explanation, const std::string& level) {
  Json j;
  j["school"] = explanation.school;
  j["name"] = explanation.name;
  j["municipality"] = explanation.municipality;
  j["run"] = explanation.run.id;
  j["pack"] = explanation.run.info.pack;
  if (!level.empty()) j["level"] = level;
  j["year"] = explanation.run.info.year;
  j["decisions"] = Json::array();
  for (const ExplainedDecision& decision : explanation.decisions) {
    Json d;
    d["category"] = decision.decision.category;
    d["answer"] = answer_code(decision.decision.answer);
    if (!decision.decision.reason.empty()) d["reason"] = decision.decision.reason;
    d["requirements"] = decision.requirements;
    d["checks"] = Json::array();
    for (const ExplainedCheck& one : decision.checks) {
      Json c = check_json(one.check);
      c["title"] = one.rule_title;
      c["sources"] = Json::array();
      for (const SourceRows& rows : one.sources)
        c["sources"].push_back({{"batch", rows.batch}, {"file", rows.file}, {"first_row", rows.first_line}, {"last_row", rows.last_line}, {"rows", rows.rows}});
      d["checks"].push_back(std::move(c));
    }
    j["decisions"].push_back(std::move(d));
  }
  return json_line(j);
}

namespace {

Json run_json(const RunRecord& run) {
  Json j;
  j["run"] = run.id;
  j["pack"] = run.info.pack;
  j["pack_version"] = run.info.pack_version;
  j["pack_digest"] = run.info.pack_digest;
  j["year"] = run.info.year;
  j["data_digest"] = run.info.data_digest;
  j["parts"] = run.parts;
  j["carried_over"] = run.carried_over;
  j["host_version"] = run.info.host_version;
  j["actor"] = run.info.actor;
  j["started_at"] = run.info.started_at;
  j["finished_at"] = run.info.finished_at;
  for (const RunMethod& method : run.info.methods)
    j["methods"].push_back({{"id", method.id}, {"digest", method.digest}, {"params", Json::parse(method.params_json, nullptr, false)},
                            {"grounds", Json::parse(grounds_json(grounds_from(method.grounds_json)))}});
  for (const AnswerCounts& c : run.counts)
    j["counts"].push_back({{"category", c.category}, {"yes", c.yes}, {"no", c.no}, {"not_assessable", c.not_assessable}});
  return j;
}

}  // namespace

std::string runs_json(const std::vector<RunRecord>& runs) {
  std::string out;
  for (const RunRecord& run : runs) out += json_line(run_json(run));
  return out;
}

std::string report_json(const IdentifyReport& report, const std::string& level) {
  Json j = run_json(report.run);
  if (!level.empty()) j["level"] = level;
  for (const Diagnostic& warning : report.warnings) j["warnings"].push_back(Json::parse(render_json(warning)));
  return json_line(j);
}

std::string batches_json(const std::vector<BatchRecord>& batches) {
  std::string out;
  for (const BatchRecord& b : batches)
    out += json_line({{"batch", b.id}, {"file", b.info.file}, {"profile", b.info.profile}, {"rows", b.counts.rows},
                 {"accepted", b.counts.accepted}, {"absent", b.counts.absent}, {"other", b.counts.other},
                 {"rejected", b.counts.rejected}, {"masked_rows", b.masked_rows}, {"digest", b.content_digest},
                 {"file_digest", b.info.digest}, {"imported_at", b.info.imported_at}, {"actor", b.info.actor}});
  return out;
}

}  // namespace opora
