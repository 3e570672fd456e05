#include "engine/compare_page.h"

#include <algorithm>

#include "base/messages.h"
#include "engine/compare_text.h"
#include "engine/sweep_text.h"
#include "report/number_text.h"
#include "report/table_page.h"

namespace opora {
namespace {

constexpr std::size_t kDigestDigits = 12;

PageFact digest_fact(const char* label, const std::string& digest) { return {tr(label), digest.substr(0, kDigestDigits), digest}; }

PageCell school_cell(const std::string& name, const std::string& code) { return {name, code}; }

PageCell count_cell(std::int64_t count) { return {count == 0 ? "–" : count_text(count), "", PageTone::kPlain, static_cast<double>(count)}; }

PageTone tone_of(const SchoolChange& change) {
  return change.entered() ? PageTone::kIn : change.left() ? PageTone::kOut : PageTone::kQuiet;
}

std::string reasons_note(const SchoolChange& change) {
  std::string note = change.reason_before;
  if (!change.reason_after.empty() && change.reason_after != note) note += (note.empty() ? "" : " → ") + change.reason_after;
  return note;
}

std::vector<PageCell> change_row(const SchoolChange& change, const Words& words) {
  PageCell why;
  for (const CauseText& cause : causes_of(change, words)) {
    const bool moved = !cause.before.empty() || !cause.after.empty();
    why.lines.push_back({{cause.what, cause.value, cause.before, moved ? "→ " + cause.after : ""}, cause.decisive});
  }
  why.note = reasons_note(change);
  PageCell flip{flip_text(change), "", PageTone::kPlain, change.stability_after && change.after ? change.stability_after->flip(*change.after) : -1.0};
  return {school_cell(change.name, change.school), {change.municipality}, {answers_text(change), "", tone_of(change)}, std::move(why), std::move(flip)};
}

PageTable changes_table(const Differences& d, const std::string& category, const ChangeGroup& group) {
  PageTable table{tr(group.title), {{tr("School")}, {tr("Municipality")}, {tr("Answer")}, {tr("What did it (decisive in bold): value, before, after")}, {tr("Flip"), true}}, {}};
  for (const SchoolChange& change : d.schools)
    if (change.category == category && group.holds(change)) table.rows.push_back(change_row(change, d.words));
  return table;
}

PageTable cross_table(const CategoryTotals& totals) {
  const std::vector<std::pair<const char*, std::size_t>> kAnswers = {{tr_later("yes"), 1}, {tr_later("not assessable"), 2}, {tr_later("no"), 0}, {tr_later("not judged"), CategoryTotals::kAbsent}};
  PageTable table{tr("Answers before (rows) and after (columns)"), {{""}}, {}, true};
  for (const auto& [word, place] : kAnswers) table.columns.push_back({tr(word), true});
  for (const auto& [word, row] : kAnswers) {
    table.rows.push_back({{tr(word)}});
    for (const auto& [other, column] : kAnswers) table.rows.back().push_back(count_cell(totals.schools[row][column]));
  }
  return table;
}

PagePart category_part(const Differences& d, const CategoryTotals& totals) {
  PagePart part{totals.name, totals.title.empty() ? totals.name : totals.title, {totals_text(totals)}, {}};
  if (const std::string one_sided = presence_text(totals); !one_sided.empty()) part.leads.push_back(one_sided);
  for (const ChangeGroup& group : change_groups())
    if (PageTable table = changes_table(d, totals.name, group); !table.rows.empty()) part.tables.push_back(std::move(table));
  part.tables.push_back(cross_table(totals));
  return part;
}

PagePart rules_part(const std::vector<RuleChange>& rules) {
  PageTable table{"", {{tr("Methodology")}, {tr("Category")}, {tr("What")}, {tr("Before")}, {tr("After")}}, {}, true};
  for (const RuleChange& rule : rules) table.rows.push_back({{rule.methodology}, {rule.category}, {rule.what}, {rule.before.value_or("–")}, {rule.after.value_or("–")}});
  return {"", tr("What the rules do otherwise"), {}, {std::move(table)}};
}

PageTable points_table(const Sweep& sweep, std::size_t category) {
  PageTable table{tr("Schools on the list"), {}, {}, true};
  for (const SweepAxis& axis : sweep.axes) table.columns.push_back({axis.parameter, true});
  for (const std::string& title : figure_titles()) table.columns.push_back({title, true});
  for (const SweepPoint& point : sweep.points) {
    std::vector<PageCell> row;
    for (const std::string& value : point.values) row.push_back({value, "", point.own ? PageTone::kOut : PageTone::kPlain});
    for (const std::int64_t number : figures_of(point.counts[category])) row.push_back(count_cell(number));
    table.rows.push_back(std::move(row));
  }
  return table;
}

PageTable moved_schools_table(const Sweep& sweep, const std::string& category) {
  PageTable table{tr("Schools whose answer changes"), {{tr("School")}, {tr("Municipality")}, {tr("own values")}, {tr("Answers along the values")}}, {}};
  for (const SweepSchool& school : sweep.schools) {
    if (school.category != category) continue;
    const std::string own(school.own ? answer_word(*school.own) : std::string_view(tr("not judged")));
    table.rows.push_back({school_cell(school.name, school.school), {school.municipality}, {own}, {answers_text(sweep, school)}});
  }
  return table;
}

}  // namespace

std::string compare_page(const Differences& d) {
  TablePage page;
  page.title = tr("Two lists beside each other");
  page.subtitle = d.before.label + " → " + d.after.label;
  page.facts = {digest_fact(tr_later("Rules before"), d.before.info.pack_digest), digest_fact(tr_later("Rules after"), d.after.info.pack_digest),
                digest_fact(tr_later("Data before"), d.before.info.data_digest), digest_fact(tr_later("Data after"), d.after.info.data_digest),
                {tr("Opora"), d.after.info.host_version, ""}};
  for (std::size_t i = 0; i < d.totals.size(); ++i) {
    const CategoryTotals& totals = d.totals[i];
    page.figures.push_back({totals.name, "+" + count_text(totals.entered()) + " −" + count_text(totals.left()),
                            tr_format("on the list: {0} → {1}", count_text(totals.before(Answer::kYes)), count_text(totals.after(Answer::kYes))), i});
    page.parts.push_back(category_part(d, totals));
  }
  page.parts.push_back(rules_part(d.rules));
  page.closing = stability_note();
  return render_table_page(page);
}

std::string sweep_page(const Sweep& sweep) {
  TablePage page;
  page.title = tr("What other values would change");
  page.subtitle = tr_format("Pack {0} {1}, year {2}; the pack's own values: {3}", sweep.info.pack, sweep.info.pack_version, sweep.info.year, own_text(sweep));
  page.facts = {digest_fact(tr_later("Rules"), sweep.info.pack_digest), digest_fact(tr_later("Data"), sweep.info.data_digest), {tr("Opora"), sweep.info.host_version, ""}};
  for (std::size_t c = 0; c < sweep.categories.size(); ++c) {
    const auto [least, most] = std::minmax_element(sweep.points.begin(), sweep.points.end(), [&](const SweepPoint& a, const SweepPoint& b) { return a.counts[c].yes < b.counts[c].yes; });
    page.figures.push_back({sweep.categories[c], count_text(least->counts[c].yes) + "–" + count_text(most->counts[c].yes),
                            tr_format("on the list; with the pack's own values {0}", count_text(sweep.own[c].yes)), c});
    page.parts.push_back({"", sweep.categories[c], {}, {points_table(sweep, c), moved_schools_table(sweep, sweep.categories[c])}});
  }
  return render_table_page(page);
}

}  // namespace opora
