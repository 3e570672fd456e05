// The lines of a cell or paragraph as they are gathered from marked-up text.
#pragma once

#include <string>
#include <string_view>

namespace opora {

// Runs of blanks, tabs and no-break spaces become one blank, soft hyphens vanish, empty lines too.
class TextLines {
 public:
  void append(std::string_view text);  // line feeds in it are blanks
  void break_line();
  // Stands before the next text unless that brings a mark of a list of its own: "- ", "2) ".
  void begin_item(std::string label);
  std::string take();

 private:
  std::string text_;
  std::string label_;
  bool blank_ = false;  // before the next character
};

}  // namespace opora
