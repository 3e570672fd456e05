#include "extend/report_call.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "extend/document_isolation.h"
#include "extend/lua_objects.h"

namespace opora {
namespace {

constexpr std::string_view kSmallCell = "small_cell";
constexpr std::string_view kIndicator = "indicator:";

Status check_known(const std::vector<std::string>& given, const std::vector<std::string>& known, const char* message) {
  for (const std::string& word : given) {
    const std::string bare = word.substr(0, word.size() - word.ends_with('?'));
    if (word.starts_with(kIndicator) || std::find(known.begin(), known.end(), bare) != known.end()) continue;
    return make_error("LUA-032", tr_format(message, word), suggestion(bare, known));
  }
  return {};
}

SmallCells small_cells_of(const std::vector<Parameter>& parameters) {
  SmallCells small;
  for (const Parameter& one : parameters)
    if (one.name == kSmallCell && one.type == ParameterType::kInteger) small.below = parse_integer(one.value).value_or(0);
  return small;
}

}  // namespace

ReportValue::ReportValue() = default;
ReportValue::ReportValue(bool given) : value(given) {}
ReportValue::ReportValue(std::int64_t given) : value(given) {}
ReportValue::ReportValue(double given) : value(given) {}
ReportValue::ReportValue(std::string given) : value(std::move(given)) {}
ReportValue::ReportValue(Share given) : value(given) {}
ReportValue::ReportValue(Frame given) : value(std::make_shared<const Frame>(std::move(given))) {}
ReportValue::ReportValue(ReportList given) : value(std::move(given)) {}
ReportValue::ReportValue(ReportFields given) : value(std::move(given)) {}
ReportValue::ReportValue(const ReportValue&) = default;
ReportValue::ReportValue(ReportValue&&) noexcept = default;
ReportValue& ReportValue::operator=(const ReportValue&) = default;
ReportValue& ReportValue::operator=(ReportValue&&) noexcept = default;
ReportValue::~ReportValue() = default;

const std::vector<std::string>& report_needs() {
  static const std::vector<std::string> kNeeds = {"run", "decisions", "list", "before", "lists", "school", "schools", "results", "plan", "match"};
  return kNeeds;
}

const std::vector<std::string>& report_scopes() {
  static const std::vector<std::string> kScopes = {"region", "municipality", "school"};
  return kScopes;
}

Status check_report(const ReportInfo& info) {
  if (info.id.empty() || info.scopes.empty()) return make_error("LUA-032", tr("id and scope of a report are not empty"), {});
  OPORA_TRY(check_known(info.scopes, report_scopes(), tr_later("there is no scope '{0}'")));
  return check_known(info.needs, report_needs(), tr_later("a report cannot need '{0}'"));
}

bool ReportInfo::has_scope(std::string_view scope) const { return std::find(scopes.begin(), scopes.end(), scope) != scopes.end(); }
bool ReportInfo::has_need(std::string_view need) const { return std::find(needs.begin(), needs.end(), need) != needs.end() || goes_without(need); }
bool ReportInfo::goes_without(std::string_view need) const { return std::find(needs.begin(), needs.end(), std::string(need) + "?") != needs.end(); }

Result<Report> Report::of(const Extension& extension) {
  if (extension.isolated) {
    OPORA_ASSIGN(auto table, isolated_report(extension));
    return Report(std::move(table));
  }
  return Report(std::shared_ptr<const ReportTable>(extension.owner, static_cast<const ReportTable*>(extension.table)));
}

Result<SmallCells> Report::small_cells(const std::map<std::string, std::string>& parameters) const {
  OPORA_ASSIGN(const std::vector<Parameter> values, with_values(table_->info.parameters, parameters));
  return small_cells_of(values);
}

Result<Document> Report::write(const ReportFields& context, const std::map<std::string, std::string>& parameters, Warnings* warnings) const {
  OPORA_ASSIGN(const std::vector<Parameter> values, with_values(table_->info.parameters, parameters));
  Document document;
  document.kind = table_->info.id;
  document.title = table_->info.title;
  DocumentSink sink(document);
  OPORA_TRY(table_->write({&context, &values, small_cells_of(values), {}, warnings}, sink));
  return document;
}

}  // namespace opora
