#include "report/page_frame.h"

#include <fmt/format.h>

#include "base/messages.h"
#include "report/html_text.h"
#include "report/list_page_assets.h"

namespace opora {

std::string page_start(const std::string& title, std::string_view style) {
  return fmt::format("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n",
                     language() == Language::kRussian ? "ru" : "en", escaped(title), kListPageStyle, style);
}

std::string page_title(const std::string& title, const std::string& subtitle, const std::vector<PageFact>& facts) {
  std::string html = fmt::format("<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n", escaped(title), escaped(subtitle));
  if (facts.empty()) return html;
  html += "<dl class=\"facts\">\n";
  for (const PageFact& fact : facts)
    html += fmt::format("<div><dt>{}</dt><dd{}>{}</dd></div>\n", escaped(fact.label),
                        fact.detail.empty() ? "" : fmt::format(" title=\"{}\"", escaped(fact.detail)), escaped(fact.value));
  return html + "</dl>\n";
}

std::string page_end(const std::string& closing) {
  std::string html;
  if (!closing.empty()) html += fmt::format("<footer>{}</footer>\n", escaped(closing));
  return html + fmt::format("<script>{}</script>\n</body>\n</html>\n", kListPageScript);
}

}  // namespace opora
