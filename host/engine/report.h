// Use case "report": a document of a pack's report about the region, a municipality or a school. What documents of one
// kind share is read once, so that a region's cards are made one after the other or side by side.
// REPORT-002 no such report, REPORT-003 a report about something else, REPORT-004 nothing to make it from, LUA-* the script.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/dates.h"
#include "extend/report_call.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "store/matches.h"
#include "store/plans.h"
#include "store/runs.h"

namespace opora {

struct OfferedReport {
  ReportInfo info;     // parameters as the pack sets them
  std::string origin;  // script
};
// What the pack offers for the year, itself and by its bases, ascending by id. PACK-*, LUA-*.
Result<std::vector<OfferedReport>> offered_reports(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation);

enum class ReportScope : std::uint8_t { kRegion, kMunicipality, kSchool };
std::string_view scope_code(ReportScope scope);

struct ReportRequest {
  std::string report, pack;
  std::optional<int> year;     // else the list's or the run's
  ReportScope scope = ReportScope::kRegion;
  std::optional<RunId> run;    // else the list's, or the newest of the pack
  std::string list;            // "L3" (engine/lists.h); else the newest of the pack that is not withdrawn, of the year when one is given
  std::string before;          // a list to compare with
  std::optional<PlanId> plan;  // else the newest plan at work of the pack
  std::optional<MatchId> match;  // else the newest
  std::vector<std::pair<std::string, std::string>> settings;  // parameters of the report; others are ctx.document
  Date on{};                   // the day that the document speaks of
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
};

// What a document is about: a school, a municipality, or with both empty the region.
struct ReportSubject {
  std::string school, municipality;  // code of the registry; name as the registry writes it
  std::string name;                  // as people read it
};

struct ReportMaterial;

class ReportDesk {
 public:
  static Result<ReportDesk> open(const Store& store, const PackLibrary& packs, ReportRequest request);
  ReportDesk(ReportDesk&&) noexcept;
  ReportDesk& operator=(ReportDesk&&) noexcept;
  ~ReportDesk();

  const ReportInfo& info() const { return report_.info(); }
  const std::string& title() const { return report_.info().title; }
  int year() const;
  // Every school or municipality of the registry that the report may be about, by municipality and name as bytes.
  std::vector<ReportSubject> subjects() const;
  // CLI-020, CLI-021 as of find_school.h; REPORT-003 no such municipality.
  Result<ReportSubject> subject(const std::string& school, const std::string& municipality) const;
  // Several threads may call it, each with a connection of its own. `warnings`: what the report warns of; may be null.
  Result<Document> write(const Store& store, const ReportSubject& subject, Warnings* warnings = nullptr) const;

 private:
  ReportDesk(Report report, std::unique_ptr<const ReportMaterial> material);
  Report report_;
  std::map<std::string, std::string> parameters_;
  std::unique_ptr<const ReportMaterial> material_;
};

}  // namespace opora
