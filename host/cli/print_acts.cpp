#include "cli/print_acts.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "engine/list_words.h"
#include "engine/wording.h"
#include "report/terminal_table.h"
#include "store/answer_codes.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

void print_json(const Json& json) { std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n"; }

void print_table(const Session& session, TerminalTable table) { std::cout << render_table(table, {session.width, session.colour}); }

std::string list_name(ListId id) { return fmt::format("L{}", id); }

std::string act_text(const ListRecord& list) {
  if (list.order_number.empty()) return {};
  return tr_format("order {0} of {1}", list.order_number, list.order_date);
}

Json json_of(const ListRecord& list) {
  Json json{{"list", list_name(list.id)}, {"run", list.run}, {"pack", list.pack}, {"methodology", list.methodology}, {"category", list.category},
            {"title", list.title}, {"year", list.year}, {"data_year", list.data_year}, {"state", state_code(list.state)}, {"schools", list.schools},
            {"order", list.order_number}, {"date", list.order_date}, {"seal", list.seal}};
  json["supersedes"] = list.supersedes ? Json(list_name(*list.supersedes)) : Json();
  return json;
}

Json json_of(const ListEntry& entry) {
  return {{"school", entry.school}, {"name", entry.name}, {"municipality", entry.municipality}, {"rule", answer_code(entry.rule_answer)},
          {"answer", answer_code(entry.answer)}, {"reasons", entry.reasons}, {"override", entry.override_id ? Json(*entry.override_id) : Json()}};
}

Json json_of(const ListStep& step) {
  return {{"step", step.step}, {"municipality", step.municipality}, {"actor", step.actor}, {"at", step.at}, {"note", step.note}, {"document", step.document}};
}

Json json_of(const Override& made) {
  return {{"override", made.id}, {"run", made.run}, {"category", made.category}, {"school", made.school}, {"rule", answer_code(made.rule_answer)},
          {"decision", answer_code(made.answer)}, {"reason", made.reason}, {"document", made.document}, {"actor", made.actor}, {"at", made.at},
          {"withdrawn_by", made.withdrawn_by}, {"withdrawn_reason", made.withdrawn_reason}};
}

template <class Values>
Json array_of(const Values& values) {
  Json array = Json::array();
  for (const auto& value : values) array.push_back(json_of(value));
  return array;
}

// The beginning of long reasons: a list is read line by line, and `--json` has them whole.
std::string beginning(const std::string& text) {
  constexpr std::size_t kParts = 2;
  std::size_t at = 0, parts = 0, more = 0;
  for (std::size_t next = text.find("; "); next != std::string::npos; next = text.find("; ", next + 2))
    ++parts <= kParts ? static_cast<void>(at = next) : static_cast<void>(++more);
  if (parts <= kParts) return text;
  return text.substr(0, at) + "; " + tr_count("and {} more", "and {} more", static_cast<long long>(more + 1));
}

TerminalTable entry_table(const std::vector<ListEntry>& entries, bool reasons) {
  TerminalTable table{{{tr("code")}, {tr("school"), false, 20}, {tr("municipality"), false, 12}}, {}};
  if (reasons) table.columns.push_back({tr("reasons"), false, 30});
  for (const ListEntry& entry : entries) {
    const CellTone tone = entry.answer == Answer::kNo ? CellTone::kQuiet : CellTone::kPlain;
    table.rows.push_back({{entry.school, tone}, {entry.name, tone}, {entry.municipality, tone}});
    if (reasons) table.rows.back().push_back({entry.answer == Answer::kNo ? tr_format("taken off: {0}", entry.reasons) : beginning(entry.reasons), tone});
  }
  return table;
}

void print_section(const Session& session, const std::string& title, const std::vector<ListEntry>& entries) {
  std::cout << "\n" << title << "\n";
  if (!entries.empty()) print_table(session, entry_table(entries, true));
}

std::string step_line(const ListStep& step) {
  std::string text = fmt::format("  {}  {}", step.at, step_title(step.step));
  if (!step.municipality.empty()) text += ": " + step.municipality;
  if (!step.actor.empty()) text += ", " + step.actor;
  if (!step.note.empty()) text += "; " + step.note;
  if (!step.document.empty()) text += " (" + step.document + ")";
  return text + "\n";
}

std::string heading(const ListRecord& list) {
  std::string text = fmt::format("{}  {}, {}: {}", list_name(list.id), list.category, list.year, state_title(list.state));
  if (const std::string act = act_text(list); !act.empty()) text += ", " + act;
  text += "\n" + list.title + "\n";
  text += list.year == list.data_year ? tr_format("run {0}, {1}", list.run, tr_count("{} school", "{} schools", list.schools))
                                      : tr_format("run {0} on the data of {1}, {2}", list.run, list.data_year, tr_count("{} school", "{} schools", list.schools));
  return text + "\n";
}

}  // namespace

void print_overrides(const Session& session, const RunRecord& run, const std::vector<Override>& made) {
  if (session.json) return print_json({{"run", run.id}, {"overrides", array_of(made)}});
  if (made.empty()) {
    std::cout << tr_format("Nobody has decided on a school in run {0}.", run.id) << "\n";
    return;
  }
  TerminalTable table{{{tr("code")}, {tr("category")}, {tr("rule")}, {tr("decision")}, {tr("reason"), false, 24}, {tr("document"), false, 12}, {tr("who")}, {tr("when")}}, {}};
  for (const Override& one : made) {
    const CellTone tone = one.withdrawn_by.empty() ? CellTone::kPlain : CellTone::kQuiet;
    const std::string reason = one.withdrawn_by.empty() ? one.reason : tr_format("{0}; taken back: {1}", one.reason, one.withdrawn_reason);
    table.rows.push_back({{one.school, tone}, {one.category, tone}, {std::string(answer_word(one.rule_answer)), tone}, {std::string(answer_word(one.answer)), tone}, {reason, tone},
                          {one.document, tone}, {one.actor, tone}, {one.at, tone}});
  }
  print_table(session, std::move(table));
}

void print_override(const Session& session, const OverrideReport& report) {
  const Override& made = report.made;
  if (session.json) return print_json({{"override", json_of(made)}, {"refreshed", array_of(report.refreshed)}});
  const std::string school = report.name.empty() ? made.school : fmt::format("{} ({})", report.name, made.school);
  if (!made.withdrawn_reason.empty()) std::cout << tr_format("{0}, {1}: the decision by a person is taken back; the rule's answer holds: {2}.", school, made.category, answer_word(made.rule_answer)) << "\n";
  else std::cout << tr_format("{0}, {1}: the rule says \"{2}\", the person decides \"{3}\". Both are kept.", school, made.category, answer_word(made.rule_answer), answer_word(made.answer)) << "\n";
  for (const ListRecord& list : report.refreshed) std::cout << tr_format("List {0} was renewed and is a draft again.", list_name(list.id)) << "\n";
}

Result<int> print_list(const Session& session, const Store& store, const ListRecord& list) {
  OPORA_ASSIGN(const auto entries, entries_of(store, list.id));
  OPORA_ASSIGN(const auto steps, steps_of(store, list.id));
  if (session.json) {
    Json json = json_of(list);
    json["entries"] = array_of(entries);
    json["steps"] = array_of(steps);
    print_json(json);
    return kDone;
  }
  std::cout << heading(list) << "\n";
  for (const ListStep& step : steps) std::cout << step_line(step);
  if (!entries.empty()) std::cout << "\n";
  if (!entries.empty()) print_table(session, entry_table(entries, true));
  std::cout << "\n" << tr_format("Seal: {0}", list.seal) << "\n";
  return kDone;
}

void print_step(const Session& session, const StepReport& report) {
  if (session.json) {
    Json json = json_of(report.list);
    json["unconfirmed"] = report.unconfirmed;
    return print_json(json);
  }
  std::cout << heading(report.list);
  if (report.list.state != ListState::kReviewed || report.unconfirmed.empty()) return;
  std::cout << tr_count("{} municipality has not confirmed its part yet:", "{} municipalities have not confirmed their part yet:", static_cast<long long>(report.unconfirmed.size())) << "\n";
  for (const std::string& municipality : report.unconfirmed) std::cout << "  " << (municipality.empty() ? tr("(no municipality)") : municipality) << "\n";
}

void print_lists(const Session& session, const std::vector<ListOverview>& overview) {
  if (session.json) {
    Json all = Json::array();
    for (const ListOverview& one : overview) {
      all.push_back(json_of(one.list));
      all.back()["previous"] = one.previous ? Json(list_name(*one.previous)) : Json();
      all.back()["entered"] = one.entered;
      all.back()["left"] = one.left;
    }
    return print_json(all);
  }
  if (overview.empty()) {
    std::cout << tr("The store has no lists yet. Make one of a run: opora propose RUN --category C") << "\n";
    return;
  }
  TerminalTable table{{{tr("list")}, {tr("category"), false, 12}, {tr("year"), true}, {tr("data"), true}, {tr("run"), true}, {tr("state")}, {tr("act"), false, 16},
                       {tr("schools"), true}, {tr("came"), true}, {tr("went"), true}}, {}};
  for (const ListOverview& one : overview) {
    const ListRecord& list = one.list;
    const CellTone tone = list.state == ListState::kSuperseded || list.state == ListState::kWithdrawn ? CellTone::kQuiet : list.state == ListState::kApproved ? CellTone::kGood : CellTone::kPlain;
    table.rows.push_back({{list_name(list.id), tone}, {list.category, tone}, {std::to_string(list.year), tone}, {std::to_string(list.data_year), tone}, {std::to_string(list.run), tone},
                          {state_title(list.state), tone}, {act_text(list), tone}, {std::to_string(list.schools), tone},
                          {one.previous ? std::to_string(one.entered) : "", tone}, {one.previous ? std::to_string(one.left) : "", tone}});
  }
  print_table(session, std::move(table));
}

void print_school_lists(const Session& session, const std::string& school, const std::vector<SchoolOnList>& found) {
  if (session.json) {
    Json all = Json::array();
    for (const SchoolOnList& one : found) {
      all.push_back(json_of(one.list));
      all.back()["entry"] = json_of(one.entry);
      all.back()["years_in_row"] = one.years_in_row;
    }
    return print_json(all);
  }
  if (found.empty()) {
    std::cout << tr_format("{0} stands on no list.", school) << "\n";
    return;
  }
  std::cout << fmt::format("{} ({})\n", found.front().entry.name, found.front().entry.school);
  TerminalTable table{{{tr("list")}, {tr("category"), false, 12}, {tr("year"), true}, {tr("state")}, {tr("act"), false, 16}, {tr("years in a row"), true}, {tr("reasons"), false, 30}}, {}};
  for (const SchoolOnList& one : found)
    table.rows.push_back({list_name(one.list.id), one.list.category, std::to_string(one.list.year), state_title(one.list.state), act_text(one.list),
                          one.entry.answer == Answer::kYes ? std::to_string(one.years_in_row) : std::string(tr("taken off")), beginning(one.entry.reasons)});
  print_table(session, std::move(table));
}

void print_difference(const Session& session, const ListDifference& difference) {
  if (session.json)
    return print_json({{"before", difference.before.title}, {"after", difference.after.title}, {"entered", array_of(difference.entered)},
                       {"left", array_of(difference.left)}, {"stayed", array_of(difference.stayed)}});
  std::cout << tr_format("{0} → {1}: {2} came, {3} went, {4} stayed", difference.before.title, difference.after.title, difference.entered.size(),
                         difference.left.size(), difference.stayed.size()) << "\n";
  if (!difference.entered.empty()) print_section(session, tr("Came:"), difference.entered);
  if (!difference.left.empty()) print_section(session, tr("Went:"), difference.left);
}

void print_overlap(const Session& session, const ListOverlap& overlap) {
  if (session.json) {
    Json lists = Json::array(), schools = Json::array();
    for (const SchoolsOfList& list : overlap.lists) lists.push_back({{"title", list.title}, {"kind", list.kind}, {"year", list.year}, {"schools", list.entries.size()}});
    for (const auto& row : overlap.several) {
      schools.push_back(json_of(row.school));
      schools.back()["on"] = row.on;
    }
    return print_json({{"lists", lists}, {"common", overlap.common}, {"schools", schools}});
  }
  TerminalTable counts{{{tr("list"), false, 16}}, {}};
  for (std::size_t i = 0; i < overlap.lists.size(); ++i) counts.columns.push_back({std::to_string(i + 1), true});
  for (std::size_t i = 0; i < overlap.lists.size(); ++i) {
    counts.rows.push_back({fmt::format("{}. {}", i + 1, overlap.lists[i].title)});
    for (std::size_t j = 0; j < overlap.lists.size(); ++j) counts.rows.back().push_back({std::to_string(overlap.common[i][j]), i == j ? CellTone::kQuiet : CellTone::kPlain});
  }
  print_table(session, std::move(counts));
  std::cout << "\n" << tr_count("{} school stands on several lists:", "{} schools stand on several lists:", static_cast<long long>(overlap.several.size())) << "\n";
  TerminalTable table{{{tr("code")}, {tr("school"), false, 20}, {tr("municipality"), false, 12}, {tr("lists")}}, {}};
  for (const auto& row : overlap.several) {
    std::string on;
    for (const std::size_t i : row.on) on += (on.empty() ? "" : ", ") + std::to_string(i + 1);
    table.rows.push_back({row.school.school, row.school.name, row.school.municipality, on});
  }
  print_table(session, std::move(table));
}

}  // namespace opora
