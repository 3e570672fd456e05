// Where a methodology's facts come from. The engine gives the store; a test may give frames.
// Same meaning as the functions of store/facts.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/facts.h"

namespace opora {

class FactSource {
 public:
  virtual ~FactSource() = default;
  virtual Result<Frame> tally(const FactRequest& request) = 0;
  virtual Result<Frame> rows(const std::vector<Condition>& conditions, const std::vector<std::string>& columns) = 0;
  virtual Result<Frame> schools() = 0;
  virtual Result<Frame> context(int year) = 0;
  virtual Result<Frame> procedures() = 0;
};

std::unique_ptr<FactSource> facts_of(const Store& store);

}  // namespace opora
