#include "report/docx_places.h"

#include <algorithm>

#include "base/text.h"
#include "report/inert_text.h"

namespace opora::docx {
namespace {

using pugi::xml_node;

void each(xml_node node, const std::function<bool(xml_node)>& visit) {  // false: not into it
  for (xml_node child : node.children())
    if (visit(child)) each(child, visit);
}

bool is(xml_node node, std::string_view name) { return node.name() == name; }

// The w:t of a paragraph, but not those of paragraphs in text boxes inside of it.
std::vector<xml_node> text_nodes(xml_node paragraph) {
  std::vector<xml_node> nodes;
  each(paragraph, [&](xml_node node) {
    if (is(node, "w:t")) nodes.push_back(node);
    return !is(node, "w:p");
  });
  return nodes;
}

void set_text(xml_node node, const std::string& text) {
  node.text().set(text.c_str());
  node.remove_attribute("xml:space");
  node.append_attribute("xml:space").set_value("preserve");
}

// The text with its line feeds as breaks of Word, beginning in `node`, a w:t. Returns the w:t of the last line.
xml_node set_lines(xml_node node, std::string_view text) {
  xml_node run = node.parent();
  for (;;) {
    const std::size_t end = text.find('\n');
    set_text(node, std::string(text.substr(0, end)));
    if (end == std::string_view::npos) return node;
    text.remove_prefix(end + 1);
    node = run.insert_child_after("w:t", run.insert_child_after("w:br", node));
  }
}

struct Found {
  std::size_t begin, end;  // of {{…}} in the text of the paragraph
  std::string place;
};

std::optional<Found> next_place(const std::string& text, std::size_t from) {
  const std::size_t begin = text.find("{{", from);
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = text.find("}}", begin);
  if (end == std::string::npos) return std::nullopt;
  return Found{begin, end + 2, std::string(trimmed(std::string_view(text).substr(begin + 2, end - begin - 2)))};
}

// Puts `text` where the place stands; its look is that of the run in which the place begins. Returns the end of the text.
std::size_t replace(xml_node paragraph, const Found& found, const std::string& text) {
  std::size_t at = 0, length_before = 0;
  bool written = false;
  for (xml_node node : text_nodes(paragraph)) {
    const std::string own = node.text().get();
    const std::size_t begin = at, end = at + own.size();
    at = end;
    if (end <= found.begin || begin >= found.end) continue;
    const std::string before = found.begin > begin ? own.substr(0, found.begin - begin) : "";
    const std::string after = found.end < end ? own.substr(found.end - begin) : "";
    if (written) {
      set_text(node, after);
      continue;
    }
    set_lines(node, before + text + after);
    length_before = begin + before.size();
    written = true;
  }
  const auto breaks = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return length_before + text.size() - breaks;  // breaks are no text
}

void fill_text(xml_node paragraph, PlaceTexts& places) {
  std::size_t from = 0;
  while (const std::optional<Found> found = next_place(paragraph_text(paragraph), from)) {
    from = found->end;
    if (found->place == kContentPlace) continue;
    if (const auto text = places.text(found->place)) from = replace(paragraph, *found, *text);
  }
}

std::string tag_of(xml_node control) { return control.child("w:sdtPr").child("w:tag").attribute("w:val").value(); }

xml_node first_inside(xml_node node, std::string_view name) {
  xml_node found;
  each(node, [&](xml_node one) {
    if (!found && is(one, name)) found = one;
    return !found;
  });
  return found;
}

// Word would show the placeholder's words again, or those of the data the control is bound to.
void make_plain(xml_node control) {
  xml_node properties = control.child("w:sdtPr");
  if (properties.remove_child("w:showingPlcHdr")) {
    each(control.child("w:sdtContent"), [](xml_node node) {
      if (is(node, "w:rPr")) node.remove_child("w:rStyle");
      return true;
    });
  }
  properties.remove_child("w:dataBinding");
}

// One run with the look of the first one; further paragraphs of the control go.
void fill_control(xml_node control, const std::string& text) {
  make_plain(control);
  xml_node holder = control.child("w:sdtContent");
  if (xml_node first = first_inside(holder, "w:p")) {
    while (xml_node next = first.next_sibling("w:p")) first.parent().remove_child(next);
    holder = first;
  }
  xml_node run = first_inside(holder, "w:r");
  const xml_node look = run.child("w:rPr");
  xml_node fresh = holder.append_child("w:r");
  if (look) fresh.append_copy(look);
  set_lines(fresh.append_child("w:t"), text);
  for (xml_node child = holder.first_child(); child;) {
    const xml_node next = child.next_sibling();
    if (child != fresh && !is(child, "w:pPr")) holder.remove_child(child);
    child = next;
  }
}

}  // namespace

std::optional<std::string> PlaceTexts::text(const std::string& place) {
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const auto& one) { return one.first == place; });
  if (found == texts.end()) {
    unknown.insert(place);
    return std::nullopt;
  }
  filled.insert(place);
  return inert(found->second);
}

std::string paragraph_text(xml_node paragraph) {
  std::string all;
  for (const xml_node node : text_nodes(paragraph)) all += node.text().get();
  return all;
}

void fill_places(xml_node root, PlaceTexts& places) {
  std::vector<std::pair<xml_node, std::string>> controls;
  std::vector<xml_node> paragraphs;
  each(root, [&](xml_node node) {
    const std::string tag = is(node, "w:sdt") ? tag_of(node) : "";
    if (tag == kContentPlace) return false;
    if (!tag.empty()) {
      if (const auto text = places.text(tag)) {
        controls.emplace_back(node, *text);
        return false;  // filled as a whole
      }
    }
    if (is(node, "w:p")) paragraphs.push_back(node);
    return true;
  });
  for (const xml_node one : paragraphs) fill_text(one, places);  // first: what controls are filled with has no places
  for (const auto& [control, text] : controls) fill_control(control, text);
}

xml_node content_place(xml_node root) {
  xml_node found;
  each(root, [&](xml_node node) {
    if (found) return false;
    if (is(node, "w:sdt") && tag_of(node) == kContentPlace) found = node;
    if (is(node, "w:p")) {
      const std::string text = paragraph_text(node);
      for (auto place = next_place(text, 0); place && !found; place = next_place(text, place->end))
        if (place->place == kContentPlace) found = node;
    }
    return !found;
  });
  return found;
}

}  // namespace opora::docx
