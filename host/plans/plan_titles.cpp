#include "plans/plan_titles.h"

#include <algorithm>

#include "plans/row_text.h"

namespace opora {

std::string plan_title(std::span<const DocumentParagraph> paragraphs, const PlanColumns& columns) {
  const auto last = std::find_if(paragraphs.rbegin(), paragraphs.rend(), [&](const DocumentParagraph& p) { return begins_with_any(p.text, columns.title); });
  if (last == paragraphs.rend()) return {};
  std::string title = folded(last->text);
  for (auto next = last.base(); next != paragraphs.end() && starts_lower(next->text); ++next) title += ' ' + folded(next->text);
  return title;
}

std::string part_title(std::span<const DocumentParagraph> paragraphs, const PlanColumns& columns) {
  constexpr std::size_t kShort = 600;  // bytes
  const auto annex = std::find_if(paragraphs.rbegin(), paragraphs.rend(), [&](const DocumentParagraph& p) { return begins_with_any(p.text, columns.annex); });
  if (annex != paragraphs.rend()) return folded(annex->text.substr(0, annex->text.find('\n')));
  const auto heading = std::find_if(paragraphs.rbegin(), paragraphs.rend(), [](const DocumentParagraph& p) { return p.heading; });
  if (heading != paragraphs.rend()) return folded(heading->text);
  const auto last = std::find_if(paragraphs.rbegin(), paragraphs.rend(), [](const DocumentParagraph& p) { return p.text.size() <= kShort && !is_page_number(p); });
  return last == paragraphs.rend() ? std::string() : folded(last->text);
}

bool is_page_number(const DocumentParagraph& paragraph) {
  return paragraph.text.find_first_not_of("0123456789 -\n") == std::string::npos;
}

}  // namespace opora
