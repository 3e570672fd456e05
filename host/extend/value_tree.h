// Values of reports and documents as the interface shows them (abi/value.h), and what a plugin hands over read again.
// ABI-010 a value that breaks the contract of value.h.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "extend/call_scope.h"
#include "extend/report_call.h"

namespace opora {

// Borrows the texts of `fields`; frames become handles of the call. Both outlive the tree.
class ValueTree {
 public:
  ValueTree(const ReportFields& fields, opora_call& call);
  ValueTree(const ValueTree&) = delete;
  const opora_value* root() const { return &root_; }

 private:
  opora_value shown(const ReportValue& value);
  opora_value fields(const ReportFields& given);
  opora_value list(const ReportList& given);

  opora_call& call_;
  std::deque<std::vector<opora_value>> items_;
  std::deque<std::vector<opora_text>> names_;
  opora_value root_{};
};

// A plugin's value as JSON: a share is { "numerator", "denominator" }, a field without a value is left out, numbers that
// are not finite are "nan", "inf" and "-inf".
Result<std::string> json_of_value(const opora_value* value);

// JSON that this program wrote, as values.
ReportFields fields_of_json(std::string_view json);

}  // namespace opora
