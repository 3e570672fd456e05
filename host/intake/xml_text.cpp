#include "intake/xml_text.h"

#include "base/text.h"
#include "intake/cell_values.h"

namespace opora {

bool append_element_text(pugi::xml_node element, std::string& out) {
  if (!decode_xml_text(element.value(), out)) return false;
  for (pugi::xml_node part : element) {
    if (part.type() == pugi::node_pcdata && !decode_xml_text(part.value(), out)) return false;
    if (part.type() != pugi::node_cdata) continue;
    if (!is_utf8(part.value())) return false;
    out += part.value();
  }
  return true;
}

bool append_rich_text(pugi::xml_node item, std::string& out) {
  for (pugi::xml_node child : item) {
    const std::string_view name = local_name(child.name());
    if (name == "t" && !append_element_text(child, out)) return false;
    if (name != "r") continue;
    for (pugi::xml_node part : child)
      if (local_name(part.name()) == "t" && !append_element_text(part, out)) return false;
  }
  return true;
}

}  // namespace opora
