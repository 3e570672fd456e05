#include "cli/pack_text.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using nlohmann::ordered_json;

void print_line(const ordered_json& line) { std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n"; }

std::string painted(const Session& session, const char* colour, const std::string& text) {
  return session.colour ? colour + text + "\x1b[0m" : text;
}

// --- test ----------------------------------------------------------------------------------------

ordered_json json_of(const DecisionDifference& d) {
  ordered_json j = {{"category", d.category}, {"school", d.school}, {"expected", d.expected}, {"got", d.got}};
  if (d.line > 0) j["line"] = d.line;
  if (!d.check.empty()) j["check"] = d.check;
  if (!d.checks.empty()) j["checks"] = d.checks;
  return j;
}

ordered_json json_of(const PackTestResult& test) {
  ordered_json j = {{"test", test.name}, {"title", test.title}, {"year", test.year}, {"passed", test.passed()}, {"expected", test.expected},
                    {"differences", ordered_json::array()}, {"errors", ordered_json::array()}};
  for (const DecisionDifference& d : test.differences) j["differences"].push_back(json_of(d));
  for (const Diagnostic& error : test.errors) j["errors"].push_back(ordered_json::parse(render_json(error)));
  return j;
}

void print_difference(const DecisionDifference& d) {
  std::string what = d.category;
  for (const std::string* part : {&d.school, &d.check})
    if (!part->empty()) what += ", " + *part;
  std::cout << "    " << what << (d.line > 0 ? "  (expected.csv:" + std::to_string(d.line) + ")" : std::string()) << "\n"
            << "      " << fit(tr("expected"), 11) << d.expected << "\n"
            << "      " << fit(tr("got"), 11) << d.got << "\n";
  for (const std::string& check : d.checks) std::cout << "        " << check << "\n";
}

void print_test(const Session& session, const PackTestResult& test) {
  const std::string word = test.passed() ? painted(session, "\x1b[32m", tr("passed")) : painted(session, "\x1b[31m", tr("failed"));
  std::cout << "  " << word << "  " << test.name << (test.title.empty() ? "" : ": " + test.title) << "\n";
  for (const DecisionDifference& d : test.differences) print_difference(d);
  for (const Diagnostic& error : test.errors) std::cout << render_terminal(error, session.colour);
  if (test.passed()) return;
  for (const Diagnostic& remark : test.remarks) std::cout << render_terminal(remark, session.colour);
}

// --- explain -------------------------------------------------------------------------------------

const char* code_of(LockState state) {
  constexpr const char* kCodes[] = {"draft", "locked", "changed"};
  return kCodes[static_cast<int>(state)];
}

std::string word_of(LockState state) {
  switch (state) {
    case LockState::kDraft: return tr("a draft");  // "draft" alone is a list's
    case LockState::kLocked: return tr("locked");
    case LockState::kChanged: break;
  }
  return tr("changed");
}

std::string word_of_kind(const std::string& kind) {
  return kind == "methodology" ? tr("methodology") : kind == "indicator" ? tr("indicator") : kind == "importer" ? tr("importer") : kind == "report" ? tr("report") : kind == "renderer" ? tr("renderer") : tr("matching");
}

std::string word_of_level(const std::string& level) {
  return level == "federal" ? tr("federal") : level == "region" ? tr("regional") : tr("municipal");
}

std::string file_of(const ExplainedVersion& version) {
  return version.item->source.empty() ? version.item->plugin : "regions/" + version.pack->folder.filename().string() + "/" + version.item->source;
}

std::string place_of(const ExplainedVersion& version) { return manifest_of(*version.pack) + ":" + std::to_string(version.item->line); }

std::string range_of(const Parameter& parameter) {
  if (!parameter.choices.empty()) return fmt::format("{}", fmt::join(parameter.choices, " | "));
  if (parameter.minimum && parameter.maximum) return fmt::format("{} … {}", *parameter.minimum, *parameter.maximum);
  if (parameter.minimum) return fmt::format("≥ {}", *parameter.minimum);
  return parameter.maximum ? fmt::format("≤ {}", *parameter.maximum) : std::string();
}

constexpr const char* kTypes[] = {"percent", "integer", "number", "choice", "flag", "scale"};

std::string dates_of(const Parameter& parameter) {
  if (parameter.valid_from.empty() && parameter.valid_to.empty()) return {};
  return (parameter.valid_from.empty() ? "…" : parameter.valid_from) + " – " + (parameter.valid_to.empty() ? "…" : parameter.valid_to);
}

bool given(const ExplainedItem& item, const Parameter& parameter) {
  return std::find(item.from_pack.begin(), item.from_pack.end(), parameter.name) != item.from_pack.end();
}

void print_parameter(const ExplainedItem& item, const Parameter& parameter) {
  const std::string unit = unit_of(parameter);
  std::cout << "      " << fit(parameter.name, 16) << " " << parameter.value << (unit.empty() ? "" : " " + unit)
            << (given(item, parameter) ? " (" + std::string(tr("of pack.lua")) + ")" : "") << "   " << kTypes[static_cast<int>(parameter.type)];
  if (const std::string range = range_of(parameter); !range.empty()) std::cout << " " << range;
  std::cout << "\n";
  const std::string indent(23, ' ');
  if (!parameter.title.empty()) std::cout << indent << parameter.title << "\n";
  if (const std::string dates = dates_of(parameter); !dates.empty()) std::cout << indent << tr("valid") << ": " << dates << "\n";
  std::cout << indent << tr("basis") << ": " << (parameter.basis.empty() ? tr("none is named") : parameter.basis) << "\n";
}

void print_fact(const char* label, const std::string& text) {
  if (!text.empty()) std::cout << "    " << fit(label, 10) << " " << text << "\n";
}

void print_item(const Session& session, const ExplainedItem& item) {
  std::cout << "\n" << painted(session, "\x1b[1m", word_of_kind(item.kind) + " " + item.id) << (item.category.empty() ? "" : " [" + item.category + "]")
            << (item.title.empty() ? "" : ": " + item.title) << "\n";
  if (item.chosen.item != nullptr) {
    print_fact(tr("file"), file_of(item.chosen));
    print_fact(tr("named in"), place_of(item.chosen) + (item.inherited ? ", " + tr_format("inherited from {0}", item.chosen.pack->id) : std::string()));
    print_fact(tr("valid"), validity_text(*item.chosen.item));
    print_fact(tr("act"), item.chosen.item->reference.empty() ? tr("none is named") : item.chosen.item->reference);
    print_fact(tr("why"), item.why);
  } else {
    for (const ExplainedVersion& other : item.others) print_fact(tr("version"), file_of(other) + ", " + validity_text(*other.item) + ", " + place_of(other));
  }
  for (const Parameter& parameter : item.parameters) print_parameter(item, parameter);
  for (const auto* list : {&item.problems, &item.warnings})
    for (const Diagnostic& problem : *list) std::cout << render_terminal(problem, session.colour);
}

ordered_json json_of(const Parameter& parameter, bool of_pack) {
  ordered_json j = {{"name", parameter.name}, {"type", kTypes[static_cast<int>(parameter.type)]}, {"value", parameter.value}, {"title", parameter.title},
                    {"basis", parameter.basis}, {"from", of_pack ? "pack.lua" : "script"}};
  if (const std::string unit = unit_of(parameter); !unit.empty()) j["unit"] = unit;
  if (!parameter.valid_from.empty()) j["valid_from"] = parameter.valid_from;
  if (!parameter.valid_to.empty()) j["valid_to"] = parameter.valid_to;
  if (parameter.minimum) j["minimum"] = *parameter.minimum;
  if (parameter.maximum) j["maximum"] = *parameter.maximum;
  if (!parameter.choices.empty()) j["choices"] = parameter.choices;
  return j;
}

ordered_json json_of(const ExplainedVersion& version) {
  ordered_json j = {{"pack", version.pack->id}, {"file", file_of(version)}, {"manifest", manifest_of(*version.pack)}, {"line", version.item->line},
                    {"valid_from", version.item->valid_from}};
  if (version.item->valid_to != 0) j["valid_to"] = version.item->valid_to;
  if (!version.item->reference.empty()) j["reference"] = version.item->reference;
  return j;
}

ordered_json json_of(const ExplainedItem& item) {
  ordered_json j = {{"kind", item.kind}, {"item", item.id}, {"title", item.title}};
  if (!item.category.empty()) j["category"] = item.category;
  if (item.chosen.item != nullptr) j["version"] = json_of(item.chosen);
  j.update({{"inherited", item.inherited}, {"why", item.why}, {"others", ordered_json::array()}, {"parameters", ordered_json::array()}, {"problems", ordered_json::array()}});
  for (const ExplainedVersion& other : item.others) j["others"].push_back(json_of(other));
  for (const Parameter& parameter : item.parameters) j["parameters"].push_back(json_of(parameter, given(item, parameter)));
  for (const auto* list : {&item.problems, &item.warnings})
    for (const Diagnostic& problem : *list) j["problems"].push_back(ordered_json::parse(render_json(problem)));
  return j;
}

// --- list ----------------------------------------------------------------------------------------

std::string years_of(const PackSummary& pack) {
  if (pack.first_year == 0) return "—";
  if (pack.last_year == 0) return std::to_string(pack.first_year) + "–";
  return pack.first_year == pack.last_year ? std::to_string(pack.first_year) : fmt::format("{}–{}", pack.first_year, pack.last_year);
}

ordered_json json_of(const PackSummary& pack) {
  ordered_json j = {{"pack", pack.pack->id}, {"name", pack.pack->name}, {"level", pack.pack->level}, {"version", pack.pack->version}};
  if (!pack.pack->extends.empty()) j["extends"] = pack.pack->extends;
  if (pack.first_year != 0) j["valid_from"] = pack.first_year;
  if (pack.last_year != 0) j["valid_to"] = pack.last_year;
  j.update({{"items", pack.items}, {"tests", pack.tests}, {"lock", code_of(pack.lock)}, {"digest", pack.pack->digest}});
  return j;
}

}  // namespace

void print_explanation(const Session& session, const PackExplanation& explanation) {
  const Pack& pack = *explanation.lineage.front();
  if (session.json) {
    ordered_json head = {{"pack", pack.id}, {"version", pack.version}, {"level", pack.level}, {"year", explanation.year}, {"lineage", ordered_json::array()},
                         {"problems", ordered_json::array()}};
    for (std::size_t i = 0; i < explanation.lineage.size(); ++i)
      head["lineage"].push_back({{"pack", explanation.lineage[i]->id}, {"version", explanation.lineage[i]->version}, {"lock", code_of(explanation.locks[i])}});
    for (const Diagnostic& problem : explanation.problems) head["problems"].push_back(ordered_json::parse(render_json(problem)));
    head["organisations"] = ordered_json::array();
    for (const Organisation& one : pack.organisations)
      head["organisations"].push_back({{"id", one.id}, {"name", one.name}, {"level", one.level}, {"role", one.role}, {"part_of", one.part_of},
                                       {"class", one.is_class}, {"aliases", one.aliases}});
    print_line(head);
    for (const ExplainedItem& item : explanation.items) print_line(json_of(item));
    return;
  }
  std::cout << painted(session, "\x1b[1m", pack.id + " " + pack.version) << "  " << pack.name << ", " << explanation.year << "\n";
  for (std::size_t i = 0; i < explanation.lineage.size(); ++i) {
    const Pack& one = *explanation.lineage[i];
    std::cout << "  " << (i == 0 ? "" : std::string(tr("extends")) + " ") << one.id << " " << one.version << ": " << word_of_level(one.level) << ", "
              << word_of(explanation.locks[i]) << "\n";
  }
  for (const Diagnostic& problem : explanation.problems) std::cout << render_terminal(problem, session.colour);
  for (const ExplainedItem& item : explanation.items) print_item(session, item);
  if (pack.organisations.empty()) return;
  std::cout << "\n" << tr("Organisations and how the document calls them") << "\n";
  for (const Organisation& one : pack.organisations)
    std::cout << "  " << one.name << (one.aliases.empty() ? std::string() : fmt::format(" ({})", fmt::join(one.aliases, "; "))) << (one.role.empty() ? "" : ": " + one.role) << "\n";
}

void print_lock(const Session& session, const Pack& pack, const LockReport& report, const std::string& word) {
  if (session.json) {
    print_line({{"pack", pack.id}, {"lock", code_of(report.state)}, {"files", pack.files.size()}, {"changed", report.changed}, {"new", report.added},
                {"missing", report.missing}});
    return;
  }
  if (report.state == LockState::kLocked) std::cout << tr_format("{0} is as its pack.lock says: {1} files", pack.id, pack.files.size()) << "\n";
  if (report.state == LockState::kDraft) std::cout << tr_format("{0} is a draft: it has no pack.lock. To make one: opora pack lock {1}", pack.id, word) << "\n";
  if (report.state == LockState::kChanged) std::cerr << render_terminal(lock_broken(pack, report), session.colour);
}

void print_coverage(const Session& session, const PackCoverage& coverage) {
  if (session.json) {
    for (const CoverageLine& line : coverage.lines)
      print_line({{"pack", coverage.pack}, {"row", line.row}, {"what", line.what}, {"covered", line.covered()}, {"how", line.how}, {"test", line.tests}, {"later", line.later}, {"line", line.line}});
    for (const Diagnostic& problem : coverage.problems) std::cout << render_json(problem) << "\n";
    return print_line({{"pack", coverage.pack}, {"rows", coverage.lines.size()}, {"covered", coverage.covered()}, {"problems", coverage.problems.size()}});
  }
  TerminalTable table{{{tr("row")}, {tr("what is demanded"), false, 24}, {tr("what serves it"), false, 16}, {tr("test"), false, 12}}, {}};
  for (const CoverageLine& line : coverage.lines)
    table.rows.push_back({line.row, line.what, line.how.empty() ? TerminalCell(line.later.empty() ? tr("not yet") : tr_format("not yet: {0}", line.later), CellTone::kWarn) : TerminalCell(fmt::format("{}", fmt::join(line.how, ", "))),
                          fmt::format("{}", fmt::join(line.tests, ", "))});
  std::cout << render_table(table, {session.width, session.colour})
            << tr_format("{0}: covered {1} of {2}, not yet {3}", coverage.pack, coverage.covered(), coverage.lines.size(), coverage.lines.size() - coverage.covered()) << "\n";
  for (const Diagnostic& problem : coverage.problems) std::cerr << render_terminal(problem, session.colour);
}

void print_packs(const Session& session, const std::vector<PackSummary>& packs) {
  if (session.json) {
    for (const PackSummary& pack : packs) print_line(json_of(pack));
    return;
  }
  TerminalTable table{{{tr("pack")}, {tr("name")}, {tr("level")}, {tr("version")}, {tr("extends")}, {tr("years")}, {tr("items"), true}, {tr("tests"), true}, {tr("lock")}}, {}};
  for (const PackSummary& pack : packs) {
    const CellTone tone = pack.lock == LockState::kChanged || pack.problem ? CellTone::kBad : pack.lock == LockState::kLocked ? CellTone::kGood : CellTone::kQuiet;
    table.rows.push_back({pack.pack->id, pack.pack->name, word_of_level(pack.pack->level), pack.pack->version, pack.pack->extends, years_of(pack),
                          std::to_string(pack.items), std::to_string(pack.tests), {word_of(pack.lock), tone}});
  }
  std::cout << render_table(table, {session.width, session.colour});
}

void print_tests(const Session& session, const PackTestReport& report) {
  if (session.json) {
    for (const PackTestResult& test : report.tests) print_line(json_of(test));
    return print_line({{"pack", report.pack}, {"version", report.version}, {"tests", report.tests.size()}, {"failed", report.failed()}});
  }
  std::cout << report.pack << " " << report.version << "\n";
  for (const PackTestResult& test : report.tests) print_test(session, test);
  if (report.tests.empty()) std::cout << "  " << tr("The pack has no tests.") << "\n";
  else std::cout << tr_format("{0} tests, failed: {1}", report.tests.size(), report.failed()) << "\n";
}

}  // namespace opora
