// Parts of a DOCX as XML, and the names in it without their prefixes.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "intake/zip_archive.h"

namespace opora {

using XmlDocument = std::unique_ptr<pugi::xml_document>;

// PLAN-022 missing, damaged or not well-formed; PLAN-023 larger than 64 MiB, or with a document type.
Result<XmlDocument> read_docx_part(ZipArchive& archive, const std::string& member);

pugi::xml_node docx_child(pugi::xml_node parent, std::string_view name);
std::string_view docx_attribute(pugi::xml_node node, std::string_view name);
std::string_view docx_value(pugi::xml_node parent, std::string_view child);  // the attribute `val` of a child
int docx_number(std::string_view text, int otherwise);

}  // namespace opora
