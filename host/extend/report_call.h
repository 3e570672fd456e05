// A report as the engine sees it: what it declares, and one call that makes a document of what the engine gathered.
// Scripts and plugins (native_report.h) fill the same table.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/warnings.h"
#include "extend/methodology.h"
#include "frame/frame.h"
#include "report/document_sink.h"
#include "report/small_cells.h"

namespace opora {

struct ReportInfo {
  std::string id, title;
  std::vector<std::string> scopes;  // "region", "municipality", "school": what a document may be about
  std::vector<std::string> needs;   // report_needs(), "indicator:ID"; "plan?": it goes without
  std::vector<Parameter> parameters;
  int api = 1;

  bool has_scope(std::string_view scope) const;
  bool has_need(std::string_view need) const;  // whether it goes without or not
  bool goes_without(std::string_view need) const;
};
// What reports may ask for, besides indicators, and what they may be about.
const std::vector<std::string>& report_needs();
const std::vector<std::string>& report_scopes();
// LUA-032 the description is not in order: an empty id, no scope, a scope or need that there is not.
Status check_report(const ReportInfo& info);

// What a report is given, as plain values: the engine makes them, an author sees tables.
struct ReportValue;
using ReportList = std::vector<ReportValue>;
using ReportFields = std::vector<std::pair<std::string, ReportValue>>;
struct ReportValue {
  ReportValue();
  ReportValue(bool given);
  ReportValue(std::int64_t given);
  ReportValue(double given);
  ReportValue(std::string given);
  ReportValue(Share given);
  ReportValue(Frame given);
  ReportValue(ReportList given);
  ReportValue(ReportFields given);
  ReportValue(const ReportValue&);
  ReportValue(ReportValue&&) noexcept;
  ReportValue& operator=(const ReportValue&);
  ReportValue& operator=(ReportValue&&) noexcept;
  ~ReportValue();

  std::variant<std::monostate, bool, std::int64_t, double, std::string, Share, std::shared_ptr<const Frame>, ReportList, ReportFields> value;
};

struct ReportCall {
  const ReportFields* context = nullptr;
  const std::vector<Parameter>* parameters = nullptr;  // with the values of this document
  SmallCells small;
  std::function<bool()> cancelled;
  Warnings* warnings = nullptr;  // takes what the report warns of; may be null
};

struct ReportTable {
  ReportInfo info;
  std::function<Status(const ReportCall&, DocumentSink&)> write;  // on any thread, several at once
};

class Report {
 public:
  static Result<Report> of(const Extension& extension);
  const ReportInfo& info() const { return table_->info; }
  // Errors of the script. `parameters` replace declared values: LUA-030, LUA-031. A whole number called small_cell is the
  // number of people below which a value is hidden.
  Result<Document> write(const ReportFields& context, const std::map<std::string, std::string>& parameters, Warnings* warnings = nullptr) const;
  Result<SmallCells> small_cells(const std::map<std::string, std::string>& parameters) const;

 private:
  explicit Report(std::shared_ptr<const ReportTable> table) : table_(std::move(table)) {}
  std::shared_ptr<const ReportTable> table_;
};

}  // namespace opora
