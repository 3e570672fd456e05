// A matching as the engine sees it, whoever wrote it: what it declares, and one call that gives each school that
// needs support a partner, or says why it gets none.
// ABI-013 the result is no matching: a school left out, an unknown partner, ranks with gaps.
#pragma once

#include "extend/fact_source.h"
#include "extend/methodology.h"
#include "extend/outputs.h"

namespace opora {

struct MatchingInfo {
  std::string id;
  std::string title;
  std::vector<Parameter> parameters;
  std::vector<std::string> inputs;
  std::vector<OutputColumn> outputs;  // of the pairs, beyond those that every matching gives
  int api = 1;
  Grounds grounds{};
};

// Who is to be matched: school (partner among the offering), name, municipality, region, and further columns of the
// pack's own among the offering. Ascending by the first.
struct MatchSides {
  Frame needing, offering;
};

struct MatchResult {
  Frame pairs;      // school, partner, rank, cost, reason, then the declared outputs; ascending by school and rank
  Frame unmatched;  // school, reason; ascending by school
};

class Matching {
 public:
  // ABI-009 when its description is not in order.
  static Result<std::unique_ptr<Matching>> of(const Extension& extension);
  const MatchingInfo& info() const { return info_; }
  // ABI-012, ABI-013 when the result is not what the contract says; else as a methodology's run.
  Result<MatchResult> match_on(FactSource& facts, const RunContext& context, const std::map<std::string, std::string>& parameters,
                               const MatchSides& sides) const;

 private:
  Matching(Extension extension, MatchingInfo info) : extension_(std::move(extension)), info_(std::move(info)) {}
  Extension extension_;
  MatchingInfo info_;
};

// The result held to the contract of kinds/matching.h and brought into order.
Result<MatchResult> keep_to_matching(const MatchingInfo& info, const MatchSides& sides, const Frame& pairs, const Frame& unmatched);

}  // namespace opora
