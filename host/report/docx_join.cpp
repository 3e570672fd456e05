// What a document needs, put beside what a template already has: styles, lists, notes.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "report/docx_form.h"
#include "report/docx_parts.h"

namespace opora::docx {
namespace {

using pugi::xml_node;

xml_node root_of(Form& form, std::string_view type) {
  const std::vector<std::string> names = form.related(type);
  pugi::xml_document* tree = names.empty() ? nullptr : form.tree(names.front());
  return tree ? tree->document_element() : xml_node();
}

int highest(xml_node root, const char* element, const char* attribute) {
  int most = 0;
  for (const xml_node one : root.children(element)) most = std::max(most, one.attribute(attribute).as_int());
  return most;
}

}  // namespace

void join_styles(Form& form, Frame& frame) {
  if (form.related("styles").empty()) {
    form.add_related("styles", "styles.xml", styles_part(frame));
    return;
  }
  xml_node root = root_of(form, "styles");
  std::map<std::string, std::string> by_name;  // "paragraph heading 1"
  std::set<std::string> ids;
  for (const xml_node one : root.children("w:style")) {
    const std::string type = one.attribute("w:type").value(), id = one.attribute("w:styleId").value();
    by_name.emplace(type + " " + to_lower(one.child("w:name").attribute("w:val").value()), id);
    if (one.attribute("w:default").as_bool()) by_name.emplace(type + " default", id);
    ids.insert(id);
  }
  std::vector<Style> missing;
  for (const Style& style : styles_of(frame)) {
    const std::string type(style.type);
    auto found = by_name.find(type + " " + to_lower(style.name));
    if (found == by_name.end() && (style.id == "Normal" || style.id == "TableNormal")) found = by_name.find(type + " default");
    if (found != by_name.end()) {
      frame.styles.insert_or_assign(std::string(style.id), found->second);
      continue;
    }
    if (ids.contains(std::string(style.id))) frame.styles.insert_or_assign(std::string(style.id), "Opora" + std::string(style.id));
    missing.push_back(style);
  }
  std::string added;
  for (const Style& style : missing) added += style_xml(style, frame);
  insert_xml(root, {}, added);
}

void choose_numbers(Form& form, Frame& frame, int& first_definition) {
  const xml_node lists = root_of(form, "numbering");
  first_definition = highest(lists, "w:abstractNum", "w:abstractNumId") + 1;
  frame.first_list = highest(lists, "w:num", "w:numId") + 1;
  while (form.has("media/" + frame.pictures + "1.png")) frame.pictures += "-next";  // the template came from here, too
  frame.first_note = highest(root_of(form, "footnotes"), "w:footnote", "w:id") + 1;
}

void join_lists(Form& form, const Body& body, int first_definition) {
  xml_node root = root_of(form, "numbering");
  if (!root) {
    form.add_related("numbering", "numbering.xml", numbering_part(list_definitions(first_definition) + list_instances(body, first_definition)));
    return;
  }
  insert_xml(root, root.child("w:num"), list_definitions(first_definition));
  insert_xml(root, root.child("w:numIdMacAtCleanup"), list_instances(body, first_definition));
}

void join_notes(Form& form, const Body& body) {
  if (body.notes.empty()) return;
  if (xml_node root = root_of(form, "footnotes")) insert_xml(root, {}, footnotes(body));
  else form.add_related("footnotes", "footnotes.xml", footnotes_part(footnotes(body)));
}

}  // namespace opora::docx
