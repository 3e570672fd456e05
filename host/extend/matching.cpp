#include "extend/matching.h"

#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "extend/extension_calls.h"
#include "extend/isolation.h"
#include "extend/service_values.h"
#include "frame/kernels.h"

namespace opora {
namespace {

Result<MatchingInfo> read_info(const Extension& extension, const opora_matching_kind& kind) {
  if (kind.describe == nullptr || kind.match == nullptr) return misuse(tr("the table of the kind has no functions"));
  OPORA_ASSIGN(const opora_matching_info given, read_struct(kind.describe(kind.self, extension.index)));
  MatchingInfo info;
  OPORA_ASSIGN(info.id, read_text(given.id));
  OPORA_ASSIGN(info.title, read_text(given.title));
  if (info.id.empty()) return misuse(tr("the id of a matching is not empty"));
  OPORA_ASSIGN(info.inputs, read_inputs(given.inputs, given.input_count));
  OPORA_ASSIGN(info.parameters, read_parameters(given.parameters, given.parameter_count));
  OPORA_ASSIGN(info.outputs, read_outputs(given.outputs, given.output_count));
  OPORA_ASSIGN(info.grounds, read_grounds(given));
  return info;
}

std::vector<OutputColumn> unmatched_columns() {
  return {{"school", ColumnType::kText, {}, {}, true, {}, {}}, {"reason", ColumnType::kText, {}, {}, true, {}, {}}};
}

std::vector<OutputColumn> pair_columns(const MatchingInfo& info) {
  std::vector<OutputColumn> columns = {{"school", ColumnType::kText, {}, {}, true, {}, {}},
                                       {"partner", ColumnType::kText, {}, {}, true, {}, {}},
                                       {"rank", ColumnType::kInt64, {}, {}, true, 1.0, {}},
                                       {"cost", ColumnType::kFloat64, {}, {}, true, 0.0, {}},
                                       {"reason", ColumnType::kText, {}, {}, true, {}, {}}};
  columns.insert(columns.end(), info.outputs.begin(), info.outputs.end());
  return columns;
}

Diagnostic no_matching(std::string reason) {
  Diagnostic error = make_error("ABI-013", tr("the result is no matching"), tr("each school stands in one of the two results; see kinds/matching.h"));
  error.reason = std::move(reason);
  return error;
}

using Names = std::unordered_set<std::string_view>;

Names names_in(const Frame& frame, const char* column) {
  Names names;
  const Column& texts = *frame.find(column);
  for (std::int64_t row = 0; row < texts.size(); ++row)
    if (texts.valid(row)) names.insert(texts.text(row));
  return names;
}

// Schools with pairs: known ones, each with partners that are offered, once, in ranks from 1. Rows are in order.
Status check_pairs(const Frame& pairs, const Names& needing, const Names& offering, Names& seen) {
  const Column &schools = *pairs.find("school"), &partners = *pairs.find("partner"), &ranks = *pairs.find("rank");
  std::int64_t expected = 0;
  Names of_school;
  for (std::int64_t row = 0; row < pairs.rows(); ++row) {
    const std::string_view school = schools.text(row), partner = partners.text(row);
    if (seen.insert(school).second) expected = 0, of_school.clear();
    if (!needing.contains(school)) return no_matching(tr_format("'{0}' does not need a partner", school));
    if (!offering.contains(partner)) return no_matching(tr_format("'{0}', given to '{1}', is not among those who offer themselves", partner, school));
    if (!std::isfinite(pairs.find("cost")->float64()[static_cast<std::size_t>(row)])) return no_matching(tr_format("the cost of '{0}' for '{1}' is no number", partner, school));
    if (partner == school) return no_matching(tr_format("'{0}' is its own partner", school));
    if (!of_school.insert(partner).second) return no_matching(tr_format("'{0}' gets '{1}' twice", school, partner));
    if (ranks.int64()[static_cast<std::size_t>(row)] != ++expected) return no_matching(tr_format("the ranks of '{0}' do not run from 1 without gaps", school));
  }
  return {};
}

Status check_unmatched(const Frame& unmatched, const Names& needing, Names& seen) {
  const Column &schools = *unmatched.find("school"), &reasons = *unmatched.find("reason");
  for (std::int64_t row = 0; row < unmatched.rows(); ++row) {
    const std::string_view school = schools.text(row);
    if (!needing.contains(school)) return no_matching(tr_format("'{0}' does not need a partner", school));
    if (!seen.insert(school).second) return no_matching(tr_format("'{0}' stands twice, or has a partner and has none", school));
    if (reasons.text(row).empty()) return no_matching(tr_format("'{0}' gets no partner, and nothing says why", school));
  }
  return {};
}

}  // namespace

Result<MatchResult> keep_to_matching(const MatchingInfo& info, const MatchSides& sides, const Frame& pairs, const Frame& unmatched) {
  MatchResult kept;
  OPORA_ASSIGN(kept.pairs, keep_to(pair_columns(info), pairs));
  OPORA_ASSIGN(kept.unmatched, keep_to(unmatched_columns(), unmatched));
  OPORA_ASSIGN(kept.pairs, sort(kept.pairs, {{"school", false}, {"rank", false}}));
  OPORA_ASSIGN(kept.unmatched, sort(kept.unmatched, {{"school", false}}));
  const Names needing = names_in(sides.needing, "school"), offering = names_in(sides.offering, "partner");
  Names seen;
  OPORA_TRY(check_pairs(kept.pairs, needing, offering, seen));
  OPORA_TRY(check_unmatched(kept.unmatched, needing, seen));
  if (seen.size() != needing.size())
    return no_matching(tr_count("{} school is in neither result", "{} schools are in neither result", static_cast<std::int64_t>(needing.size() - seen.size())));
  return kept;
}

Result<std::unique_ptr<Matching>> Matching::of(const Extension& extension) {
  if (extension.isolated) {
    const ReportedExtension* known = extension.isolated->report.find(extension.kind, extension.id);
    if (known == nullptr || !known->matching) return bad_description(extension, misuse(tr("the plugin does not describe it")));
    return std::unique_ptr<Matching>(new Matching(extension, *known->matching));
  }
  const auto kind = read_struct(static_cast<const opora_matching_kind*>(extension.table));
  if (!kind.ok()) return bad_description(extension, kind.error());
  auto info = read_info(extension, *kind);
  if (!info.ok()) return bad_description(extension, info.error());
  return std::unique_ptr<Matching>(new Matching(extension, *std::move(info)));
}

Result<MatchResult> Matching::match_on(FactSource& facts, const RunContext& context, const std::map<std::string, std::string>& parameters,
                                       const MatchSides& sides) const {
  const auto named = [&](Result<MatchResult> found) -> Result<MatchResult> {
    if (found.ok()) return found;
    Diagnostic error = found.take_error();
    error.spans.push_back({extension_.origin, {}, 0, {}, {}, {}});
    return error;
  };
  OPORA_ASSIGN(const std::vector<Parameter> values, with_values(info_.parameters, parameters));
  if (extension_.isolated) {
    OPORA_ASSIGN(const MatchResult found, match_isolated(extension_, context, parameters, sides));
    return named(keep_to_matching(info_, sides, found.pairs, found.unmatched));
  }
  OPORA_ASSIGN(const opora_matching_kind kind, read_struct(static_cast<const opora_matching_kind*>(extension_.table)));
  const std::string territory = territory_of(context);
  const opora_run run = run_of(context, territory);
  opora_call call({extension_.origin, &facts, context.year, context.threads, &info_.inputs, &values, context.cancelled, nullptr, {}, {},
                   indicators_of(facts, context)});
  const opora_frame *needing = call.keep(sides.needing), *offering = call.keep(sides.offering), *pairs = nullptr, *unmatched = nullptr;
  const opora_status status = with_instance(kind, extension_.index, call, [&](void* instance) {
    return kind.match(kind.self, extension_.index, instance, &call, &run, needing, offering, &pairs, &unmatched);
  });
  OPORA_TRY(call.ended(status));
  if (context.warnings != nullptr) context.warnings->add(extension_.origin, call.warnings());
  const Frame *found = call.frame(pairs), *left = call.frame(unmatched);
  if (found == nullptr || left == nullptr) return named(misuse(tr("the matching gave no frames of this call")));
  return named(keep_to_matching(info_, sides, *found, *left));
}

}  // namespace opora
