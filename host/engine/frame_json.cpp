#include "engine/frame_json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/messages.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kTypes[] = {"int64", "float64", "text", "date"};

Json value_of(const Column& column, std::int64_t row) {
  if (!column.valid(row)) return nullptr;
  const auto at = static_cast<std::size_t>(row);
  switch (column.type()) {
    case ColumnType::kInt64: return column.int64()[at];
    case ColumnType::kText: return std::string(column.text(row));
    case ColumnType::kDate: return column.days()[at];
    case ColumnType::kFloat64: break;
  }
  const double value = column.float64()[at];
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

double double_of(const Json& value) {
  if (!value.is_string()) return value.get<double>();
  return value == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

template <class T, class Make>
Column column_of(const Json& values, Make make, T (*read)(const Json&)) {
  std::vector<T> all;
  std::vector<std::uint8_t> valid;
  for (const Json& value : values) {
    valid.push_back(!value.is_null());
    all.push_back(value.is_null() ? T() : read(value));
  }
  return make(all, valid);
}

Column column_of(const std::string& type, const Json& values) {
  if (type == "int64") return column_of<std::int64_t>(values, [](auto& v, auto& valid) { return Column::of_int64(v, valid); }, [](const Json& j) { return j.get<std::int64_t>(); });
  if (type == "float64") return column_of<double>(values, [](auto& v, auto& valid) { return Column::of_float64(v, valid); }, &double_of);
  if (type == "date") return column_of<std::int32_t>(values, [](auto& v, auto& valid) { return Column::of_dates(v, valid); }, [](const Json& j) { return j.get<std::int32_t>(); });
  return column_of<std::string>(values, [](auto& v, auto& valid) { return Column::of_text(v, valid); }, [](const Json& j) { return j.get<std::string>(); });
}

}  // namespace

Json json_of_frame(const Frame& frame) {
  Json json = Json::array();
  for (std::size_t place = 0; place < frame.width(); ++place) {
    const Column& column = frame.column_at(place);
    Json values = Json::array();
    for (std::int64_t row = 0; row < column.size(); ++row) values.push_back(value_of(column, row));
    json.push_back({{"name", frame.names()[place]}, {"type", kTypes[static_cast<int>(column.type())]}, {"values", std::move(values)}});
  }
  return json;
}

Result<Frame> frame_of_json(const Json& json) {
  Frame frame;
  try {  // the library's accessors throw where the text has another form
    for (const Json& one : json) {
      Column column = column_of(one.at("type").get<std::string>(), one.at("values"));
      if (frame.width() > 0 && column.size() != frame.rows()) return make_error("BUNDLE-001", tr("a table of the bundle is damaged"));
      frame = frame.with(one.at("name").get<std::string>(), std::move(column));
    }
  } catch (const Json::exception&) {
    return make_error("BUNDLE-001", tr("a table of the bundle is damaged"));
  }
  return frame;
}

}  // namespace opora
