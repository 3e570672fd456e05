#include "extend/conformance/runner.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "extend/child_process.h"

namespace opora::conformance {
namespace {

constexpr unsigned int kOutcomes = static_cast<unsigned int>(Outcome::kCrashed) + 1;
constexpr std::uint64_t kMemory = std::uint64_t{2} << 30;

Finding crashed(std::string message, const ChildOutcome& outcome) {
  if (!outcome.output.empty() && is_utf8(outcome.output)) message += "; " + tr_format("it printed: {0}", outcome.output.substr(0, outcome.output.find('\n')));
  return {Outcome::kCrashed, std::move(message)};
}

Finding garbled() { return failed(tr("its answer is damaged; an extension writes to no descriptor that it has not opened")); }

// The child ran foreign code: what it says is an outcome, or it is nothing.
Finding finding_in(const std::string& answer) {
  const unsigned int outcome = answer.empty() ? kOutcomes : static_cast<unsigned char>(answer[0]) - unsigned{'0'};
  return outcome < kOutcomes && is_utf8(answer) ? Finding{static_cast<Outcome>(outcome), answer.substr(1)} : garbled();
}

Finding finding_of(const ChildOutcome& outcome, const char* check, const RunOptions& options) {
  switch (outcome.end) {
    case ChildEnd::kDone: return finding_in(outcome.answer);
    case ChildEnd::kCrashed:
      return crashed(tr_format("the process ended with {0}; see it in a debugger: opora check FILE --only {1} --in-process", signal_name(outcome.signal), check),
                     outcome);
    case ChildEnd::kExited:
      return crashed(tr_format("the extension ended the process: exit({0}); return a status instead", outcome.exit_code), outcome);
    case ChildEnd::kTimedOut:
      return failed(tr_format("it did not end within {0} seconds; end its loops, or give it more: --time-limit",
                              std::chrono::duration<double>(options.time_limit).count()));
    case ChildEnd::kOutOfMemory: return failed(tr_format("it needs more than {0} MB of memory; hold less at a time", kMemory >> 20));
    case ChildEnd::kGarbled: return garbled();
    case ChildEnd::kFailed:
    case ChildEnd::kCancelled:
    case ChildEnd::kNotStarted: break;
  }
  return failed(outcome.diagnostic);
}

Finding run_guarded(const Check& check, const Subject& subject, const Setting& setting) {
  try {
    return check.run(subject, setting);
  } catch (const std::exception& error) {
    return failed(tr_format("something was thrown that the extension should have caught and reported: {0}", error.what()));
  }
}

Finding run_one(const Check& check, const Subject& subject, const RunOptions& options, std::chrono::microseconds& wall) {
  const Setting setting{options.seed};
  if (options.in_process) return run_guarded(check, subject, setting);
  ChildLimits limits;
  limits.wall = options.time_limit;
  limits.address_space = kMemory;
  limits.file_size = 1 << 20;
  const auto work = [&]() -> Result<std::string> {
    const Finding finding = run_guarded(check, subject, setting);
    return std::to_string(static_cast<int>(finding.outcome)) + finding.message;
  };
  const ChildOutcome outcome = run_in_child(work, limits);
  wall = outcome.wall;
  return finding_of(outcome, check.id, options);
}

bool wanted(const Check& check, const Subject& subject, const RunOptions& options) {
  if ((check.forms & subject.form) == 0) return false;
  return options.only.empty() || std::find(options.only.begin(), options.only.end(), check.id) != options.only.end();
}

// The result without which `check` says nothing, when it is not good.
const CheckResult* missing(const Check& check, const std::vector<CheckResult>& results) {
  for (const CheckResult& result : results)
    if (result.id == check.needs && result.finding.outcome != Outcome::kPassed && result.finding.outcome != Outcome::kWarning) return &result;
  return nullptr;
}

}  // namespace

int SubjectReport::count(Outcome outcome) const {
  return static_cast<int>(std::count_if(results.begin(), results.end(), [&](const CheckResult& r) { return r.finding.outcome == outcome; }));
}

SubjectReport run_checks(const Subject& subject, const std::vector<Check>& checks, const RunOptions& options) {
  SubjectReport report{subject.name, {}};
  for (const Check& check : checks) {
    if (!wanted(check, subject, options)) continue;
    CheckResult result{check.id, check.group, {}, {}, std::chrono::microseconds(0)};
    if (const CheckResult* before = missing(check, report.results)) {
      result.waits_for = before->waits_for.empty() ? before->id : before->waits_for;
      result.finding = skipped(tr_format("says nothing as long as {0} does not pass", result.waits_for));
    } else {
      result.finding = run_one(check, subject, options, result.wall);
    }
    report.results.push_back(std::move(result));
  }
  return report;
}

}  // namespace opora::conformance
