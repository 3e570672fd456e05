// Messages in the user's language. Sources carry English texts; `host/messages/ru.po` the Russian
// ones. The language is chosen once, before the first message; tr() is then safe from any thread.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace opora {

enum class Language { kRussian, kEnglish };

// Loads the catalogue of `language`. Falls back to English texts when none is installed.
void set_language(Language language);
Language language();

// The translation of `text`, or `text` itself.
const char* tr(const char* text);

// Marks a text for the catalogue where it is stated; tr() is applied where it is shown.
constexpr const char* tr_later(const char* text) { return text; }

// Translated text with positional arguments: tr_format("{0} of {1}", a, b).
template <class... Args>
std::string tr_format(const char* text, const Args&... args) {
  return fmt::format(fmt::runtime(tr(text)), args...);
}

// Plural form by count, Russian rules included: tr_count("{} school", "{} schools", n).
std::string tr_count(const char* one, const char* many, long long count);

}  // namespace opora
