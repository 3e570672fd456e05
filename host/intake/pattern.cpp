#include "intake/pattern.h"

#include <unicode/regex.h>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr std::size_t kLongestText = 2000;
constexpr int32_t kTimeLimit = 1000;    // steps of ICU's matcher, some milliseconds
constexpr int32_t kStackLimit = 1 << 20;

icu::UnicodeString unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> regex;
};

Result<Pattern> Pattern::compile(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  auto compiled = std::make_shared<Compiled>();
  compiled->regex.reset(icu::RegexPattern::compile(unicode(text), UREGEX_CASE_INSENSITIVE, where, status));
  if (U_FAILURE(status)) {
    Diagnostic error = make_error("PACK-043", tr_format("The pattern \"{0}\" is not a regular expression", text),
                                  tr("Correct the pattern in the profile."));
    error.reason = tr_format("character {0}: {1}", where.offset + 1, u_errorName(status));
    return error;
  }
  Pattern pattern;
  pattern.text_ = text;
  pattern.compiled_ = std::move(compiled);
  return pattern;
}

std::optional<std::vector<std::string>> Pattern::match(std::string_view text) const {
  if (text.size() > kLongestText) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString input = unicode(text);
  const std::unique_ptr<icu::RegexMatcher> matcher(compiled_->regex->matcher(input, status));
  if (U_FAILURE(status)) return std::nullopt;
  matcher->setTimeLimit(kTimeLimit, status);
  matcher->setStackLimit(kStackLimit, status);
  if (!matcher->find(status) || U_FAILURE(status)) return std::nullopt;
  std::vector<std::string> groups(static_cast<std::size_t>(matcher->groupCount()) + 1);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    UErrorCode group_status = U_ZERO_ERROR;
    matcher->group(static_cast<int32_t>(i), group_status).toUTF8String(groups[i]);
  }
  return groups;
}

std::optional<std::string> first_capture(const std::vector<Pattern>& patterns, std::string_view text) {
  for (const Pattern& pattern : patterns) {
    if (const auto groups = pattern.match(text)) {
      return std::string(trimmed(groups->size() > 1 ? (*groups)[1] : (*groups)[0]));
    }
  }
  return std::nullopt;
}

}  // namespace opora
