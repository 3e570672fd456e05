#include "extend/fact_source.h"

namespace opora {
namespace {

class StoreFacts final : public FactSource {
 public:
  explicit StoreFacts(const Store& store) : store_(store) {}
  Result<Frame> tally(const FactRequest& request) override { return opora::tally(store_, request); }
  Result<Frame> rows(const std::vector<Condition>& conditions, const std::vector<std::string>& columns) override {
    return opora::rows(store_, conditions, columns);
  }
  Result<Frame> schools() override { return opora::schools(store_); }
  Result<Frame> context(int year) override { return opora::context(store_, year); }
  Result<Frame> procedures() override { return opora::procedures(store_); }

 private:
  const Store& store_;
};

}  // namespace

std::unique_ptr<FactSource> facts_of(const Store& store) { return std::make_unique<StoreFacts>(store); }

}  // namespace opora
