// A source of facts without any, for tests that bring only the datasets they speak of.
#pragma once

#include "extend/fact_source.h"

namespace opora::testing {

class NoFacts : public FactSource {
 public:
  Result<Frame> tally(const FactRequest&) override { return Frame(); }
  Result<Frame> rows(const FactRequest&, const std::vector<std::string>&) override { return Frame(); }
  Result<Frame> schools() override { return Frame(); }
  Result<Frame> context(int) override { return Frame(); }
  Result<Frame> procedures() override { return Frame(); }
  Result<Frame> external_lists() override { return Frame(); }
  Result<Frame> reference(const std::string&) override { return Frame(); }
};

}  // namespace opora::testing
