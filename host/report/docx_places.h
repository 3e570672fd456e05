// Named places in a part of a template: content controls (w:sdt) by their tag, and {{place}} in text, also where Word has cut
// the place into several runs.
#pragma once

#include <pugixml.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace opora::docx {

inline constexpr std::string_view kContentPlace = "content";

struct PlaceTexts {
  const std::vector<std::pair<std::string, std::string>>& texts;
  std::set<std::string> filled = {}, unknown = {};  // what has been met

  // The text of a place, which is noted as met; nothing: the document has none of this name.
  std::optional<std::string> text(const std::string& place);
};

// Fills the places of a part, w:document or w:hdr, but that of the content.
void fill_places(pugi::xml_node root, PlaceTexts& places);

// The paragraph or content control of the body, or anywhere else, that holds the place of the content; empty: none.
pugi::xml_node content_place(pugi::xml_node root);

std::string paragraph_text(pugi::xml_node paragraph);

}  // namespace opora::docx
