#include <algorithm>
#include <fstream>
#include <iostream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/print.h"
#include "report/terminal_table.h"

namespace opora {

namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kGreen = "\x1b[32m", kRed = "\x1b[31m", kYellow = "\x1b[33m", kReset = "\x1b[0m";

std::string paint(const Session& session, std::string_view escape, std::string_view text) {
  return session.colour ? std::string(escape) + std::string(text) + std::string(kReset) : std::string(text);
}

std::string_view colour_of(Answer answer) {
  return answer == Answer::kYes ? kRed : answer == Answer::kNo ? kGreen : kYellow;
}

CellTone tone_of(Answer answer) {
  return answer == Answer::kYes ? CellTone::kBad : answer == Answer::kNo ? CellTone::kGood : CellTone::kWarn;
}

std::string counts_text(const std::vector<AnswerCounts>& counts) {
  std::string text;
  for (const AnswerCounts& c : counts) text += (text.empty() ? "" : "; ") + c.category + ": " + std::to_string(c.yes);
  return text;
}

std::string sources_text(const std::vector<SourceRows>& sources) {
  std::string text;
  for (const SourceRows& s : sources)
    text += "      " + tr_format("{0}, rows {1}–{2} ({3})", s.file, s.first_line, s.last_line, s.rows) + "\n";
  return text;
}

std::string check_line(const Session& session, const ExplainedCheck& one, const Words& words) {
  const Check& check = one.check;
  const bool assessed = check.unassessed() == Unassessed::kAssessed;
  const std::string mark = !assessed ? paint(session, kYellow, "?") : check.met() ? paint(session, kRed, "●") : paint(session, kGreen, "○");
  std::string text = "  " + mark + " " + fit(readable_name(check.name, words), 44) + " ";
  if (assessed)
    text += fit(value_text(check), 8) + " " + fit(threshold_text(check), 9) + " " + fit("n = " + std::to_string(check.n), 8) + " " + distance_text(check);
  else text += outcome_text(check);
  return text + "\n" + paint(session, kDim, sources_text(one.sources));
}

// Two methodologies may have a category of one name: it is told apart by its place.
Tally answers_of(const DecisionSet& set, std::size_t category) {
  Tally all;
  for (const DecisionRow& row : set.decisions) {
    if (static_cast<std::size_t>(row.category) != category) continue;
    ++all.total;
    all.met += row.answer == Answer::kYes;
    all.unassessed += row.answer == Answer::kNotAssessable;
  }
  return all;
}

}  // namespace

void print_run(const Session& session, const IdentifyReport& report, const std::string& level) {
  if (session.json) {
    std::cout << report_json(report, level);
    return;
  }
  for (const Diagnostic& warning : report.warnings) std::cerr << render_terminal(warning, session.colour);
  if (session.quiet) return;
  std::cout << paint(session, kBold, tr_format("Run {0}: pack {1} {2}, year {3}", report.run.id, report.run.info.pack,
                                               report.run.info.pack_version, report.run.info.year))
            << (level.empty() ? std::string() : ", " + level_word(level)) << "\n";
  for (const MethodologyInfo& method : report.methods) std::cout << "  " << method.title << "\n";
  for (const AnswerCounts& c : report.run.counts)
    std::cout << "  " << fit(c.category, 32) << " "
              << tr_format("on the list: {0}, not on it: {1}, not assessable: {2}", c.yes, c.no, c.not_assessable) << "\n";
  if (report.run.carried_over > 0)
    std::cout << "  " << tr_format("{0} of {1} parts are those of an earlier run: the same data, rules and parameters (--afresh computes them again)",
                                  report.run.carried_over, report.run.parts) << "\n";
  std::cout << paint(session, kDim, tr_format("The list: opora list {0}", report.run.id)) << "\n";
}

void print_runs(const Session& session, const std::vector<RunRecord>& runs) {
  if (session.json) {
    std::cout << runs_json(runs);
    return;
  }
  TerminalTable table{{{tr("run"), true}, {tr("pack")}, {tr("year"), true}, {tr("on the list")}, {tr("made")}, {tr("data")}}, {}};
  for (const RunRecord& run : runs)
    table.rows.push_back({std::to_string(run.id), run.info.pack + " " + run.info.pack_version, std::to_string(run.info.year),
               counts_text(run.counts), run.info.started_at, run.info.data_digest.substr(0, 12)});
  std::cout << render_table(table, {session.width, session.colour});
}

void print_batches(const Session& session, const std::vector<BatchRecord>& batches) {
  if (session.json) {
    std::cout << batches_json(batches);
    return;
  }
  TerminalTable table{{{tr("batch"), true}, {tr("file"), false, 24}, {tr("profile")}, {tr("rows"), true}, {tr("accepted"), true},
                       {tr("absent"), true}, {tr("rejected"), true}, {tr("imported")}}, {}};
  for (const BatchRecord& b : batches)
    table.rows.push_back({std::to_string(b.id), b.info.file, b.info.profile, std::to_string(b.counts.rows), std::to_string(b.counts.accepted),
               std::to_string(b.counts.absent), std::to_string(b.counts.rejected + b.counts.other), b.info.imported_at});
  std::cout << render_table(table, {session.width, session.colour});
}

std::string listing_table(const Session& session, const Listing& listing) {
  std::string text;
  for (std::size_t c = 0; c < listing.decisions.categories.size(); ++c) {
    const Category& category = listing.decisions.categories[c];
    TerminalTable table{{{"№", true}, {tr("code"), false, 9}, {tr("school"), false, 16}, {tr("municipality"), false, 10}, {tr("answer")}, {tr("reasons"), false, 30}}, {}};
    int number = 0;
    for (const ListRow& row : listing.rows)
      if (static_cast<std::size_t>(listing.of(row).category) == c)
        table.rows.push_back({std::to_string(++number), listing.school(row), std::string(listing.name(row)), std::string(listing.municipality(row)),
                              {std::string(answer_word(listing.answer(row))), tone_of(listing.answer(row))}, listing.reasons(row)});
    if (number == 0) continue;
    text += paint(session, kBold, category.name + " — " + category.title) + "\n";
    text += tr_format("Run {0}, pack {1} {2}, year {3}", listing.run.id, listing.run.info.pack, listing.run.info.pack_version, listing.run.info.year) + "\n";
    const Tally all = answers_of(listing.decisions, c);
    text += tr_format("on the list: {0}, not on it: {1}, not assessable: {2}", all.met, all.total - all.met - all.unassessed, all.unassessed) + "\n";
    text += render_table(table, {session.width, session.colour}) + "\n";
  }
  return text.empty() ? std::string(tr("No school is on the list.")) + "\n" : text;
}

std::string levels_table(const Session& session, const std::vector<LevelListing>& levels, bool all) {
  TerminalTable table{{{tr("category")}, {tr("code"), false, 9}, {tr("school"), false, 16}, {tr("municipality"), false, 10}}, {}};
  for (const LevelListing& one : levels)
    table.columns.push_back({tr_format("{0} ({1}, run {2})", level_word(one.level.level), one.listing.run.info.pack, one.level.run), false, 12});
  for (const LevelRow& row : beside_each_other(levels, all)) {
    table.rows.push_back({row.category, row.school, std::string(row.name), std::string(row.municipality)});
    for (const std::string& answer : row.answers) table.rows.back().emplace_back(answer);
  }
  if (table.rows.empty()) return std::string(tr("No school is on the list.")) + "\n";
  return render_table(table, {session.width, session.colour});
}

std::string explanation_text(const Session& session, const Explanation& e, const Words& words) {
  std::string text = paint(session, kBold, e.name.empty() ? e.school : e.name + " (" + e.school + ")");
  if (!e.municipality.empty()) text += ", " + e.municipality;
  text += "\n" + tr_format("Run {0}: pack {1} {2}, year {3}", e.run.id, e.run.info.pack, e.run.info.pack_version, e.run.info.year) + "\n";
  if (e.decisions.empty()) text += std::string(tr("The run says nothing about this school.")) + "\n";
  for (const ExplainedDecision& d : e.decisions) {
    text += "\n" + paint(session, kBold, d.decision.category + " — " + d.title) + ": " +
            paint(session, colour_of(d.decision.answer), answer_word(d.decision.answer)) + "\n";
    if (!d.decision.reason.empty()) text += "  " + d.decision.reason + "\n";
    const char* glue = d.decision.combination == Combination::kAll ? tr(" and ") : tr(" or ");
    if (!d.requirements.empty()) text += "  " + std::string(tr("It takes")) + " " + fmt::format("{}", fmt::join(d.requirements, glue)) + "\n";
    std::string rule;
    for (const ExplainedCheck& one : d.checks) {
      if (one.rule_title != rule) text += "\n  " + one.rule_title + "\n";
      rule = one.rule_title;
      text += check_line(session, one, words);
    }
  }
  return text;
}

Result<int> write_output(const Session& session, const std::string& file, const std::string& text) {
  if (file.empty()) {
    std::cout << text;
    return kDone;
  }
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) return make_error("CLI-005", tr_format("cannot write {0}", file), tr("check that the folder exists and may be written"));
  session.say(tr_format("Written: {0}", file));
  return kDone;
}

}  // namespace opora
