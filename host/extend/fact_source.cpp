#include "extend/fact_source.h"

#include "base/messages.h"

namespace opora {
namespace {

class StoreFacts final : public FactSource {
 public:
  StoreFacts(const Store& store, std::vector<Condition> of_schools, std::shared_ptr<SharedFrames> shared)
      : store_(store), of_schools_(std::move(of_schools)), shared_(shared ? std::move(shared) : std::make_shared<SharedFrames>()) {}

  Result<Frame> tally(const FactRequest& request) override {
    return opora::tally(store_, narrowed(request), &shared_->cache());
  }
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>& columns) override {
    constexpr std::int64_t kMostRows = 5'000'000;
    return opora::rows(store_, narrowed(request), columns, kMostRows, &shared_->cache());
  }
  Result<Frame> schools() override {
    OPORA_ASSIGN(Frame all, shared_->schools(store_));
    return where(all, of_schools_);
  }
  Result<Frame> context(int year) override {
    OPORA_ASSIGN(Frame all, shared_->context(store_, year));
    return of_own_schools(std::move(all));
  }
  Result<Frame> procedures() override { return opora::procedures(store_, of_schools_, shared_->scales(), &shared_->cache()); }
  Result<Frame> external_lists() override {
    OPORA_ASSIGN(Frame all, opora::external_lists(store_));
    return of_own_schools(std::move(all));
  }
  Result<Frame> reference(const std::string& dataset) override {
    if (dataset == "task_descriptions") return opora::task_descriptions(store_);
    if (dataset == "code_texts") return opora::code_texts(store_);
    return make_error("STORE-009", tr_format("there is no dataset \"{0}\"", dataset), tr_format("there are: {0}", "task_descriptions, code_texts"));
  }

 private:
  Result<Frame> of_own_schools(Frame all) {
    if (of_schools_.empty()) return all;
    OPORA_ASSIGN(const Frame own, schools());
    const Column& codes = *own.find("school");
    std::vector<std::string> list;
    for (std::int64_t row = 0; row < codes.size(); ++row) list.emplace_back(codes.text(row));
    return where(all, {{"school", Comparison::kEqual, std::move(list)}});
  }
  FactRequest narrowed(FactRequest request) const {
    request.conditions.insert(request.conditions.end(), of_schools_.begin(), of_schools_.end());
    return request;
  }

  const Store& store_;
  std::vector<Condition> of_schools_;
  std::shared_ptr<SharedFrames> shared_;
};

}  // namespace

Result<Frame> SharedFrames::schools(const Store& store) {
  const std::lock_guard lock(mutex_);
  if (!schools_) {
    OPORA_ASSIGN(schools_, opora::schools(store));
  }
  return *schools_;
}

Result<Frame> SharedFrames::context(const Store& store, int year) {
  const std::lock_guard lock(mutex_);
  const auto known = context_.find(year);
  if (known != context_.end()) return known->second;
  OPORA_ASSIGN(Frame read, opora::context(store, year));
  return context_.emplace(year, std::move(read)).first->second;
}

std::unique_ptr<FactSource> facts_of(const Store& store, std::vector<Condition> of_schools, std::shared_ptr<SharedFrames> shared) {
  return std::make_unique<StoreFacts>(store, std::move(of_schools), std::move(shared));
}

}  // namespace opora
