#include "matrix.h"

#include <set>

namespace objectivity {
namespace {

struct Marker {
  std::string_view id, title;
};
constexpr Marker kInflatedMean{"inflated_mean", "Средний балл выше региона (маркер a)"};
constexpr Marker kJournalMismatch{"journal_mismatch", "Обратная связь баллов с журналом (маркер b)"};
constexpr Marker kSharpFall{"sharp_fall", "Резкий спад параллели (маркер c)"};
constexpr Marker kSharpRise{"sharp_rise", "Резкий рост параллели (маркер c)"};
constexpr Marker kBorderBunching{"border_bunching", "Скопление баллов на границах отметок"};
constexpr Marker kMarkDistribution{"mark_distribution", "Отметки выше, чем в остальных школах"};
constexpr Marker kScoreDispersion{"score_dispersion", "Малый разброс при высоком среднем"};
constexpr Marker kClassRange{"class_range", "Различие классов одной школы"};
constexpr Marker kJournalRaised{"journal_raised", "Отметки выше журнала чаще, чем в остальных школах"};
constexpr Marker kJournalFar{"journal_far", "Большие расхождения с журналом"};
constexpr Marker kTaskProfile{"task_inversion", "Лёгкие задания хуже, трудные лучше остальных школ"};
constexpr Marker kYearChange{"year_change", "Изменение места параллели за год"};
constexpr Marker kCohortConfirmation{"cohort_confirmation", "Результат не подтверждается позже"};

// Collects the findings of one marker after the other.
class Matrix {
 public:
  explicit Matrix(const Context& ctx) : adjust_(ctx), alpha_(ctx.number("alpha")) {}

  // Tests: flagged by q.
  template <class Row>
  void tests(const Marker& marker, const RegionResults& results, std::vector<Row> rows) {
    adjust_(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      MarkerRow& row = add(marker, rows[i], results.school(results.groups()[i].school), results.procedure(results.groups()[i].procedure));
      row.flag = flag_of(row.q);
    }
  }
  template <class Row>
  void tests(const Marker& marker, std::vector<Row> rows) {
    adjust_(rows);
    for (const Row& one : rows) {
      MarkerRow& row = add(marker, one, one.school, one.procedure);
      row.flag = flag_of(row.q);
    }
  }
  MarkerRow& add(const Marker& marker, const Finding& finding, std::string_view school, std::string_view procedure) {
    MarkerRow& row = rows_.emplace_back();
    static_cast<Finding&>(row) = finding;
    row.school = school, row.procedure = procedure, row.marker = marker.id, row.title = marker.title;
    return row;
  }
  MaybeWhole flag_of(const Maybe& q) const { return q ? MaybeWhole(*q <= alpha_) : std::nullopt; }
  const Adjustment& adjust() const { return adjust_; }
  const std::vector<MarkerRow>& rows() const { return rows_; }

 private:
  Adjustment adjust_;
  double alpha_;
  std::vector<MarkerRow> rows_;
};

// (a): value is the lower end of the school's interval, threshold the upper one of the region.
void inflated_means(Matrix& matrix, const Frame& frame, std::int64_t min_n) {
  const auto school = frame.view<std::string_view>("school"), procedure = frame.view<std::string_view>("procedure");
  const auto n = frame.view<std::int64_t>("n");
  const auto lower = frame.view<double>("lower"), upper = frame.view<double>("upper");
  for (std::int64_t at = 0; at < frame.rows(); ++at) {
    Finding finding;
    finding.n = n.value_or(at, 0);
    const bool enough = finding.n >= min_n, computed = enough && lower[at] && upper[at];
    finding.status = computed ? kAssessed : enough ? "не вычисляется: баллов меньше двух" : too_few(finding.n, min_n);
    if (computed) finding.value = lower[at];
    MarkerRow& row = matrix.add(kInflatedMean, finding, *school[at], *procedure[at]);
    if (computed) row.threshold = upper[at], row.flag = *lower[at] > *upper[at];
  }
}

// (b): by the coefficient's sign; p and q of τ-b stand beside it.
void journal_mismatches(Matrix& matrix, const RegionResults& results, std::vector<JournalRanks> rows) {
  matrix.adjust()(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    MarkerRow& row = matrix.add(kJournalMismatch, rows[i], results.school(results.groups()[i].school), results.procedure(results.groups()[i].procedure));
    if (row.value) row.threshold = 0, row.flag = *row.value < 0;
  }
}

// (c): K against its fences.
void sharp_changes(Matrix& matrix, const std::vector<YearChange>& rows, const Marker& marker, std::int64_t min_n) {
  for (const YearChange& change : rows) {
    Finding finding;
    finding.n = change.n;
    const bool computed = change.k && change.upper && change.n >= min_n;
    if (computed) finding.value = change.k, finding.status = kAssessed;
    else if (change.earlier.empty()) finding.status = change.status;
    else finding.status = change.n < min_n ? too_few(change.n, min_n) : "не вычисляется: максимальный балл работы неизвестен";
    MarkerRow& row = matrix.add(marker, finding, change.school, change.procedure);
    if (!computed) continue;
    const bool fall = marker.id == kSharpFall.id;
    row.threshold = fall ? change.upper : change.lower;
    row.flag = fall ? change.fell() : change.rose();
  }
}

void journal_shares(Matrix& matrix, const RegionResults& results, const std::vector<Journal>& rows) {
  std::vector<Finding> raised;
  for (const Journal& row : rows) raised.push_back(row.above);
  matrix.tests(kJournalRaised, results, std::move(raised));
  matrix.tests(kJournalFar, results, rows);
}

// Schools whose files hold no scores of tasks say so.
std::vector<TaskProfile> with_missing(std::vector<TaskProfile> rows, const RegionResults& results) {
  std::set<std::pair<std::string_view, std::string_view>> there;
  for (const TaskProfile& row : rows) there.emplace(row.school, row.procedure);
  for (const Group& group : results.groups()) {
    if (there.contains({results.school(group.school), results.procedure(group.procedure)})) continue;
    TaskProfile& row = rows.emplace_back();
    row.school = results.school(group.school), row.procedure = results.procedure(group.procedure);
    row.status = "не оценивается: баллов за отдельные задания нет";
  }
  return rows;
}

}  // namespace

Frame MarkerMatrix::compute(const Context& ctx) const {
  const std::int64_t min_n = ctx.integer("min_n");
  const Query query = chosen_results(ctx, ctx.year());
  const Frame intervals = mean_intervals(query, ctx.number("z"), "procedure");
  const RegionResults results(query, {"class", "score", "mark", "journal"});
  const TaskProfiles profiles = task_profiles(ctx, tasks_settings(ctx));
  const YearChanges years = year_changes(ctx, {min_n, ctx.number("fence")});
  const Cohorts later = cohorts(ctx, cohort_settings(ctx));
  Matrix matrix(ctx);
  inflated_means(matrix, intervals, min_n);
  journal_mismatches(matrix, results, journal_ranks(results, {ctx.integer("lowest_mark"), min_n, coefficient_of(ctx)}));
  sharp_changes(matrix, years.rows, kSharpFall, min_n);
  sharp_changes(matrix, years.rows, kSharpRise, min_n);
  matrix.tests(kBorderBunching, results, bunching(results, known_borders(ctx), bunching_settings(ctx)));
  matrix.tests(kMarkDistribution, results, compare_marks(results, marks_settings(ctx)));
  matrix.tests(kScoreDispersion, results, dispersion(results, dispersion_settings(ctx)));
  matrix.tests(kClassRange, results, compare_school_classes(results, classes_settings(ctx)));
  journal_shares(matrix, results, compare_journal(results, journal_settings(ctx)));
  matrix.tests(kTaskProfile, with_missing(profiles.rows, results));
  matrix.tests(kYearChange, years.rows);
  matrix.tests(kCohortConfirmation, later.rows);
  using Row = MarkerRow;
  return FrameOf(ctx, matrix.rows())
      .add("school", [](const Row& row) { return row.school; }).add("procedure", [](const Row& row) { return row.procedure; })
      .add("marker", [](const Row& row) { return row.marker; }).add("title", [](const Row& row) { return row.title; })
      .add("n", [](const Row& row) { return row.n; }).add("value", [](const Row& row) { return row.value; })
      .add("threshold", [](const Row& row) { return row.threshold; }).add("p", [](const Row& row) { return row.p; })
      .add("q", [](const Row& row) { return row.q; }).add("flag", [](const Row& row) { return row.flag; })
      .add("status", [](const Row& row) { return std::string_view(row.status); }).finish();
}

}  // namespace objectivity
