// What `opora compare` shows on a terminal and writes as CSV.
#include <sstream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/print.h"
#include "engine/compare_text.h"
#include "engine/sweep_text.h"
#include "report/csv_text.h"
#include "report/terminal_table.h"
#include "store/answer_codes.h"

namespace opora {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kReset = "\x1b[0m";

std::string paint(const Session& session, std::string_view escape, const std::string& text) {
  return session.colour ? std::string(escape) + text + std::string(kReset) : text;
}

// Broken at blanks, continued lines indented.
std::string wrapped(const std::string& text, int width, const std::string& indent) {
  if (width <= 0) return indent + text + "\n";
  std::istringstream in(text);
  std::string out, line = indent;
  bool empty = true;
  for (std::string word; in >> word; empty = false) {
    if (!empty && display_width(line) + 1 + display_width(word) > width) {
      out += line + "\n";
      line = indent + "  ";
      empty = true;
    }
    line += (empty ? "" : " ") + word;
  }
  return out + line + "\n";
}

// The table with a text below each row.
std::string table_with_notes(const Session& session, const TerminalTable& table, const std::vector<std::string>& notes) {
  std::istringstream in(render_table(table, {session.width, session.colour}));
  std::string out, line;
  constexpr std::size_t kHead = 2;
  for (std::size_t i = 0; std::getline(in, line); ++i) out += line + "\n" + (i >= kHead ? notes[i - kHead] : "");
  return out;
}

std::string causes_lines(const Session& session, const SchoolChange& change, const Words& words) {
  std::string text;
  for (const CauseText& cause : causes_of(change, words)) {
    std::string line = (cause.decisive ? "● " : "○ ") + cause.what;
    if (!cause.value.empty()) line += ": " + cause.value;
    if (!cause.before.empty() || !cause.after.empty()) line += "; " + cause.before + " → " + cause.after;
    text += wrapped(line, session.width, "    ");
  }
  for (const std::string* reason : {&change.reason_before, &change.reason_after})
    if (!reason->empty() && (reason == &change.reason_before || change.reason_before != *reason)) text += paint(session, kDim, wrapped(*reason, session.width, "    "));
  return text;
}

CellTone tone_of(const SchoolChange& change) {
  return change.entered() ? CellTone::kBad : change.left() ? CellTone::kGood : change.differs() ? CellTone::kWarn : CellTone::kQuiet;
}

std::string group_text(const Session& session, const Differences& d, const std::string& category, const ChangeGroup& group) {
  TerminalTable table{{{tr("code"), false, 9}, {tr("school"), false, 16}, {tr("municipality"), false, 10}, {tr("answer"), false, 12}, {tr("flip"), true}}, {}};
  std::vector<std::string> notes;
  bool drawn = false;
  for (const SchoolChange& change : d.schools) {
    if (change.category != category || !group.holds(change)) continue;
    table.rows.push_back({change.school, change.name, change.municipality, {answers_text(change), tone_of(change)}, flip_text(change)});
    drawn = drawn || change.simulated_after || change.simulated_before;
    if (change.simulated_after && change.after) table.rows.back().push_back(probability_text(change.simulated_after->flip(*change.after)));
    notes.push_back(causes_lines(session, change, d.words));
  }
  if (notes.empty()) return {};
  if (drawn) table.columns.push_back({tr("after, simulated"), true});
  return "\n" + paint(session, kBold, fmt::format("{}: {}", tr(group.title), notes.size())) + "\n" + table_with_notes(session, table, notes);
}

std::string category_text(const Session& session, const Differences& d, const CategoryTotals& totals) {
  std::string text = "\n" + paint(session, kBold, totals.title.empty() ? totals.name : totals.name + " — " + totals.title) + "\n";
  text += wrapped(totals_text(totals), session.width, "");
  if (const std::string one_sided = presence_text(totals); !one_sided.empty()) text += wrapped(one_sided, session.width, "");
  for (const ChangeGroup& group : change_groups()) text += group_text(session, d, totals.name, group);
  return text;
}

std::string rules_text(const Session& session, const std::vector<RuleChange>& rules) {
  if (rules.empty()) return {};
  std::string text = "\n" + paint(session, kBold, tr("What the rules do otherwise")) + "\n";
  for (const RuleChange& rule : rules)
    text += wrapped(rule.methodology + (rule.category.empty() ? "" : ", " + rule.category) + ": " + rule.what + ": " + rule.before.value_or("–") + " → " + rule.after.value_or("–"),
                    session.width, "  ");
  return text;
}

void append_csv_line(std::string& out, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_field(out, fields[i], ',');
  }
  out += '\n';
}

std::string code_of(const std::optional<Answer>& answer) { return answer ? std::string(answer_code(*answer)) : std::string(); }

std::string flip_of(const std::optional<Stability>& stability, const std::optional<Answer>& answer) {
  return stability && answer && stability->drawn > 0 ? fmt::format("{:.6g}", stability->flip(*answer)) : std::string();
}

TerminalTable points_table(const Sweep& sweep, std::size_t category) {
  TerminalTable table;
  for (const SweepAxis& axis : sweep.axes) table.columns.push_back({axis.parameter, true});
  for (const std::string& title : figure_titles()) table.columns.push_back({title, true});
  for (const SweepPoint& point : sweep.points) {
    table.rows.emplace_back();
    for (const std::string& value : point.values) table.rows.back().push_back({value, point.own ? CellTone::kStrong : CellTone::kPlain});
    for (const std::int64_t figure : figures_of(point.counts[category])) table.rows.back().push_back(std::to_string(figure));
  }
  return table;
}

}  // namespace

std::string differences_text(const Session& session, const Differences& d) {
  std::string text = paint(session, kBold, d.before.label + " → " + d.after.label) + "\n";
  for (const CategoryTotals& totals : d.totals) text += category_text(session, d, totals);
  text += rules_text(session, d.rules);
  if (!d.schools.empty()) text += "\n" + paint(session, kDim, wrapped(tr("● decisive: the answer would be another one with this change alone taken back; ○ pulled the same way, not alone"), session.width, "") +
                                                       wrapped(stability_note(), session.width, ""));
  return text;
}

std::string differences_csv(const Differences& d) {
  std::string out;
  append_csv_line(out, {"category", "school", "name", "municipality", "before", "after", "change", "causes", "flip_before", "flip_after"});
  for (const SchoolChange& c : d.schools)
    append_csv_line(out, {c.category, c.school, c.name, c.municipality, code_of(c.before), code_of(c.after), std::string(change_code(c)), causes_text(c, d.words),
                          flip_of(c.stability_before, c.before), flip_of(c.stability_after, c.after)});
  return out;
}

std::string sweep_text(const Session& session, const Sweep& sweep) {
  std::string text = paint(session, kBold, tr_format("Pack {0} {1}, year {2}; the pack's own values: {3}", sweep.info.pack, sweep.info.pack_version, sweep.info.year, own_text(sweep))) + "\n";
  for (std::size_t c = 0; c < sweep.categories.size(); ++c) {
    const std::string& category = sweep.categories[c];
    text += "\n" + paint(session, kBold, category) + "\n" + tr_format("with the pack's own values: on the list {0}, not on it {1}, not assessable {2}", sweep.own[c].yes, sweep.own[c].no, sweep.own[c].not_assessable) + "\n";
    text += render_table(points_table(sweep, c), {session.width, session.colour});
    TerminalTable schools{{{tr("code"), false, 9}, {tr("school"), false, 16}, {tr("municipality"), false, 10}, {tr("answers along the values"), false, 30}}, {}};
    for (const SweepSchool& school : sweep.schools)
      if (school.category == category) schools.rows.push_back({school.school, school.name, school.municipality, answers_text(sweep, school)});
    text += "\n" + (schools.rows.empty() ? std::string(tr("No school's answer changes.")) + "\n" : render_table(schools, {session.width, session.colour}));
  }
  return text;
}

std::string sweep_csv(const Sweep& sweep) {
  std::string out;
  std::vector<std::string> header{"category", "school", "name", "municipality", "own"};
  for (const SweepPoint& point : sweep.points) header.push_back(point_text(sweep, point));
  append_csv_line(out, header);
  for (const SweepSchool& school : sweep.schools) {
    std::vector<std::string> fields{school.category, school.school, school.name, school.municipality, code_of(school.own)};
    for (const auto& answer : school.answers) fields.push_back(code_of(answer));
    append_csv_line(out, fields);
  }
  return out;
}

}  // namespace opora
