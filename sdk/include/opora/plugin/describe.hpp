// What an extension declares about itself, as constants: no code runs for it when the plugin is loaded.
#pragma once

#include <optional>
#include <span>

#include "opora/plugin/values.hpp"

namespace opora::sdk {

struct ParameterWords {
  std::string_view title{}, basis{};
  std::optional<double> min{}, max{};
  std::string_view unit{}, valid_from{}, valid_to{};  // dates: "2022", "2022-09-01", "2022/2023"
};

// A parameter with its legal basis; the value is text, as a person writes it.
struct Parameter : opora_parameter {
  constexpr Parameter(std::int32_t kind, std::string_view called, std::string_view usual, ParameterWords words,
                      std::span<const Text> possible = {})
      : opora_parameter{sizeof(opora_parameter), kind, Text(called), Text(usual), Text(words.basis), Text(words.title),
                        words.min.has_value(), words.max.has_value(), words.min.value_or(0), words.max.value_or(0),
                        possible.data(), possible.size(), Text(words.unit), Text(words.valid_from), Text(words.valid_to)} {}
};
static_assert(sizeof(Parameter) == sizeof(opora_parameter));

constexpr Parameter percent(std::string_view name, std::string_view value, ParameterWords words) {
  if (!words.min) words.min = 0;
  if (!words.max) words.max = 100;
  return {OPORA_PERCENT, name, value, words};
}
constexpr Parameter integer(std::string_view name, std::string_view value, ParameterWords words) {
  return {OPORA_INTEGER, name, value, words};
}
constexpr Parameter number(std::string_view name, std::string_view value, ParameterWords words) {
  return {OPORA_NUMBER, name, value, words};
}
// `choices` is a constant of its own: static constexpr Text kWays[] = {"and", "or"};
constexpr Parameter choice(std::string_view name, std::string_view value, std::span<const Text> choices, ParameterWords words) {
  return {OPORA_CHOICE, name, value, words, choices};
}
constexpr Parameter flag(std::string_view name, bool value, ParameterWords words) {
  return {OPORA_FLAG, name, value ? "true" : "false", words};
}

// Points and zones by range: "0 .. 50 = 1 red; 50 .. 75 = 2 yellow; 75 .. = 3 green".
constexpr Parameter scale(std::string_view name, std::string_view ranges, ParameterWords words) { return {OPORA_SCALE, name, ranges, words}; }

struct OutputWords {
  std::string_view title{}, unit{};
  std::optional<double> min{}, max{};
};

// A column of an indicator's result.
struct Output : opora_output {
  constexpr Output(std::int32_t kind, std::string_view called, bool always, OutputWords words)
      : opora_output{sizeof(opora_output), kind, Text(called), Text(words.title), Text(words.unit), always,
                     words.min.has_value(), words.max.has_value(), 0, words.min.value_or(0), words.max.value_or(0)} {}
};
static_assert(sizeof(Output) == sizeof(opora_output));

constexpr Output key(std::string_view name) { return {OPORA_TEXT_COLUMN, name, true, {}}; }  // a text in every row
constexpr Output text(std::string_view name, OutputWords words = {}) { return {OPORA_TEXT_COLUMN, name, false, words}; }
constexpr Output whole(std::string_view name, OutputWords words = {}) { return {OPORA_INT64, name, false, words}; }
constexpr Output decimal(std::string_view name, OutputWords words = {}) { return {OPORA_FLOAT64, name, false, words}; }

// Lists are constants of their own: static constexpr Text inputs[] = {"results"};
struct IndicatorInfo {
  Text id{}, title{};
  std::span<const Text> inputs{};
  std::span<const Parameter> parameters{};
  std::span<const Output> outputs{};
  Text source{}, assumes{}, uncertainty{}, limits{};  // what stands behind the figures: kinds/indicator.h

  constexpr opora_indicator_info c() const {
    return {sizeof(opora_indicator_info), 0, id, title, inputs.data(), inputs.size(), parameters.data(), parameters.size(),
            outputs.data(), outputs.size(), source, assumes, uncertainty, limits};
  }
};

struct MethodologyInfo {
  Text id{}, category{}, title{};
  std::span<const Text> inputs{};
  std::span<const Parameter> parameters{};
  std::int32_t each = OPORA_EACH_RUN;
  Text source{}, assumes{}, uncertainty{}, limits{};  // what stands behind the checks: kinds/methodology.h

  constexpr opora_methodology_info c() const {
    return {sizeof(opora_methodology_info), each, id, category, title, inputs.data(), inputs.size(), parameters.data(),
            parameters.size(), source, assumes, uncertainty, limits};
  }
};

struct MatchingInfo {
  Text id{}, title{};
  std::span<const Text> inputs{};
  std::span<const Parameter> parameters{};
  std::span<const Output> outputs{};  // of the pairs, beyond school, partner, rank, cost, reason
  Text source{}, assumes{}, uncertainty{}, limits{};  // what stands behind the pairs: kinds/matching.h

  constexpr opora_matching_info c() const {
    return {sizeof(opora_matching_info), 0, id, title, inputs.data(), inputs.size(), parameters.data(), parameters.size(),
            outputs.data(), outputs.size(), source, assumes, uncertainty, limits};
  }
};

// scopes: "region", "municipality", "school"; needs: kinds/report.h.
struct ReportInfo {
  Text id{}, title{};
  std::span<const Text> scopes{}, needs{};
  std::span<const Parameter> parameters{};

  constexpr opora_report_info c() const {
    return {sizeof(opora_report_info), 0, id, title, scopes.data(), scopes.size(), needs.data(), needs.size(), parameters.data(), parameters.size()};
  }
};

struct RendererInfo {
  Text id{}, title{}, ending{};

  constexpr opora_renderer_info c() const { return {sizeof(opora_renderer_info), 0, id, title, ending}; }
};

struct ImporterInfo {
  Text id{}, title{};
  std::span<const Text> datasets{}, endings{};

  constexpr opora_importer_info c() const {
    return {sizeof(opora_importer_info), 0, id, title, datasets.data(), datasets.size(), endings.data(), endings.size()};
  }
};

struct PluginInfo {
  Text id{}, name{}, version{}, vendor{}, licence{};
};

}  // namespace opora::sdk
