#include "base/messages.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#include <filesystem>

#include "base/installation.h"

namespace opora {
namespace {

Language g_language = Language::kEnglish;

}  // namespace

void set_language(Language language) {
  g_language = language;
  // LC_MESSAGES alone: numbers, dates and collation of the process stay in the "C" locale, on which
  // Lua and every text format depend. GNU gettext ignores LANGUAGE only in the locale named "C".
  setlocale(LC_MESSAGES, "C.UTF-8");
  setenv("LANGUAGE", language == Language::kRussian ? "ru" : "en", 1);
  bindtextdomain("opora", (installation().data / "locale").c_str());
  bind_textdomain_codeset("opora", "UTF-8");
  textdomain("opora");
}

Language language() { return g_language; }

const char* tr(const char* text) { return *text ? dgettext("opora", text) : text; }

std::string tr_count(const char* one, const char* many, long long count) {
  const unsigned long magnitude = static_cast<unsigned long>(count < 0 ? -count : count);
  return fmt::format(fmt::runtime(dngettext("opora", one, many, magnitude)), count);
}

}  // namespace opora
