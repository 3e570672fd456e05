#include "engine/report_material.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "engine/figures.h"
#include "engine/find_school.h"
#include "store/facts.h"

namespace opora {
namespace {

constexpr std::string_view kIndicator = "indicator:";

class Gathering {
 public:
  Gathering(const Store& store, const PackLibrary& packs, const ReportInfo& info, ReportMaterial& out) : store_(store), packs_(packs), info_(info), out_(out) {}

  Status all() {
    OPORA_TRY(registry());
    OPORA_TRY(lists());
    OPORA_TRY(lists_of_years());
    OPORA_TRY(run());
    OPORA_TRY(results());
    OPORA_TRY(plan());
    OPORA_TRY(match());
    return figures_of_needs();
  }

 private:
  bool needs(std::string_view need) const { return info_.has_need(need); }
  bool demands(std::string_view need) const { return needs(need) && !info_.goes_without(need); }

  Status registry() {
    OPORA_ASSIGN(out_.registry, schools(store_));
    for (std::int64_t row = 0; row < out_.registry.rows(); ++row) out_.row_of[registry_text(out_.registry, "school", row)] = row;
    out_.words = words_of_pack(packs_, out_.request.pack);
    out_.sources.push_back({tr_format("Pack \"{0}\", version {1}", out_.pack->name, out_.pack->version), out_.pack->digest});
    return {};
  }

  // The newest of the pack that is not withdrawn and stands for the year.
  Result<std::optional<ListRecord>> newest_list() const {
    OPORA_ASSIGN(const auto records, all_lists(store_));
    std::optional<ListRecord> newest;
    for (const ListRecord& one : records)
      if (one.pack == out_.request.pack && one.year == out_.year && one.state != ListState::kWithdrawn && one.state != ListState::kSuperseded) newest = one;
    return newest;
  }

  Result<ReportedList> reported(const std::string& reference) const {
    ReportedList list;
    OPORA_ASSIGN(list.schools, listed_schools(store_, &packs_, reference));
    const auto id = list.schools.kind == "list" ? parse_integer(std::string_view(reference).substr(1)) : std::nullopt;
    if (!id) return list;
    OPORA_ASSIGN(list.record, find_list(store_, *id));
    const auto pack = packs_.find(list.record->pack);
    list.pack = pack.ok() ? (*pack)->name : list.record->pack;
    OPORA_ASSIGN(const auto entries, entries_of(store_, *id));
    for (const ListEntry& entry : entries)
      if (entry.answer != Answer::kYes) list.removed.push_back(entry);
    return list;
  }

  Status lists() {
    if (needs("list")) {
      std::string reference = out_.request.list;
      if (reference.empty()) {
        OPORA_ASSIGN(const auto newest, newest_list());
        if (!newest && info_.goes_without("list")) return before();
        if (!newest)
          return make_error("REPORT-004", tr_format("the store has no list of the pack \"{0}\" for {1}", out_.request.pack, out_.year),
                            tr("make one: opora propose, opora approve; or name one: --list L3, --list RUN:CATEGORY"));
        reference = fmt::format("L{}", newest->id);
      }
      OPORA_ASSIGN(out_.list, reported(reference));
    }
    return before();
  }

  Status before() {
    if (!needs("before")) return {};
    if (out_.request.before.empty() && info_.goes_without("before")) return {};
    if (out_.request.before.empty()) return make_error("REPORT-004", tr("the report compares with another list"), tr("name it: --before L2"));
    OPORA_ASSIGN(out_.before, reported(out_.request.before));
    return {};
  }

  Status lists_of_years() {
    if (!needs("lists")) return {};
    OPORA_ASSIGN(const auto records, all_lists(store_));
    for (const ListRecord& one : records) {
      if (one.state == ListState::kWithdrawn || one.state == ListState::kSuperseded || one.data_year > out_.year) continue;
      OPORA_ASSIGN(ReportedList list, reported(fmt::format("L{}", one.id)));
      out_.lists.push_back(std::move(list));
    }
    std::stable_sort(out_.lists.begin(), out_.lists.end(), [](const ReportedList& a, const ReportedList& b) { return a.schools.year < b.schools.year; });
    return {};
  }

  Result<RunRecord> chosen_run() const {
    if (out_.request.run) return find_run(store_, out_.request.run);
    if (out_.list && out_.list->record) return find_run(store_, out_.list->record->run);
    OPORA_ASSIGN(const auto on_the_way, newest_list());  // before trial runs that came later
    if (on_the_way) return find_run(store_, on_the_way->run);
    OPORA_ASSIGN(const auto runs, list_runs(store_));
    for (auto one = runs.rbegin(); one != runs.rend(); ++one)
      if (one->info.pack == out_.request.pack && one->info.year == out_.year) return *one;
    return make_error("REPORT-004", tr_format("the store has no run of the pack \"{0}\" for {1}", out_.request.pack, out_.year),
                      tr_format("make one: opora run --pack {0} --year {1}", out_.request.pack, out_.year));
  }

  Status run() {
    if (!needs("run") && !needs("decisions") && !needs("school")) return {};
    auto chosen = chosen_run();
    if (!chosen.ok()) return out_.request.run || demands("run") || demands("decisions") || demands("school") ? Status(chosen.take_error()) : Status();
    out_.run = *std::move(chosen);
    if (needs("decisions")) {
      ListRequest every;
      every.all = true;
      OPORA_ASSIGN(out_.listing, list_decisions(store_, *out_.run, std::nullopt, every, &packs_));
    }
    if (needs("school")) {
      OPORA_ASSIGN(out_.on_lists, lists_by_school(store_));
      OPORA_ASSIGN(out_.explainer, Explainer::open(store_, out_.run->id));
    }
    OPORA_ASSIGN(const auto categories, load_categories(store_, out_.run->id));
    const bool of_list = out_.list && out_.list->record && !needs("school") && !needs("decisions");  // of the run's lists this one alone
    for (const RunMethod& method : out_.run->info.methods) {
      if (of_list && method.id != out_.list->record->methodology) continue;
      const auto category = std::find_if(categories.begin(), categories.end(), [&](const Category& one) { return one.methodology == method.id; });
      if (category != categories.end()) out_.sources.push_back({tr_format("Methodology \"{0}\"", category->title.empty() ? category->name : category->title), method.digest});
    }
    out_.sources.push_back({tr_format("Data of {0}", out_.run->info.finished_at.substr(0, 10)), out_.run->info.data_digest});
    return {};
  }

  Status results() {
    if (!needs("results")) return {};
    FactRequest request;
    request.conditions = {{"year", Comparison::kLessEqual, std::int64_t{out_.year}}};
    request.keys = {"school", "kind", "subject", "grade", "year", "procedure"};
    Aggregate count, mean, marks;
    count.name = "n";
    mean.name = "mean", mean.kind = AggregateKind::kMean, mean.column = "score";
    marks.name = "marks", marks.kind = AggregateKind::kHistogram, marks.column = "mark";
    request.aggregates = {count, mean, marks};
    request.threads = out_.request.threads;
    OPORA_ASSIGN(out_.results, tally(store_, request));
    out_.procedures = reported_procedures(*out_.results);
    return {};
  }

  Result<PlanId> chosen_plan() const {
    if (out_.request.plan) return *out_.request.plan;
    OPORA_ASSIGN(const auto plans, all_plans(store_));
    for (auto one = plans.rbegin(); one != plans.rend(); ++one)
      if (one->plan.pack == out_.request.pack) return one->id;
    return make_error("REPORT-004", tr_format("no plan of the pack \"{0}\" is at work in this store", out_.request.pack),
                      tr_format("opora plan adopt --pack {0}", out_.request.pack));
  }

  // What the request names, or the report cannot do without, has to be there.
  Status go_without(std::string_view need, bool named, Diagnostic missing) const {
    if (!named && info_.goes_without(need)) return {};
    return missing;
  }

  Status plan() {
    if (!needs("plan")) return {};
    auto id = chosen_plan();
    if (!id.ok()) return go_without("plan", out_.request.plan.has_value(), id.take_error());
    OPORA_ASSIGN(out_.plan, stored_plan(store_, *id));
    name_organisations(*out_.plan, packs_);
    AssignmentFilter filter;
    filter.plan = *id;
    OPORA_ASSIGN(out_.assignments, assignments(store_, filter));
    if (out_.request.scope == ReportScope::kRegion) {
      OPORA_ASSIGN(out_.monitor, monitor_plan(store_, packs_, *id, out_.request.on));
    }
    OPORA_ASSIGN(const StoredPlan stored, find_plan(store_, *id));
    out_.sources.push_back({tr_format("Plan \"{0}\", redaction {1}", stored.plan.title, stored.redaction), stored.uid});
    return {};
  }

  Status match() {
    if (!needs("match")) return {};
    auto found = stored_match(store_, out_.request.match);
    if (!found.ok()) return go_without("match", out_.request.match.has_value(), found.take_error());
    out_.sources.push_back({tr_format("Matching \"{0}\"", found->record.info.title), found->record.info.digest});
    out_.match = *std::move(found);
    return {};
  }

  // "indicator:ID?" goes without where the pack has none of that name, or its figures have no row.
  Status figures_of_needs() {
    for (const std::string& need : info_.needs) {
      if (!need.starts_with(kIndicator)) continue;
      const bool goes_without = need.ends_with('?');
      FiguresRequest request;
      request.indicator = need.substr(kIndicator.size(), need.size() - kIndicator.size() - goes_without);
      request.pack = out_.request.pack;
      request.year = out_.year;
      request.threads = out_.request.threads;
      request.isolation = out_.request.isolation;
      auto found = figures(store_, packs_, request);
      const bool lacking = !found.ok() && found.error().code == "CLI-050";
      if (!found.ok() && !(goes_without && lacking)) return found.take_error();
      if (goes_without && (lacking || found->rows == 0)) {
        out_.figures[request.indicator] = std::nullopt;
        continue;
      }
      Frame frame;
      for (const FigureColumn& column : found->columns)
        if (!column.name.empty()) frame = frame.with(column.name, column.values);
      out_.figures[request.indicator] = std::move(frame);
    }
    return {};
  }

  const Store& store_;
  const PackLibrary& packs_;
  const ReportInfo& info_;
  ReportMaterial& out_;
};

}  // namespace

std::string ReportMaterial::registered(const std::string& code, std::string_view column) const {
  const auto found = row_of.find(code);
  return found == row_of.end() ? std::string() : registry_text(registry, column, found->second);
}

bool ReportMaterial::holds(const ReportSubject& subject, const std::string& code) const {
  if (!subject.school.empty()) return subject.school == code;
  return subject.municipality.empty() || registered(code, "municipality") == subject.municipality;
}

Result<std::unique_ptr<ReportMaterial>> gather_material(const Store& store, const PackLibrary& packs, ReportRequest request, const ReportInfo& info) {
  OPORA_ASSIGN(const Snapshot snapshot, Snapshot::take(store));
  auto material = std::make_unique<ReportMaterial>();
  OPORA_ASSIGN(material->pack, packs.find(request.pack));
  material->year = request.year.value_or(0);
  material->request = std::move(request);
  OPORA_TRY(Gathering(store, packs, info, *material).all());
  return material;
}

}  // namespace opora
