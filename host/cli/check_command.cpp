#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "engine/conformance.h"

namespace opora {
namespace {

using conformance::CheckResult;
using conformance::Group;
using conformance::Outcome;
using conformance::SubjectReport;

constexpr Outcome kOutcomes[] = {Outcome::kPassed, Outcome::kWarning, Outcome::kSkipped, Outcome::kFailed, Outcome::kCrashed};
constexpr Group kGroups[] = {Group::kPack, Group::kLoad, Group::kContract, Group::kData, Group::kStress};

std::string word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed: return tr("passed");
    case Outcome::kWarning: return tr("warning");
    case Outcome::kSkipped: return tr("skipped");
    case Outcome::kFailed: return tr("failed");
    case Outcome::kCrashed: break;
  }
  return tr("crashed");
}

std::string painted(const Session& session, Outcome outcome, const std::string& text) {
  if (!session.colour) return text;
  const char* colour = outcome == Outcome::kPassed ? "\x1b[32m" : outcome == Outcome::kSkipped ? "\x1b[2m" : outcome == Outcome::kWarning ? "\x1b[33m" : "\x1b[31m";
  return colour + text + "\x1b[0m";
}

std::string description_of(const std::string& id) {
  static const std::vector<conformance::Check> checks = all_checks();
  for (const conformance::Check& check : checks)
    if (check.id == id) return tr(check.description);
  return {};
}

// "22 passed, 1 failed", of the outcomes that there are.
template <class Count>
std::string counts_text(const Session& session, Count&& count) {
  std::string text;
  for (const Outcome outcome : kOutcomes)
    if (const int n = count(outcome); n > 0) text += (text.empty() ? "" : ", ") + painted(session, outcome, std::to_string(n) + " " + word_of(outcome));
  return text;
}

// Checks that could not say anything because of another one, a line for each such one.
void print_waiting(const Session& session, const SubjectReport& report, Group group) {
  std::map<std::string, std::string> waiting;
  for (const CheckResult& result : report.results) {
    if (result.group != group || result.waits_for.empty()) continue;
    std::string& names = waiting[result.waits_for];
    names += (names.empty() ? "" : ", ") + result.id;
  }
  for (const auto& [cause, names] : waiting)
    std::cout << "    " << painted(session, Outcome::kSkipped, tr_format("skipped until {0} passes: {1}", cause, names)) << "\n";
}

void print_group(const Session& session, const SubjectReport& report, Group group, bool all) {
  const auto count = [&](Outcome outcome) {
    return static_cast<int>(std::count_if(report.results.begin(), report.results.end(),
                                          [&](const CheckResult& r) { return r.group == group && r.finding.outcome == outcome; }));
  };
  const std::string counts = counts_text(session, count);
  if (counts.empty()) return;
  std::cout << "  " << fit(name_of(group), 9) << " " << counts << "\n";
  for (const CheckResult& result : report.results) {
    if (result.group != group || !result.waits_for.empty() || (result.finding.outcome == Outcome::kPassed && !all)) continue;
    std::cout << "    " << painted(session, result.finding.outcome, word_of(result.finding.outcome)) << " " << result.id << ": "
              << description_of(result.id) << "\n";
    if (!result.finding.message.empty()) std::cout << "      " << result.finding.message << "\n";
  }
  print_waiting(session, report, group);
}

void print_json(const ConformanceReport& report) {
  for (const SubjectReport& subject : report.subjects)
    for (const CheckResult& result : subject.results) {
      nlohmann::ordered_json line = {{"subject", subject.subject}, {"check", result.id}, {"group", name_of(result.group)},
                                     {"outcome", name_of(result.finding.outcome)}};
      if (!result.finding.message.empty()) line["message"] = result.finding.message;
      if (!result.waits_for.empty()) line["waits_for"] = result.waits_for;
      line["microseconds"] = result.wall.count();
      std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    }
  nlohmann::ordered_json sum = {{"seed", report.seed}, {"conforms", report.conforms()}};
  for (const Outcome outcome : kOutcomes) sum[name_of(outcome)] = report.count(outcome);
  std::cout << sum.dump() << "\n";
}

void print_text(const Session& session, const ConformanceReport& report, bool all) {
  for (const SubjectReport& subject : report.subjects) {
    std::cout << subject.subject << "\n";
    for (const Group group : kGroups) print_group(session, subject, group, all);
  }
  std::cout << (report.conforms() ? tr("It conforms.") : tr("It does not conform.")) << " "
            << counts_text(session, [&](Outcome outcome) { return report.count(outcome); }) << "; "
            << tr_format("seed {0}", report.seed) << "\n";
}

int list_checks(const Session& session) {
  for (const conformance::Check& check : all_checks()) {
    std::string forms;
    for (const auto& [form, word] : {std::pair{conformance::kNative, "so"}, {conformance::kScript, "lua"}, {conformance::kPack, "pack"}})
      if ((check.forms & form) != 0) forms += (forms.empty() ? "" : ",") + std::string(word);
    if (session.json)
      std::cout << nlohmann::ordered_json({{"check", check.id}, {"group", name_of(check.group)}, {"applies", forms}, {"description", check.description}}).dump() << "\n";
    else
      std::cout << fit(check.id, 26) << fit(name_of(check.group), 10) << fit(forms, 8) << tr(check.description) << "\n";
  }
  return kDone;
}

Result<int> told(const Session& session, const ConformanceReport& report, bool all) {
  if (session.json) print_json(report);
  else print_text(session, report, all);
  if (report.count(Outcome::kCrashed) > 0) return kExtensionFailed;
  return report.conforms() ? kDone : kFindings;
}

Result<int> check(const Session& session, const Values& values) {
  if (values.count("list") != 0) return list_checks(session);
  if (values.count("path") == 0) return make_error("CLI-002", tr("say what is to be checked"), tr("see: opora help check"));
  ConformanceRequest request;
  request.path = values["path"].as<std::string>();
  request.shared_library = installation().data / "scripts";
  request.seed = optional_value<std::uint64_t>(values, "seed");
  request.options.only = optional_value<std::vector<std::string>>(values, "only").value_or(std::vector<std::string>{});
  request.options.in_process = values.count("in-process") != 0;
  request.options.time_limit = std::chrono::milliseconds(static_cast<int>(values["time-limit"].as<double>() * 1000));
  OPORA_ASSIGN(const ConformanceReport report, check_conformance(request));
  return told(session, report, values.count("all") != 0);
}

}  // namespace

Result<int> check_folder(const Session& session, const std::filesystem::path& folder, const std::vector<std::string>& only) {
  ConformanceRequest request;
  request.path = folder;
  request.shared_library = installation().data / "scripts";
  request.options.only = only;
  OPORA_ASSIGN(const ConformanceReport report, check_conformance(request));
  return told(session, report, false);
}

std::vector<Command> check_commands() {
  Command command{"check", tr("checks that a plugin, a script or a pack keeps to the contract"),
                  "opora check PATH [--only ID …] [--seed N] [--all] [--in-process] | opora check --list",
                  {{"opora check hello.so", tr("every check that applies, each in a process of its own")},
                   {"opora check regions/ru", tr("a pack, and each script and plugin that it names")},
                   {"opora check hello.so --only fuzz-facts --seed 7", tr("one check again, with the same random data")},
                   {"gdb --args opora check hello.so --only calls-succeed --in-process", tr("in a debugger")},
                   {"opora check --list", tr("what is checked")}},
                  {}, "path", 1, check};
  command.flags.add_options()
      ("path", options::value<std::string>(), "")
      ("only", options::value<std::vector<std::string>>()->composing(), tr("this check only; may be given several times"))
      ("seed", options::value<std::uint64_t>(), tr("of the random data; else it follows from the file"))
      ("all", tr("names the checks that passed, too"))
      ("in-process", tr("without a process for each check: for a debugger"))
      ("time-limit", options::value<double>()->default_value(20), tr("seconds that one check may take"))
      ("list", tr("the checks, what each demands and to what it applies"));
  return {command};
}

}  // namespace opora
