// Frames and queries: the verbs of a methodology, by the same names as in Lua. Immutable: each verb gives a
// new frame that shares what it did not change.
#pragma once

#include <algorithm>
#include <numeric>

#include "opora/plugin/column.hpp"
#include "opora/plugin/terms.hpp"

namespace opora::sdk {

class Group;

// Options of the verbs for small groups; what each means and gives stands in the Lua reference, under the same names.
struct IntervalOptions {
  std::int32_t method = OPORA_WILSON;  // or OPORA_EXACT
  double confidence = 0.95;
};
struct ShrinkageOptions {
  std::vector<Text> by{};
  std::int32_t method = OPORA_MOMENTS;  // or OPORA_LIKELIHOOD
  double confidence = 0.95;

  opora_shrinkage c() const { return {sizeof(opora_shrinkage), method, by.data(), by.size(), confidence}; }
};
struct FunnelOptions {
  std::vector<Text> by{};
  std::optional<double> centre{};
  double confidence = 0.95;
  bool overdispersion = false;

  opora_funnel c() const {
    return {sizeof(opora_funnel), centre.has_value(), by.data(), by.size(), centre.value_or(0), confidence, overdispersion, 0};
  }
};
struct PoolOptions {
  std::int64_t window;
  std::vector<Text> by{};
  Text over{"year"};
};
// A column by its name, or one number for all rows.
struct ColumnOrNumber {
  ColumnOrNumber(const char* name) : column(name) {}
  ColumnOrNumber(Text name) : column(name) {}
  ColumnOrNumber(double all) : number(all) {}
  Text column{};
  double number = 0;
};

// Rows with the same value of one column, as for (const auto& [key, rows] : frame.by("school")).
struct Rows {
  std::string_view key;
  std::span<const std::int64_t> rows;
};
class RowsByKey {
 public:
  auto begin() const { return groups_.begin(); }
  auto end() const { return groups_.end(); }

 private:
  friend class Frame;
  std::vector<std::int64_t> order_;
  std::vector<Rows> groups_;
};

class Frame {
 public:
  Frame(Call call, const opora_frame* handle)
      : call_(call), handle_(handle, [call](const opora_frame* held) {
          if (call->running && services.columns != nullptr && OPORA_HAS(opora_columns_service, services.columns, release_frame))
            services.columns->release_frame(call->call, held);
        }) {}

  const opora_frame* handle() const { return handle_.get(); }
  const Call& call() const { return call_; }

  std::int64_t rows() const { return OPORA_SDK_FUNCTION(columns, rows, call_->call)(current(call_), handle()); }
  Column operator[](Text name) const {
    const opora_column* found = nullptr;
    OPORA_SDK_CALL(columns, column, call_, handle(), name, &found);
    return {call_, found};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    const std::int64_t width = OPORA_SDK_FUNCTION(columns, width, call_->call)(current(call_), handle());
    for (std::int64_t i = 0; i < width; ++i) {
      opora_text name{};
      OPORA_SDK_CALL(columns, name, call_, handle(), i, &name);
      found.emplace_back(opora::sdk::view(name));
    }
    return found;
  }
  bool has(Text name) const {
    const opora_column* found = nullptr;
    OPORA_SDK_CALL(columns, find, call_, handle(), name, &found);
    if (found == nullptr) return false;
    Column(call_, found);  // gives the handle back
    return true;
  }
  template <ColumnValue T>
  ColumnView<T> view(Text name) const {
    return (*this)[name].template view<T>();
  }

  Frame where(std::string column, Op op, Operand value) const {
    const Condition condition(std::move(column), op, std::move(value));
    const opora_condition c = condition.c();
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, where, call_, handle(), &c, 1, out); });
  }
  // Rows in which all these columns have a value.
  template <class... Names>
  Frame present(Names... names) const {
    const std::vector<Condition> conditions = {Condition(std::string(names), "==", col(std::string(names)))...};
    const std::vector<opora_condition> c = c_of(conditions);
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, where, call_, handle(), c.data(), c.size(), out); });
  }
  template <class... Names>
  Group group(Names... names) const;
  Frame tally(const std::vector<Named>& aggregates) const { return tally_by({}, aggregates); }
  template <class... Names>
  Frame join(const Frame& right, Names... names) const {
    const std::vector<Text> keys = {Text(names)...};
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, join, call_, handle(), right.handle(), keys.data(), keys.size(), out); });
  }
  // "-n": descending.
  template <class... Names>
  Frame sort(Names... names) const {
    std::vector<opora_sort_key> keys;
    for (const std::string_view name : {std::string_view(names)...}) {
      const bool descending = name.starts_with('-');
      keys.push_back({sizeof(opora_sort_key), descending, Text(name.substr(descending))});
    }
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, sort, call_, handle(), keys.data(), keys.size(), out); });
  }
  template <class... Names>
  Frame select(Names... names) const {
    const std::vector<Text> chosen = {Text(names)...};
    return made([&](auto* out) { OPORA_SDK_CALL(builder, select, call_, handle(), chosen.data(), chosen.size(), out); });
  }
  Frame with(Text name, const Column& column) const {
    return made([&](auto* out) { OPORA_SDK_CALL(builder, with, call_, handle(), name, column.handle(), out); });
  }
  Frame append(const Frame& below) const {
    const opora_frame* const both[] = {handle(), below.handle()};
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, concat, call_, both, 2, out); });
  }
  Frame take(std::span<const std::int64_t> order) const {
    return made([&](auto* out) { OPORA_SDK_CALL(builder, take, call_, handle(), order.data(), order.size(), out); });
  }
  // "-column" ranks the greatest first; equal values get the smallest of their ranks.
  Column rank(std::string_view column, const std::vector<Text>& by = {}, std::int32_t ties = OPORA_TIES_MIN) const {
    const bool descending = column.starts_with('-');
    const opora_column* out = nullptr;
    OPORA_SDK_CALL(kernels, rank, call_, handle(), Text(column.substr(descending)), by.data(), by.size(), ties, descending, &out);
    return {call_, out};
  }
  Column zscore(Text column, const std::vector<Text>& by = {}, std::int32_t ddof = 1) const {
    const opora_column* out = nullptr;
    OPORA_SDK_CALL(kernels, zscore, call_, handle(), column, by.data(), by.size(), ddof, &out);
    return {call_, out};
  }

  // Small groups and many tests, since interface 1.1.
  Frame interval(Text part, Text whole, const IntervalOptions& options = {}) const {
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, interval, call_, handle(), part, whole, options.method, options.confidence, out); });
  }
  Frame shrink_shares(Text part, Text whole, const ShrinkageOptions& options = {}) const {
    const opora_shrinkage c = options.c();
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, shrink_shares, call_, handle(), part, whole, &c, out); });
  }
  Frame shrink_means(Text mean, Text n, const ColumnOrNumber& sd, const ShrinkageOptions& options = {}) const {
    const opora_shrinkage c = options.c();
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, shrink_means, call_, handle(), mean, n, sd.column, sd.number, &c, out); });
  }
  Frame pool(Text part, Text whole, const PoolOptions& options) const {
    return made([&](auto* out) {
      OPORA_SDK_CALL(kernels, pool, call_, handle(), part, whole, options.over, options.window, options.by.data(), options.by.size(), out);
    });
  }
  Frame funnel(Text part, Text whole, const FunnelOptions& options = {}) const {
    const opora_funnel c = options.c();
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, funnel, call_, handle(), part, whole, &c, out); });
  }
  Column binomial_tail(Text part, Text whole, const ColumnOrNumber& p) const {
    const opora_column* out = nullptr;
    OPORA_SDK_CALL(kernels, binomial_tail, call_, handle(), part, whole, p.column, p.number, &out);
    return {call_, out};
  }
  Frame compare_shares(Text part_a, Text whole_a, Text part_b, Text whole_b, double confidence = 0.95) const {
    return made([&](auto* out) {
      OPORA_SDK_CALL(kernels, compare_shares, call_, handle(), part_a, whole_a, part_b, whole_b, confidence, out);
    });
  }
  Column adjust_p(Text column, std::int32_t method = OPORA_BENJAMINI_HOCHBERG, const std::vector<Text>& by = {}) const {
    const opora_column* out = nullptr;
    OPORA_SDK_CALL(kernels, adjust_p, call_, handle(), column, by.data(), by.size(), method, &out);
    return {call_, out};
  }

  // Groups of rows by a text column in byte order; rows keep their order, rows without a key are left out.
  RowsByKey by(Text name) const;

 private:
  friend class Group;
  Frame tally_by(const std::vector<Text>& keys, const std::vector<Named>& aggregates) const {
    const CAggregates c(aggregates);
    return made([&](auto* out) { OPORA_SDK_CALL(kernels, tally, call_, handle(), keys.data(), keys.size(), c.data(), c.size(), out); });
  }
  template <class Make>
  Frame made(Make&& make) const {
    const opora_frame* out = nullptr;
    make(&out);
    return {call_, out};
  }

  Call call_;
  std::shared_ptr<const opora_frame> handle_;
};

// frame.group("school"): ends with tally().
class Group {
 public:
  Group(Frame frame, std::vector<std::string> keys) : frame_(std::move(frame)), keys_(std::move(keys)) {}
  Frame tally(const std::vector<Named>& aggregates) const {
    return frame_.tally_by({keys_.begin(), keys_.end()}, aggregates);
  }

 private:
  Frame frame_;
  std::vector<std::string> keys_;
};

template <class... Names>
Group Frame::group(Names... names) const {
  return {*this, {std::string(names)...}};
}

inline RowsByKey Frame::by(Text name) const {
  const ColumnView<std::string_view> keys = view<std::string_view>(name);
  RowsByKey found;
  for (std::int64_t row = 0; row < keys.size(); ++row)
    if (keys.code(row) >= 0) found.order_.push_back(row);
  const auto before = [&](std::int64_t a, std::int64_t b) { return keys.code(a) < keys.code(b); };
  if (!std::is_sorted(found.order_.begin(), found.order_.end(), before))
    std::stable_sort(found.order_.begin(), found.order_.end(), before);
  const std::span<const std::int64_t> order = found.order_;
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && keys.code(order[last]) == keys.code(order[first])) ++last;
    found.groups_.push_back({keys.text_of(keys.code(order[first])), order.subspan(first, last - first)});
  }
  return found;
}

// Makes a frame column by column from values computed in the plugin.
class FrameBuilder {
 public:
  explicit FrameBuilder(Call call) : call_(std::move(call)) {}
  FrameBuilder& add(std::string name, std::span<const std::int64_t> values, std::span<const std::uint8_t> valid = {}) {
    return added(std::move(name), [&](auto* out) {
      OPORA_SDK_CALL(builder, int64_column, call_, values.data(), bytes(valid), values.size(), out);
    });
  }
  FrameBuilder& add(std::string name, std::span<const double> values, std::span<const std::uint8_t> valid = {}) {
    return added(std::move(name), [&](auto* out) {
      OPORA_SDK_CALL(builder, float64_column, call_, values.data(), bytes(valid), values.size(), out);
    });
  }
  FrameBuilder& add(std::string name, std::span<const Text> values, std::span<const std::uint8_t> valid = {}) {
    return added(std::move(name), [&](auto* out) {
      OPORA_SDK_CALL(builder, text_column, call_, values.data(), bytes(valid), values.size(), out);
    });
  }
  FrameBuilder& add(std::string name, const Column& column) {
    names_.push_back(std::move(name));
    columns_.push_back(column);
    return *this;
  }
  Frame finish() const {
    const std::vector<Text> names(names_.begin(), names_.end());
    std::vector<const opora_column*> handles;
    for (const Column& column : columns_) handles.push_back(column.handle());
    const opora_frame* out = nullptr;
    OPORA_SDK_CALL(builder, frame, call_, names.data(), handles.data(), handles.size(), &out);
    return {call_, out};
  }

 private:
  static const std::uint8_t* bytes(std::span<const std::uint8_t> valid) { return valid.empty() ? nullptr : valid.data(); }
  template <class Make>
  FrameBuilder& added(std::string name, Make&& make) {
    const opora_column* out = nullptr;
    make(&out);
    return add(std::move(name), Column(call_, out));
  }
  Call call_;
  std::vector<std::string> names_;
  std::vector<Column> columns_;
};

}  // namespace opora::sdk
