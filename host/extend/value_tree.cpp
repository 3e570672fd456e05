#include "extend/value_tree.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "extend/service_values.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 32;
constexpr std::int64_t kMostValues = 4'000'000;  // in one value

opora_value of_type(std::int32_t type) {
  opora_value value{};
  value.struct_size = sizeof value;
  value.type = type;
  return value;
}

opora_text view(const std::string& text) { return {text.data(), text.size()}; }

// A plugin's value, each part checked before it is used.
class Reader {
 public:
  Result<Json> read(const opora_value& value, int depth) {
    if (depth > kDeepest) return misuse(tr_format("a plugin handed over a value nested deeper than {0}", kDeepest));
    if (++seen_ > kMostValues) return misuse(tr_format("a plugin handed over a value of more than {0} parts", kMostValues));
    switch (value.type) {
      case OPORA_VALUE_NOTHING: return Json();
      case OPORA_VALUE_TRUTH: return Json(value.whole != 0);
      case OPORA_VALUE_WHOLE: return Json(value.whole);
      case OPORA_VALUE_DECIMAL: return real(value.decimal);
      case OPORA_VALUE_SHARE: return Json{{"numerator", value.whole}, {"denominator", value.of}};
      case OPORA_VALUE_LIST: return list(value, depth);
      case OPORA_VALUE_FIELDS: return fields(value, depth);
      case OPORA_VALUE_WORDS: {
        OPORA_ASSIGN(std::string text, read_text(value.text));
        return Json(std::move(text));
      }
      default: return misuse(tr_format("{0} is no type of a value that a plugin may hand over", value.type), tr("the plugin may need a newer Opora"));
    }
  }

 private:
  static Json real(double number) {
    if (std::isfinite(number)) return number;
    return std::isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
  }

  // No more are copied than a value may have parts.
  Result<std::vector<opora_value>> items(const opora_value& value) const {
    if (value.count > static_cast<std::uint64_t>(kMostValues)) return misuse(tr_format("a plugin handed over a value of more than {0} parts", kMostValues));
    return read_structs(value.items, value.count);
  }

  Result<Json> list(const opora_value& value, int depth) {
    OPORA_ASSIGN(const std::vector<opora_value> given, items(value));
    Json out = Json::array();
    for (const opora_value& one : given) {
      OPORA_ASSIGN(Json item, read(one, depth + 1));
      out.push_back(std::move(item));
    }
    return out;
  }

  Result<Json> fields(const opora_value& value, int depth) {
    OPORA_ASSIGN(const std::vector<opora_value> given, items(value));
    OPORA_ASSIGN(const std::vector<std::string> names, read_texts(value.names, value.count));
    Json out = Json::object();
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i].type == OPORA_VALUE_NOTHING) continue;
      if (out.contains(names[i])) return misuse(tr_format("a plugin handed over the field '{0}' twice", names[i]));
      OPORA_ASSIGN(out[names[i]], read(given[i], depth + 1));
    }
    return out;
  }

  std::int64_t seen_ = 0;
};

ReportValue value_of_json(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return json.get<std::int64_t>();
    case Json::value_t::number_float: return json.get<double>();
    case Json::value_t::string: return json.get<std::string>();
    case Json::value_t::array: {
      ReportList list;
      for (const Json& one : json) list.push_back(value_of_json(one));
      return list;
    }
    case Json::value_t::object: {
      ReportFields fields;
      for (const auto& [name, one] : json.items()) fields.emplace_back(name, value_of_json(one));
      return fields;
    }
    default: return {};
  }
}

}  // namespace

ValueTree::ValueTree(const ReportFields& given, opora_call& call) : call_(call), root_(fields(given)) {}

opora_value ValueTree::fields(const ReportFields& given) {
  opora_value out = of_type(OPORA_VALUE_FIELDS);
  std::vector<opora_value>& items = items_.emplace_back();
  std::vector<opora_text>& names = names_.emplace_back();
  items.reserve(given.size()), names.reserve(given.size());
  for (const auto& [name, value] : given) {
    items.push_back(shown(value));
    names.push_back(view(name));
  }
  out.items = items.data(), out.names = names.data(), out.count = items.size();
  return out;
}

opora_value ValueTree::list(const ReportList& given) {
  opora_value out = of_type(OPORA_VALUE_LIST);
  std::vector<opora_value>& items = items_.emplace_back();
  items.reserve(given.size());
  for (const ReportValue& value : given) items.push_back(shown(value));
  out.items = items.data(), out.count = items.size();
  return out;
}

opora_value ValueTree::shown(const ReportValue& value) {
  struct Shown {
    ValueTree& tree;
    opora_value operator()(std::monostate) const { return of_type(OPORA_VALUE_NOTHING); }
    opora_value operator()(bool truth) const {
      opora_value out = of_type(OPORA_VALUE_TRUTH);
      out.whole = truth ? 1 : 0;
      return out;
    }
    opora_value operator()(std::int64_t whole) const {
      opora_value out = of_type(OPORA_VALUE_WHOLE);
      out.whole = whole;
      return out;
    }
    opora_value operator()(double decimal) const {
      opora_value out = of_type(OPORA_VALUE_DECIMAL);
      out.decimal = decimal;
      return out;
    }
    opora_value operator()(const std::string& text) const {
      opora_value out = of_type(OPORA_VALUE_WORDS);
      out.text = view(text);
      return out;
    }
    opora_value operator()(Share share) const {
      opora_value out = of_type(OPORA_VALUE_SHARE);
      out.whole = share.numerator, out.of = share.denominator;
      return out;
    }
    opora_value operator()(const std::shared_ptr<const Frame>& frame) const {
      opora_value out = of_type(OPORA_VALUE_TABLE);
      out.frame = tree.call_.keep(*frame);
      return out;
    }
    opora_value operator()(const ReportList& list) const { return tree.list(list); }
    opora_value operator()(const ReportFields& fields) const { return tree.fields(fields); }
  };
  return std::visit(Shown{*this}, value.value);
}

Result<std::string> json_of_value(const opora_value* value) {
  OPORA_ASSIGN(const opora_value known, read_struct(value));
  OPORA_ASSIGN(const Json json, Reader().read(known, 1));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ReportFields fields_of_json(std::string_view json) {
  ReportValue value = value_of_json(Json::parse(json));
  auto* fields = std::get_if<ReportFields>(&value.value);
  return fields == nullptr ? ReportFields() : std::move(*fields);
}

}  // namespace opora
