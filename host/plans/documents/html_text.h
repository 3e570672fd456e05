// HTML as office programs and converters write it: whole documents, and what is left of it in the cells of other tables.
#pragma once

#include <string>
#include <string_view>

#include "plans/documents/document_tables.h"

namespace opora {

// A tag, or text up to the next one. Tags with names that HTML does not have are text.
struct HtmlToken {
  std::string_view text;  // of a text: as written; of a tag: its attributes
  std::string name;       // of a tag, in small letters; empty: this is text
  bool closing = false;
};

// Takes the next token off the front of `rest`, which is not empty. Comments and declarations are skipped: an empty text.
HtmlToken next_html_token(std::string_view& rest);

std::string decoded_entities(std::string_view text);  // unknown ones stay as they are
std::string html_attribute(std::string_view attributes, std::string_view name);

bool breaks_line(std::string_view tag);  // p, div, li, br …

bool has_markup(std::string_view text);  // a tag or an entity
// The text of a cell with remnants of HTML: paragraphs and items as lines, items with "- " or their number.
std::string text_of_markup(std::string_view text);

}  // namespace opora
