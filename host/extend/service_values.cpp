#include "extend/service_values.h"

namespace opora {
namespace {

static_assert(static_cast<int>(Comparison::kGreater) == OPORA_GREATER && static_cast<int>(Comparison::kEqual) == OPORA_EQUAL);
static_assert(static_cast<int>(AggregateKind::kFirst) == OPORA_FIRST && static_cast<int>(AggregateKind::kWeight) == OPORA_WEIGHT &&
              static_cast<int>(AggregateKind::kQuantile) == OPORA_QUANTILE && static_cast<int>(AggregateKind::kSpearman) == OPORA_SPEARMAN);

constexpr std::int64_t kGreatestWeighed = 100'000;

Result<Operand> read_operand(const opora_condition& given) {
  switch (given.operand) {
    case OPORA_OPERAND_INTEGER: return Operand(given.integer);
    case OPORA_OPERAND_NUMBER: return Operand(given.number);
    case OPORA_OPERAND_TEXT: {
      OPORA_ASSIGN(std::string text, read_text(given.text));
      return Operand(std::move(text));
    }
    case OPORA_OPERAND_COLUMN: {
      OPORA_ASSIGN(std::string name, read_text(given.text));
      return Operand(ColumnRef{std::move(name)});
    }
    case OPORA_OPERAND_INTEGERS:
      if (given.count > 0 && given.integers == nullptr) break;
      return Operand(std::vector<std::int64_t>(given.integers, given.integers + given.count));
    case OPORA_OPERAND_TEXTS: {
      OPORA_ASSIGN(std::vector<std::string> texts, read_texts(given.texts, given.count));
      return Operand(std::move(texts));
    }
    default: break;
  }
  return misuse(tr("a condition compares with nothing that the host knows"), tr("the plugin may need a newer Opora"));
}

Result<WeightTable> read_weights(const opora_weights* given) {
  OPORA_ASSIGN(const opora_weights weights, read_struct(given));
  WeightTable table;
  OPORA_ASSIGN(table.by, read_text(weights.by));
  OPORA_ASSIGN(const std::vector<std::string> keys, read_texts(weights.keys, weights.count));
  if (weights.count > 0 && (weights.tables == nullptr || weights.sizes == nullptr))
    return misuse(tr("a plugin handed over a list without its elements"));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (weights.sizes[i] > kGreatestWeighed) return misuse(tr_format("values that have a weight are between 0 and {0}", kGreatestWeighed));
    if (weights.sizes[i] > 0 && weights.tables[i] == nullptr) return misuse(tr("a plugin handed over a list without its elements"));
    table.tables.emplace_back(keys[i], std::vector<std::int64_t>(weights.tables[i], weights.tables[i] + weights.sizes[i]));
  }
  return table;
}

}  // namespace

Result<std::vector<Condition>> read_conditions(const opora_condition* given, std::uint64_t count) {
  OPORA_ASSIGN(const std::vector<opora_condition> known, read_structs(given, count));
  std::vector<Condition> conditions;
  for (const opora_condition& one : known) {
    Condition condition;
    OPORA_ASSIGN(condition.column, read_text(one.column));
    OPORA_ASSIGN(condition.op, read_choice(one.op, Comparison::kGreater, "op"));
    OPORA_ASSIGN(condition.operand, read_operand(one));
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

Result<std::vector<Aggregate>> read_aggregates(const opora_aggregate* given, std::uint64_t count) {
  OPORA_ASSIGN(const std::vector<opora_aggregate> known, read_structs(given, count));
  std::vector<Aggregate> aggregates;
  for (const opora_aggregate& one : known) {
    Aggregate aggregate;
    OPORA_ASSIGN(aggregate.kind, read_choice(one.kind, AggregateKind::kFirst, "kind"));
    OPORA_ASSIGN(aggregate.name, read_text(one.name));
    OPORA_ASSIGN(aggregate.column, read_text(one.column));
    OPORA_ASSIGN(aggregate.other, read_text(one.other));
    OPORA_ASSIGN(aggregate.conditions, read_conditions(one.conditions, one.condition_count));
    aggregate.parameter = one.parameter;
    aggregate.ddof = one.ddof;
    if (aggregate.kind == AggregateKind::kWeight) {
      OPORA_ASSIGN(WeightTable weights, read_weights(one.weights));
      aggregate.weights.push_back(std::move(weights));
    }
    aggregates.push_back(std::move(aggregate));
  }
  return aggregates;
}

}  // namespace opora
