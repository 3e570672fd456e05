// Use case "export a run": one file by which anybody with Opora can compute a run again, without the store and without a
// row of any pupil: decisions, checks, digests, the packs, and the aggregated inputs as the methodologies got them.
// A ZIP with: manifest.json (digest of each member), run.db (the run as a store of its own), inputs/*.json (tables),
// decisions.csv and packs/ to read, README.txt.
#pragma once

#include <filesystem>

#include "engine/verify.h"
#include "packs/pack.h"

namespace opora {

struct BundleReport {
  std::int64_t bytes = 0, inputs = 0;
  std::vector<std::string> not_recomputable;  // methods that read rows of single participants
};

// Computes the run once more to write its inputs down, on the data as they were. STORE-026, VERIFY-002, FILE-002;
// BUNDLE-003 when that gives other decisions than the run has.
Result<BundleReport> export_bundle(const Store& store, const PackLibrary* packs, RunId run, const std::filesystem::path& file, int threads);

// BUNDLE-004 when the file is no bundle; a member that is not what the manifest says is a problem of the report.
Result<VerifyReport> verify_bundle(const std::filesystem::path& file, const VerifyRequest& request);

}  // namespace opora
