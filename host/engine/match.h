// Use case "match": the schools of a list on one side, those who can help on the other, and a pack's matching
// between them; what comes of it is kept with everything needed to repeat it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extend/matching.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "store/matches.h"

namespace opora {

struct MatchRequest {
  std::string pack;
  int year = 0;
  std::vector<std::string> matchings;  // ids; empty: every matching of the pack and its bases
  std::optional<RunId> run;            // whose list is meant; else the methodology that the matching names is run
  std::string category;                // of that run; empty: the lists of the methodology that the matching names
  std::vector<std::pair<std::string, std::string>> parameters;  // name → value; "matching.name" means one of them
  std::string actor;
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
  std::function<bool()> cancelled;
};

struct SchoolName {
  std::string name, municipality;
};

// One matching as people read it.
struct MatchReport {
  MatchRecord record;
  MatchRows rows;
  std::map<std::string, SchoolName> schools;  // of the registry, by code

  const SchoolName& named(const std::string& code) const;
};

struct MatchOutcome {
  std::vector<MatchReport> reports;
  std::vector<Diagnostic> warnings;  // of extensions
};

// As identify(); further: CLI-014 the run is of another year, CLI-015 it has no such list, PACK-034 the pack has none for the year, PACK-035 partners
// that a pack's indicator gives are not in order, CLI-010 a parameter that no matching has.
Result<MatchOutcome> match(Store& store, const PackLibrary& library, const MatchRequest& request);

// A matching that was made before; the newest when `id` is absent. STORE-015.
Result<MatchReport> stored_match(const Store& store, std::optional<MatchId> id);

// RFC 4180: one row a pair, then the schools without a partner.
std::string to_csv(const MatchReport& report);

// The further columns of the pairs: id and title, in order.
std::vector<std::pair<std::string, std::string>> further_columns(const MatchReport& report);
// Their value in a pair, as text; empty when it has none.
std::string further_value(const MatchPair& pair, const std::string& column);

}  // namespace opora
