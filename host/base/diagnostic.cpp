#include "base/diagnostic.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/diagnostic_json.h"
#include "base/messages.h"

namespace opora {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kReset = "\x1b[0m";
constexpr std::string_view kRed = "\x1b[1;31m", kYellow = "\x1b[1;33m", kCyan = "\x1b[1;36m";

constexpr std::string_view kSeverities[] = {"error", "warning", "note"};

struct Look {
  std::string_view translated, colour;
};

Look look_of(Severity severity) {
  switch (severity) {
    case Severity::kError: return {tr("error"), kRed};
    case Severity::kWarning: return {tr("warning"), kYellow};
    case Severity::kNote: return {tr("note"), kCyan};
  }
  return {tr("error"), kRed};
}

Diagnostic make(Severity severity, std::string_view code, std::string message, std::string help) {
  Diagnostic d;
  d.severity = severity;
  d.code = code;
  d.message = std::move(message);
  d.help = std::move(help);
  return d;
}

// "regions/x/a.lua:12:7" for text, "file.xlsx [Sheet] C12" for a workbook.
std::string place_of(const Span& span) {
  std::string place = span.file;
  if (!span.sheet.empty()) {
    place += " [" + span.sheet + "]";
    if (span.line > 0) place += " " + span.column + std::to_string(span.line);
    return place;
  }
  if (span.line > 0) place += ":" + std::to_string(span.line);
  if (span.line > 0 && !span.column.empty()) place += ":" + span.column;
  return place;
}

}  // namespace

Diagnostic make_error(std::string_view code, std::string message, std::string help) {
  return make(Severity::kError, code, std::move(message), std::move(help));
}

Diagnostic make_warning(std::string_view code, std::string message, std::string help) {
  return make(Severity::kWarning, code, std::move(message), std::move(help));
}

std::string render_terminal(const Diagnostic& d, bool colour) {
  const auto paint = [&](std::string_view escape, std::string_view text) {
    return colour ? std::string(escape) + std::string(text) + std::string(kReset) : std::string(text);
  };
  const Look look = look_of(d.severity);
  std::string out = paint(look.colour, std::string(look.translated) + "[" + d.code + "]");
  out += paint(kBold, ": " + d.message) + "\n";
  for (const Span& span : d.spans) {
    out += paint(kDim, "  --> ") + place_of(span);
    if (!span.label.empty()) out += ": " + span.label;
    out += "\n";
    if (!span.source_line.empty()) {
      const std::string number = std::to_string(span.line);
      out += paint(kDim, "   " + number + " | ") + span.source_line + "\n";
    }
  }
  if (!d.reason.empty()) out += "  = " + paint(kBold, tr("reason")) + ": " + d.reason + "\n";
  for (const std::string& note : d.notes) out += "  = " + paint(kBold, tr("note")) + ": " + note + "\n";
  if (!d.help.empty()) out += "  = " + paint(kBold, tr("help")) + ": " + d.help + "\n";
  return out;
}

std::string render_json(const Diagnostic& d) {
  nlohmann::ordered_json j;
  j["severity"] = kSeverities[static_cast<std::size_t>(d.severity)];
  j["code"] = d.code;
  j["message"] = d.message;
  if (!d.reason.empty()) j["reason"] = d.reason;
  for (const Span& span : d.spans) {
    nlohmann::ordered_json s;
    s["file"] = span.file;
    if (!span.sheet.empty()) s["sheet"] = span.sheet;
    if (span.line > 0) s["line"] = span.line;
    if (!span.column.empty()) s["column"] = span.column;
    if (!span.label.empty()) s["label"] = span.label;
    j["spans"].push_back(std::move(s));
  }
  if (!d.notes.empty()) j["notes"] = d.notes;
  if (!d.help.empty()) j["help"] = d.help;
  return j.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<Diagnostic> diagnostic_of_json(std::string_view text) {
  try {
    const auto j = nlohmann::json::parse(text);
    const auto part = [](const nlohmann::json& of, const char* name) { return of.value(name, std::string()); };
    Diagnostic d = make_error(j.at("code").get<std::string>(), j.at("message"), part(j, "help"));
    const auto severity = std::find(std::begin(kSeverities), std::end(kSeverities), j.value("severity", "error"));
    if (severity == std::end(kSeverities)) return std::nullopt;
    d.severity = static_cast<Severity>(severity - std::begin(kSeverities));
    d.reason = part(j, "reason");
    for (const auto& s : j.value("spans", nlohmann::json::array()))
      d.spans.push_back({s.at("file"), part(s, "sheet"), s.value("line", std::int64_t{0}), part(s, "column"), {}, part(s, "label")});
    d.notes = j.value("notes", std::vector<std::string>());
    return d;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

int exit_code_of(const Diagnostic& d) {
  const std::string family = d.code.substr(0, d.code.find('-'));
  for (const char* of_input : {"DATA", "STORE", "LIST", "BUNDLE", "VERIFY", "FILE", "PLAN", "REPORT", "DOC"})
    if (family == of_input) return 3;
  if (family == "PACK" || family == "LUA" || family == "ABI" || family == "EXT") return 4;
  if (family == "CLI") return 2;
  return 5;
}

}  // namespace opora
