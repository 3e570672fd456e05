// What every page has around its content: the document with style and script inside, title and facts, closing words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opora {

struct PageFact {
  std::string label;
  std::string value;   // shown
  std::string detail;  // whole digest or path, as a tooltip; may be empty
};

// Up to and with <body>; `style` follows the style that all pages share.
std::string page_start(const std::string& title, std::string_view style = {});
// An opened <header> with title, subtitle and facts.
std::string page_title(const std::string& title, const std::string& subtitle, const std::vector<PageFact>& facts);
std::string page_end(const std::string& closing);

}  // namespace opora
