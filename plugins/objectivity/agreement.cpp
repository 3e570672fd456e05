#include "agreement.h"

#include <set>

namespace objectivity {
namespace {

using Place = std::pair<std::string, std::string>;  // school, procedure

struct Own {
  std::int64_t computed = 0, flagged = 0;
  std::string markers;
};

std::map<Place, Own> own_markers(const Frame& matrix) {
  const auto school = matrix.view<std::string_view>("school"), procedure = matrix.view<std::string_view>("procedure"), marker = matrix.view<std::string_view>("marker");
  const auto flag = matrix.view<std::int64_t>("flag");
  std::map<Place, Own> found;
  for (std::int64_t row = 0; row < matrix.rows(); ++row) {
    Own& own = found[{std::string(*school[row]), std::string(*procedure[row])}];
    if (!flag[row]) continue;
    ++own.computed;
    if (*flag[row] == 0) continue;
    ++own.flagged;
    own.markers.append(own.markers.empty() ? "" : ", ").append(*marker[row]);
  }
  return found;
}

struct Listed {
  std::map<Place, bool> marked;       // known to the store or not
  std::set<std::string> procedures;   // that the list speaks of
};

// "RU 4" of the list is the procedure of that subject and grade in the year.
std::map<std::string, std::string> procedures_by_marker(const Context& ctx) {
  const Frame list = ctx.procedures().where("kind", "==", ctx.choice("kind")).where("year", "==", ctx.year());
  const auto procedure = list.view<std::string_view>("procedure"), subject = list.view<std::string_view>("subject");
  const auto grade = list.view<std::int64_t>("grade");
  std::map<std::string, std::string> found;
  for (std::int64_t row = 0; row < list.rows(); ++row)
    found.try_emplace(std::string(*subject[row]) + " " + std::to_string(grade.value_or(row, 0)), *procedure[row]);
  return found;
}

Listed listed_markers(const Context& ctx) {
  const Frame rows = ctx.external_lists().where("list", "==", ctx.choice("list")).where("year", "==", ctx.year()).select("school", "marker", "known");
  const auto school = rows.view<std::string_view>("school"), marker = rows.view<std::string_view>("marker");
  const auto known = rows.view<std::int64_t>("known");
  const auto procedures = procedures_by_marker(ctx);
  Listed listed;
  for (std::int64_t row = 0; row < rows.rows(); ++row) {
    const std::string name(*marker[row]);
    const auto procedure = procedures.find(name);
    const std::string& place = procedure == procedures.end() ? name : procedure->second;
    listed.procedures.insert(place);
    listed.marked[{std::string(*school[row]), place}] = known.value_or(row, 0) != 0;
  }
  return listed;
}

struct Row {
  std::string school, procedure, markers, status;
  MaybeWhole own, federal;
  const char* agreement = "";
};

const char* agreement_of(bool own, bool federal) {
  return own ? (federal ? "оба" : "только свои") : federal ? "только список" : "ни там, ни там";
}

Row row_of(const Place& place, const Own* own, const bool* known, std::int64_t least) {
  Row row;
  row.school = place.first, row.procedure = place.second, row.federal = known != nullptr;
  if (own == nullptr) {
    row.status = *known ? "не сопоставляется: у школы нет результатов этой процедуры" : "не сопоставляется: школы из списка нет в реестре";
  } else if (own->computed == 0) {
    row.status = "не сопоставляется: ни один свой признак не вычислен";
  } else {
    row.own = own->flagged, row.markers = own->markers, row.status = kAssessed;
    row.agreement = agreement_of(own->flagged >= least, known != nullptr);
  }
  return row;
}

}  // namespace

Frame MarkerAgreement::compute(const Context& ctx) const {
  const std::map<Place, Own> own = own_markers(MarkerMatrix().compute(ctx));
  const Listed listed = listed_markers(ctx);
  const std::int64_t least = ctx.integer("own_markers");
  std::vector<Row> rows;
  for (const auto& [place, of_place] : own) {
    if (!listed.procedures.empty() && !listed.procedures.contains(place.second)) continue;
    const auto marked = listed.marked.find(place);
    rows.push_back(row_of(place, &of_place, marked == listed.marked.end() ? nullptr : &marked->second, least));
    if (!listed.procedures.empty()) continue;
    rows.back().federal.reset(), rows.back().agreement = "", rows.back().status = "не сопоставляется: списка за этот год нет";
  }
  for (const auto& [place, known] : listed.marked)
    if (!own.contains(place)) rows.push_back(row_of(place, nullptr, &known, least));
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return std::pair(a.school, a.procedure) < std::pair(b.school, b.procedure); });
  return FrameOf(ctx, rows)
      .add("school", [](const Row& row) { return std::string_view(row.school); }).add("procedure", [](const Row& row) { return std::string_view(row.procedure); })
      .add("own", [](const Row& row) { return row.own; }).add("markers", [](const Row& row) { return std::string_view(row.markers); })
      .add("federal", [](const Row& row) { return row.federal; }).add("agreement", [](const Row& row) { return std::string_view(row.agreement); })
      .add("status", [](const Row& row) { return std::string_view(row.status); }).finish();
}

}  // namespace objectivity
