// Verbs of a frame for small groups and many tests: frame:interval, shrink_shares, shrink_means, pool, funnel,
// binomial_tail, compare_shares, adjust_p. Each gives a frame (or a column) of as many rows.
#include "base/messages.h"
#include "extend/lua_frames.h"
#include "frame/distributions.h"
#include "frame/intervals.h"
#include "frame/multiple_tests.h"
#include "frame/shrinkage.h"

namespace opora {
namespace {

const Frame& self(lua_State* lua) { return need_object<FrameObject>(lua, 1).frame; }

std::string column_at(lua_State* lua, int index) { return need_text(lua, index, tr_later("the name of a column")); }

template <class Read>
void optional_options(lua_State* lua, int index, std::span<const std::string_view> keys, const char* verb, Read&& read) {
  if (!lua_isnoneornil(lua, index)) each_option(lua, index, keys, verb, read);
}

template <class Choice>
Choice choice_at(lua_State* lua, int index, const char* first, Choice of_first, const char* second, Choice of_second) {
  const std::string text = need_text(lua, index, tr_later("the method"));
  if (text != first && text != second)
    fail(lua, "LUA-034", tr_format("'{0}' is no method here", text), tr_format("possible: \"{0}\", \"{1}\"", first, second));
  return text == first ? of_first : of_second;
}

bool flag_at(lua_State* lua, int index, const char* name) {
  if (!lua_isboolean(lua, index)) fail(lua, "LUA-034", tr_format("'{0}' is true or false", name));
  return lua_toboolean(lua, index) != 0;
}

// Work that grows with how large the groups are: `times` computations for each row.
void charge_groups(lua_State* lua, const Frame& frame, const std::string& whole, std::int64_t times) {
  const Column wholes = unwrap(lua, whole_column(frame, whole));
  std::int64_t steps = 4 * frame.rows();
  for (const std::int64_t n : wholes.int64()) steps += times * distribution_steps(std::clamp<std::int64_t>(n, 0, CountColumns::kMost));
  charge_cells(lua, steps);
}

ShrinkageOptions shrinkage_options(lua_State* lua, int index, const char* verb) {
  static constexpr std::string_view kKeys[] = {"by", "method", "confidence"};
  ShrinkageOptions options;
  optional_options(lua, index, kKeys, verb, [&](std::size_t key) {
    if (key == 0) options.by = need_texts(lua, -1, tr_later("the columns of groups"));
    else if (key == 1) options.method = choice_at(lua, -1, "moments", PriorMethod::kMoments, "likelihood", PriorMethod::kLikelihood);
    else options.confidence = need_number(lua, -1, tr_later("the confidence"));
  });
  return options;
}

}  // namespace

int frame_interval(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"method", "confidence"};
  const Frame& frame = self(lua);
  const std::string part = column_at(lua, 2), whole = column_at(lua, 3);
  auto method = IntervalMethod::kWilson;
  double confidence = 0.95;
  optional_options(lua, 4, kKeys, "interval", [&](std::size_t key) {
    if (key == 0) method = choice_at(lua, -1, "wilson", IntervalMethod::kWilson, "exact", IntervalMethod::kExact);
    else confidence = need_number(lua, -1, tr_later("the confidence"));
  });
  constexpr std::int64_t kInversions = 20;  // evaluations to invert a distribution, twice
  charge_groups(lua, frame, whole, method == IntervalMethod::kExact ? kInversions : 0);
  push_frame(lua, unwrap(lua, interval(frame, part, whole, method, confidence)));
  return 1;
}

int frame_shrink_shares(lua_State* lua) {
  const Frame& frame = self(lua);
  const std::string part = column_at(lua, 2), whole = column_at(lua, 3);
  const ShrinkageOptions options = shrinkage_options(lua, 4, "shrink_shares");
  charge_groups(lua, frame, whole, 20);
  if (options.method == PriorMethod::kLikelihood) charge_cells(lua, unwrap(lua, likelihood_steps(frame, whole, options.by)));
  push_frame(lua, unwrap(lua, shrink_shares(frame, part, whole, options)));
  return 1;
}

int frame_shrink_means(lua_State* lua) {
  const Frame& frame = self(lua);
  const std::string mean = column_at(lua, 2), n = column_at(lua, 3);
  SdWithin sd;
  if (lua_type(lua, 4) == LUA_TSTRING) sd.column = column_at(lua, 4);
  else sd.value = need_number(lua, 4, tr_later("the standard deviation within groups"));
  const ShrinkageOptions options = shrinkage_options(lua, 5, "shrink_means");
  charge_cells(lua, (options.method == PriorMethod::kLikelihood ? 200 : 16) * frame.rows());
  push_frame(lua, unwrap(lua, shrink_means(frame, mean, n, sd, options)));
  return 1;
}

int frame_pool(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"over", "window", "by"};
  const Frame& frame = self(lua);
  const std::string part = column_at(lua, 2), whole = column_at(lua, 3);
  std::string over = "year";
  std::optional<std::int64_t> window;
  std::vector<std::string> by;
  each_option(lua, 4, kKeys, "pool", [&](std::size_t key) {
    if (key == 0) over = need_text(lua, -1, tr_later("the column of years"));
    else if (key == 1) window = need_integer(lua, -1, tr_later("the years to pool"));
    else by = need_texts(lua, -1, tr_later("the columns of groups"));
  });
  if (!window) fail(lua, "LUA-032", tr_format("'{0}' needs '{1}'", "pool", "window"), tr("window = 3: this year and the two before"));
  charge_cells(lua, 8 * frame.rows());
  push_frame(lua, unwrap(lua, pool(frame, part, whole, over, *window, by)));
  return 1;
}

int frame_funnel(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"by", "centre", "confidence", "overdispersion"};
  const Frame& frame = self(lua);
  const std::string part = column_at(lua, 2), whole = column_at(lua, 3);
  FunnelOptions options;
  optional_options(lua, 4, kKeys, "funnel", [&](std::size_t key) {
    if (key == 0) options.by = need_texts(lua, -1, tr_later("the columns of groups"));
    else if (key == 1) options.centre = need_number(lua, -1, tr_later("the centre"));
    else if (key == 2) options.confidence = need_number(lua, -1, tr_later("the confidence"));
    else options.overdispersion = flag_at(lua, -1, "overdispersion");
  });
  charge_groups(lua, frame, whole, 40);
  push_frame(lua, unwrap(lua, funnel(frame, part, whole, options)));
  return 1;
}

int frame_binomial_tail(lua_State* lua) {
  const Frame& frame = self(lua);
  const std::string part = column_at(lua, 2), whole = column_at(lua, 3);
  Probability p;
  if (lua_type(lua, 4) == LUA_TSTRING) p.column = column_at(lua, 4);
  else p.value = need_number(lua, 4, tr_later("the probability"));
  charge_groups(lua, frame, whole, 1);
  push_column(lua, unwrap(lua, binomial_tail(frame, part, whole, p)));
  return 1;
}

int frame_compare_shares(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"confidence"};
  const Frame& frame = self(lua);
  const std::string part_a = column_at(lua, 2), whole_a = column_at(lua, 3), part_b = column_at(lua, 4), whole_b = column_at(lua, 5);
  double confidence = 0.95;
  optional_options(lua, 6, kKeys, "compare_shares", [&](std::size_t) { confidence = need_number(lua, -1, tr_later("the confidence")); });
  charge_groups(lua, frame, whole_a, 2), charge_groups(lua, frame, whole_b, 2);
  push_frame(lua, unwrap(lua, compare_shares(frame, part_a, whole_a, part_b, whole_b, confidence)));
  return 1;
}

int frame_adjust_p(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"method", "by"};
  const Frame& frame = self(lua);
  const std::string column = column_at(lua, 2);
  auto method = Adjustment::kBenjaminiHochberg;
  std::vector<std::string> by;
  optional_options(lua, 3, kKeys, "adjust_p", [&](std::size_t key) {
    if (key == 0) method = choice_at(lua, -1, "bh", Adjustment::kBenjaminiHochberg, "holm", Adjustment::kHolm);
    else by = need_texts(lua, -1, tr_later("the columns of groups"));
  });
  charge_cells(lua, 8 * frame.rows());
  push_column(lua, unwrap(lua, adjust_p(frame, column, by, method)));
  return 1;
}

}  // namespace opora
