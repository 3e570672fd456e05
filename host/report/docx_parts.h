// The parts of a package beside its body: styles, lists, footnotes, headers, settings, properties. In pieces, so that those a
// template lacks can be added to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/docx_body.h"
#include "report/zip_writer.h"

namespace opora::docx {

inline constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
inline constexpr std::string_view kMainSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
inline constexpr std::string_view kRelationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
inline constexpr std::string_view kDrawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
inline constexpr std::string_view kPackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
inline constexpr std::string_view kContentTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

std::string spaces();  // xmlns:w, xmlns:r and xmlns:wp of a part's root

// A style by the name Word knows it under; ids differ between languages of Word.
struct Style {
  std::string_view id, name, type;  // "paragraph", "character", "table"
  std::string_view based_on;        // id; may be empty
  std::string properties;           // what stands after the names
};
std::vector<Style> styles_of(const Frame& frame);
std::string style_xml(const Style& style, const Frame& frame);
std::string styles_part(const Frame& frame);

// Definitions of the two lists, numbered from `first`, and the instances of them that a body uses.
std::string list_definitions(int first);
std::string list_instances(const Body& body, int first_definition);

std::string numbering_part(const std::string& definitions_and_instances);

std::string footnotes(const Body& body);  // w:footnote of each
std::string footnotes_part(const std::string& notes);
std::string header_part(const Document& document, const Frame& frame, bool first_page);
std::string footer_part(const Document& document, const Frame& frame);
std::string settings_part(const Frame& frame);
std::string core_properties(const Document& document);

std::string relation(std::string_view id, std::string_view type, std::string_view target);
std::string picture_relations(const Body& body);
void add_pictures(const Body& body, std::vector<ZipMember>& parts);  // word/media/…

}  // namespace opora::docx
