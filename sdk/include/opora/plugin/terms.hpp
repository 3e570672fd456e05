// Conditions and aggregates, as a tally takes them: where("mark", "==", 2), count(), sum("score").
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "opora/plugin/values.hpp"

namespace opora::sdk {

struct ColumnName {
  std::string name;
};
inline ColumnName col(std::string name) { return {std::move(name)}; }  // another column, in a condition

// The right side of a condition.
class Operand {
 public:
  template <std::integral T>
  Operand(T value) : value_(static_cast<std::int64_t>(value)) {}
  template <std::floating_point T>
  Operand(T value) : value_(static_cast<double>(value)) {}
  Operand(Share value) : value_(value.value()) {}
  Operand(const char* value) : value_(std::string(value)) {}
  Operand(std::string_view value) : value_(std::string(value)) {}
  Operand(std::string value) : value_(std::move(value)) {}
  Operand(ColumnName value) : value_(std::move(value)) {}
  Operand(std::initializer_list<int> values) : value_(std::vector<std::int64_t>(values.begin(), values.end())) {}
  Operand(std::vector<std::int64_t> values) : value_(std::move(values)) {}
  Operand(std::initializer_list<const char*> values) : Operand(std::vector<std::string>(values.begin(), values.end())) {}
  Operand(std::vector<std::string> values) : value_(std::move(values)) {}

 private:
  friend class Condition;
  std::variant<std::int64_t, double, std::string, ColumnName, std::vector<std::int64_t>, std::vector<std::string>> value_;
};

class Condition {
 public:
  Condition(std::string column, Op op, Operand operand) : column_(std::move(column)), op_(op.value()), operand_(std::move(operand)) {}

  // Borrows from this object.
  opora_condition c() const {
    opora_condition made{};
    made.struct_size = sizeof made;
    made.op = op_;
    made.column = Text(column_);
    made.operand = static_cast<std::int32_t>(operand_.value_.index());  // OPORA_OPERAND_INTEGER … in the variant's order
    if (const auto* value = std::get_if<std::int64_t>(&operand_.value_)) made.integer = *value;
    if (const auto* value = std::get_if<double>(&operand_.value_)) made.number = *value;
    if (const auto* value = std::get_if<std::string>(&operand_.value_)) made.text = Text(*value);
    if (const auto* value = std::get_if<ColumnName>(&operand_.value_)) made.text = Text(value->name);
    if (const auto* value = std::get_if<std::vector<std::int64_t>>(&operand_.value_))
      made.integers = value->data(), made.count = value->size();
    if (const auto* value = std::get_if<std::vector<std::string>>(&operand_.value_)) {
      scratch_.assign(value->begin(), value->end());
      made.texts = scratch_.data(), made.count = scratch_.size();
    }
    return made;
  }

 private:
  std::string column_;
  std::int32_t op_;
  Operand operand_;
  mutable std::vector<Text> scratch_;
};

inline std::vector<opora_condition> c_of(const std::vector<Condition>& conditions) {
  std::vector<opora_condition> made;
  for (const Condition& condition : conditions) made.push_back(condition.c());
  return made;
}

// Weights of a column's values, a table for each value of a group key: see weigh().
struct WeightTables {
  std::string by;
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> tables;
};

struct Aggregate {
  std::int32_t kind = OPORA_COUNT;
  std::string column, other;
  std::vector<Condition> conditions;
  double parameter = 0;
  int ddof = 1;
  std::optional<WeightTables> weights;
};

inline Aggregate of(std::int32_t kind, std::string column) {
  Aggregate made;
  made.kind = kind;
  made.column = std::move(column);
  return made;
}
inline Aggregate count() { return {}; }
inline Aggregate count_where(std::string column, Op op, Operand value) {
  Aggregate made = of(OPORA_COUNT_WHERE, {});
  made.conditions.emplace_back(std::move(column), op, std::move(value));
  return made;
}
inline Aggregate share_where(std::string column, Op op, Operand value) {
  Aggregate made = count_where(std::move(column), op, std::move(value));
  made.kind = OPORA_SHARE;
  return made;
}
inline Aggregate sum(std::string column) { return of(OPORA_SUM, std::move(column)); }
inline Aggregate mean(std::string column) { return of(OPORA_MEAN, std::move(column)); }
inline Aggregate sd(std::string column, int ddof = 1) {
  Aggregate made = of(OPORA_SD, std::move(column));
  made.ddof = ddof;
  return made;
}
inline Aggregate min(std::string column) { return of(OPORA_MIN, std::move(column)); }
inline Aggregate max(std::string column) { return of(OPORA_MAX, std::move(column)); }
inline Aggregate first(std::string column) { return of(OPORA_FIRST, std::move(column)); }
inline Aggregate histogram(std::string column) { return of(OPORA_HISTOGRAM, std::move(column)); }
inline Aggregate quantile(std::string column, double part) {
  Aggregate made = of(OPORA_QUANTILE, std::move(column));
  made.parameter = part;
  return made;
}
inline Aggregate spearman(std::string column, std::string other) {
  Aggregate made = of(OPORA_SPEARMAN, std::move(column));
  made.other = std::move(other);
  return made;
}
// Sum of tables[key][value of column], the key being the group's value of `by`.
inline Aggregate weigh(std::string column, WeightTables weights) {
  Aggregate made = of(OPORA_WEIGHT, std::move(column));
  made.weights = std::move(weights);
  return made;
}

struct Named {
  std::string name;
  Aggregate aggregate;
};

// The C form of aggregates; borrows from what it is made of.
class CAggregates {
 public:
  explicit CAggregates(const std::vector<Named>& named) {
    conditions_.reserve(named.size());
    weights_.reserve(named.size());
    for (const Named& one : named) add(one.name, one.aggregate);
  }
  const opora_aggregate* data() const { return made_.data(); }
  std::uint64_t size() const { return made_.size(); }

 private:
  struct Weights {
    std::vector<Text> keys;
    std::vector<const std::int64_t*> tables;
    std::vector<std::uint64_t> sizes;
    opora_weights c{};
  };
  void add(const std::string& name, const Aggregate& aggregate) {
    const auto& conditions = conditions_.emplace_back(c_of(aggregate.conditions));
    opora_aggregate& made = made_.emplace_back();
    made = {};
    made.struct_size = sizeof made;
    made.kind = aggregate.kind;
    made.name = Text(name), made.column = Text(aggregate.column), made.other = Text(aggregate.other);
    made.conditions = conditions.data(), made.condition_count = conditions.size();
    made.parameter = aggregate.parameter;
    made.ddof = aggregate.ddof;
    if (!aggregate.weights) return;
    Weights& weights = weights_.emplace_back();
    for (const auto& [key, table] : aggregate.weights->tables) {
      weights.keys.emplace_back(std::string_view(key));
      weights.tables.push_back(table.data());
      weights.sizes.push_back(table.size());
    }
    weights.c = {sizeof(opora_weights), 0, Text(aggregate.weights->by), weights.keys.data(), weights.tables.data(),
                 weights.sizes.data(), weights.keys.size()};
    made.weights = &weights.c;
  }
  std::vector<std::vector<opora_condition>> conditions_;
  std::vector<Weights> weights_;
  std::vector<opora_aggregate> made_;
};

}  // namespace opora::sdk
