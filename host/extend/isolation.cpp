#include "extend/isolation.h"

#include "base/messages.h"
#include "extend/child_message.h"
#include "extend/native_library.h"
#include "extend/result_codec.h"
#include "extend/worker_answer.h"
#include "opora/abi/all.h"
#include "store/batches.h"
#include "store/bytes.h"

namespace opora {
namespace {

// A condition on the schools of a territory: the column is one of the texts. A single text is compared, several are a list.
struct TextCondition {
  std::string column;
  std::vector<std::string> texts;
};

std::optional<TextCondition> text_condition(const Condition& condition) {
  if (condition.op != Comparison::kEqual) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&condition.operand)) return TextCondition{condition.column, {*text}};
  if (const auto* texts = std::get_if<std::vector<std::string>>(&condition.operand)) return TextCondition{condition.column, *texts};
  return std::nullopt;
}

Condition condition_of(TextCondition given) {
  if (given.texts.size() == 1) return {std::move(given.column), Comparison::kEqual, std::move(given.texts.front())};
  return {std::move(given.column), Comparison::kEqual, std::move(given.texts)};
}

// Everything that a worker needs to know of a call.
struct Call {
  std::string copy, origin, kind, id;
  std::string store, data;  // the file, and the digest of the state that the caller sees
  int year = 0, threads = 1;
  std::vector<TextCondition> territory;
  Arguments parameters;
  std::vector<Scale> scales;
  std::string recipe;
  std::string needing, offering;  // of a matching: the frames
};

Diagnostic stopped() { return make_error("LUA-039", tr("the run was cancelled")); }

void write_scales(ByteWriter& out, const std::vector<Scale>& scales) {
  out.varint(scales.size());
  for (const Scale& s : scales) {
    for (const std::string* text : {&s.kind, &s.subject, &s.level}) out.text(*text);
    for (const int number : {s.grade, s.year_from, s.year_to, s.maximum}) out.varint(zigzag(number));
    out.varint(s.borders.size());
    for (const int border : s.borders) out.varint(zigzag(border));
  }
}

std::vector<Scale> read_scales(ByteReader& in) {
  std::vector<Scale> scales(in.varint());
  for (Scale& s : scales) {
    for (std::string* text : {&s.kind, &s.subject, &s.level}) *text = in.text();
    for (int* number : {&s.grade, &s.year_from, &s.year_to, &s.maximum}) *number = static_cast<int>(unzigzag(in.varint()));
    s.borders.resize(in.varint());
    for (int& border : s.borders) border = static_cast<int>(unzigzag(in.varint()));
  }
  return scales;
}

void write_pairs(ByteWriter& out, const auto& pairs) {
  out.varint(pairs.size());
  for (const auto& [name, value] : pairs) {
    out.text(name);
    out.text(value);
  }
}

std::string encode_call(const Call& call) {
  Blob bytes;
  ByteWriter out(bytes);
  for (const std::string* text : {&call.copy, &call.origin, &call.kind, &call.id, &call.store, &call.data, &call.recipe, &call.needing, &call.offering}) out.text(*text);
  out.varint(zigzag(call.year));
  out.varint(zigzag(call.threads));
  out.varint(call.territory.size());
  for (const TextCondition& condition : call.territory) {
    out.text(condition.column);
    out.varint(condition.texts.size());
    for (const std::string& text : condition.texts) out.text(text);
  }
  write_pairs(out, call.parameters);
  write_scales(out, call.scales);
  return {bytes.begin(), bytes.end()};
}

// Written by this very program a moment ago: it is read without doubt.
Call decode_call(const std::string& bytes) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  Call call;
  for (std::string* text : {&call.copy, &call.origin, &call.kind, &call.id, &call.store, &call.data, &call.recipe, &call.needing, &call.offering}) *text = in.text();
  call.year = static_cast<int>(unzigzag(in.varint()));
  call.threads = static_cast<int>(unzigzag(in.varint()));
  for (std::uint64_t left = in.varint(); left > 0; --left) {
    TextCondition condition{in.text(), {}};
    for (std::uint64_t texts = in.varint(); texts > 0; --texts) condition.texts.push_back(in.text());
    call.territory.push_back(std::move(condition));
  }
  for (std::uint64_t left = in.varint(); left > 0; --left) {
    const std::string name = in.text();
    call.parameters[name] = in.text();
  }
  call.scales = read_scales(in);
  return call;
}

Result<Call> call_of(const Extension& extension, const RunContext& context, const Arguments& parameters) {
  if (context.store == nullptr) return make_error("EXT-007", tr_format("\"{0}\" runs in a process of its own and needs a store", extension.id), {});
  Call call{extension.copy.string(), extension.origin, extension.kind, extension.id, context.store->file().string(), {}, context.year,
            context.threads, {}, parameters, {}, context.registry_recipe, {}, {}};
  OPORA_ASSIGN(call.data, data_digest(*context.store));
  for (const Condition& condition : context.territory) {
    auto texts = text_condition(condition);
    if (!texts) return make_error("EXT-007", tr_format("\"{0}\" runs in a process of its own and cannot see this territory", extension.id), {});
    call.territory.push_back(*std::move(texts));
  }
  if (context.shared) call.scales = context.shared->scales();
  return call;
}

Result<std::string> in_worker(const Extension& extension, const RunContext& context, const Arguments& parameters, const MatchSides& sides = {}) {
  OPORA_ASSIGN(Call call, call_of(extension, context, parameters));
  if (extension.kind == OPORA_KIND_MATCHING) call.needing = encode_frame(sides.needing), call.offering = encode_frame(sides.offering);
  const CallLimits& given = extension.isolated->limits;
  ChildLimits limits;
  limits.wall = given.wall;
  limits.processor = given.wall * std::max(1, context.threads);
  limits.address_space = given.memory;
  limits.open_files = 64;
  limits.cancelled = context.cancelled;
  ChildOutcome outcome = run_worker(kCallJob, encode_call(call), limits);
  if (outcome.end == ChildEnd::kCancelled) return stopped();
  return answer_of(std::move(outcome), extension.origin, limits);
}

Diagnostic named(Diagnostic error, const Extension& extension) {
  error.spans.push_back({extension.origin, {}, 0, {}, {}, {}});
  return error;
}

// Two frames, one after the other.
std::string encode_match(const MatchResult& result) {
  Blob bytes;
  ByteWriter out(bytes);
  out.text(encode_frame(result.pairs));
  out.text(encode_frame(result.unmatched));
  return {bytes.begin(), bytes.end()};
}

Result<MatchResult> decode_match(std::string_view bytes) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  const std::string pairs = in.text(), unmatched = in.text();
  MatchResult result;
  OPORA_ASSIGN(result.pairs, decode_frame(pairs));
  OPORA_ASSIGN(result.unmatched, decode_frame(unmatched));
  return result;
}

Result<std::string> result_of(const Call& call, const Extension& extension, const RunContext& context) {
  if (call.kind == OPORA_KIND_INDICATOR) {
    OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(extension));
    const std::unique_ptr<FactSource> facts = facts_of(*context.store, context.territory, context.shared);
    OPORA_ASSIGN(const Frame frame, indicator->compute_on(*facts, context, call.parameters));
    return encode_frame(frame);
  }
  if (call.kind == OPORA_KIND_MATCHING) {
    OPORA_ASSIGN(const std::unique_ptr<Matching> matching, Matching::of(extension));
    MatchSides sides;
    OPORA_ASSIGN(sides.needing, decode_frame(call.needing));
    OPORA_ASSIGN(sides.offering, decode_frame(call.offering));
    const std::unique_ptr<FactSource> facts = facts_of(*context.store, context.territory, context.shared);
    OPORA_ASSIGN(const MatchResult found, matching->match_on(*facts, context, call.parameters, sides));
    return encode_match(found);
  }
  OPORA_ASSIGN(const std::unique_ptr<Methodology> methodology, Methodology::of(extension));
  OPORA_ASSIGN(const DecisionSet decisions, methodology->run(context, call.parameters));
  return encode_decisions(decisions, call.threads);
}

}  // namespace

Result<DecisionSet> decide_isolated(const Extension& extension, const RunContext& context, const Arguments& parameters) {
  OPORA_ASSIGN(const std::string bytes, in_worker(extension, context, parameters));
  Result<DecisionSet> decisions = decode_decisions(result_in(bytes, context.warnings));
  return decisions.ok() ? std::move(decisions) : Result<DecisionSet>(named(decisions.take_error(), extension));
}

Result<Frame> compute_isolated(const Extension& extension, const RunContext& context, const Arguments& parameters) {
  OPORA_ASSIGN(const std::string bytes, in_worker(extension, context, parameters));
  Result<Frame> frame = decode_frame(result_in(bytes, context.warnings));
  return frame.ok() ? std::move(frame) : Result<Frame>(named(frame.take_error(), extension));
}

Result<MatchResult> match_isolated(const Extension& extension, const RunContext& context, const Arguments& parameters, const MatchSides& sides) {
  OPORA_ASSIGN(const std::string bytes, in_worker(extension, context, parameters, sides));
  Result<MatchResult> found = decode_match(result_in(bytes, context.warnings));
  return found.ok() ? std::move(found) : Result<MatchResult>(named(found.take_error(), extension));
}

Result<std::string> serve_call(const std::string& request, Result<Registry> (*registry_of)(const std::string&)) {
  const Call call = decode_call(request);
  OPORA_ASSIGN(const Store store, Store::open(call.store, OpenMode::kReadOnly));
  OPORA_ASSIGN(const Snapshot snapshot, Snapshot::take(store));
  OPORA_ASSIGN(const std::string data, data_digest(store));
  if (data != call.data)
    return make_error("STORE-014", tr("the store was changed while the run was being computed"), tr("repeat the run: opora run …"));
  forbid_writing();
  Registry registry;
  if (!call.recipe.empty()) {
    OPORA_ASSIGN(registry, registry_of(call.recipe));
  }
  OPORA_ASSIGN(const std::shared_ptr<NativeLibrary> library, load_native(call.copy, call.origin));
  OPORA_ASSIGN(const Extension extension, native_extension(library, call.kind, call.id, call.origin));
  RunContext context;
  context.store = &store;
  context.year = call.year;
  context.threads = call.threads;
  for (const TextCondition& condition : call.territory) context.territory.push_back(condition_of(condition));
  context.registry = call.recipe.empty() ? nullptr : &registry;
  context.shared = std::make_shared<SharedFrames>(call.scales);
  Warnings warnings;
  context.warnings = &warnings;
  OPORA_ASSIGN(const std::string result, result_of(call, extension, context));
  return with_warnings(warnings.all(), result);
}

}  // namespace opora
