// What the documents of one report share: read from the store once, as far as the report needs it; and the values that a
// script sees of it, for one school, municipality or the region.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/explain.h"
#include "engine/listing.h"
#include "engine/lists.h"
#include "engine/match.h"
#include "engine/plan_monitor.h"
#include "engine/plan_view.h"
#include "engine/report.h"

namespace opora {

struct ReportedList {
  std::optional<ListRecord> record;  // nothing: a list of a run or from outside
  SchoolsOfList schools;
  std::vector<ListEntry> removed;    // that a person took off it
  std::string pack;                  // whose it is, as people read it
};

// A procedure with the results of the whole region.
struct ReportedProcedure {
  std::string kind, subject, procedure;
  std::int64_t grade = 0, year = 0;
  ReportFields region;
};

struct ReportMaterial {
  ReportRequest request;
  const Pack* pack = nullptr;
  int year = 0;
  Words words;
  std::vector<std::pair<std::string, std::string>> document;  // ctx.document
  std::vector<DocumentSource> sources;
  SmallCells small;

  Frame registry;
  std::unordered_map<std::string, std::int64_t> row_of;  // of the registry, by code
  std::optional<RunRecord> run;
  std::optional<Listing> listing;      // of all decisions
  std::optional<Explainer> explainer;
  std::optional<ReportedList> list, before;
  std::vector<ReportedList> lists;     // of all packs and years up to the report's, neither withdrawn nor superseded
  std::map<std::string, std::vector<SchoolOnList>> on_lists;
  std::optional<PlanView> plan;
  std::vector<Assignment> assignments;
  std::optional<PlanMonitor> monitor;  // of the region
  std::optional<MatchReport> match;
  std::map<std::string, std::optional<Frame>> figures;  // by indicator; nothing where a report goes without
  std::optional<Frame> results;          // school, kind, subject, grade, year, procedure, n, mean, marks; up to the year
  std::vector<ReportedProcedure> procedures;  // of these, the newest first

  std::string registered(const std::string& code, std::string_view column) const;
  // Whether a document about `subject` speaks of the school.
  bool holds(const ReportSubject& subject, const std::string& code) const;
};

// REPORT-004 what is needed is not there.
Result<std::unique_ptr<ReportMaterial>> gather_material(const Store& store, const PackLibrary& packs, ReportRequest request, const ReportInfo& info);

Result<ReportFields> report_context(const Store& store, const ReportMaterial& material, const ReportInfo& info, const ReportSubject& subject);

// Parts of the context.
ReportFields school_fields(const ReportMaterial& material, const std::string& code);
ReportFields list_fields(const ReportMaterial& material, const ReportedList& list, const ReportSubject& subject);
ReportList decision_fields(const ReportMaterial& material, const ReportSubject& subject);
ReportFields run_fields(const RunRecord& run);
Result<ReportFields> explained_school(const Store& store, const ReportMaterial& material, const std::string& code);
std::vector<ReportedProcedure> reported_procedures(const Frame& results);
ReportList result_fields(const ReportMaterial& material, const ReportSubject& subject);
ReportFields plan_fields(const ReportMaterial& material, const ReportSubject& subject);
ReportFields match_fields(const ReportMaterial& material, const ReportSubject& subject);

// Text, or nothing where it is empty.
ReportValue text_or_nothing(std::string text);
ReportValue day_or_nothing(const std::optional<Date>& day);

}  // namespace opora
