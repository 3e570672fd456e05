#include "report/list_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "report/histogram_svg.h"
#include "report/html_text.h"
#include "report/number_text.h"

namespace opora {
namespace {

constexpr const char* kSpace = "\xC2\xA0";  // between a number and its unit

bool is_percent(const Check& check) { return check.unit == "%"; }
int digits_of(const Check& check) { return is_percent(check) ? 1 : 2; }

std::string with_unit(std::string text, const Check& check) { return check.unit.empty() ? text : text + kSpace + check.unit; }

std::string_view sign(Comparison op) {
  switch (op) {
    case Comparison::kLess: return "<";
    case Comparison::kLessEqual: return "≤";
    case Comparison::kEqual: return "=";
    case Comparison::kNotEqual: return "≠";
    case Comparison::kGreaterEqual: return "≥";
    case Comparison::kGreater: return ">";
  }
  return "";
}

// Thresholds are written as the order writes them: without zeros after the mark.
std::string short_number(Share value, int digits) {
  std::string text = number_text(value, digits);
  if (text.find(decimal_mark()) == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == decimal_mark()) text.pop_back();
  return text;
}

Share times_100(Share share) { return {share.numerator * 100, share.denominator}; }

std::string why_unassessed(const Check& check) {
  if (check.unassessed() == Unassessed::kMissing) return tr("no data");
  return tr_format("n = {0}, at least {1} needed", check.n, check.min_n);
}

// Where value and threshold lie between 0 and 100 %; empty for other units.
std::string track(const Check& check) {
  if (!is_percent(check) || (!check.share && !check.value)) return {};
  const auto place = [](double share) { return fmt::format("{:.1f}%", 100 * std::clamp(share, 0.0, 1.0)); };
  const double value = check.share ? check.share->value() : *check.value;
  return fmt::format("<span class=\"track\" aria-hidden=\"true\"><i style=\"width:{}\"></i><s style=\"left:{}\"></s></span>", place(value),
                     place(check.measured_threshold.value_or(check.threshold.value())));
}

std::string reason(const PageReason& reason) {
  const Check& check = reason.check;
  const bool assessed = check.unassessed() == Unassessed::kAssessed;
  const std::string bar = track(check);
  std::string html = fmt::format("<li class=\"{}\"><span class=\"title{}\">{}</span>{}", check.met() ? "met" : "open", bar.empty() ? " wide" : "",
                                 escaped(reason.title), bar);
  html += fmt::format("<span class=\"value\">{}</span>", escaped(value_text(check)));
  if (!assessed) return html + fmt::format("<span class=\"n\" style=\"grid-column:span 3\">{}</span></li>\n", escaped(why_unassessed(check)));
  html += fmt::format("<span class=\"n\">{}</span>", check.n > 0 ? fmt::format("n{0}={0}{1}", kSpace, count_text(check.n)) : std::string());
  html += fmt::format("<span class=\"limit-value\">{}</span>", escaped(threshold_text(check)));
  return html + fmt::format("<span class=\"gap\">{}</span></li>\n", escaped(distance_text(check)));
}

// Rows sort by the distance of their first check that was met, or of the first one at all.
std::string sort_key(const PageRow& row) {
  const PageReason* deciding = nullptr;
  for (const PageReason& r : row.reasons)
    if (!deciding || (r.check.met() && !deciding->check.met())) deciding = &r;
  const auto distance = deciding ? deciding->check.distance() : std::nullopt;
  return distance ? fmt::format(" data-key=\"{:.6g}\"", *distance) : " data-key=\"\"";
}

std::string row(const PageRow& row, std::size_t number) {
  std::string html = fmt::format("<tr><td class=\"no num\" data-key=\"{}\">{}</td><td class=\"school\"><b>{}</b> <span class=\"code\">{}</span></td>"
                                 "<td class=\"place\">{}</td><td class=\"why-cell\"{}>",
                                 number, number, escaped(row.name), escaped(row.code), escaped(row.municipality), sort_key(row));
  if (!row.reasons.empty()) {
    html += "<ul class=\"why\">\n";
    for (const PageReason& r : row.reasons) html += reason(r);
    html += "</ul>";
  }
  if (!row.note.empty()) html += fmt::format("<p class=\"note\">{}</p>", escaped(row.note));
  return html + "</td></tr>\n";
}

std::string list_table(const std::vector<PageRow>& rows, const std::string& id, const char* title, const char* why) {
  std::string html = fmt::format("<h3 id=\"{}-h\">{} <span class=\"code\">{}</span></h3>\n", id, escaped(title), count_text(static_cast<std::int64_t>(rows.size())));
  if (rows.empty()) return html + fmt::format("<p class=\"lead\">{}</p>\n", escaped(tr("None.")));
  if (rows.size() > 10)
    html += fmt::format("<div class=\"tools\" data-table=\"{}\" hidden><input type=\"search\" placeholder=\"{}\" aria-label=\"{}\"><output></output></div>\n", id,
                        escaped(tr("School or municipality")), escaped(tr("Filter the table")));
  html += fmt::format("<table class=\"list\" id=\"{}\" aria-labelledby=\"{}-h\"><thead><tr><th class=\"num\" scope=\"col\" data-sort=\"1\">№</th>"
                      "<th scope=\"col\" data-sort=\"1\">{}</th><th scope=\"col\" data-sort=\"1\">{}</th><th scope=\"col\" data-sort=\"1\">{}</th></tr></thead><tbody>\n",
                      id, id, escaped(tr("School")), escaped(tr("Municipality")), escaped(why));
  for (std::size_t i = 0; i < rows.size(); ++i) html += row(rows[i], i + 1);
  return html + "</tbody></table>\n";
}

std::string municipality_table(const std::vector<PageMunicipality>& municipalities) {
  std::string html = fmt::format("<table class=\"small\"><caption>{}</caption><thead><tr><th scope=\"col\">{}</th><th class=\"num\" scope=\"col\">{}</th>"
                                 "<th class=\"num\" scope=\"col\">{}</th><th class=\"num\" scope=\"col\">{}</th></tr></thead><tbody>\n",
                                 escaped(tr("By municipality")), escaped(tr("Municipality")), escaped(tr("Schools")), escaped(tr("Not enough data")),
                                 escaped(tr("On the list")));
  for (const PageMunicipality& m : municipalities) {
    const double share = m.schools > 0 ? static_cast<double>(m.yes) / static_cast<double>(m.schools) : 0;
    html += fmt::format("<tr><td>{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}<span class=\"share\" aria-hidden=\"true\"><i style=\"width:{:.1f}%\"></i></span></td></tr>\n",
                        escaped(m.name), count_text(m.schools), m.not_assessable ? count_text(m.not_assessable) : "–", m.yes ? count_text(m.yes) : "–", 100 * std::min(share, 1.0));
  }
  return html + "</tbody></table>\n";
}

std::string parameter_table(const std::vector<PageParameter>& parameters) {
  std::string html = fmt::format("<table class=\"small\"><caption>{}</caption><thead><tr><th scope=\"col\">{}</th><th class=\"num\" scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n",
                                 escaped(tr("Parameters and their basis")), escaped(tr("Parameter")), escaped(tr("Value")), escaped(tr("Basis")));
  for (const PageParameter& p : parameters)
    html += fmt::format("<tr><td>{}</td><td class=\"num\">{}</td><td>{}</td></tr>\n", escaped(p.title), escaped(p.value), p.basis.empty() ? "–" : escaped(p.basis));
  return html + "</tbody></table>\n";
}

std::string ground_list(const std::vector<PageGround>& grounds) {
  std::string html = fmt::format("<h3>{}</h3>\n<dl class=\"grounds\">\n", escaped(tr("What stands behind the rule")));
  for (const PageGround& ground : grounds) html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(ground.label), escaped(ground.text));
  return html + "</dl>\n";
}

std::string picture(const PageHistogram& histogram, const std::string& id) {
  return fmt::format("<figure><figcaption>{}</figcaption>\n{}<p class=\"legend\">{}</p></figure>\n", escaped(histogram.title),
                     histogram_svg(histogram, id + "-hist"), escaped(tr("Number of schools by value; the dark bars fulfil the condition.")));
}

std::string answers_of(const PageCategory& c) {
  return tr_format("On the list: {0}. Not on the list: {1}. Not enough data: {2}.", count_text(c.yes), count_text(c.no), count_text(c.not_assessable));
}

std::string category_section(const PageCategory& c, std::size_t index) {
  const std::string id = fmt::format("c{}", index + 1);
  std::string html = fmt::format("<section class=\"category\" id=\"{}\" aria-labelledby=\"{}-name\">\n<p class=\"overline\">{}</p>\n<h2 id=\"{}-name\">{}</h2>\n<p class=\"lead\">{}{}{}</p>\n",
                                 id, id, escaped(c.name), id, escaped(c.title), escaped(answers_of(c)), c.method.empty() ? "" : "<br>", escaped(c.method));
  if (c.marker)
    html += fmt::format("<p class=\"marker\"><strong>{}</strong> {}</p>\n", escaped(tr("A sign that needs checking.")),
                        escaped(tr("It does not establish a breach: a selective school, few participants or the composition of a class can have the same effect.")));
  if (c.histogram) html += picture(*c.histogram, id);
  html += list_table(c.listed, id + "-list", tr("The list"), tr("Why: value, participants, threshold, distance"));
  if (!c.near_misses.empty()) html += list_table(c.near_misses, id + "-near", tr("Close to the threshold, not on the list"), tr("Value, participants, threshold, distance"));
  if (!c.not_assessable_rows.empty()) html += list_table(c.not_assessable_rows, id + "-data", tr("Not enough data for a decision"), tr("What is missing"));
  if (!c.municipalities.empty()) html += municipality_table(c.municipalities);
  if (!c.parameters.empty()) html += parameter_table(c.parameters);
  if (!c.grounds.empty()) html += ground_list(c.grounds);
  return html + "</section>\n";
}

std::string page_header(const ListPage& page) {
  std::string html = page_title(page.title, page.subtitle, page.facts);
  html += "<ul class=\"answers\">\n";
  for (std::size_t i = 0; i < page.categories.size(); ++i) {
    const PageCategory& c = page.categories[i];
    html += fmt::format("<li><a href=\"#c{}\"><span class=\"name\">{}</span><span class=\"count\">{}</span><span class=\"rest\">{}</span></a></li>\n", i + 1,
                        escaped(c.name), count_text(c.yes),
                        escaped(tr_format("of {0} schools; not enough data: {1}", count_text(c.yes + c.no + c.not_assessable), count_text(c.not_assessable))));
  }
  return html + "</ul>\n</header>\n";
}

}  // namespace

std::string value_text(const Check& check) {
  if (check.share) return with_unit(number_text(is_percent(check) ? times_100(*check.share) : *check.share, digits_of(check)), check);
  if (check.value) return with_unit(number_text(*check.value, digits_of(check), is_percent(check) ? 100 : 1), check);
  return "—";
}

std::string threshold_text(const Check& check) {
  const int digits = is_percent(check) ? 2 : 3;
  const std::string limit = check.measured_threshold ? number_text(*check.measured_threshold, digits_of(check), is_percent(check) ? 100 : 1)
                                                     : short_number(is_percent(check) ? times_100(check.threshold) : check.threshold, digits);
  return std::string(sign(check.op)) + kSpace + with_unit(limit, check);
}

std::string distance_text(const Check& check) {
  if (check.share && !check.measured_threshold) {
    const Share& a = *check.share;
    const Share& b = check.threshold;
    Share gap{a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator};
    if (is_percent(check)) gap = times_100(gap);
    return std::string(gap.numerator > 0 ? "+" : gap.numerator < 0 ? "−" : "") +
           number_text(Share{gap.numerator < 0 ? -gap.numerator : gap.numerator, gap.denominator}, digits_of(check));
  }
  const auto distance = check.distance();
  if (!distance) return "";
  const double gap = is_percent(check) ? 100 * *distance : *distance;
  return std::string(gap > 0 ? "+" : gap < 0 ? "−" : "") + number_text(gap < 0 ? -gap : gap, digits_of(check));
}

std::string render_list_page(const ListPage& page) {
  std::string html = page_start(page.title);
  html += page_header(page);
  html += "<main>\n";
  for (std::size_t i = 0; i < page.categories.size(); ++i) html += category_section(page.categories[i], i);
  html += "</main>\n";
  return html + page_end(page.closing);
}

}  // namespace opora
