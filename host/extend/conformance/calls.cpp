#include "extend/conformance/calls.h"

#include <bit>

#include "base/messages.h"
#include "extend/extension_calls.h"
#include "extend/indicator.h"
#include "extend/service_values.h"

namespace opora::conformance {
namespace {

bool is_indicator(const Extension& extension) { return extension.kind == OPORA_KIND_INDICATOR; }
bool is_matching(const Extension& extension) { return extension.kind == OPORA_KIND_MATCHING; }

std::string text_of(double value, Digits digits) {
  return digits == Digits::kRounded ? fmt::format("{:.9g}", value) : fmt::format("{} <{:016x}>", value, std::bit_cast<std::uint64_t>(value));
}

std::string cell(const Column& column, std::int64_t row, Digits digits) {
  if (!column.valid(row)) return "-";
  switch (column.type()) {
    case ColumnType::kInt64: return std::to_string(column.int64()[static_cast<std::size_t>(row)]);
    case ColumnType::kFloat64: return text_of(column.float64()[static_cast<std::size_t>(row)], digits);
    case ColumnType::kDate: return std::to_string(column.days()[static_cast<std::size_t>(row)]);
    case ColumnType::kText: break;
  }
  return std::string(column.text(row));
}

std::string check_text(const opora::Check& check, Digits digits) {
  std::string text = fmt::format(" [{} {} n={}", check.rule, check.name, check.n);
  if (check.share) text += fmt::format(" {}/{}", check.share->numerator, check.share->denominator);
  if (check.value) text += " " + text_of(*check.value, digits);
  if (check.measured_threshold) text += " / " + text_of(*check.measured_threshold, digits);
  return text + "]";
}

RunContext context_of(const CallOptions& options) {
  RunContext context;
  context.year = options.year;
  context.threads = options.threads;
  context.cancelled = options.cancelled;
  context.registry = options.indicators;
  return context;
}

// Everything a raw call needs, which must outlive it.
struct Prepared {
  std::vector<Parameter> values;
  std::vector<std::string> inputs;
  std::string id;
};

Result<Prepared> prepare(const Extension& extension, const CallOptions& options) {
  Prepared prepared;
  std::vector<Parameter> declared;
  if (is_indicator(extension)) {
    OPORA_ASSIGN(const auto indicator, Indicator::of(extension));
    declared = indicator->info().parameters, prepared.inputs = indicator->info().inputs, prepared.id = indicator->info().id;
  } else if (is_matching(extension)) {
    OPORA_ASSIGN(const auto matching, Matching::of(extension));
    declared = matching->info().parameters, prepared.inputs = matching->info().inputs, prepared.id = matching->info().id;
  } else {
    OPORA_ASSIGN(const auto methodology, Methodology::of(extension));
    declared = methodology->info().parameters, prepared.inputs = methodology->info().inputs, prepared.id = methodology->info().id;
  }
  OPORA_ASSIGN(prepared.values, with_values(std::move(declared), options.parameters));
  return prepared;
}

template <class Kind, class Verb>
opora_status with_bare_instance(const Kind& kind, const Extension& extension, opora_call& call, Verb&& verb) {
  void* instance = nullptr;
  const bool has_instances = kind.create != nullptr && kind.destroy != nullptr;
  opora_status status = has_instances ? kind.create(kind.self, extension.index, &call, &instance) : OPORA_OK;
  if (status != OPORA_OK) return status;
  status = verb(instance);
  if (has_instances) kind.destroy(kind.self, instance);
  return status;
}

}  // namespace

CallOptions options_of(const Subject& subject, const Opened& opened) {
  CallOptions options;
  options.year = subject.year;
  options.indicators = opened.indicators.get();
  return options;
}

std::vector<Parameter> parameters_of(const Extension& extension) {
  auto prepared = prepare(extension, {});
  return prepared.ok() ? std::move(prepared->values) : std::vector<Parameter>();
}

Lines lines_of(const Frame& frame, Digits digits) {
  Lines lines;
  std::string header;
  for (std::size_t i = 0; i < frame.names().size(); ++i)
    header += fmt::format("{}:{} ", frame.names()[i], static_cast<int>(frame.column_at(i).type()));
  lines.push_back(header + std::to_string(frame.rows()));
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    std::string line = std::to_string(row + 1) + ": ";
    for (std::size_t i = 0; i < frame.names().size(); ++i) line += frame.names()[i] + "=" + cell(frame.column_at(i), row, digits) + " ";
    lines.push_back(std::move(line));
  }
  return lines;
}

Lines lines_of(const MatchResult& result, Digits digits) {
  Lines lines = lines_of(result.pairs, digits);
  for (std::string& line : lines_of(result.unmatched, digits)) lines.push_back(std::move(line));
  return lines;
}

MatchSides sides_of(const FrameFacts& facts) {
  std::vector<std::int64_t> needing, offering;
  for (std::int64_t row = 0; row < facts.school_list.rows(); ++row) (row % 3 == 0 ? needing : offering).push_back(row);
  const Frame& schools = facts.school_list;
  const Frame offered = schools.take(offering);
  return {schools.take(needing).select({"school", "name", "municipality", "region"}),
          Frame().with("partner", *offered.find("school")).beside(offered.select({"name", "municipality", "region"}))};
}

Lines lines_of(const DecisionSet& decisions, Digits digits) {
  Lines lines;
  for (const DecisionRow& row : decisions.decisions) {
    const Decision decision = decisions.decision(row);
    std::string line = fmt::format("{} {}: {} {}", decision.category, decision.school, static_cast<int>(decision.answer), decision.reason);
    for (const opora::Check& check : decision.checks) line += check_text(check, digits);
    for (const auto& [name, value] : decision.values) line += " " + name + "=" + value;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string beginning(std::string_view utf8, std::size_t bytes) {
  if (utf8.size() <= bytes) return std::string(utf8);
  while (bytes > 0 && (static_cast<unsigned char>(utf8[bytes]) & 0xC0) == 0x80) --bytes;
  return std::string(utf8.substr(0, bytes));
}

std::string difference(const Lines& expected, const Lines& found) {
  for (std::size_t i = 0; i < std::min(expected.size(), found.size()); ++i)
    if (expected[i] != found[i]) return tr_format("\"{0}\" became \"{1}\"", beginning(expected[i], 300), beginning(found[i], 300));
  if (expected.size() == found.size()) return {};
  return tr_format("{0} lines became {1}", expected.size(), found.size());
}

Result<Lines> compute(const Extension& extension, FrameFacts& facts, const CallOptions& options, Digits digits) {
  const RunContext context = context_of(options);
  if (is_indicator(extension)) {
    OPORA_ASSIGN(const auto indicator, Indicator::of(extension));
    OPORA_ASSIGN(const Frame frame, indicator->compute_on(facts, context, options.parameters));
    return lines_of(frame, digits);
  }
  if (is_matching(extension)) {
    OPORA_ASSIGN(const auto matching, Matching::of(extension));
    OPORA_ASSIGN(const MatchResult found, matching->match_on(facts, context, options.parameters, sides_of(facts)));
    return lines_of(found, digits);
  }
  OPORA_ASSIGN(const auto methodology, Methodology::of(extension));
  OPORA_ASSIGN(const DecisionSet decisions, methodology->run_on(facts, context, options.parameters));
  return lines_of(decisions, digits);
}

Finding each_extension(const Subject& subject, const std::function<Finding(const Opened&, const Extension&)>& body) {
  const auto opened = subject.open();
  if (!opened.ok()) return failed(opened.error());
  std::vector<std::string> skips;
  for (const Extension& extension : opened->extensions) {
    Finding finding = body(*opened, extension);
    if (finding.outcome == Outcome::kPassed) continue;
    if (opened->extensions.size() > 1) finding.message = extension.id + ": " + finding.message;
    if (finding.outcome != Outcome::kSkipped) return finding;
    skips.push_back(std::move(finding.message));
  }
  // Skipped as a whole only when it says nothing of any extension.
  return !skips.empty() && skips.size() == opened->extensions.size() ? skipped(skips.front()) : passed();
}

std::string misbehaviour(const Extension& extension, FrameFacts& facts, const CallOptions& options) {
  const RawResult raw = raw_call(extension, facts, options);
  if (raw.status == OPORA_E_EXCEPTION) return tr_format("an exception ended the call: {0}", raw.ended.ok() ? "" : raw.ended.error().message);
  const Result<Lines> result = compute(extension, facts, options);
  if (result.ok()) {
    for (const std::string& line : *result)
      if (line.find("=inf <") != std::string::npos || line.find("=-inf <") != std::string::npos)
        return tr_format("the result holds an infinite number: {0}", beginning(line, 200));
    return {};
  }
  const std::string& code = result.error().code;
  const bool broken = code.starts_with("ABI-") || code == "LUA-010" || code == "LUA-026";
  return broken || result.error().message.empty() ? words_of(result.error()) : std::string();
}

std::unique_ptr<opora_call> make_call(const Extension& extension, FrameFacts& facts, const CallOptions& options, Verdicts& verdicts,
                                      const std::vector<Parameter>& values, const std::vector<std::string>& inputs) {
  CallScope scope;
  scope.origin = extension.origin;
  scope.facts = &facts;
  scope.year = options.year;
  scope.threads = options.threads;
  scope.inputs = &inputs;
  scope.parameters = &values;
  scope.cancelled = options.cancelled;
  if (options.indicators != nullptr)
    scope.indicators = [&facts, &options](const std::string& id, const Arguments& arguments) {
      const RunContext context = context_of(options);
      return indicators_of(facts, context)(id, arguments);
    };
  if (extension.kind == OPORA_KIND_METHODOLOGY) scope.verdicts = &verdicts, scope.category = "checked", scope.title = "checked";
  return std::make_unique<opora_call>(std::move(scope));
}

opora_status bare_call(const Extension& extension, opora_call& call, int year, const MatchSides& sides) {
  const opora_run run = {sizeof(opora_run), year, call.scope.threads, 0, {nullptr, 0}};
  if (is_indicator(extension)) {
    const auto kind = read_struct(static_cast<const opora_indicator_kind*>(extension.table));
    const opora_frame* result = nullptr;
    return with_bare_instance(*kind, extension, call, [&](void* instance) {
      return kind->compute(kind->self, extension.index, instance, &call, &run, &result);
    });
  }
  if (is_matching(extension)) {
    const auto kind = read_struct(static_cast<const opora_matching_kind*>(extension.table));
    const opora_frame *needing = call.keep(sides.needing), *offering = call.keep(sides.offering), *pairs = nullptr, *unmatched = nullptr;
    return with_bare_instance(*kind, extension, call, [&](void* instance) {
      return kind->match(kind->self, extension.index, instance, &call, &run, needing, offering, &pairs, &unmatched);
    });
  }
  const auto kind = read_struct(static_cast<const opora_methodology_kind*>(extension.table));
  return with_bare_instance(*kind, extension, call, [&](void* instance) { return kind->decide(kind->self, extension.index, instance, &call, &run); });
}

RawResult raw_call(const Extension& extension, FrameFacts& facts, const CallOptions& options) {
  RawResult raw;
  auto prepared = prepare(extension, options);
  if (!prepared.ok()) {
    raw.status = OPORA_E_INTERNAL;
    raw.ended = prepared.take_error();
    return raw;
  }
  Verdicts verdicts(prepared->id);
  const auto call = make_call(extension, facts, options, verdicts, prepared->values, prepared->inputs);
  raw.status = bare_call(extension, *call, options.year, sides_of(facts));
  raw.ended = call->ended(raw.status);
  return raw;
}

}  // namespace opora::conformance
