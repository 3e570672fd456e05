#include "intake/protocol.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "intake/protocol_places.h"

namespace opora {
namespace {

using nlohmann::ordered_json;

std::string dumped(const ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json counts_json(const BatchCounts& c) {
  return {{"rows", c.rows}, {"accepted", c.accepted}, {"absent", c.absent}, {"other", c.other}, {"rejected", c.rejected}};
}

ordered_json place_json(const FileProtocol& file, const Sighting& at) {
  ordered_json place;
  if (at.sheet < file.sheets.size() && !file.delimited) place["sheet"] = file.sheets[at.sheet].title;
  place["row"] = at.line;
  if (at.column >= 0) place["column"] = column_name(file, at.column);
  if (!at.value.empty()) place["value"] = printable(at.value);
  return place;
}

ordered_json defect_json(const FileProtocol& file, const DefectLog::Found& found) {
  const DefectClass& about = found.about;
  const Defect& defect = *found.defect;
  ordered_json out{{"code", about.code}, {"severity", severity_name(about.severity)}, {"title", about.title},
                   {"help", about.help}, {"count", defect.count}, {"first", place_json(file, defect.first)},
                   {"last", place_json(file, defect.last)}};
  if (about.values) {
    for (const auto& [value, n] : defect.values) out["values"].push_back({{"value", printable(value)}, {"count", n}});
    if (defect.further_values > 0) out["further_values"] = defect.further_values;
  }
  return out;
}

ordered_json procedure_json(const ProcedureSummary& p) {
  ordered_json out{{"procedure", to_text(p.procedure)}, {"accepted", p.accepted}, {"absent", p.absent}, {"other", p.other}};
  if (p.maximum > 0) out["maximum"] = p.maximum;
  out["marks"] = p.marks_known;
  return out;
}

ordered_json file_json(const FileProtocol& file) {
  ordered_json out{{"file", file.file}, {"outcome", outcome_name(file.outcome)}};
  if (!file.reason.empty()) out["reason"] = file.reason;
  if (file.error) out["error"] = ordered_json::parse(render_json(*file.error));
  if (!file.profile.empty()) out["profile"] = file.profile;
  if (!file.digest.empty()) out["sha256"] = file.digest;
  if (file.bytes > 0) out["bytes"] = file.bytes;
  if (file.batch != 0) out["batch"] = file.batch;
  out["counts"] = counts_json(file.counts);
  for (const SheetSummary& sheet : file.sheets) {
    ordered_json entry{{"sheet", sheet.title}, {"header_row", sheet.header_line}};
    entry.update(counts_json(sheet.counts));
    out["sheets"].push_back(std::move(entry));
  }
  for (const ProcedureSummary& p : file.procedures) out["procedures"].push_back(procedure_json(p));
  const std::pair<const char*, std::int64_t> amounts[] = {{"schools", file.schools}, {"registry", file.registry}, {"context", file.context},
                                                          {"scales", file.scales},   {"references", file.references}, {"lists", file.lists},
                                                          {"new_rows", file.new_rows}, {"replaced_rows", file.replaced_rows}};
  for (const auto& [name, n] : amounts) {
    if (n > 0) out[name] = n;
  }
  for (const DefectLog::Found& found : file.defects.found()) out["defects"].push_back(defect_json(file, found));
  return out;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(";\"\n\r") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ";") + csv_cell(cell);
  return line + "\r\n";
}

std::vector<std::string> place_cells(const FileProtocol& file, const Sighting& at) {
  const bool sheet = at.sheet < file.sheets.size() && !file.delimited;
  return {sheet ? file.sheets[at.sheet].title : std::string(), std::to_string(at.line), at.column >= 0 ? column_name(file, at.column) : std::string(),
          printable(at.value)};
}

}  // namespace

BatchCounts total_counts(const Protocol& protocol) {
  BatchCounts sum;
  for (const FileProtocol& file : protocol.files) {
    sum.rows += file.counts.rows;
    sum.accepted += file.counts.accepted;
    sum.absent += file.counts.absent;
    sum.other += file.counts.other;
    sum.rejected += file.counts.rejected;
  }
  return sum;
}

int count_of(const Protocol& protocol, FileOutcome outcome) {
  int n = 0;
  for (const FileProtocol& file : protocol.files) n += file.outcome == outcome;
  return n;
}

bool has_findings(const Protocol& protocol) {
  for (const FileProtocol& file : protocol.files)
    for (const DefectLog::Found& found : file.defects.found())
      if (found.about.severity != Severity::kNote) return true;
  return false;
}

std::string render_file_json(const FileProtocol& file) { return dumped(file_json(file), -1); }

std::string render_protocol_json(const Protocol& protocol) {
  ordered_json out{{"dry_run", protocol.dry_run}, {"counts", counts_json(total_counts(protocol))}};
  out["files"] = ordered_json::array();
  for (const FileProtocol& file : protocol.files) out["files"].push_back(file_json(file));
  return dumped(out, 2) + "\n";
}

std::string render_protocol_csv(const Protocol& protocol) {
  std::string out = "\xEF\xBB\xBF" + csv_line({tr("file"), tr("outcome"), tr("profile"), tr("code"), tr("severity"), tr("what was found"), tr("count"),
                                               tr("first sheet"), tr("first row"), tr("first column"), tr("first value"), tr("last sheet"),
                                               tr("last row"), tr("last column"), tr("last value"), tr("what to do")});
  for (const FileProtocol& file : protocol.files) {
    const std::vector<std::string> head = {file.file, tr(outcome_title(file.outcome)), file.profile};
    if (file.error) {
      std::vector<std::string> cells = head;
      cells.insert(cells.end(), {file.error->code, tr("error"), file.error->message, "1", "", "", "", "", "", "", "", "", file.error->help});
      out += csv_line(cells);
    }
    bool any = file.error.has_value();
    for (const auto& [about, defect] : file.defects.found()) {
      any = true;
      std::vector<std::string> cells = head;
      cells.insert(cells.end(), {about.code, tr(severity_name(about.severity)), about.title, std::to_string(defect->count)});
      for (const Sighting* at : {&defect->first, &defect->last}) {
        const auto place = place_cells(file, *at);
        cells.insert(cells.end(), place.begin(), place.end());
      }
      cells.push_back(about.help);
      out += csv_line(cells);
    }
    if (!any) out += csv_line({head[0], head[1], head[2], "", "", file.reason, "0", "", "", "", "", "", "", "", "", ""});
  }
  return out;
}

Status write_protocol(const Protocol& protocol, const std::filesystem::path& file) {
  const std::string ending = to_lower(file.extension().string());
  std::string text;
  if (ending == ".json") text = render_protocol_json(protocol);
  else if (ending == ".csv") text = render_protocol_csv(protocol);
  else if (ending == ".txt") text = render_protocol_text(protocol, false);
  else return make_error("DATA-024", tr_format("A protocol cannot be written as \"{0}\"", ending), tr("Give the file the ending .json, .csv or .txt."));
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return make_error("DATA-025", tr_format("The protocol {0} cannot be written", file.string()), tr("Check the folder and its rights."));
  return {};
}

}  // namespace opora
