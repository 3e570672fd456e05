// What extensions report on calls that succeed, collected over many calls and told once each.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "base/diagnostic.h"

namespace opora {

struct ReportedWarning {
  Diagnostic warning;      // its first span names the extension
  std::int64_t times = 1;  // how often it was reported
};

// For several threads.
class Warnings {
 public:
  void add(const std::string& extension, const std::vector<Diagnostic>& reported);
  void add(const std::vector<ReportedWarning>& reported);
  // Each once, ascending by extension, code and words, however the threads came.
  std::vector<ReportedWarning> all() const;
  // The same for people: a note says how often it was reported.
  std::vector<Diagnostic> told() const;

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string>;  // extension, code, message, reason
  mutable std::mutex mutex_;
  std::map<Key, ReportedWarning> reported_;
};

}  // namespace opora
