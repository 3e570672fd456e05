#include "extend/conformance/check.h"

#include "base/messages.h"
#include "extend/service_values.h"

namespace opora::conformance {
namespace {

template <class Kind>
Status add_extensions(const std::shared_ptr<NativeLibrary>& library, const char* kind, std::vector<Extension>& extensions) {
  const void* table = library->kind(kind);
  if (table == nullptr) return {};
  OPORA_ASSIGN(const Kind known, read_struct(static_cast<const Kind*>(table)));
  if (known.describe == nullptr) return misuse(tr("the table of the kind has no functions"));
  for (std::uint32_t index = 0; index < known.count; ++index) {
    OPORA_ASSIGN(const auto info, read_struct(known.describe(known.self, index)));
    OPORA_ASSIGN(std::string id, read_text(info.id));
    extensions.push_back({kind, std::move(id), library->path().filename().string(), table, index, library});
  }
  return {};
}

Result<Opened> open_native(const std::filesystem::path& file) {
  Opened opened;
  OPORA_ASSIGN(opened.library, load_native(file));
  OPORA_TRY(add_extensions<opora_indicator_kind>(opened.library, OPORA_KIND_INDICATOR, opened.extensions));
  OPORA_TRY(add_extensions<opora_methodology_kind>(opened.library, OPORA_KIND_METHODOLOGY, opened.extensions));
  OPORA_TRY(add_extensions<opora_matching_kind>(opened.library, OPORA_KIND_MATCHING, opened.extensions));
  return opened;
}

}  // namespace

std::string words_of(const Diagnostic& diagnostic) {
  std::string words = diagnostic.message;
  if (!diagnostic.reason.empty()) words += ": " + diagnostic.reason;
  if (!diagnostic.code.empty()) words += " (" + diagnostic.code + ")";
  if (!diagnostic.help.empty()) words += "; " + diagnostic.help;
  return words;
}

Finding failed(const Diagnostic& diagnostic) { return failed(words_of(diagnostic)); }

const char* name_of(Group group) {
  constexpr const char* kNames[] = {"load", "contract", "data", "stress", "pack"};
  return kNames[static_cast<int>(group)];
}

const char* name_of(Outcome outcome) {
  constexpr const char* kNames[] = {"passed", "warning", "skipped", "failed", "crashed"};
  return kNames[static_cast<int>(outcome)];
}

std::vector<Check> extension_checks() {
  std::vector<Check> all;
  for (auto checks : {load_checks(), contract_checks(), document_checks(), state_checks(), data_checks(), stress_checks()})
    std::move(checks.begin(), checks.end(), std::back_inserter(all));
  return all;
}

Subject native_subject(const std::filesystem::path& file, std::string name) {
  Subject subject{std::move(name), kNative, file, 2024, {}};
  subject.open = [file] { return open_native(file); };
  return subject;
}

}  // namespace opora::conformance
