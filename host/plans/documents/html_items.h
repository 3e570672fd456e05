// Lists of HTML as lines of text: "- " before the items of one, their number before those of the other.
#pragma once

#include <vector>

#include "plans/documents/html_text.h"
#include "plans/documents/text_lines.h"

namespace opora {

class HtmlItems {
 public:
  void take(const HtmlToken& tag, TextLines& lines);

 private:
  struct List {
    bool numbered = false;
    int items = 0;
  };
  std::vector<List> lists_;
};

}  // namespace opora
