// How slices of a workbook are parsed by pugixml, and the texts inside.
// References are not decoded by the parser: an unknown one must be an error, and most texts are known
// already by their bytes (TextCache).
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace opora {

inline constexpr unsigned kSliceFlags = pugi::parse_cdata | pugi::parse_ws_pcdata_single | pugi::parse_embed_pcdata |
                                        pugi::parse_fragment | pugi::parse_doctype;

// Name of an element or attribute without its prefix.
inline std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The text directly inside an element; false when it is not well-formed.
bool append_element_text(pugi::xml_node element, std::string& out);

// The text of <si> or <is>: its <t>, or the <t> of its runs; phonetic hints are left out.
bool append_rich_text(pugi::xml_node item, std::string& out);

}  // namespace opora
