// The protocol as an analyst reads it on a terminal: files with their reconciled rows, then what was
// found in all of them, the gravest first.
#include <algorithm>
#include <array>
#include <map>

#include "base/messages.h"
#include "base/text.h"
#include "intake/protocol.h"
#include "intake/protocol_places.h"
#include "intake/table_reader.h"

namespace opora {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kReset = "\x1b[0m";
constexpr int kWidestFile = 60;

struct Paint {
  bool colour;
  std::string operator()(std::string_view escape, std::string_view text) const {
    return colour ? std::string(escape) + std::string(text) + std::string(kReset) : std::string(text);
  }
};

std::string right(std::string_view text, int cells) {
  const int blanks = std::max(0, cells - display_width(text));
  return std::string(static_cast<std::size_t>(blanks), ' ') + std::string(text);
}

// 1234567 → "1 234 567", as in Russian tables.
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0 && digits[i - 1] != '-') out += ' ';
    out += digits[i];
  }
  return out;
}

using Line = std::vector<std::string>;

// The first two columns stand left, numbers right; widths by content.
std::string table(const std::vector<Line>& lines, std::size_t left_columns) {
  std::vector<int> widths;
  for (const Line& line : lines) {
    widths.resize(std::max(widths.size(), line.size()), 0);
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], display_width(line[i]));
  }
  std::string out;
  for (const Line& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0) text += "  ";
      text += i < left_columns ? fit(line[i], widths[i]) : right(line[i], widths[i]);
    }
    while (text.ends_with(' ')) text.pop_back();
    out += text + "\n";
  }
  return out;
}

std::string what_of(const FileProtocol& file) {
  if (file.procedures.size() == 1) return to_text(file.procedures.front().procedure);
  if (!file.procedures.empty()) return tr_count("{} procedure", "{} procedures", static_cast<long long>(file.procedures.size()));
  std::string what;
  const auto add = [&](std::int64_t n, const char* one, const char* many) {
    if (n > 0) what += (what.empty() ? "" : ", ") + tr_count(one, many, n);
  };
  add(file.registry, "{} school", "{} schools");
  add(file.context, "{} answer", "{} answers");
  add(file.scales, "{} scale", "{} scales");
  add(file.references, "{} reference row", "{} reference rows");
  add(file.lists, "{} marker", "{} markers");
  return what;
}

std::string short_name(const std::string& file) {
  if (display_width(file) <= kWidestFile) return file;
  std::string tail = file;  // the end of a path says more than its beginning
  while (display_width(tail) > kWidestFile - 1) {
    tail.erase(0, 1);
    while (!tail.empty() && (static_cast<unsigned char>(tail[0]) & 0xC0) == 0x80) tail.erase(0, 1);
  }
  return "…" + tail;
}

Line counts_line(Line left, const BatchCounts& c) {
  for (const std::int64_t n : {c.rows, c.accepted, c.absent, c.other, c.rejected}) left.push_back(grouped(n));
  return left;
}

std::string files_table(const Protocol& protocol) {
  std::vector<Line> lines = {{tr("file"), tr("profile"), tr("contents"), tr("rows"), tr("accepted"), tr("absent"), tr("other"), tr("rejected")}};
  for (const FileProtocol& file : protocol.files) {
    if (file.outcome != FileOutcome::kImported && file.outcome != FileOutcome::kWouldImport) continue;
    lines.push_back(counts_line({short_name(file.file), file.profile, what_of(file)}, file.counts));
  }
  if (lines.size() == 1) return {};
  lines.push_back(counts_line({tr("total"), "", ""}, total_counts(protocol)));
  return table(lines, 3) + "\n";
}

std::string outcomes(const Protocol& protocol) {
  std::string text;
  for (const FileOutcome outcome : {FileOutcome::kImported, FileOutcome::kWouldImport, FileOutcome::kUnchanged, FileOutcome::kSkipped, FileOutcome::kFailed}) {
    const int n = count_of(protocol, outcome);
    if (n > 0) text += (text.empty() ? "" : ", ") + tr_format("{0}: {1}", tr(outcome_title(outcome)), n);
  }
  return text;
}

std::string other_files(const Protocol& protocol, const Paint& paint) {
  std::string out;
  for (const FileProtocol& file : protocol.files) {
    if (file.outcome == FileOutcome::kSkipped || file.outcome == FileOutcome::kUnchanged) {
      out += tr_format("{0}: {1} — {2}", tr(outcome_title(file.outcome)), file.file, file.reason) + "\n";
    }
  }
  if (!out.empty()) out += "\n";
  for (const FileProtocol& file : protocol.files) {
    if (file.error) out += render_terminal(*file.error, paint.colour) + "\n";
  }
  return out;
}

// One class of defects over all files.
struct Finding {
  DefectClass about;
  std::int64_t count = 0, files = 0, further = 0;
  const FileProtocol* first_file = nullptr;
  const FileProtocol* last_file = nullptr;
  const Sighting* first = nullptr;
  const Sighting* last = nullptr;
  std::vector<std::pair<std::string, std::int64_t>> values;
};

void add_values(Finding& finding, const Defect& defect) {
  for (const auto& [value, n] : defect.values) {
    const auto known = std::find_if(finding.values.begin(), finding.values.end(), [&](const auto& v) { return v.first == value; });
    if (known == finding.values.end()) finding.values.emplace_back(value, n);
    else known->second += n;
  }
  finding.further += defect.further_values;
}

// The gravest first, then by code.
std::vector<Finding> findings_of(const Protocol& protocol) {
  std::vector<Finding> findings;
  std::map<std::pair<std::string, std::string>, std::size_t> places;  // code, title → in `findings`
  for (const FileProtocol& file : protocol.files)
    for (DefectLog::Found& found : file.defects.found()) {
      const auto [place, added] = places.try_emplace({found.about.code, found.about.title}, findings.size());
      if (added) findings.emplace_back().about = std::move(found.about);
      Finding& finding = findings[place->second];
      finding.count += found.defect->count;
      ++finding.files;
      if (!finding.first) finding.first = &found.defect->first, finding.first_file = &file;
      finding.last = &found.defect->last, finding.last_file = &file;
      add_values(finding, *found.defect);
    }
  std::vector<Finding> sorted;
  for (const auto& [key, place] : places) sorted.push_back(std::move(findings[place]));
  std::stable_sort(sorted.begin(), sorted.end(), [](const Finding& a, const Finding& b) { return a.about.severity < b.about.severity; });
  return sorted;
}

std::string values_text(Finding& finding) {
  std::stable_sort(finding.values.begin(), finding.values.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < finding.values.size() && i < DefectLog::kValuesKept; ++i) {
    const auto& [value, n] = finding.values[i];
    text += (text.empty() ? "" : ", ") + (value.empty() ? std::string(tr("(empty)")) : printable(value)) + " × " + grouped(n);
  }
  std::int64_t rest = finding.further;
  for (std::size_t i = DefectLog::kValuesKept; i < finding.values.size(); ++i) rest += finding.values[i].second;
  if (rest > 0) text += ", " + tr_format("others × {0}", grouped(rest));
  return text;
}

std::string finding_text(Finding& finding, const Paint& paint) {
  const DefectClass& about = finding.about;
  const std::string_view escape = about.severity == Severity::kError ? "\x1b[1;31m" : about.severity == Severity::kWarning ? "\x1b[1;33m" : "\x1b[1;36m";
  std::string out = paint(escape, std::string(tr(severity_name(about.severity))) + "[" + about.code + "]") + paint(kBold, ": " + about.title);
  out += " — " + grouped(finding.count);
  if (finding.files > 1) out += " " + tr_count("in {} file", "in {} files", finding.files);
  out += "\n";
  const auto line = [&](const char* name, const std::string& text) { out += "    " + paint(kDim, std::string(tr(name)) + ": ") + text + "\n"; };
  line(tr_later("first"), place_of(*finding.first_file, *finding.first));
  if (finding.count > 1) line(tr_later("last"), place_of(*finding.last_file, *finding.last));
  if (about.values && (finding.values.size() > 1 || finding.further > 0)) line(tr_later("values"), values_text(finding));
  if (!about.help.empty()) line(tr_later("what to do"), about.help);
  return out;
}

}  // namespace

std::string column_name(const FileProtocol& file, std::int32_t column) {
  return file.delimited ? std::to_string(column + 1) : column_letters(static_cast<std::size_t>(column));
}

std::string place_of(const FileProtocol& file, const Sighting& at) {
  std::string place = file.file;
  if (file.delimited) {
    if (at.line > 0) place += ":" + std::to_string(at.line);
    if (at.column >= 0) place += ":" + column_name(file, at.column);
  } else {
    if (at.sheet < file.sheets.size() && !file.sheets[at.sheet].title.empty()) place += " [" + file.sheets[at.sheet].title + "]";
    if (at.line > 0) place += (at.column >= 0 ? " " + column_name(file, at.column) : " " + std::string(tr("row")) + " ") + std::to_string(at.line);
  }
  if (!at.value.empty()) place += ": " + printable(at.value);
  return place;
}

std::string printable(std::string_view value) {
  constexpr int kWidest = 60;
  std::string line;
  for (const char c : value.substr(0, 1000)) line += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  return display_width(line) > kWidest ? fit(line, kWidest) : line;
}

const char* outcome_name(FileOutcome outcome) {
  static constexpr std::array<const char*, 5> kNames = {"imported", "would-import", "unchanged", "skipped", "failed"};
  return kNames[static_cast<std::size_t>(outcome)];
}

const char* outcome_title(FileOutcome outcome) {
  static constexpr std::array<const char*, 5> kTitles = {tr_later("imported"), tr_later("would be imported"), tr_later("unchanged"), tr_later("skipped"), tr_later("not imported")};
  return kTitles[static_cast<std::size_t>(outcome)];
}

const char* severity_name(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "note";
}

std::string render_protocol_text(const Protocol& protocol, bool colour) {
  const Paint paint{colour};
  std::string out = files_table(protocol);
  std::vector<Finding> findings = findings_of(protocol);
  for (Finding& finding : findings) out += finding_text(finding, paint);
  if (!findings.empty()) out += "\n";
  out += other_files(protocol, paint);
  std::int64_t fresh = 0, replaced = 0;
  for (const FileProtocol& file : protocol.files) fresh += file.new_rows, replaced += file.replaced_rows;
  if (fresh + replaced > 0) out += tr_format("rows of results: {0} new, {1} stored rows replaced", grouped(fresh), grouped(replaced)) + "\n";
  out += tr_format("files: {0}", outcomes(protocol)) + "\n";
  if (protocol.dry_run) out += std::string(tr("This was a trial run: nothing was written.")) + "\n";
  return out;
}

}  // namespace opora
