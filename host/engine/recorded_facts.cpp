#include "engine/recorded_facts.h"

#include <algorithm>
#include <bit>

#include "base/digest.h"
#include "base/messages.h"

namespace opora {
namespace {

// Keys by which a group is a single participant.
bool names_participants(const FactRequest& request) {
  return std::any_of(request.keys.begin(), request.keys.end(), [](const std::string& key) { return key == "participant" || key == "line"; });
}

struct AddOperand {
  Hasher& hash;
  void operator()(std::int64_t value) const { hash.field("i").field(value); }
  void operator()(double value) const { hash.field("d").field(std::bit_cast<std::int64_t>(value)); }
  void operator()(const std::string& value) const { hash.field("t").field(value); }
  void operator()(const ColumnRef& value) const { hash.field("c").field(value.name); }
  void operator()(const std::vector<std::int64_t>& values) const {
    hash.field("is").field(static_cast<std::int64_t>(values.size()));
    for (const std::int64_t value : values) hash.field(value);
  }
  void operator()(const std::vector<std::string>& values) const {
    hash.field("ts").field(static_cast<std::int64_t>(values.size()));
    for (const std::string& value : values) hash.field(value);
  }
};

void add_conditions(Hasher& hash, const std::vector<Condition>& conditions) {
  hash.field(static_cast<std::int64_t>(conditions.size()));
  for (const Condition& condition : conditions) {
    hash.field(condition.column).field(symbol(condition.op));
    std::visit(AddOperand{hash}, condition.operand);
  }
}

void add_weights(Hasher& hash, const std::vector<WeightTable>& weights) {
  hash.field(static_cast<std::int64_t>(weights.size()));
  for (const WeightTable& table : weights) {
    hash.field(table.by).field(static_cast<std::int64_t>(table.tables.size()));
    for (const auto& [key, values] : table.tables) {
      hash.field(key);
      AddOperand{hash}(values);
    }
  }
}

class RecordingFacts final : public FactSource {
 public:
  RecordingFacts(FactSource& source, Recording& recording) : source_(source), recording_(recording) {}

  Result<Frame> tally(const FactRequest& request) override {
    Result<Frame> frame = source_.tally(request);
    if (!names_participants(request)) return keep(request_key(request), request_title(request), std::move(frame));
    recording_.single_rows = true;
    return frame;
  }
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>& columns) override {
    recording_.single_rows = true;
    return source_.rows(request, columns);
  }
  Result<Frame> schools() override { return keep("schools", "schools", source_.schools()); }
  Result<Frame> context(int year) override { return keep(fmt::format("context {}", year), fmt::format("context {}", year), source_.context(year)); }
  Result<Frame> procedures() override { return keep("procedures", "procedures", source_.procedures()); }
  Result<Frame> external_lists() override { return keep("external_lists", "external_lists", source_.external_lists()); }
  Result<Frame> reference(const std::string& dataset) override { return keep("reference " + dataset, dataset, source_.reference(dataset)); }

 private:
  Result<Frame> keep(const std::string& key, const std::string& title, Result<Frame> frame) {
    const bool known = std::any_of(recording_.frames.begin(), recording_.frames.end(), [&](const RecordedFrame& one) { return one.key == key; });
    if (frame && !known) recording_.frames.push_back({key, title, *frame});
    return frame;
  }

  FactSource& source_;
  Recording& recording_;
};

class ReplayedFacts final : public FactSource {
 public:
  explicit ReplayedFacts(std::vector<RecordedFrame> frames) {
    for (RecordedFrame& one : frames) frames_.emplace(std::move(one.key), std::move(one.frame));
  }

  Result<Frame> tally(const FactRequest& request) override { return find(request_key(request), request_title(request)); }
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>&) override { return missing(request_title(request)); }
  Result<Frame> schools() override { return find("schools", "schools"); }
  Result<Frame> context(int year) override { return find(fmt::format("context {}", year), fmt::format("context {}", year)); }
  Result<Frame> procedures() override { return find("procedures", "procedures"); }
  Result<Frame> external_lists() override { return find("external_lists", "external_lists"); }
  Result<Frame> reference(const std::string& dataset) override { return find("reference " + dataset, dataset); }

 private:
  static Diagnostic missing(const std::string& title) {
    return make_error("BUNDLE-002", tr_format("the bundle does not hold what the methodology asks for: {0}", title),
                      tr("the script or the bundle is not what it was when the run was made"));
  }
  Result<Frame> find(const std::string& key, const std::string& title) const {
    const auto it = frames_.find(key);
    return it == frames_.end() ? Result<Frame>(missing(title)) : Result<Frame>(it->second);
  }

  std::map<std::string, Frame> frames_;
};

}  // namespace

std::string request_key(const FactRequest& request) {
  Hasher hash;
  hash.field(request.dataset);
  add_conditions(hash, request.conditions);
  AddOperand{hash}(request.keys);
  hash.field(static_cast<std::int64_t>(request.aggregates.size()));
  for (const Aggregate& a : request.aggregates) {
    hash.field(a.name).field(static_cast<std::int64_t>(a.kind)).field(a.column).field(a.other);
    add_conditions(hash, a.conditions);
    hash.field(std::bit_cast<std::int64_t>(a.parameter)).field(std::int64_t{a.ddof});
    add_weights(hash, a.weights);
  }
  return to_hex(hash.finish());
}

std::string request_title(const FactRequest& request) {
  std::vector<std::string> aggregates;
  for (const Aggregate& a : request.aggregates) aggregates.push_back(a.name);
  return fmt::format("{}: {} by {}", request.dataset, fmt::join(aggregates, ", "), fmt::join(request.keys, ", "));
}

std::unique_ptr<FactSource> recorded(FactSource& source, Recording& recording) { return std::make_unique<RecordingFacts>(source, recording); }
std::unique_ptr<FactSource> replayed(std::vector<RecordedFrame> frames) { return std::make_unique<ReplayedFacts>(std::move(frames)); }

}  // namespace opora
