// Patterns of source profiles: regular expressions over Unicode text with a bounded cost, because
// both the pattern (a region's pack) and the text (somebody's file) come from outside.
// A Pattern is immutable and may be used from several threads at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opora {

class Pattern {
 public:
  // ICU syntax, letter case ignored. The diagnostic (PACK-043) quotes the pattern and ICU's position.
  static Result<Pattern> compile(const std::string& text);

  // Groups 0…n of the first match anywhere in `text` ("" for a group that took no part), or nothing.
  // Texts over 2000 bytes and matches that cost too much never match.
  std::optional<std::vector<std::string>> match(std::string_view text) const;
  bool matches(std::string_view text) const { return match(text).has_value(); }

  const std::string& text() const { return text_; }

 private:
  struct Compiled;
  std::string text_;
  std::shared_ptr<const Compiled> compiled_;
};

// Group 1 of the first pattern that matches, trimmed; the whole match when it has no groups.
std::optional<std::string> first_capture(const std::vector<Pattern>& patterns, std::string_view text);

}  // namespace opora
