// kernels: the functions of frame/, for plugins. Scripts call the same ones.
#include "extend/service_values.h"
#include "extend/services.h"
#include "frame/elementwise.h"
#include "frame/intervals.h"
#include "frame/multiple_tests.h"
#include "frame/shrinkage.h"

namespace opora {
namespace {

static_assert(static_cast<int>(Arithmetic::kModulo) == OPORA_MODULO && static_cast<int>(Arithmetic::kDivide) == OPORA_DIVIDE);
static_assert(static_cast<int>(Elementwise::kAbsolute) == OPORA_ABS && static_cast<int>(Elementwise::kFloor) == OPORA_FLOOR);
static_assert(static_cast<int>(IntervalMethod::kExact) == OPORA_EXACT && static_cast<int>(PriorMethod::kLikelihood) == OPORA_LIKELIHOOD);
static_assert(static_cast<int>(Adjustment::kHolm) == OPORA_HOLM &&
              static_cast<int>(Adjustment::kBenjaminiHochberg) == OPORA_BENJAMINI_HOCHBERG);
static_assert(static_cast<int>(Ties::kMean) == OPORA_TIES_MEAN && static_cast<int>(Ties::kMin) == OPORA_TIES_MIN);

// Runs a kernel that gives a frame or a column, and keeps its result for the plugin.
template <class Handle, class Make>
opora_status kept(opora_call* call, Handle* result, Make&& make) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(auto made, make());
    *result = call->keep(std::move(made));
    return {};
  });
}

struct CountNames {
  std::string part, whole;
};
Result<CountNames> read_counts(opora_text part, opora_text whole) {
  CountNames names;
  OPORA_ASSIGN(names.part, read_text(part));
  OPORA_ASSIGN(names.whole, read_text(whole));
  return names;
}

Result<ShrinkageOptions> read_shrinkage(const opora_shrinkage* options) {
  OPORA_ASSIGN(const opora_shrinkage given, read_struct(options));
  ShrinkageOptions read;
  OPORA_ASSIGN(read.by, read_texts(given.by, given.by_count));
  OPORA_ASSIGN(read.method, read_choice(given.method, PriorMethod::kLikelihood, "method"));
  read.confidence = given.confidence;
  return read;
}

opora_status where_kernel(opora_call* call, const opora_frame* frame, const opora_condition* conditions, std::uint64_t count,
                          const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::vector<Condition> read, read_conditions(conditions, count));
    return where(*held, read);
  });
}

opora_status tally_kernel(opora_call* call, const opora_frame* frame, const opora_text* keys, std::uint64_t key_count,
                          const opora_aggregate* aggregates, std::uint64_t aggregate_count, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::vector<std::string> names, read_texts(keys, key_count));
    OPORA_ASSIGN(const std::vector<Aggregate> read, read_aggregates(aggregates, aggregate_count));
    return group_tally(*held, names, read, call->scope.threads);
  });
}

opora_status join_kernel(opora_call* call, const opora_frame* left, const opora_frame* right, const opora_text* keys,
                         std::uint64_t key_count, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* a, need_frame(call, left));
    OPORA_ASSIGN(const Frame* b, need_frame(call, right));
    OPORA_ASSIGN(const std::vector<std::string> names, read_texts(keys, key_count));
    return join(*a, *b, names);
  });
}

opora_status sort_kernel(opora_call* call, const opora_frame* frame, const opora_sort_key* keys, std::uint64_t count,
                         const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::vector<opora_sort_key> given, read_structs(keys, count));
    std::vector<SortKey> order;
    for (const opora_sort_key& key : given) {
      OPORA_ASSIGN(std::string name, read_text(key.column));
      order.push_back({std::move(name), key.descending != 0});
    }
    return sort(*held, order);
  });
}

opora_status concat_kernel(opora_call* call, const opora_frame* const* frames, std::uint64_t count, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    if (count > 0 && frames == nullptr) return misuse(tr("a plugin handed over a list without its elements"));
    std::vector<Frame> parts;
    for (std::uint64_t i = 0; i < count; ++i) {
      OPORA_ASSIGN(const Frame* part, need_frame(call, frames[i]));
      parts.push_back(*part);
    }
    return concat(parts);
  });
}

opora_status arithmetic_kernel(opora_call* call, const opora_column* a, std::int32_t op, const opora_column* b, const opora_column** result) {
  return kept(call, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Column* left, need_column(call, a));
    OPORA_ASSIGN(const Column* right, need_column(call, b));
    OPORA_ASSIGN(const Arithmetic operation, read_choice(op, Arithmetic::kModulo, "op"));
    return arithmetic(*left, operation, *right);
  });
}

opora_status map_kernel(opora_call* call, const opora_column* column, std::int32_t function, const opora_column** result) {
  return kept(call, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Column* held, need_column(call, column));
    OPORA_ASSIGN(const Elementwise chosen, read_choice(function, Elementwise::kAbsolute, "function"));
    return elementwise(*held, chosen);
  });
}

opora_status rank_kernel(opora_call* call, const opora_frame* frame, opora_text column, const opora_text* by, std::uint64_t by_count,
                         std::int32_t ties, std::int32_t descending, const opora_column** result) {
  return kept(call, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::string name, read_text(column));
    OPORA_ASSIGN(const std::vector<std::string> groups, read_texts(by, by_count));
    OPORA_ASSIGN(const Ties rule, read_choice(ties, Ties::kMean, "ties"));
    return rank(*held, name, groups, rule, descending != 0);
  });
}

opora_status zscore_kernel(opora_call* call, const opora_frame* frame, opora_text column, const opora_text* by, std::uint64_t by_count,
                           std::int32_t ddof, const opora_column** result) {
  return kept(call, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::string name, read_text(column));
    OPORA_ASSIGN(const std::vector<std::string> groups, read_texts(by, by_count));
    if (ddof != 0 && ddof != 1) return misuse(tr("ddof is 0 (all schools) or 1 (a sample)"));
    return zscore(*held, name, groups, ddof);
  });
}

opora_status interval_kernel(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole, std::int32_t method,
                             double confidence, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames names, read_counts(part, whole));
    OPORA_ASSIGN(const IntervalMethod chosen, read_choice(method, IntervalMethod::kExact, "method"));
    return interval(*held, names.part, names.whole, chosen, confidence);
  });
}

opora_status shrink_shares_kernel(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole,
                                  const opora_shrinkage* options, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames names, read_counts(part, whole));
    OPORA_ASSIGN(const ShrinkageOptions read, read_shrinkage(options));
    return shrink_shares(*held, names.part, names.whole, read);
  });
}

opora_status shrink_means_kernel(opora_call* call, const opora_frame* frame, opora_text mean, opora_text n, opora_text sd_column,
                                 double sd, const opora_shrinkage* options, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames names, read_counts(mean, n));
    OPORA_ASSIGN(const std::string within, read_text(sd_column));
    OPORA_ASSIGN(const ShrinkageOptions read, read_shrinkage(options));
    return shrink_means(*held, names.part, names.whole, {within, sd}, read);
  });
}

opora_status pool_kernel(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole, opora_text over,
                         std::int64_t window, const opora_text* by, std::uint64_t by_count, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames names, read_counts(part, whole));
    OPORA_ASSIGN(const std::string year, read_text(over));
    OPORA_ASSIGN(const std::vector<std::string> groups, read_texts(by, by_count));
    return pool(*held, names.part, names.whole, year, window, groups);
  });
}

opora_status funnel_kernel(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole, const opora_funnel* options,
                           const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames names, read_counts(part, whole));
    OPORA_ASSIGN(const opora_funnel given, read_struct(options));
    FunnelOptions read;
    OPORA_ASSIGN(read.by, read_texts(given.by, given.by_count));
    if (given.has_centre != 0) read.centre = given.centre;
    read.confidence = given.confidence;
    read.overdispersion = given.overdispersion != 0;
    return funnel(*held, names.part, names.whole, read);
  });
}

opora_status binomial_tail_kernel(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole, opora_text p_column,
                                  double p, const opora_column** result) {
  return kept(call, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames names, read_counts(part, whole));
    OPORA_ASSIGN(const std::string column, read_text(p_column));
    return binomial_tail(*held, names.part, names.whole, {column, p});
  });
}

opora_status compare_shares_kernel(opora_call* call, const opora_frame* frame, opora_text part_a, opora_text whole_a, opora_text part_b,
                                   opora_text whole_b, double confidence, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const CountNames a, read_counts(part_a, whole_a));
    OPORA_ASSIGN(const CountNames b, read_counts(part_b, whole_b));
    return compare_shares(*held, a.part, a.whole, b.part, b.whole, confidence);
  });
}

opora_status adjust_p_kernel(opora_call* call, const opora_frame* frame, opora_text column, const opora_text* by, std::uint64_t by_count,
                             std::int32_t method, const opora_column** result) {
  return kept(call, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::string name, read_text(column));
    OPORA_ASSIGN(const std::vector<std::string> groups, read_texts(by, by_count));
    OPORA_ASSIGN(const Adjustment chosen, read_choice(method, Adjustment::kBenjaminiHochberg, "method"));
    return adjust_p(*held, name, groups, chosen);
  });
}

}  // namespace

const opora_kernels_service& kernels_service() {
  static constexpr opora_kernels_service kTable = {
      sizeof(opora_kernels_service), 0, &where_kernel, &tally_kernel, &join_kernel, &sort_kernel, &concat_kernel,
      &arithmetic_kernel, &map_kernel, &rank_kernel, &zscore_kernel, &interval_kernel, &shrink_shares_kernel, &shrink_means_kernel,
      &pool_kernel, &funnel_kernel, &binomial_tail_kernel, &compare_shares_kernel, &adjust_p_kernel};
  return kTable;
}

}  // namespace opora
