#include "plans/documents/plan_titles.h"

#include <algorithm>

#include "plans/documents/row_text.h"

namespace opora {
namespace {

using Paragraphs = std::span<const DocumentParagraph>;

// The last paragraph that begins with one of the words; the end of the reversed range when there is none.
auto last_beginning(Paragraphs paragraphs, const std::vector<std::string>& words) {
  return std::find_if(paragraphs.rbegin(), paragraphs.rend(), [&](const DocumentParagraph& p) { return begins_with_any(p.text, words); });
}

}  // namespace

std::string plan_title(std::span<const DocumentParagraph> paragraphs, const PlanColumns& columns) {
  const auto last = last_beginning(paragraphs, columns.title);
  if (last == paragraphs.rend()) return {};
  std::string title = folded(last->text);
  for (auto next = last.base(); next != paragraphs.end() && starts_lower(next->text); ++next) title += ' ' + folded(next->text);
  return title;
}

std::string part_title(std::span<const DocumentParagraph> paragraphs, const PlanColumns& columns) {
  constexpr std::size_t kShort = 600;  // bytes
  const auto annex = last_beginning(paragraphs, columns.annex);
  if (annex != paragraphs.rend()) return folded(annex->text.substr(0, annex->text.find('\n')));
  const auto heading = std::find_if(paragraphs.rbegin(), paragraphs.rend(), [](const DocumentParagraph& p) { return p.heading; });
  if (heading != paragraphs.rend()) return folded(heading->text);
  const auto last = std::find_if(paragraphs.rbegin(), paragraphs.rend(),
                                 [](const DocumentParagraph& p) { return p.text.size() <= kShort && !is_page_number(p); });
  return last == paragraphs.rend() ? std::string() : folded(last->text);
}

bool is_page_number(const DocumentParagraph& paragraph) {
  return paragraph.text.find_first_not_of("0123456789 -\n") == std::string::npos;
}

}  // namespace opora
