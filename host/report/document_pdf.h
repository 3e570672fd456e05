// A document as PDF, by a program of the system: LibreOffice for DOCX and XLSX, Chromium (else LibreOffice) for HTML. It runs
// as a child process with a folder and a profile of its own, sees no network name and is ended when it takes too long.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/result.h"

namespace opora {

// `from` is told by its extension. Replaces `out` at once when the whole is there. DOC-010: no program for it on PATH;
// DOC-011: the program failed or took too long; DOC-012: `out` cannot be written. Safe from several threads at once.
Status write_pdf(const std::filesystem::path& from, const std::filesystem::path& out, std::chrono::milliseconds limit = std::chrono::minutes(2));

}  // namespace opora
