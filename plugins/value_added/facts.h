// Facts of the host for a model: pupils of one procedure, means of schools, items of the social passport.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "choices.h"
#include "mixed_model.h"

namespace opora::value_added {

struct Selection {
  std::string kind, subject, level;
  std::int64_t grade = 0;
  int year = 0;

  std::string text() const { return kind + " " + subject + " " + std::to_string(grade) + " " + std::to_string(year); }
};

inline Selection chosen(const Context& ctx) {
  return {std::string(ctx.choice("kind")), std::string(ctx.choice("subject")), std::string(ctx.choice("level")), ctx.integer("grade"), ctx.year()};
}
inline Selection chosen_before(const Context& ctx) {
  return {std::string(ctx.choice("prior_kind")), std::string(ctx.choice("subject")), std::string(ctx.choice("prior_level")),
          ctx.integer("prior_grade"), ctx.year() - static_cast<int>(ctx.integer("years"))};
}

// Participants with a score.
inline Query query_of(const Context& ctx, const Selection& wanted) {
  const Query query = ctx.results().where("kind", "==", wanted.kind).where("subject", "==", wanted.subject).where("grade", "==", wanted.grade)
                          .where("year", "==", wanted.year).where("score", ">=", 0);
  return wanted.level == "any" ? query : query.where("level", "==", wanted.level);
}

// NotFitted: VA-001 nobody has a result, VA-008 the selection mixes procedures with different scales.
inline void require_one_procedure(const Context& ctx, const Selection& wanted) {
  const Frame found = query_of(ctx, wanted).group("procedure").tally({{"n", count()}});
  if (found.rows() == 0)
    throw NotFitted("VA-001", "нет результатов: " + wanted.text(), "загрузите результаты или выберите другие процедуру, предмет, класс, год");
  if (found.rows() > 1)
    throw NotFitted("VA-008", "несколько процедур с разными шкалами: " + wanted.text(), "назовите уровень экзамена: параметр level");
}

// Pupils who have everything in common.
struct Cell {
  std::int32_t school = 0;  // place in Pupils::schools
  double girl = 0, prior = 0, score = 0;
  std::int64_t count = 1;
  friend auto operator<=>(const Cell&, const Cell&) = default;
};

struct Pupils {
  std::vector<std::string> schools;  // ascending
  std::vector<Cell> cells;           // ascending: the same order whatever the order of the facts
  std::int64_t left_out = 0;         // without a gender, or without an earlier result
};

namespace detail {

inline std::optional<double> girl_of(std::optional<std::string_view> gender) {
  if (!gender) return std::nullopt;
  return *gender == "ж" || *gender == "f" ? 1.0 : 0.0;
}

// Schools of a frame by their order; the frame is sorted by school or not.
inline std::vector<std::string> schools_of(const ColumnView<std::string_view>& school) {
  std::set<std::string_view> found;
  for (std::int32_t code = 0; code < school.codes(); ++code) found.insert(school.text_of(code));
  return {found.begin(), found.end()};
}
inline std::vector<std::int32_t> places_of(const ColumnView<std::string_view>& school, const std::vector<std::string>& schools) {
  std::vector<std::int32_t> places;
  for (std::int32_t code = 0; code < school.codes(); ++code)
    places.push_back(static_cast<std::int32_t>(std::lower_bound(schools.begin(), schools.end(), school.text_of(code)) - schools.begin()));
  return places;
}

}  // namespace detail

// One request, answered by the host in cells: school × gender × score with the number of pupils.
inline Pupils pupils_of(const Context& ctx, const Selection& wanted, bool with_girl) {
  const Query query = query_of(ctx, wanted);
  const Frame frame = (with_girl ? query.group("school", "gender", "score") : query.group("school", "score")).tally({{"n", count()}});
  const auto school = frame.view<std::string_view>("school");
  const auto score = frame.view<double>("score");
  const auto n = frame.view<std::int64_t>("n");
  std::optional<ColumnView<std::string_view>> gender;
  if (with_girl) gender = frame.view<std::string_view>("gender");
  Pupils pupils;
  pupils.schools = detail::schools_of(school);
  const std::vector<std::int32_t> places = detail::places_of(school, pupils.schools);
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    const std::optional<double> girl = gender ? detail::girl_of((*gender)[row]) : 0.0;
    if (!girl) pupils.left_out += n.value_or(row, 0);
    if (!girl || !score[row] || school.code(row) < 0) continue;
    pupils.cells.push_back({places[static_cast<std::size_t>(school.code(row))], *girl, 0, *score[row], n.value_or(row, 0)});
  }
  std::sort(pupils.cells.begin(), pupils.cells.end());
  return pupils;
}

// Means of schools and the pooled variance within them, from cells: the same bits whatever the order of the facts.
struct Means {
  struct School {
    std::int64_t n = 0;
    double mean = 0;
  };
  std::map<std::string, School, std::less<>> of;
  double mean = 0, sd = 0;  // of all participants, ddof 0
  double within = 0;        // Σ(score − mean of the school)² / Σ(n − 1); 0 when no school has two participants
};

inline Means means_of(const Pupils& pupils) {
  Means means;
  double n = 0, sum = 0, squares = 0, inside = 0, freedom = 0;
  for (const Cell& cell : pupils.cells) n += static_cast<double>(cell.count), sum += static_cast<double>(cell.count) * cell.score;
  means.mean = n > 0 ? sum / n : 0;
  for (std::size_t first = 0, last = 0; first < pupils.cells.size(); first = last) {
    Means::School school;
    for (; last < pupils.cells.size() && pupils.cells[last].school == pupils.cells[first].school; ++last) {
      school.n += pupils.cells[last].count;
      school.mean += static_cast<double>(pupils.cells[last].count) * pupils.cells[last].score;
    }
    school.mean /= static_cast<double>(school.n);
    for (std::size_t k = first; k < last; ++k) {
      const double count = static_cast<double>(pupils.cells[k].count);
      inside += count * (pupils.cells[k].score - school.mean) * (pupils.cells[k].score - school.mean);
      squares += count * (pupils.cells[k].score - means.mean) * (pupils.cells[k].score - means.mean);
    }
    freedom += static_cast<double>(school.n - 1);
    means.of.emplace(pupils.schools[static_cast<std::size_t>(pupils.cells[first].school)], school);
  }
  means.sd = n > 0 ? std::sqrt(squares / n) : 0;
  means.within = freedom > 0 ? inside / freedom : 0;
  return means;
}

// Earlier results of pupils by school and code; codes that stand twice are nobody's.
class EarlierResults {
 public:
  explicit EarlierResults(const Frame& frame) : frame_(frame) {
    const auto school = frame.view<std::string_view>("school"), code = frame.view<std::string_view>("participant");
    const auto score = frame.view<double>("score");
    for (std::int64_t row = 0; row < frame.rows(); ++row) {
      if (!school[row] || !code[row] || !score[row]) continue;
      auto& results = of_[*school[row]];
      const auto [it, added] = results.try_emplace(*code[row], score[row]);
      if (!added) it->second.reset();
    }
  }
  std::optional<double> find(std::string_view school, std::string_view code) const {
    const auto of_school = of_.find(school);
    if (of_school == of_.end()) return std::nullopt;
    const auto result = of_school->second.find(code);
    return result == of_school->second.end() ? std::nullopt : result->second;
  }

 private:
  Frame frame_;  // holds the texts
  std::unordered_map<std::string_view, std::unordered_map<std::string_view, std::optional<double>>> of_;
};

namespace detail {

// Codes that name other people link results that have nothing to do with each other. Within schools, earlier and later
// results of the same pupils go together; r̂ must be above 0 by three standard errors of Fisher's z.
inline void require_same_people(const Pupils& pupils) {
  double xx = 0, xy = 0, yy = 0, freedom = 0;
  for (std::size_t first = 0, last = 0; first < pupils.cells.size(); first = last) {
    double n = 0, x = 0, y = 0;
    for (; last < pupils.cells.size() && pupils.cells[last].school == pupils.cells[first].school; ++last)
      n += 1, x += pupils.cells[last].prior, y += pupils.cells[last].score;
    x /= n, y /= n, freedom += n - 1;
    for (std::size_t k = first; k < last; ++k) {
      const double dx = pupils.cells[k].prior - x, dy = pupils.cells[k].score - y;
      xx += dx * dx, xy += dx * dy, yy += dy * dy;
    }
  }
  const double r = xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
  if (freedom > 3 && std::atanh(std::min(r, 0.999999)) * std::sqrt(freedom - 2) > 3) return;
  throw NotFitted("VA-012", "прежние и нынешние результаты участников с одинаковыми кодами не связаны: коды, видимо, называют разных людей",
                  "учитывайте прежний результат школы, а не участника");
}

}  // namespace detail

// Pupils with their own earlier result, where the region keeps the codes of participants.
// NotFitted: VA-011 too few are found again, VA-012 the codes do not name the same people.
inline Pupils linked_pupils(const Context& ctx, const Selection& wanted, const Selection& before, bool with_girl, Share at_least) {
  const EarlierResults earlier(query_of(ctx, before).select("school", "participant", "score"));
  const Frame frame = query_of(ctx, wanted).select("school", "participant", "gender", "score");
  const auto school = frame.view<std::string_view>("school"), code = frame.view<std::string_view>("participant");
  const auto gender = frame.view<std::string_view>("gender");
  const auto score = frame.view<double>("score");
  std::set<std::pair<std::string_view, std::string_view>> seen, twice;
  for (std::int64_t row = 0; row < frame.rows(); ++row)
    if (school[row] && code[row] && !seen.emplace(*school[row], *code[row]).second) twice.emplace(*school[row], *code[row]);
  Pupils pupils;
  pupils.schools = detail::schools_of(school);
  const std::vector<std::int32_t> places = detail::places_of(school, pupils.schools);
  std::int64_t found = 0;
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    const bool named = school[row] && code[row] && score[row] && !twice.contains({*school[row], *code[row]});
    const std::optional<double> prior = named ? earlier.find(*school[row], *code[row]) : std::nullopt;
    const std::optional<double> girl = with_girl ? detail::girl_of(gender[row]) : 0.0;
    found += prior.has_value();
    if (!prior || !girl) ++pupils.left_out;
    else pupils.cells.push_back({places[static_cast<std::size_t>(school.code(row))], *girl, *prior, *score[row], 1});
  }
  if (found * at_least.denominator < at_least.numerator * frame.rows() || found == 0)
    throw NotFitted("VA-011", "прежний результат найден у " + std::to_string(found) + " из " + std::to_string(frame.rows()) +
                        " участников (" + wanted.text() + " после " + before.text() + ")",
                    "учитывайте прежний результат школы: коды участников меняются от года к году");
  std::sort(pupils.cells.begin(), pupils.cells.end());
  detail::require_same_people(pupils);
  return pupils;
}

// Covariates of schools; a school without a value is not in the map.
struct SchoolCovariates {
  std::vector<std::string> terms;
  std::map<std::string, std::vector<double>, std::less<>> of;
};

namespace detail {

inline bool holds_texts(const Column& column) {
  ArrowSchema schema{};
  ArrowArray array{};
  OPORA_SDK_CALL(columns, view, column.call(), column.handle(), &schema, &array);
  return schema.format[0] == 'i';
}

inline std::vector<std::string> context_items(const Context& ctx) {
  std::vector<std::string> items;
  for (const char* parameter : kContexts)
    if (const std::string item(ctx.choice(parameter)); item != "none" && std::find(items.begin(), items.end(), item) == items.end())
      items.push_back(item);
  return items;
}

}  // namespace detail

// Items of the social passport that parameters name. NotFitted: VA-009 the year has no such numbers.
inline SchoolCovariates context_of(const Context& ctx) {
  SchoolCovariates covariates;
  covariates.terms = detail::context_items(ctx);
  if (covariates.terms.empty()) return covariates;
  const Frame frame = ctx.context(ctx.year());
  std::vector<ColumnView<double>> columns;
  for (const std::string& item : covariates.terms) {
    if (!frame.has(item) || detail::holds_texts(frame[item]))
      throw NotFitted("VA-009", "в социальных паспортах за " + std::to_string(ctx.year()) + " год нет числового показателя «" + item + "»",
                      "загрузите социальные паспорта этого года или уберите показатель: параметры context_1 … context_4");
    columns.push_back(frame.view<double>(item));
  }
  const auto school = frame.view<std::string_view>("school");
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    std::vector<double> values;
    for (const auto& column : columns)
      if (const auto value = column[row]) values.push_back(*value);
    if (school[row] && values.size() == columns.size()) covariates.of.emplace(*school[row], std::move(values));
  }
  return covariates;
}

}  // namespace opora::value_added
