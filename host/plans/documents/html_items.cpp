#include "plans/documents/html_items.h"

#include <string>

namespace opora {

void HtmlItems::take(const HtmlToken& tag, TextLines& lines) {
  if (breaks_line(tag.name)) lines.break_line();
  if (tag.name == "ul" || tag.name == "ol") {
    if (!tag.closing) lists_.push_back({tag.name == "ol", 0});
    else if (!lists_.empty()) lists_.pop_back();
  }
  if (tag.name != "li" || tag.closing) return;
  if (lists_.empty()) lists_.push_back({});
  List& list = lists_.back();
  ++list.items;
  lines.begin_item(list.numbered ? std::to_string(list.items) + ") " : "- ");
}

}  // namespace opora
