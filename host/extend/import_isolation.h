// An importer whose code runs in a worker: one for the look at a file's head, one for each file that it reads. The
// worker opens the file, cannot write any, and sends rows back part by part (import_stream.h).
// EXT-001 … EXT-006 as of any worker (child_process.h); an importer that hands nothing over for a long time is EXT-002.
#pragma once

#include "extend/importer.h"
#include "extend/isolation.h"

namespace opora {

Result<int> sniff_isolated(const Extension& extension, const std::string& name, std::string_view head);
Status read_isolated(const Extension& extension, const ImporterInfo& info, const ImportSource& source, RowTaker& taker);

// The worker's side.
Result<std::string> serve_sniff(const std::string& request);
Result<std::string> serve_import(const std::string& request);
constexpr std::string_view kSniffJob = "sniff", kImportJob = "import";

}  // namespace opora
