// The protocol of one import command: what became of every file, its rows reconciled
// (rows = accepted + absent + other + rejected, sheet by sheet), and every defect with count, first
// and last place. One protocol for all files, also when some of them failed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "intake/mapping.h"
#include "store/batches.h"

namespace opora {

enum class FileOutcome : std::uint8_t { kImported, kWouldImport, kUnchanged, kSkipped, kFailed };

struct FileProtocol {
  std::string file;           // as shown: relative to the folder given
  FileOutcome outcome = FileOutcome::kFailed;
  std::string reason;         // kUnchanged, kSkipped: why
  std::optional<Diagnostic> error;  // kFailed
  std::int64_t bytes = 0;     // size of the file
  std::string digest;         // SHA-256 of the bytes, hex
  std::string profile, profile_title;
  bool delimited = false;     // delimited text: columns are numbered, not lettered
  BatchId batch = 0;          // kImported, and kUnchanged: the batch that holds the file
  BatchCounts counts;
  std::vector<SheetSummary> sheets;
  std::vector<ProcedureSummary> procedures;
  DefectLog defects;
  std::int64_t schools = 0, registry = 0, context = 0, scales = 0, references = 0, lists = 0;
  std::int64_t new_rows = 0;       // rows of schools and procedures the store did not have
  std::int64_t replaced_rows = 0;  // stored rows that this file replaces
};

struct Protocol {
  bool dry_run = false;
  std::vector<FileProtocol> files;  // in the order of the import
};

BatchCounts total_counts(const Protocol& protocol);
int count_of(const Protocol& protocol, FileOutcome outcome);
bool has_findings(const Protocol& protocol);  // a warning or an error among the defects

std::string render_protocol_text(const Protocol& protocol, bool colour);
std::string render_protocol_json(const Protocol& protocol);
std::string render_protocol_csv(const Protocol& protocol);  // one line a file and class of defect; `;`, with BOM
std::string render_file_json(const FileProtocol& file);     // kept with the batch

// By the ending: .json, .csv, .txt. DATA-024 for another ending, DATA-025 when the file cannot be written.
Status write_protocol(const Protocol& protocol, const std::filesystem::path& file);

}  // namespace opora
