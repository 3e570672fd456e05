#include <filesystem>
#include <iostream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/pack_text.h"
#include "engine/pack_explanation.h"
#include "engine/pack_place.h"
#include "engine/pack_tests.h"

namespace opora {
namespace {

using Words = std::vector<std::string>;

std::vector<std::string> many(const Values& values, const char* name) {
  return optional_value<std::vector<std::string>>(values, name).value_or(std::vector<std::string>{});
}

Result<int> test(const Session& session, const Words& words, const Values& values) {
  OPORA_ASSIGN(const PlacedPack placed, place_pack(words[1], session.regions));
  OPORA_ASSIGN(const PackTestReport report, run_pack_tests(*placed.library, *placed.pack, many(values, "only"), session.threads));
  print_tests(session, report);
  return report.failed() == 0 ? kDone : kFindings;
}

Result<int> check(const Session& session, const Words& words, const Values& values) {
  OPORA_ASSIGN(const std::filesystem::path folder, folder_of_pack(words[1], session.regions));
  return check_folder(session, folder, many(values, "only"));
}

Result<int> explain(const Session& session, const Words& words, const Values& values) {
  const auto year = optional_value<int>(values, "year");
  if (!year) return make_error("CLI-012", tr("say for which year the pack is to be explained"), tr("for example: opora pack explain ru --year 2022"));
  OPORA_ASSIGN(const std::filesystem::path folder, folder_of_pack(words[1], session.regions));
  std::vector<Diagnostic> problems;
  OPORA_TRY(load_pack(folder, problems));
  for (const Diagnostic& problem : problems) std::cerr << (session.json ? render_json(problem) + "\n" : render_terminal(problem, session.colour));
  if (!problems.empty()) return kExtensionFailed;
  OPORA_ASSIGN(const PlacedPack placed, place_pack(words[1], session.regions));
  OPORA_ASSIGN(const PackExplanation explanation, explain_pack(*placed.library, *placed.pack, *year));
  print_explanation(session, explanation);
  return explanation.in_order() ? kDone : kExtensionFailed;
}

// A pack is locked when it is in order: it conforms and passes its tests.
Result<int> write_new_lock(const Session& session, const std::string& word, const PlacedPack& placed) {
  OPORA_ASSIGN(const int checked, check_folder(session, placed.pack->folder, {}));
  if (checked != kDone) return checked;
  OPORA_ASSIGN(const PackTestReport report, run_pack_tests(*placed.library, *placed.pack, {}, session.threads));
  print_tests(session, report);
  if (report.failed() > 0) return kFindings;
  OPORA_TRY(write_lock(*placed.pack));
  print_lock(session, *placed.pack, {LockState::kLocked, {}, {}, {}}, word);
  return kDone;
}

Result<int> lock(const Session& session, const Words& words, const Values& values) {
  OPORA_ASSIGN(const PlacedPack placed, place_pack(words[1], session.regions));
  if (!values["check"].as<bool>()) return write_new_lock(session, words[1], placed);
  OPORA_ASSIGN(const LockReport report, lock_report(*placed.pack));
  print_lock(session, *placed.pack, report, words[1]);
  return report.state == LockState::kLocked ? kDone : kFindings;
}

Result<int> list(const Session& session, const Words&, const Values&) {
  OPORA_ASSIGN(const PackLibrary library, session.open_packs());
  const std::vector<PackSummary> packs = list_packs(library);
  print_packs(session, packs);
  bool all_well = library.broken().empty();
  const auto tell = [&](const Diagnostic& problem) { std::cerr << (session.json ? render_json(problem) + "\n" : render_terminal(problem, session.colour)); };
  for (const PackSummary& pack : packs)
    if (pack.problem) tell(*pack.problem), all_well = false;
  for (const Diagnostic& broken : library.broken()) tell(broken);
  return all_well ? kDone : kFindings;
}

Result<int> coverage(const Session& session, const Words& words, const Values&) {
  std::vector<std::string> commands;
  for (const Command& command : all_commands()) commands.push_back(command.name);
  std::vector<PackCoverage> found;
  if (words.size() > 1) {
    OPORA_ASSIGN(const PlacedPack placed, place_pack(words[1], session.regions));
    found.emplace_back();
    OPORA_ASSIGN(found.back(), pack_coverage(*placed.library, *placed.pack, commands));
  } else {
    OPORA_ASSIGN(const PackLibrary library, session.open_packs());
    for (const Pack& pack : library.packs()) {
      if (!has_coverage(pack)) continue;
      found.emplace_back();
      OPORA_ASSIGN(found.back(), pack_coverage(library, pack, commands));
    }
  }
  bool all_well = true;
  for (const PackCoverage& one : found) {
    print_coverage(session, one);
    all_well = all_well && one.problems.empty();
  }
  if (found.empty()) session.say(tr("No pack has a coverage.csv."));
  return all_well ? kDone : kFindings;
}

struct Verb {
  const char* name;
  std::size_t least, most;  // words after it
  Result<int> (*run)(const Session&, const Words&, const Values&);
};

constexpr Verb kVerbs[] = {
    {"list", 0, 0, &list},
    {"explain", 1, 1, &explain},
    {"test", 1, 1, &test},
    {"check", 1, 1, &check},
    {"lock", 1, 1, &lock},
    {"coverage", 0, 1, &coverage},
    {"new", 1, 2, &new_pack},
};

Result<int> run(const Session& session, const Values& values) {
  const Words words = many(values, "words");
  std::vector<std::string> names;
  for (const Verb& verb : kVerbs) {
    names.emplace_back(verb.name);
    if (!words.empty() && words.front() == verb.name && words.size() > verb.least && words.size() <= verb.most + 1) return verb.run(session, words, values);
  }
  const auto guess = words.empty() ? std::nullopt : nearest(words.front(), names);
  return make_error("CLI-012", tr_format("\"pack {0}\" is not complete or not known", fmt::join(words, " ")),
                    guess && *guess != words.front() ? tr_format("did you mean \"{0}\"?", *guess) : tr("see: opora help pack"));
}

}  // namespace

std::vector<Command> pack_commands() {
  Command command{"pack", tr("packs: lists, explains, tests, locks and makes them"),
                  "opora pack list | explain PACK --year Y | test PACK [--only NAME] | check PACK | lock PACK [--check] | coverage [PACK] | new ID [FOLDER] [--from PACK]",
                  {{"opora pack list", tr("every pack: level, years, number of items and tests, and whether it is as its lock says")},
                   {"opora pack explain ru-smo --year 2019", tr("what holds for the year: file, line of pack.lua, act, and every parameter with its basis")},
                   {"opora pack test ru-smo", tr("every test of the pack: what was expected, what came out, and why")},
                   {"opora pack check regions/ru-smo", tr("whether the pack keeps to the contract; the same as opora check")},
                   {"opora pack lock ru-smo", tr("checks and tests, then writes down what each file holds; a later change is told and does not run")},
                   {"opora pack lock ru-smo --check", tr("what has changed since")},
                   {"opora pack coverage ru-smo", tr("what the region's programme demands, and what serves it")},
                   {"opora pack new ru-xxx --from ru-smo", tr("a copy of a pack under another id, ready to run and to edit")},
                   {"opora pack new my-region", tr("a folder my-region with pack.lua and one methodology, ready to run")}},
                  {}, "words", -1, run};
  command.flags.add_options()
      ("words", options::value<std::vector<std::string>>(), "")
      ("year", options::value<int>(), tr("with explain: the year"))
      ("only", options::value<std::vector<std::string>>()->composing(), tr("with test and check: this one only; may be given several times"))
      ("check", options::bool_switch(), tr("with lock: write nothing, say what differs"))
      ("from", options::value<std::string>()->default_value(""), tr("with new: the pack to copy; its copy is made beside it"));
  return {command};
}

}  // namespace opora
