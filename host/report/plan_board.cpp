#include "report/plan_board.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "report/html_text.h"
#include "report/month_strip_svg.h"
#include "report/number_text.h"
#include "report/plan_board_assets.h"

namespace opora {
namespace {

std::string number_of(std::size_t count) { return count_text(static_cast<std::int64_t>(count)); }

std::string meter(const BoardCard& card) {
  if (card.holders == 0) return {};
  const double share = static_cast<double>(card.done) / static_cast<double>(card.holders);
  return fmt::format("<span class=\"meter\" aria-hidden=\"true\"><i style=\"width:{:.1f}%\"></i></span>", 100 * std::min(share, 1.0));
}

std::string aside(const char* label, const std::string& text) {
  return text.empty() ? std::string() : fmt::format("<p class=\"aside\">{} {}</p>", escaped(label), escaped(text));
}

std::string holders(const BoardCard& card) {
  if (card.names.empty()) return {};
  std::string html = "<ul>";
  for (const BoardHolder& holder : card.names)
    html += fmt::format("<li{}><span>{}</span><i>{}</i></li>\n", holder.owes ? " class=\"owes\"" : "", escaped(holder.name), escaped(holder.state));
  if (card.unnamed > 0) html += fmt::format("<li><span>{}</span></li>", escaped(tr_format("and {0} more", count_text(card.unnamed))));
  return html + "</ul>";
}

std::string summary_of(const BoardCard& card) {
  return card.holders == 0 ? tr("nobody is named") : tr_format("{0} of {1} handed in", count_text(card.done), count_text(card.holders));
}

std::string card_html(const BoardCard& card) {
  std::string html = fmt::format("<article class=\"card\" data-find><p class=\"top\"><b>{}</b><span>{}</span></p>", escaped(card.number), escaped(card.due));
  if (!card.note.empty()) html += fmt::format("<p class=\"late\">{}</p>", escaped(card.note));
  html += fmt::format("<p class=\"measure\">{}</p>{}<details><summary>{}</summary>", escaped(card.shorter), meter(card), escaped(summary_of(card)));
  if (card.shorter != card.text) html += fmt::format("<p>{}</p>", escaped(card.text));
  html += aside(tr("Section:"), card.section) + aside(tr("Responsible:"), card.responsible) + aside(tr("Result:"), card.result);
  return html + holders(card) + "</details></article>\n";
}

std::string cards_html(const std::vector<BoardCard>& cards, const char* kind) {
  std::string html = fmt::format("<div class=\"{}\">\n", kind);
  for (const BoardCard& card : cards) html += card_html(card);
  return html + "</div>\n";
}

std::string column_html(const BoardColumn& column) {
  return fmt::format("<section class=\"column{}\"><h2>{} <span>{}</span></h2><p class=\"hint\">{}</p>\n{}</section>\n", column.alarming ? " alarming" : "",
                     escaped(column.title), number_of(column.cards.size()), escaped(column.hint), cards_html(column.cards, "cards"));
}

std::string strip_html(const PlanBoard& board) {
  const std::string svg = month_strip_svg(board.months, board.today);
  if (svg.empty()) return {};
  const auto key = [](const char* colour, const char* words) { return fmt::format("<i style=\"background:var(--{})\"></i>{}", colour, escaped(words)); };
  return fmt::format("<figure class=\"strip\" tabindex=\"0\"><figcaption>{}</figcaption>\n{}<p class=\"legend\">{}{}{}{}</p></figure>\n", escaped(tr("Windows by month")), svg,
                     key("line", tr("windows that run")), key("accent", tr("end in the month, handed in")), key("bar", tr("end in the month, owed")),
                     key("limit", tr("late")));
}

// Cards that are looked at rarely: folded, counted.
std::string fold_html(const std::vector<BoardCard>& cards, const char* title, const char* hint) {
  if (cards.empty()) return {};
  return fmt::format("<section class=\"part\"><details class=\"fold\"><summary>{} <span class=\"code\">{}</span></summary><p class=\"lead\">{}</p>\n{}</details></section>\n",
                     escaped(title), number_of(cards.size()), escaped(hint), cards_html(cards, "cards wide-cards"));
}

std::string table_start(const char* title, std::size_t rows, const char* kind, std::initializer_list<const char*> columns) {
  std::string html = fmt::format("<section class=\"part\"><h2>{} <span class=\"code\">{}</span></h2>\n<table class=\"{}\"><thead><tr>", escaped(title), number_of(rows), kind);
  for (const char* column : columns) html += fmt::format("<th scope=\"col\">{}</th>", escaped(column));
  return html + "</tr></thead><tbody>\n";
}

std::string questions_html(const std::vector<BoardQuestion>& questions) {
  if (questions.empty()) return {};
  std::string html = table_start(tr("The deadline has to be decided"), questions.size(), "wide",
                                 {"№", tr("Measure"), tr("Deadline in the document"), tr("What is in doubt"), tr("Readings")});
  for (const BoardQuestion& one : questions)
    html += fmt::format("<tr data-find><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(one.number), escaped(one.shorter),
                        one.deadline.empty() ? "—" : escaped(one.deadline), escaped(one.doubt), escaped(one.choices));
  return html + "</tbody></table></section>\n";
}

std::string debts_html(const std::vector<BoardDebt>& debts) {
  if (debts.empty()) return {};
  std::string html = table_start(tr("Who has not handed in"), debts.size(), "wide who", {tr("Municipality"), tr("Was due"), tr("Handed in"), tr("Missing"), tr("What")});
  for (const BoardDebt& one : debts) {
    html += fmt::format("<tr data-find><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><details><summary>{}</summary><ul>", escaped(one.municipality), count_text(one.due),
                        count_text(one.due - one.missing), count_text(one.missing), escaped(tr_count("{} row", "{} rows", static_cast<long long>(one.rows.size()))));
    for (const std::string& row : one.rows) html += fmt::format("<li>{}</li>\n", escaped(row));
    html += "</ul></details></td></tr>\n";
  }
  return html + "</tbody></table></section>\n";
}

}  // namespace

std::string render_plan_board(const PlanBoard& board) {
  std::string html = page_start(board.title, kPlanBoardStyle) + page_title(board.title, board.subtitle, board.facts);
  html += strip_html(board) + "</header>\n<main>\n";
  html += fmt::format("<div class=\"finder\" hidden><input type=\"search\" placeholder=\"{0}\" aria-label=\"{0}\"><output></output></div>\n",
                      escaped(tr("Number, words of the measure, school, municipality")));
  html += "<div class=\"board\">\n";
  for (const BoardColumn& column : board.columns) html += column_html(column);
  html += "</div>\n";
  html += questions_html(board.questions) + debts_html(board.debts);
  html += fold_html(board.on_demand, tr("On demand"), tr("Work that begins when somebody asks for it; it is never late."));
  html += fold_html(board.later, tr("Not begun yet"), tr("Windows that begin after the day of the board."));
  return html + fmt::format("</main>\n<script>{}</script>\n", kPlanBoardScript) + page_end(board.closing);
}

}  // namespace opora
