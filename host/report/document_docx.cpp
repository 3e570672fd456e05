#include "report/document_docx.h"

#include <fmt/format.h>

#include "report/docx_parts.h"

namespace opora {
namespace {

using docx::Body;
using docx::Frame;
using docx::kRelationSpace;
using docx::kXmlHead;
using docx::twips;

constexpr std::string_view kReferences =
    "<w:headerReference w:type=\"default\" r:id=\"rHeader\"/><w:headerReference w:type=\"first\" r:id=\"rHeaderFirst\"/>"
    "<w:footerReference w:type=\"default\" r:id=\"rFooter\"/><w:footerReference w:type=\"first\" r:id=\"rFooterFirst\"/>";

// A page across has its binding edge at the top, as a turned sheet in a folder.
std::string page(bool landscape, bool first) {
  const int width = twips(landscape ? docx::kPageHeight : docx::kPageWidth), height = twips(landscape ? docx::kPageWidth : docx::kPageHeight);
  const double top = landscape ? docx::kBinding : docx::kTop, bottom = landscape ? docx::kOuter + 5 : docx::kBottom;
  const double left = landscape ? docx::kTop : docx::kBinding, right = landscape ? docx::kBottom : docx::kOuter;
  return std::string(first ? kReferences : "") +
         fmt::format("<w:pgSz w:w=\"{}\" w:h=\"{}\"{}/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"{}\" w:footer=\"{}\" w:gutter=\"0\"/>", width, height,
                     landscape ? " w:orient=\"landscape\"" : "", twips(top), twips(right), twips(bottom), twips(left), twips(10), twips(7)) +
         (first ? "<w:titlePg/>" : "");
}

Frame frame_of(const Document& document) {
  Frame frame;
  frame.language = document.language;
  frame.order = document.kind == "order";
  for (bool landscape : {false, true})
    for (bool first : {false, true}) frame.section[landscape][first] = page(landscape, first);
  return frame;
}

std::string content_types() {
  const auto part = [](std::string_view name, std::string_view type) { return fmt::format("<Override PartName=\"/word/{}.xml\" ContentType=\"{}{}+xml\"/>", name, docx::kContentTypes, type); };
  return std::string(kXmlHead) +
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
         "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>" +
         part("document", "document.main") + part("styles", "styles") + part("numbering", "numbering") + part("settings", "settings") + part("footnotes", "footnotes") + part("header1", "header") +
         part("header2", "header") + part("footer1", "footer") + part("footer2", "footer") +
         "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
         "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>";
}

std::string package_relations() {
  return fmt::format("{}<Relationships xmlns=\"{}\">", kXmlHead, docx::kPackageRelations) + docx::relation("rDocument", fmt::format("{}/officeDocument", kRelationSpace), "word/document.xml") +
         docx::relation("rCore", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml") +
         docx::relation("rApp", fmt::format("{}/extended-properties", kRelationSpace), "docProps/app.xml") + "</Relationships>";
}

std::string document_relations(const Body& body) {
  const auto to = [](std::string_view id, std::string_view type, std::string_view target) { return docx::relation(id, fmt::format("{}/{}", kRelationSpace, type), target); };
  return fmt::format("{}<Relationships xmlns=\"{}\">", kXmlHead, docx::kPackageRelations) + to("rStyles", "styles", "styles.xml") + to("rNumbering", "numbering", "numbering.xml") + to("rSettings", "settings", "settings.xml") +
         to("rFootnotes", "footnotes", "footnotes.xml") + to("rHeader", "header", "header1.xml") + to("rHeaderFirst", "header", "header2.xml") + to("rFooter", "footer", "footer1.xml") +
         to("rFooterFirst", "footer", "footer2.xml") + docx::picture_relations(body) + "</Relationships>";
}

}  // namespace

Result<std::string> to_docx(const Document& document) {
  const Frame frame = frame_of(document);
  const Body body = docx::body_of(document, frame);
  const std::string footer = docx::footer_part(document, frame);
  std::vector<ZipMember> parts{
      {"[Content_Types].xml", content_types()},
      {"_rels/.rels", package_relations()},
      {"word/document.xml", std::string(kXmlHead) + "<w:document" + docx::spaces() + "><w:body>" + body.xml + docx::section_end(body) + "</w:body></w:document>"},
      {"word/_rels/document.xml.rels", document_relations(body)},
      {"word/styles.xml", docx::styles_part(frame)},
      {"word/numbering.xml", docx::numbering_part(docx::list_definitions(0) + docx::list_instances(body, 0))},
      {"word/settings.xml", docx::settings_part(frame)},
      {"word/footnotes.xml", docx::footnotes_part(docx::footnotes(body))},
      {"word/header1.xml", docx::header_part(document, frame, false)},
      {"word/header2.xml", docx::header_part(document, frame, true)},
      {"word/footer1.xml", footer},
      {"word/footer2.xml", footer},
      {"docProps/core.xml", docx::core_properties(document)},
      {"docProps/app.xml", std::string(kXmlHead) + "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Opora</Application></Properties>"},
  };
  docx::add_pictures(body, parts);
  return zip_bytes(parts);
}

}  // namespace opora
