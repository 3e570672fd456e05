// Matchings: which partner was proposed to which school, with everything needed to propose the same again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/runs.h"

namespace opora {

using MatchId = std::int64_t;

struct MatchPair {
  std::string school, partner;
  std::int64_t rank = 1;  // 1: proposed; 2 …: who would come next
  double cost = 0;
  std::string reason;
  std::string further_json = "{}";  // column → value
};

struct UnmatchedSchool {
  std::string school, reason;
};

struct MatchInfo {
  std::string pack, pack_version, pack_digest;
  int year = 0;
  std::string matching, title;   // its id
  std::string digest;            // SHA-256 of its source, hex
  std::string params_json;       // as of a run's method
  std::string outputs_json = "{}";  // further column → title
  RunId run = 0;                 // whose list holds the schools in need
  std::string category;
  std::optional<RunId> excluded_by;  // a further run whose lists disqualify partners
  std::int64_t offering = 0, excluded = 0;  // partners that could be had; schools that such a list disqualified
  std::string data_digest, host_version, actor;
  std::string started_at, finished_at;  // UTC
};

struct MatchRecord {
  MatchId id = 0;
  MatchInfo info;
  std::int64_t matched = 0, unmatched = 0;  // schools
};

// Pairs ascending by school and rank, unmatched ascending by school.
struct MatchRows {
  std::vector<MatchPair> pairs;
  std::vector<UnmatchedSchool> unmatched;
};

Result<MatchId> save_match(Store& store, const MatchInfo& info, const MatchRows& rows);
Result<std::vector<MatchRecord>> list_matches(const Store& store);
// The matching, or the newest one when `id` is absent. STORE-015 when there is none.
Result<MatchRecord> find_match(const Store& store, std::optional<MatchId> id);
Result<MatchRows> load_match(const Store& store, MatchId id);

}  // namespace opora
