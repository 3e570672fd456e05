#include "plans/documents/plan_remarks.h"

#include <algorithm>

#include "base/messages.h"

namespace opora {

Diagnostic made_remark(Severity severity, const char* code, std::string message, std::vector<Quote> quotes, std::string help) {
  Diagnostic made = make_warning(code, std::move(message), std::move(help));
  made.severity = severity;
  for (Quote& quote : quotes) {
    made.spans.push_back(std::move(quote.place));
    made.spans.back().source_line = std::move(quote.text);
  }
  return made;
}

void PlanRemarks::add(Severity severity, const char* code, const char* message, Span place, std::string text, const char* help) {
  const auto same = [&](const Kind& kind) { return std::string_view(kind.code) == code && std::string_view(kind.message) == message; };
  auto kind = std::find_if(kinds_.begin(), kinds_.end(), same);
  if (kind == kinds_.end()) kind = kinds_.insert(kinds_.end(), {severity, code, message, help, {}, {}});
  kind->quotes.push_back({std::move(place), std::move(text)});
}

void PlanRemarks::note(const char* code, std::string text) {
  const auto kind = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& k) { return std::string_view(k.code) == code; });
  if (kind != kinds_.end()) kind->notes.push_back(std::move(text));
}

std::vector<Diagnostic> PlanRemarks::take() {
  std::vector<Diagnostic> remarks;
  for (Kind& kind : kinds_) {
    remarks.push_back(made_remark(kind.severity, kind.code, tr(kind.message), std::move(kind.quotes), kind.help == nullptr ? "" : tr(kind.help)));
    remarks.back().notes = std::move(kind.notes);
  }
  kinds_.clear();
  return remarks;
}

}  // namespace opora
