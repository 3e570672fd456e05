// Where a methodology's facts come from. The engine gives the store; a test may give frames.
// Same meaning as the functions of store/facts.h.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/facts.h"

namespace opora {

// What an extension's `inputs` may name.
inline const std::vector<std::string>& input_names() {
  static const std::vector<std::string> names = {"results", "tasks", "context", "external_lists", "schools", "procedures", "task_descriptions", "code_texts"};
  return names;
}

class FactSource {
 public:
  virtual ~FactSource() = default;
  virtual Result<Frame> tally(const FactRequest& request) = 0;
  virtual Result<Frame> rows(const FactRequest& request, const std::vector<std::string>& columns) = 0;
  virtual Result<Frame> schools() = 0;
  virtual Result<Frame> context(int year) = 0;
  virtual Result<Frame> procedures() = 0;
  virtual Result<Frame> external_lists() = 0;
  virtual Result<Frame> reference(const std::string& dataset) = 0;  // "task_descriptions", "code_texts"
};

// The frames of all schools, read once for all territories of a run. For several threads.
class SharedFrames {
 public:
  explicit SharedFrames(std::vector<Scale> scales = {}) : scales_(std::move(scales)) {}

  const std::vector<Scale>& scales() const { return scales_; }  // of packs
  FactCache& cache() { return cache_; }
  Result<Frame> schools(const Store& store);
  Result<Frame> context(const Store& store, int year);

 private:
  std::vector<Scale> scales_;
  FactCache cache_;
  std::mutex mutex_;
  std::optional<Frame> schools_;
  std::map<int, Frame> context_;
};

// What the store knows of the schools for which `of_schools` holds (none: of all).
std::unique_ptr<FactSource> facts_of(const Store& store, std::vector<Condition> of_schools = {}, std::shared_ptr<SharedFrames> shared = nullptr);

}  // namespace opora
