// Formats of documents: the host's own, and those that renderers of a pack bring.
// REPORT-005 nobody writes the format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extend/plugin_loader.h"
#include "extend/renderer_call.h"
#include "packs/pack.h"
#include "report/document_file.h"

namespace opora {

// What the pack offers for the year, itself and by its bases, ascending by id. PACK-*, LUA-*, ABI-009.
Result<std::vector<Renderer>> renderers_of(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation);

// How a file of that ending ("md", ".md") is written. The pack's renderers are loaded only when the host does not write it.
Result<DocumentFileForm> document_form(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation, std::string ending);

}  // namespace opora
