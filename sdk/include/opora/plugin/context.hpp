// ctx: what an extension works with. An indicator gets a Context, a methodology a Decisions, which can
// state checks as well.
#pragma once

#include <cstring>

#include "opora/plugin/frame.hpp"

namespace opora::sdk {

// ctx.results(), ctx.tasks(): conditions and keys are collected, tally() asks the host for the facts in one request.
class Query {
 public:
  Query(Call call, Text dataset) : call_(std::move(call)), dataset_(dataset) {}
  Query where(std::string column, Op op, Operand value) const {
    Query more = *this;
    more.conditions_.emplace_back(std::move(column), op, std::move(value));
    return more;
  }
  template <class... Names>
  Query group(Names... names) const {
    Query more = *this;
    more.keys_ = {std::string(names)...};
    return more;
  }
  Frame tally(const std::vector<Named>& aggregates) const {
    const CAggregates c(aggregates);
    const std::vector<opora_condition> conditions = c_of(conditions_);
    const std::vector<Text> keys(keys_.begin(), keys_.end());
    opora_fact_request request = request_of(conditions, keys);
    request.aggregates = c.data(), request.aggregate_count = c.size();
    const opora_frame* out = nullptr;
    OPORA_SDK_CALL(facts, tally, call_, &request, &out);
    return {call_, out};
  }
  // The rows themselves, with these columns. Aggregate first when you can.
  template <class... Names>
  Frame select(Names... names) const {
    const std::vector<opora_condition> conditions = c_of(conditions_);
    const opora_fact_request request = request_of(conditions, {});
    const std::vector<Text> columns = {Text(names)...};
    const opora_frame* out = nullptr;
    OPORA_SDK_CALL(facts, rows, call_, &request, columns.data(), columns.size(), &out);
    return {call_, out};
  }

 private:
  opora_fact_request request_of(const std::vector<opora_condition>& conditions, const std::vector<Text>& keys) const {
    opora_fact_request request{};
    request.struct_size = sizeof request;
    request.dataset = dataset_;
    request.conditions = conditions.data(), request.condition_count = conditions.size();
    request.keys = keys.data(), request.key_count = keys.size();
    return request;
  }
  Call call_;
  Text dataset_;  // a literal
  std::vector<Condition> conditions_;
  std::vector<std::string> keys_;
};

class Context {
 public:
  Context(Call call, const opora_run& run) : call_(std::move(call)) {
    std::memcpy(&run_, &run, std::min<std::size_t>(run.struct_size, sizeof run_));
  }

  int year() const { return run_.year; }
  // Of a methodology that sees one region or municipality at a time.
  std::string_view territory() const { return view(run_.territory); }
  const Call& call() const { return call_; }

  // Facts.
  Query results() const { return Query(call_, "results"); }
  Query tasks() const { return Query(call_, "tasks"); }
  Query external_lists() const { return Query(call_, "external_lists"); }  // school, list, year, marker, known
  Frame schools() const {
    return made([&](auto* out) { OPORA_SDK_CALL(facts, schools, call_, out); });
  }
  Frame procedures() const {
    return made([&](auto* out) { OPORA_SDK_CALL(facts, procedures, call_, out); });
  }
  // "task_descriptions", "code_texts".
  Frame reference(Text dataset) const {
    return made([&](auto* out) { OPORA_SDK_CALL(facts, reference, call_, dataset, out); });
  }
  Frame context(int year) const {
    return made([&](auto* out) { OPORA_SDK_CALL(facts, context, call_, year, out); });
  }
  // An indicator of the pack: ctx.indicator("mean-score", {{"min_n", "5"}}).
  Frame indicator(Text id, const std::vector<std::pair<std::string, std::string>>& arguments = {}) const {
    std::vector<opora_argument> c;
    for (const auto& [name, value] : arguments) c.push_back({sizeof(opora_argument), 0, Text(name), Text(value)});
    return made([&](auto* out) { OPORA_SDK_CALL(facts, indicator, call_, id, c.data(), c.size(), out); });
  }
  FrameBuilder build() const { return FrameBuilder(call_); }

  // Parameters.
  Share percent(Text name) const {
    const opora_parameter_value value = parameter(name);
    return {value.numerator, value.denominator};
  }
  std::int64_t integer(Text name) const { return parameter(name).numerator; }
  double number(Text name) const { return parameter(name).number; }
  std::string_view choice(Text name) const { return view(parameter(name).text); }
  bool flag(Text name) const { return parameter(name).flag != 0; }

  // Texts, the same in every locale.
  std::string_view number_text(double value) const {
    opora_text text{};
    OPORA_SDK_CALL(text, number, call_, value, &text);
    return view(text);
  }

  bool cancelled() const { return OPORA_SDK_FUNCTION(cancel, cancelled, call_->call)(call_->call) != 0; }
  void stop_if_cancelled() const {
    if (cancelled()) throw Failure{OPORA_E_CANCELLED};
  }
  void log(Text line) const { OPORA_SDK_FUNCTION(log, write, call_->call)(call_->call, OPORA_NOTE, line); }
  void warn(Text code, Text message, Text help = {}) const { report(call_->call, OPORA_WARNING, code, message, help); }

 private:
  opora_parameter_value parameter(Text name) const {
    opora_parameter_value value{};
    value.struct_size = sizeof value;
    OPORA_SDK_CALL(params, get, call_, name, &value);
    return value;
  }
  template <class Make>
  Frame made(Make&& make) const {
    const opora_frame* out = nullptr;
    make(&out);
    return {call_, out};
  }

  Call call_;
  opora_run run_{};
};

}  // namespace opora::sdk
