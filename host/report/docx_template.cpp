// A region's template, filled.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "report/document_docx.h"
#include "report/docx_form.h"
#include "report/docx_parts.h"
#include "report/docx_places.h"
#include "report/zip_reader.h"

namespace opora {
namespace {

using docx::Body;
using docx::Form;
using docx::Frame;
using docx::PlaceTexts;
using docx::twips;
using pugi::xml_node;

constexpr std::size_t kMostParts = 2000, kMostBytes = std::size_t{64} << 20;  // a letterhead with pictures has some hundred KiB

Diagnostic no_content(const std::string& file, std::string reason) {
  Diagnostic error = make_error("DOC-003", tr_format("the template {0} has no place for the content", file), tr("write {{content}} where the text of the document is to stand, as a paragraph of its own, neither in a table nor in a text box"));
  error.reason = std::move(reason);
  error.spans.push_back({.file = file, .sheet = {}, .line = 0, .column = {}, .source_line = {}, .label = {}});
  return error;
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

bool alone(std::string_view text) {
  text = trimmed(text);
  return text.starts_with("{{") && text.ends_with("}}") && trimmed(text.substr(2, text.size() - 4)) == docx::kContentPlace;
}

// The paragraph or control directly in the body that the blocks take the place of.
Result<xml_node> place_of_content(Form& form, const std::string& file) {
  xml_node place = docx::content_place(form.document());
  if (!place) return no_content(file, {});
  const bool control = place.name() == std::string_view("w:sdt");
  if (control && place.parent().name() == std::string_view("w:p")) place = place.parent();
  else if (!control && !alone(docx::paragraph_text(place))) return no_content(file, tr("the place stands among other words"));
  if (place.parent().name() != std::string_view("w:body")) return no_content(file, tr("the place stands in a table, in a text box or in another place"));
  return place;
}

// The properties of the section in which the place stands; made when the template has none.
xml_node section_of(xml_node place) {
  if (xml_node own = place.child("w:pPr").child("w:sectPr")) return own;
  for (xml_node next = place.next_sibling(); next; next = next.next_sibling()) {
    if (next.name() == std::string_view("w:sectPr")) return next;
    if (xml_node own = next.child("w:pPr").child("w:sectPr")) return own;
  }
  xml_node section = place.parent().append_child("w:sectPr");
  docx::insert_xml(section, {}, fmt::format("<w:pgSz w:w=\"{}\" w:h=\"{}\"/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"567\" w:footer=\"397\" w:gutter=\"0\"/>", twips(docx::kPageWidth), twips(docx::kPageHeight),
                                            twips(docx::kTop), twips(docx::kOuter), twips(docx::kBottom), twips(docx::kBinding)));
  return section;
}

// Turns a page with its margins, its left edge to the top.
void turn(xml_node section) {
  xml_node size = section.child("w:pgSz"), margins = section.child("w:pgMar");
  const std::string width = size.attribute("w:w").value(), height = size.attribute("w:h").value();
  size.attribute("w:w").set_value(height.c_str());
  size.attribute("w:h").set_value(width.c_str());
  size.remove_attribute("w:orient");
  size.append_attribute("w:orient").set_value("landscape");
  std::string old[4];
  const char* sides[] = {"w:top", "w:right", "w:bottom", "w:left"};
  for (int i = 0; i < 4; ++i) old[i] = margins.attribute(sides[i]).value();
  for (int i = 0; i < 4; ++i) margins.attribute(sides[i]).set_value(old[(i + 3) % 4].c_str());
}

int text_width(xml_node section) {
  const xml_node margins = section.child("w:pgMar");
  const int width = section.child("w:pgSz").attribute("w:w").as_int(twips(docx::kPageWidth)) - margins.attribute("w:left").as_int() - margins.attribute("w:right").as_int() - margins.attribute("w:gutter").as_int();
  return std::max(width, twips(50));
}

// Sections after the first keep the letterhead's headers for further pages, not that of the first, and number on.
void set_sections(Frame& frame, xml_node section) {
  const bool wide = section.child("w:pgSz").attribute("w:w").as_int() > section.child("w:pgSz").attribute("w:h").as_int();
  for (bool landscape : {false, true})
    for (bool first : {true, false}) {
      pugi::xml_document copy;
      xml_node one = copy.append_copy(section);
      if (landscape && !wide) turn(one);
      if (!first) {
        one.remove_child("w:titlePg");
        one.child("w:pgNumType").remove_attribute("w:start");
      }
      (landscape ? frame.landscape_width : frame.portrait_width) = text_width(one);
      frame.section[landscape][first] = docx::inner_xml(one);
    }
}

bool words_follow(xml_node place, xml_node section) {
  for (xml_node next = place.next_sibling(); next && next != section; next = next.next_sibling()) {
    if (next.name() == std::string_view("w:tbl") || next.name() == std::string_view("w:sdt")) return true;
    if (!trimmed(docx::paragraph_text(next)).empty()) return true;
    if (next.child("w:pPr").child("w:sectPr") == section) return false;
  }
  return false;
}

void insert_content(xml_node place, xml_node section, Body& body) {
  const bool own_section = section.parent().parent() == place;
  if (body.landscape && words_follow(place, section)) {
    docx::end_section(body);
    body.landscape = false;
  }
  docx::insert_xml(place.parent(), place, body.xml);
  section.remove_children();
  docx::insert_xml(section, {}, body.frame.section[body.landscape][body.first_section]);
  if (!own_section) {
    place.parent().remove_child(place);
    return;
  }
  for (xml_node child = place.first_child(); child;) {  // the mark of the section stays
    const xml_node next = child.next_sibling();
    if (child.name() != std::string_view("w:pPr")) place.remove_child(child);
    child = next;
  }
}

void declare_spaces(xml_node root) {
  for (const auto& [name, space] : {std::pair("xmlns:r", docx::kRelationSpace), std::pair("xmlns:wp", docx::kDrawingSpace)})
    if (!root.attribute(name)) root.append_attribute(name).set_value(std::string(space).c_str());
}

void fill_parts(Form& form, PlaceTexts& places) {
  docx::fill_places(form.document(), places);
  for (std::string_view type : {"header", "footer", "footnotes"})
    for (const std::string& name : form.related(type))
      if (pugi::xml_document* tree = form.tree(name)) docx::fill_places(tree->document_element(), places);
}

void warn(const Document& document, const PlaceTexts& places, const std::string& file, std::vector<Diagnostic>& warnings) {
  const auto add = [&](const char* code, std::string message, std::string help) {
    warnings.push_back(make_warning(code, std::move(message), std::move(help)));
    warnings.back().spans.push_back({.file = file, .sheet = {}, .line = 0, .column = {}, .source_line = {}, .label = {}});
  };
  std::vector<std::string> known, left;
  for (const auto& [name, text] : document.places) {
    known.push_back(name);
    if (!places.filled.contains(name)) left.push_back(name);
  }
  if (!places.unknown.empty())
    add("DOC-001", tr_format("the template has places that this document does not fill: {0}", listed({places.unknown.begin(), places.unknown.end()})),
        known.empty() ? std::string(tr("this document has no places but {{content}}")) : tr_format("places of this document: {0}", listed(known)));
  if (!left.empty()) add("DOC-002", tr_format("the template has no place for: {0}", listed(left)), tr("write the name in double braces where the text is to stand, or leave it out"));
}

}  // namespace

Result<DocxTemplate> read_docx_template(const std::filesystem::path& file) {
  OPORA_ASSIGN(std::vector<ZipMember> parts, read_zip(file, kMostParts, kMostBytes));
  return DocxTemplate{file.string(), std::move(parts)};
}

Result<std::string> to_docx(const Document& document, const DocxTemplate& file, std::vector<Diagnostic>* warnings) {
  OPORA_ASSIGN(Form form, Form::open(file));
  OPORA_ASSIGN(const xml_node place, place_of_content(form, file.file));
  const xml_node section = section_of(place);
  PlaceTexts places{document.places};
  fill_parts(form, places);  // before there are texts of the document, in which braces are braces
  Frame frame;
  frame.language = document.language;
  frame.order = document.kind == "order";
  set_sections(frame, section);
  docx::join_styles(form, frame);
  int first_definition = 0;
  docx::choose_numbers(form, frame, first_definition);
  Body body = docx::body_of(document, frame);
  declare_spaces(form.document());
  insert_content(place, section, body);
  docx::join_lists(form, body, first_definition);
  docx::join_notes(form, body);
  form.add_relations(docx::picture_relations(body));
  std::vector<ZipMember> pictures;
  docx::add_pictures(body, pictures);
  for (ZipMember& picture : pictures) form.add_part(picture.name.substr(std::string_view("word/").size()), std::move(picture.data));
  form.add_default_type("png", "image/png");
  form.add_default_type("svg", "image/svg+xml");
  form.forget_people(document);
  if (warnings) warn(document, places, file.file, *warnings);
  return form.bytes();
}

}  // namespace opora
