// Pairs of schools for people and for programs.
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/print.h"
#include "report/number_text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kUsualWidth = 110;  // of text that goes into a file
constexpr int kWidest = 140;      // longer lines are hard to read
constexpr int kIndent = 5;
constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kGreen = "\x1b[32m", kYellow = "\x1b[33m", kReset = "\x1b[0m";

std::string paint(const Session& session, std::string_view escape, std::string_view text) {
  return session.colour ? std::string(escape) + std::string(text) + std::string(kReset) : std::string(text);
}

int width_of(const Session& session) { return session.width == 0 ? kUsualWidth : std::min(session.width, kWidest); }

// Words in lines of `width` cells, each after `indent` blanks.
std::string wrapped(const std::string& text, int indent, int width) {
  std::istringstream in(text);
  std::string out, line, word;
  const std::string blanks(static_cast<std::size_t>(indent), ' ');
  while (in >> word) {
    if (!line.empty() && indent + display_width(line) + 1 + display_width(word) > width) {
      out += blanks + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return line.empty() ? out : out + blanks + line + "\n";
}

std::string place_text(const MatchReport& report, const std::string& code) {
  const SchoolName& known = report.named(code);
  std::string text = known.name.empty() ? code : known.name + " (" + code + ")";
  return known.municipality.empty() ? text : text + ", " + known.municipality;
}

// "Запасной: …": who would come next.
std::string next_text(const MatchReport& report, std::size_t pair) {
  std::string text;
  const auto& pairs = report.rows.pairs;
  for (std::size_t i = pair + 1; i < pairs.size() && pairs[i].rank > 1 && pairs[i].school == pairs[pair].school; ++i)
    text += (text.empty() ? "" : "; ") + tr_format("{0}, cost {1}: {2}", place_text(report, pairs[i].partner), number_text(pairs[i].cost, 2), pairs[i].reason);
  return text.empty() ? std::string(tr("Next: nobody else would fit.")) : tr_format("Next: {0}", text);
}

std::string pair_text(const Session& session, const MatchReport& report, std::size_t at, int number) {
  const MatchPair& pair = report.rows.pairs[at];
  const int width = width_of(session);
  const std::string cost = tr_format("cost {0}", number_text(pair.cost, 2));
  const std::string partner = "→ " + place_text(report, pair.partner);
  const int gap = std::max(2, width - kIndent - display_width(partner) - display_width(cost));
  std::string text = fmt::format("{:>3}. ", number) + paint(session, kBold, place_text(report, pair.school)) + "\n";
  text += std::string(kIndent, ' ') + paint(session, kGreen, partner) + std::string(static_cast<std::size_t>(gap), ' ') + paint(session, kDim, cost) + "\n";
  text += wrapped(pair.reason, kIndent + 2, width);
  return text + paint(session, kDim, wrapped(next_text(report, at), kIndent + 2, width));
}

std::string heading(const Session& session, const MatchReport& report) {
  const MatchInfo& info = report.record.info;
  std::string text = paint(session, kBold, info.title) + "\n";
  text += tr_format("Matching {0}: pack {1} {2}, year {3}; list \"{4}\" of run {5}", report.record.id, info.pack, info.pack_version, info.year,
                    info.category, info.run) + "\n";
  text += tr_format("with a partner: {0}, without: {1}; could help: {2}", report.record.matched, report.record.unmatched, info.offering);
  if (info.excluded > 0) text += "; " + tr_count("{} school left out by its markers", "{} schools left out by their markers", info.excluded);
  return text + "\n";
}

}  // namespace

std::string match_text(const Session& session, const MatchReport& report) {
  std::string text = heading(session, report);
  int number = 0;
  for (std::size_t i = 0; i < report.rows.pairs.size(); ++i)
    if (report.rows.pairs[i].rank == 1) text += "\n" + pair_text(session, report, i, ++number);
  if (!report.rows.unmatched.empty()) text += "\n" + paint(session, kBold, tr("Without a partner")) + "\n";
  for (const UnmatchedSchool& alone : report.rows.unmatched)
    text += "   ? " + paint(session, kYellow, place_text(report, alone.school)) + "\n" + wrapped(alone.reason, kIndent + 2, width_of(session));
  if (report.rows.pairs.empty() && report.rows.unmatched.empty()) text += std::string(tr("No school is on the list.")) + "\n";
  return text + "\n";
}

std::string match_json(const MatchReport& report) {
  std::string out;
  const auto line = [&](Json j) { out += j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; };
  const auto described = [&](Json& j, const std::string& role, const std::string& code) {
    j[role] = code;
    j[role + "_name"] = report.named(code).name;
    j[role + "_municipality"] = report.named(code).municipality;
  };
  for (const MatchPair& pair : report.rows.pairs) {
    Json j = {{"matching", report.record.id}};
    described(j, "school", pair.school);
    j["rank"] = pair.rank;
    described(j, "partner", pair.partner);
    j["cost"] = pair.cost;
    j["reason"] = pair.reason;
    j["values"] = Json::parse(pair.further_json, nullptr, false);
    line(std::move(j));
  }
  for (const UnmatchedSchool& alone : report.rows.unmatched) {
    Json j = {{"matching", report.record.id}};
    described(j, "school", alone.school);
    j["partner"] = nullptr;
    j["reason"] = alone.reason;
    line(std::move(j));
  }
  return out;
}

void print_matches(const Session& session, const std::vector<MatchRecord>& records) {
  if (session.json) {
    for (const MatchRecord& one : records)
      std::cout << Json{{"matching", one.id}, {"id", one.info.matching}, {"title", one.info.title}, {"pack", one.info.pack},
                        {"pack_digest", one.info.pack_digest}, {"year", one.info.year}, {"run", one.info.run}, {"category", one.info.category},
                        {"matched", one.matched}, {"unmatched", one.unmatched}, {"data_digest", one.info.data_digest}, {"digest", one.info.digest},
                        {"host_version", one.info.host_version}, {"params", Json::parse(one.info.params_json, nullptr, false)},
                        {"made", one.info.finished_at}}.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
    return;
  }
  TerminalTable table{{{"№", true}, {tr("matching"), false, 12}, {tr("pack")}, {tr("year"), true}, {tr("run"), true}, {tr("with a partner"), true},
                       {tr("without"), true}, {tr("made")}, {tr("data")}}, {}};
  for (const MatchRecord& one : records)
    table.rows.push_back({std::to_string(one.id), one.info.title, one.info.pack + " " + one.info.pack_version, std::to_string(one.info.year),
                          std::to_string(one.info.run), std::to_string(one.matched), std::to_string(one.unmatched), one.info.finished_at,
                          one.info.data_digest.substr(0, 12)});
  std::cout << render_table(table, {session.width, session.colour});
}

}  // namespace opora
