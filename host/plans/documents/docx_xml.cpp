#include "plans/documents/docx_xml.h"

#include <charconv>

#include "intake/xml_text.h"
#include "plans/documents/document_errors.h"

namespace opora {
namespace {

constexpr std::size_t kMaxPart = 64 << 20;

Diagnostic as_document_error(const ZipArchive& archive, const Diagnostic& error) {
  const bool hostile = error.code == "DATA-004";
  return hostile ? hostile_document(archive.file(), error.reason) : damaged_document(archive.file(), error.reason);
}

}  // namespace

Result<XmlDocument> read_docx_part(ZipArchive& archive, const std::string& member) {
  const auto content = archive.read_all(member, kMaxPart);
  if (!content) return as_document_error(archive, content.error());
  auto document = std::make_unique<pugi::xml_document>();
  // White space is text here: a run may hold nothing but the blank between two words.
  constexpr unsigned kFlags = (pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single);
  const auto parsed = document->load_buffer(content->data(), content->size(), kFlags);
  for (const pugi::xml_node node : *document)
    if (node.type() == pugi::node_doctype)
      return hostile_document(archive.file(), tr_format("the part {0} declares a document type or entities", member));
  if (!parsed) return damaged_document(archive.file(), tr_format("{0}: {1}", member, parsed.description()));
  return document;
}

pugi::xml_node docx_child(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node node : parent)
    if (local_name(node.name()) == name) return node;
  return {};
}

std::string_view docx_attribute(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_attribute each : node.attributes())
    if (local_name(each.name()) == name) return each.value();
  return {};
}

std::string_view docx_value(pugi::xml_node parent, std::string_view child) { return docx_attribute(docx_child(parent, child), "val"); }

int docx_number(std::string_view text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace opora
