#include "plans/evidence_kinds.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

struct Kind {
  const char* code;
  const char* title;
};
constexpr Kind kKinds[] = {
    {"order", tr_later("an order")},          {"note", tr_later("an inquiry note")},    {"report", tr_later("a report")},
    {"analysis", tr_later("an analysis")},    {"programme", tr_later("a programme")},   {"plan", tr_later("a plan")},
    {"contract", tr_later("a contract")},     {"protocol", tr_later("minutes")},        {"certificate", tr_later("a certificate")},
    {"recording", tr_later("a recording")},   {"publication", tr_later("a publication")}, {"letter", tr_later("a letter")},
    {"schedule", tr_later("a schedule")},     {"list", tr_later("a list")},             {"act", tr_later("a legal act")},
    {"method", tr_later("a method")},         {"collection", tr_later("a collection")}, {"photo", tr_later("a photo")},
    {"other", tr_later("another document")},
};

const Kind* find(std::string_view code) {
  const auto found = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& one) { return code == one.code; });
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace

bool is_evidence_kind(std::string_view kind) { return find(kind) != nullptr; }

std::string evidence_title(std::string_view kind) {
  const Kind* found = find(kind);
  return found ? tr(found->title) : std::string(kind);
}

Diagnostic unknown_evidence_kind(const char* code, std::string_view kind) {
  std::vector<std::string> codes;
  for (const Kind& one : kKinds) codes.emplace_back(one.code);
  const auto guess = nearest(kind, codes);
  return make_error(code, tr_format("there is no kind of evidence \"{0}\"", kind), guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("kinds: {0}", fmt::join(codes, ", ")));
}

}  // namespace opora
