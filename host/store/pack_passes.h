// Which packs passed their tests, as a store remembers it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace opora {

struct PackPass {
  std::string rules;    // digest over the pack, its bases and the scripts that they share, hex
  std::string host;     // build of Opora that ran the tests
  std::string pack;     // id, for people who look into the table
  std::int64_t tests = 0;
  std::string at;       // UTC
};

Result<bool> has_passed(const Store& store, const std::string& rules, const std::string& host);
Status remember_pass(Store& store, const PackPass& pass);

}  // namespace opora
