// Use case "explain a pack": which version of each item holds for a year, where it is written, by which act, why this
// one, and with which parameters; and what the packs there are look like.
#pragma once

#include <string>
#include <vector>

#include "extend/methodology.h"
#include "extend/plugin_loader.h"
#include "packs/lock.h"
#include "packs/pack.h"

namespace opora {

struct ExplainedVersion {
  const Pack* pack = nullptr;
  const PackItem* item = nullptr;
};

struct ExplainedItem {
  std::string kind, id, title, category;
  ExplainedVersion chosen;                 // item is none when no version holds for the year
  bool inherited = false;
  std::vector<ExplainedVersion> others;    // versions of other years, and those of bases that it hides
  std::string why;                         // this version, in words
  std::vector<Parameter> parameters;       // with the values of pack.lua
  std::vector<std::string> from_pack;      // parameters whose value pack.lua gives
  std::vector<Diagnostic> problems;        // why it cannot be used
  std::vector<Diagnostic> warnings;        // parameters that are not valid for the year
};

struct PackExplanation {
  std::vector<const Pack*> lineage;        // the pack, then its bases
  std::vector<LockState> locks;            // of each
  int year = 0;
  std::vector<ExplainedItem> items;        // the pack's own, then inherited ones, each in the order of pack.lua
  std::vector<Diagnostic> problems;        // of the pack as a whole
  bool in_order() const;
};

// PACK-020 … PACK-022. Everything else that is wrong is in the explanation.
Result<PackExplanation> explain_pack(const PackLibrary& library, const Pack& pack, int year);

struct PackSummary {
  const Pack* pack = nullptr;
  LockState lock = LockState::kDraft;
  int first_year = 0, last_year = 0;       // of its own items; 0: none, or without end
  std::size_t items = 0, tests = 0;        // items: each counted once, whatever its versions
  std::optional<Diagnostic> problem;       // its lock cannot be read, its bases are not there
};
std::vector<PackSummary> list_packs(const PackLibrary& library);

// "pack.lua" of the pack, as messages show it.
std::string manifest_of(const Pack& pack);
// "2019 to 2021", "from 2019".
std::string validity_text(const PackItem& item);

}  // namespace opora
