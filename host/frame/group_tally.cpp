#include <optional>
#include <set>

#include "base/messages.h"
#include "base/parallel.h"
#include "frame/aggregates.h"
#include "frame/kernels.h"

namespace opora {
namespace {

Status check_names(const std::vector<std::string>& keys, const std::vector<Aggregate>& aggregates) {
  std::set<std::string> seen;
  const auto take = [&](const std::string& name) -> Status {
    if (seen.insert(name).second) return {};
    return make_error("FRAME-004", tr_format("two columns of the result would be called \"{0}\"", name),
                      tr("give one of them another name"));
  };
  for (const std::string& key : keys) OPORA_TRY(take(key));
  for (const Aggregate& aggregate : aggregates) OPORA_TRY(take(aggregate.name));
  return {};
}

// Many groups: the rows of one aggregate are split among the threads. Few: the aggregates are.
std::vector<std::optional<Result<Column>>> computed(TallyInput input, const std::vector<Aggregate>& aggregates) {
  const int threads = input.threads;
  const bool many_groups = input.groups.size() >= static_cast<std::size_t>(threads) * 8;
  input.threads = many_groups ? threads : 1;
  std::vector<std::optional<Result<Column>>> columns(aggregates.size());
  parallel_for(aggregates.size(), many_groups ? 1 : threads,
               [&](std::size_t i) { columns[i] = aggregate_column(input, aggregates[i]); });
  return columns;
}

}  // namespace

Result<Frame> group_tally(const Frame& frame, const std::vector<std::string>& keys,
                          const std::vector<Aggregate>& aggregates, int threads) {
  OPORA_TRY(check_names(keys, aggregates));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, keys));
  const TallyInput input{frame, groups, keys, std::max(threads, 1)};
  Frame out;
  for (const std::string& key : keys) {
    Aggregate first;
    first.kind = AggregateKind::kFirst;
    first.column = key;
    OPORA_ASSIGN(Column column, aggregate_column(input, first));
    out = out.with(key, std::move(column));
  }
  auto columns = computed(input, aggregates);
  for (std::size_t i = 0; i < aggregates.size(); ++i) {
    OPORA_ASSIGN(Column column, *std::move(columns[i]));
    out = out.with(aggregates[i].name, std::move(column));
  }
  return out;
}

}  // namespace opora
