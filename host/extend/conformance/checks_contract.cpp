// Group "contract": descriptions, parameters, failures, cancellation, instances, handles, threads.
#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "base/messages.h"
#include "extend/conformance/calls.h"
#include "extend/indicator.h"
#include "extend/service_values.h"

namespace opora::conformance {
namespace {

using Clock = std::chrono::steady_clock;

constexpr FactShape kSmall{4, 12, 2, 60, 0, Values::kUsual, Texts::kPlain};
constexpr int kMostSteps = 40;  // places at which a call is made to fail
constexpr std::chrono::milliseconds kPrompt{500};

FrameFacts small_facts(const Subject& subject, const Extension& extension, std::uint64_t seed) {
  return make_facts(seed, subject.year, kSmall, vocabulary_of(parameters_of(extension)));
}

// --- descriptions --------------------------------------------------------------------------------

Finding describes(const Subject& subject, const Setting&) {
  return each_extension(subject, [](const Opened&, const Extension& extension) {
    if (extension.kind == OPORA_KIND_INDICATOR) {
      const auto indicator = Indicator::of(extension);
      return indicator.ok() ? passed() : failed(indicator.error());
    }
    if (extension.kind == OPORA_KIND_MATCHING) {
      const auto matching = Matching::of(extension);
      return matching.ok() ? passed() : failed(matching.error());
    }
    const auto methodology = Methodology::of(extension);
    return methodology.ok() ? passed() : failed(methodology.error());
  });
}

template <class Kind>
Finding complete(const Kind& given, bool has_verb) {
  if (given.struct_size % 8 != 0 || given.struct_size > (64U << 10)) return failed(tr_format("its table states a size of {0} bytes; set it to sizeof", given.struct_size));
  if (given.count == 0) return failed(tr("its table offers nothing: count is 0"));
  if ((given.create == nullptr) != (given.destroy == nullptr)) return failed(tr("create() and destroy() are there together, or not at all"));
  return has_verb ? passed() : failed(tr("the table of the kind has no functions"));
}

Finding tables_complete(const Subject& subject, const Setting&) {
  return each_extension(subject, [](const Opened&, const Extension& extension) {
    if (extension.kind == OPORA_KIND_INDICATOR) {
      const auto& table = *static_cast<const opora_indicator_kind*>(extension.table);
      return complete(table, table.compute != nullptr);
    }
    if (extension.kind == OPORA_KIND_MATCHING) {
      const auto& table = *static_cast<const opora_matching_kind*>(extension.table);
      return complete(table, table.match != nullptr);
    }
    const auto& table = *static_cast<const opora_methodology_kind*>(extension.table);
    return complete(table, table.decide != nullptr);
  });
}

// What an indicator and a matching say of themselves.
template <class Info>
Lines info_lines(const Info& info) {
  Lines lines = info.inputs;
  lines.push_back(info.title);
  for (const OutputColumn& one : info.outputs)
    lines.push_back(fmt::format("{} {} {} {}", one.name, static_cast<int>(one.type), one.title, one.unit));
  return lines;
}

Lines description_lines(const Extension& extension) {
  Lines lines;
  if (extension.kind == OPORA_KIND_INDICATOR) {
    if (const auto indicator = Indicator::of(extension); indicator.ok()) lines = info_lines((*indicator)->info());
  } else if (extension.kind == OPORA_KIND_MATCHING) {
    if (const auto matching = Matching::of(extension); matching.ok()) lines = info_lines((*matching)->info());
  } else if (const auto methodology = Methodology::of(extension); methodology.ok()) {
    lines = (*methodology)->info().inputs;
    lines.push_back((*methodology)->info().title + " " + (*methodology)->info().category + " " + (*methodology)->info().each);
  }
  for (const Parameter& one : parameters_of(extension))
    lines.push_back(fmt::format("{} {} {} {} {} {}", one.name, one.value, one.basis, one.title, one.minimum.value_or(0), one.maximum.value_or(0)));
  return lines;
}

Finding describe_stable(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    const Lines before = description_lines(extension);
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    (void)raw_call(extension, facts, options_of(subject, opened));
    const std::string changed = difference(before, description_lines(extension));
    return changed.empty() ? passed() : failed(tr_format("its description changes while it is loaded: {0}; describe() gives the same each time", changed));
  });
}

Finding ids_in_order(const Subject& subject, const Setting&) {
  std::set<std::pair<std::string, std::string>> seen;
  return each_extension(subject, [&](const Opened&, const Extension& extension) {
    if (!seen.emplace(extension.kind, extension.id).second) return failed(tr_format("two extensions have the id \"{0}\"; give one of them another", extension.id));
    if (extension.id.empty() || extension.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
      return failed(tr_format("\"{0}\" is no id of an extension: small letters, digits and -", extension.id));
    return passed();
  });
}

Finding parameters_explained(const Subject& subject, const Setting&) {
  return each_extension(subject, [](const Opened&, const Extension& extension) {
    for (const Parameter& parameter : parameters_of(extension)) {
      if (parameter.title.empty()) return warning(tr_format("the parameter '{0}' has no title for people", parameter.name));
      if (extension.kind != OPORA_KIND_INDICATOR && parameter.basis.empty())
        return warning(tr_format("the parameter '{0}' names no act or decision as its basis", parameter.name));
    }
    return passed();
  });
}

// --- parameters ----------------------------------------------------------------------------------

std::vector<std::string> borders_of(const Parameter& parameter) {
  if (parameter.type == ParameterType::kChoice) return parameter.choices;
  if (parameter.type == ParameterType::kFlag) return {"true", "false"};
  if (parameter.type == ParameterType::kScale) return {parameter.value};
  const double low = parameter.minimum.value_or(0), high = parameter.maximum.value_or(parameter.type == ParameterType::kPercent ? 100 : 1000);
  return {fmt::format("{}", low), fmt::format("{}", high)};
}

Finding parameter_borders(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    for (const Parameter& parameter : parameters_of(extension))
      for (const std::string& value : borders_of(parameter)) {
        CallOptions options = options_of(subject, opened);
        options.parameters[parameter.name] = value;
        if (const std::string wrong = misbehaviour(extension, facts, options); !wrong.empty())
          return failed(tr_format("with {0} = {1}: {2}", parameter.name, value, wrong));
      }
    return passed();
  });
}

Finding wrong_parameters(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    std::vector<std::pair<std::string, std::string>> wrong = {{"no_such_parameter", "1"}};
    for (const Parameter& parameter : parameters_of(extension)) {
      wrong.emplace_back(parameter.name, "not a value");
      if (parameter.maximum) wrong.emplace_back(parameter.name, fmt::format("{:.0f}", *parameter.maximum + 1));
      if (parameter.minimum) wrong.emplace_back(parameter.name, fmt::format("{:.0f}", *parameter.minimum - 1));
    }
    for (const auto& [name, value] : wrong) {
      CallOptions options = options_of(subject, opened);
      options.parameters[name] = value;
      if (compute(extension, facts, options).ok()) return failed(tr_format("{0} = {1} is accepted", name, value));
    }
    return passed();
  });
}

// --- failures and cancellation -------------------------------------------------------------------

Finding failures_passed_on(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    (void)raw_call(extension, facts, options_of(subject, opened));
    const int requests = std::min(facts.requests, kMostSteps);
    for (int at = 1; at <= requests; ++at) {
      facts.requests = 0, facts.fails_at = at;
      const RawResult raw = raw_call(extension, facts, options_of(subject, opened));
      if (raw.status == OPORA_OK) return failed(tr_format("request {0} for facts failed, and it returns OPORA_OK all the same; return the status of a failed service", at));
      if (raw.ended.error().code != kInducedFailure)
        return failed(tr_format("request {0} for facts failed, and it reports something else: {1}", at, words_of(raw.ended.error())));
    }
    return requests == 0 ? skipped(tr("it asks for no facts")) : passed();
  });
}

bool was_cancelled(const RawResult& raw) { return !raw.ended.ok() && raw.ended.error().code == "LUA-039"; }

Finding cancel_honoured(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    CallOptions options = options_of(subject, opened);
    options.cancelled = [] { return true; };
    const auto start = Clock::now();
    const RawResult raw = raw_call(extension, facts, options);
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    if (spent > kPrompt) return failed(tr_format("cancelled before it began, it goes on for {0} ms; ask opora.cancel/1 in loops of your own", spent.count()));
    if (!raw.ended.ok() && !was_cancelled(raw)) return failed(tr_format("cancelled, it reports a failure: {0}", words_of(raw.ended.error())));
    return passed();
  });
}

Finding cancel_anywhere(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    int asked = 0, from = 0;
    CallOptions options = options_of(subject, opened);
    options.cancelled = [&] { return ++asked >= from && from > 0; };
    (void)raw_call(extension, facts, options);
    const int steps = asked, stride = std::max(1, steps / kMostSteps);
    for (int at = 1; at <= steps; at += stride) {
      asked = 0, from = at;
      const RawResult raw = raw_call(extension, facts, options);
      if (raw.status == OPORA_OK && raw.ended.ok())
        return failed(tr_format("cancelled at service call {0} of {1}, it returns a result; return the status of a failed service", at, steps));
      if (!was_cancelled(raw)) return failed(tr_format("cancelled at service call {0}, it reports a failure: {1}", at, words_of(raw.ended.error())));
    }
    return passed();
  });
}

// --- instances, handles, threads -----------------------------------------------------------------

Finding same_or_failed(const Result<Lines>& alone, const Result<Lines>& found, const char* when) {
  if (alone.ok() != found.ok()) return failed(tr_format("{0}: {1}", tr(when), words_of((alone.ok() ? found : alone).error())));
  if (!alone.ok()) return passed();
  const std::string changed = difference(*alone, *found);
  return changed.empty() ? passed() : failed(tr_format("{0} the result differs: {1}; let nothing outlive a call, and use neither time, chance nor addresses", tr(when), changed));
}

Finding instances_independent(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    if (extension.kind != OPORA_KIND_INDICATOR) return passed();
    const auto kind = read_struct(static_cast<const opora_indicator_kind*>(extension.table));
    if (!kind.ok() || kind->create == nullptr || kind->destroy == nullptr) return skipped(tr("it has no instances"));
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    const CallOptions options = options_of(subject, opened);
    const Result<Lines> alone = compute(extension, facts, options);
    // Another instance lives meanwhile, and has ended before the second comparison.
    CallScope scope;
    scope.origin = extension.origin;
    opora_call call(std::move(scope));
    void* other = nullptr;
    if (kind->create(kind->self, extension.index, &call, &other) != OPORA_OK) return failed(tr("a second instance cannot be made"));
    const Finding beside = same_or_failed(alone, compute(extension, facts, options), tr_later("beside another instance"));
    kind->destroy(kind->self, other);
    if (beside.outcome != Outcome::kPassed) return beside;
    return same_or_failed(alone, compute(extension, facts, options), tr_later("after another instance"));
  });
}

Finding handles_end(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    const CallOptions options = options_of(subject, opened);
    const std::vector<Parameter> values = parameters_of(extension);
    // The first call's object stays, so that none of its handles comes back for another thing.
    Verdicts verdicts("checked"), later("checked");
    const auto first = make_call(extension, facts, options, verdicts, values, input_names());
    const auto second = make_call(extension, facts, options, later, values, input_names());
    (void)bare_call(extension, *first, options.year, sides_of(facts));
    const Status ended = second->ended(bare_call(extension, *second, options.year, sides_of(facts)));
    if (!ended.ok() && ended.error().code == "ABI-010") return failed(tr_format("it keeps a handle beyond its call: {0}", words_of(ended.error())));
    return passed();
  });
}

Finding on_another_thread(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    const CallOptions options = options_of(subject, opened);
    const Result<Lines> alone = compute(extension, facts, options);
    std::optional<Result<Lines>> other;
    std::thread([&] { other.emplace(compute(extension, facts, options)); }).join();
    return same_or_failed(alone, *other, tr_later("on another thread"));
  });
}

Finding concurrent_calls(const Subject& subject, const Setting& setting) {
  constexpr int kThreads = 3, kCalls = 6;
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    const CallOptions options = options_of(subject, opened);
    FrameFacts facts = small_facts(subject, extension, setting.seed);
    const Result<Lines> alone = compute(extension, facts, options);
    std::vector<Finding> findings(kThreads);
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t, own = facts]() mutable {
        for (int i = 0; i < kCalls && findings[static_cast<std::size_t>(t)].outcome == Outcome::kPassed; ++i)
          findings[static_cast<std::size_t>(t)] = same_or_failed(alone, compute(extension, own, options), tr_later("beside calls on other threads"));
      });
    for (std::thread& thread : threads) thread.join();
    for (Finding& finding : findings)
      if (finding.outcome != Outcome::kPassed) return std::move(finding);
    return passed();
  });
}

}  // namespace

std::vector<Check> contract_checks() {
  const auto kContract = Group::kContract;
  return {
      {"tables-complete", kContract, kNative, tr_later("the tables of the kinds are whole"), "kinds-answer", &tables_complete},
      {"describes", kContract, kExtension, tr_later("every extension describes itself properly"), "starts", &describes},
      {"ids-in-order", kContract, kExtension, tr_later("ids are well formed, and none is there twice"), "describes", &ids_in_order},
      {"parameters-explained", kContract, kExtension, tr_later("parameters have titles, those of methodologies and matchings a legal basis"), "describes", &parameters_explained},
      {"calls-succeed", kContract, kExtension, tr_later("it computes on generated data"), "describes",
       [](const Subject& subject, const Setting& setting) {
         return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
           FrameFacts facts = small_facts(subject, extension, setting.seed);
           const RawResult raw = raw_call(extension, facts, options_of(subject, opened));
           if (raw.ended.ok()) return passed();
           const bool needs_pack = raw.ended.error().code == "LUA-055" && opened.indicators == nullptr;
           return needs_pack ? skipped(tr_format("{0}: {1}; the check of its pack computes it", extension.id, raw.ended.error().message)) : failed(raw.ended.error());
         });
       }},
      {"describe-stable", kContract, kExtension, tr_later("the description is the same before and after a call"), "calls-succeed", &describe_stable},
      {"parameter-borders", kContract, kExtension, tr_later("it works at the borders of its parameters and with every choice"), "calls-succeed", &parameter_borders},
      {"wrong-parameters-refused", kContract, kExtension, tr_later("unknown parameters and values out of range are refused"), "calls-succeed", &wrong_parameters},
      {"failures-passed-on", kContract, kExtension, tr_later("a service that fails makes the call fail, with the service's words"), "calls-succeed", &failures_passed_on},
      {"cancel-honoured", kContract, kExtension, tr_later("a cancelled call ends promptly and without a result"), "calls-succeed", &cancel_honoured},
      {"cancel-anywhere", kContract, kExtension, tr_later("a call can be cancelled at any step"), "calls-succeed", &cancel_anywhere},
      {"instances-independent", kContract, kNative, tr_later("instances do not know of each other"), "calls-succeed", &instances_independent},
      {"handles-end-with-call", kContract, kNative, tr_later("no handle is used after its call"), "calls-succeed", &handles_end},
      {"any-thread", kContract, kExtension, tr_later("a call on another thread gives the same"), "calls-succeed", &on_another_thread},
      {"concurrent-calls", kContract, kExtension, tr_later("calls on several threads at once give the same"), "calls-succeed", &concurrent_calls},
  };
}

}  // namespace opora::conformance
