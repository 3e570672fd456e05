// Documents of one report for every school or municipality, into a folder: side by side, and going on where an earlier
// call was stopped.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/report.h"
#include "report/document_file.h"

namespace opora {

struct ReportBatch {
  std::filesystem::path folder;  // a folder of each municipality below it
  DocumentFileForm form;
  std::string made_from;         // of everything that the documents follow from besides the store: a folder made from something else is made afresh
  bool afresh = false;           // also files that are newer than the store
  bool zip = false;              // and an archive of each municipality beside its folder
  int threads = 1;
  std::function<void(int done, int total)> progress;  // from any thread, one at a time
};
struct ReportBatchOutcome {
  int written = 0, kept = 0, archives = 0;
  std::vector<Diagnostic> warnings;  // of reports, renderers and letterheads, each once with how often
};

// The first error of a document, with what it is about among its notes; what was written stays. FILE-002.
Result<ReportBatchOutcome> write_batch(const ReportDesk& desk, const std::filesystem::path& store_file, const ReportBatch& batch);

// "МБОУ СОШ № 5 (sch220005)" as the name of a file: letters that no file system takes are left out, and it is not too long.
std::string file_name_of(const ReportSubject& subject);

}  // namespace opora
