#include "intake/workbook_parts.h"

#include <map>
#include <memory>
#include <pugixml.hpp>

#include "intake/cell_values.h"
#include "intake/xml_text.h"

namespace opora {
namespace {

constexpr std::size_t kMaxSmallPart = 64 << 20;

using Document = std::unique_ptr<pugi::xml_document>;

Result<Document> parse_part(ZipArchive& archive, const std::string& member) {
  OPORA_ASSIGN(const std::string content, archive.read_all(member, kMaxSmallPart));
  const ReadPlace place{.file = archive.file()};
  auto document = std::make_unique<pugi::xml_document>();
  const auto parsed = document->load_buffer(content.data(), content.size(), pugi::parse_default | pugi::parse_doctype);
  for (pugi::xml_node node : *document)
    if (node.type() == pugi::node_doctype)
      return hostile_archive(place, tr_format("the part {0} declares a document type or entities", member));
  if (!parsed) return broken_xml(place, tr_format("{0}: {1}", member, parsed.description()));
  return document;
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (pugi::xml_node node : parent)
    if (local_name(node.name()) == name) return node;
  return {};
}

// An attribute by its local name: r:id, ns3:id.
std::string_view attribute(pugi::xml_node node, std::string_view name) {
  for (pugi::xml_attribute each : node.attributes())
    if (local_name(each.name()) == name) return each.value();
  return {};
}

// The relationship's id: the attribute `id` that has a prefix (sheetId and a plain id are others).
std::string_view relation_id(pugi::xml_node sheet) {
  for (pugi::xml_attribute each : sheet.attributes()) {
    const std::string_view name = each.name();
    if (name.find(':') != std::string_view::npos && local_name(name) == "id") return each.value();
  }
  return {};
}

// "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" or "../x.xml", seen from "xl/workbook.xml".
std::string resolved(const std::string& from, std::string_view target) {
  if (!target.empty() && target.front() == '/') return std::string(target.substr(1));
  const auto folder = std::filesystem::path(from).parent_path();
  return (folder / std::string(target)).lexically_normal().generic_string();
}

struct Relation {
  std::string type;  // last word of the type's address: "worksheet"
  std::string member;
};

Result<std::map<std::string, Relation>> read_relations(ZipArchive& archive, const std::string& of) {
  const std::filesystem::path path(of);
  const std::string member = (path.parent_path() / "_rels" / (path.filename().string() + ".rels")).generic_string();
  std::map<std::string, Relation> relations;
  if (!archive.has(member)) return relations;
  OPORA_ASSIGN(const Document document, parse_part(archive, member));
  for (pugi::xml_node node : document->document_element()) {
    if (local_name(node.name()) != "Relationship" || attribute(node, "TargetMode") == "External") continue;
    const std::string_view type = attribute(node, "Type");
    relations[std::string(attribute(node, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                     resolved(of, attribute(node, "Target"))};
  }
  return relations;
}

std::string member_of_type(const std::map<std::string, Relation>& relations, std::string_view type) {
  for (const auto& [id, relation] : relations)
    if (relation.type == type) return relation.member;
  return {};
}

Status read_styles(ZipArchive& archive, const std::string& member, Workbook& book) {
  OPORA_ASSIGN(const Document document, parse_part(archive, member));
  const pugi::xml_node root = document->document_element();
  std::map<int, bool> own_formats;
  for (pugi::xml_node format : child(root, "numFmts"))
    own_formats[format.attribute("numFmtId").as_int()] = is_date_format(std::string_view(format.attribute("formatCode").value()));
  for (pugi::xml_node style : child(root, "cellXfs")) {
    if (local_name(style.name()) != "xf") continue;
    const int id = style.attribute("numFmtId").as_int();
    const auto own = own_formats.find(id);
    book.style_is_date.push_back(own != own_formats.end() ? own->second : is_date_format(id));
  }
  return {};
}

Diagnostic not_a_workbook(const ZipArchive& archive, std::string reason) {
  return read_error("DATA-002", {.file = archive.file()}, tr("the file is not a workbook with sheets"),
                    tr("open it in a spreadsheet and save it as .xlsx or as .csv"), std::move(reason));
}

}  // namespace

Result<Workbook> read_workbook(ZipArchive& archive) {
  OPORA_ASSIGN(const auto package, read_relations(archive, ""));
  std::string member = member_of_type(package, "officeDocument");
  if (member.empty()) member = "xl/workbook.xml";
  if (!archive.has(member) || member.ends_with(".bin"))
    return not_a_workbook(archive, tr_format("the archive has no part {0}", "xl/workbook.xml"));
  OPORA_ASSIGN(const Document document, parse_part(archive, member));
  const pugi::xml_node root = document->document_element();
  if (local_name(root.name()) != "workbook") return not_a_workbook(archive, tr_format("{0} is not a workbook", member));
  OPORA_ASSIGN(const auto relations, read_relations(archive, member));
  Workbook book;
  book.from_1904 = child(root, "workbookPr").attribute("date1904").as_bool();
  for (pugi::xml_node sheet : child(root, "sheets")) {
    const auto relation = relations.find(std::string(relation_id(sheet)));
    if (relation == relations.end() || relation->second.type != "worksheet") continue;
    book.sheets.push_back({std::string(attribute(sheet, "name")), relation->second.member});
  }
  if (book.sheets.empty()) return not_a_workbook(archive, tr("the workbook has no sheets with cells"));
  book.shared_strings_member = member_of_type(relations, "sharedStrings");
  const std::string styles = member_of_type(relations, "styles");
  if (!styles.empty() && archive.has(styles)) OPORA_TRY(read_styles(archive, styles, book));
  return book;
}

}  // namespace opora
