#include "bunching.h"

namespace objectivity {
namespace {

std::int64_t distance_to(const Borders& borders, std::int64_t score) {
  std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t border : borders) nearest = std::min(nearest, std::abs(score - border));
  return nearest;
}

constexpr std::int64_t kNear = 2;  // points: domain rule of b ± 1, b ± 2

}  // namespace

Bunch bunch_of(std::span<const Observation> observations, const Borders& borders) {
  Bunch found;
  for (const Observation& one : observations) {
    if (one.score == kNone) continue;
    const std::int64_t distance = distance_to(borders, one.score);
    found.n += one.n;
    if (distance == 0) found.at += one.n;
    if (distance <= kNear) found.near += one.n;
  }
  return found;
}

Maybe excess_of(std::span<const Observation> observations, const Borders& borders) {
  std::int64_t four_times = 0, n = 0;  // Σ over borders of 4F − Σ beside
  for (const Observation& one : observations) {
    if (one.score == kNone) continue;
    n += one.n;
    for (const std::int64_t border : borders) {
      const std::int64_t distance = std::abs(one.score - border);
      if (distance == 0) four_times += 4 * one.n;
      else if (distance <= kNear) four_times -= one.n;
    }
  }
  if (n == 0) return std::nullopt;
  return static_cast<double>(four_times) / static_cast<double>(4 * n);
}

BunchingSettings bunching_settings(const Context& ctx) { return {ctx.integer("bunching_minimum"), ctx.integer("bunching_informative")}; }

std::map<std::string, Borders, std::less<>> known_borders(const Context& ctx) {
  const Frame list = ctx.procedures();
  const auto procedure = list.view<std::string_view>("procedure");
  std::map<std::string, Borders, std::less<>> found;
  for (int number = 1; list.has("border_" + std::to_string(number)); ++number)
    list.view<std::int64_t>("border_" + std::to_string(number)).for_each_valid([&](std::int64_t row, std::int64_t border) {
      if (const auto name = procedure[row]) found[std::string(*name)].push_back(border);
    });
  return found;
}

std::vector<Bunching> bunching(const RegionResults& results, const std::map<std::string, Borders, std::less<>>& borders, const BunchingSettings& settings) {
  std::vector<const Borders*> of_procedure(results.procedures(), nullptr);
  for (std::size_t code = 0; code < of_procedure.size(); ++code)
    if (const auto known = borders.find(results.procedure(static_cast<std::int32_t>(code))); known != borders.end()) of_procedure[code] = &known->second;
  static const Borders kUnknown;
  std::vector<Bunch> here;
  for (const Group& group : results.groups()) {
    const Borders* known = of_procedure[static_cast<std::size_t>(group.procedure)];
    here.push_back(bunch_of(results.of(group), known ? *known : kUnknown));
  }
  const std::vector<Bunch> region = by_procedure<Bunch>(results, [&](std::size_t i) { return here[i]; });
  std::vector<Bunching> rows(here.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    const Group& group = results.groups()[i];
    const Borders* known = of_procedure[static_cast<std::size_t>(group.procedure)];
    Bunching& row = rows[i];
    row.n = here[i].n;
    if (!known) {
      row.status = "не оценивается: границы отметок этой процедуры неизвестны";
      continue;
    }
    const Bunch elsewhere = region[static_cast<std::size_t>(group.procedure)] - here[i];
    row.at = here[i].at, row.near = here[i].near;
    row.excess = excess_of(results.of(group), *known);
    if (row.n < settings.minimum) {
      row.status = too_few(row.n, settings.minimum);
    } else if (elsewhere.n == 0) {
      row.status = kNobodyElse;
    } else if (const auto test = compare_shares({here[i].at, here[i].near}, {elsewhere.at, elsewhere.near})) {
      row.share = Count{here[i].at, here[i].near}.share(), row.elsewhere = Count{elsewhere.at, elsewhere.near}.share();
      row.value = *row.share - *row.elsewhere;
      row.z = test->z, row.p = test->p_above;
      row.status = row.n < settings.informative ? kAssessed + " ориентировочно: участников меньше " + std::to_string(settings.informative) : kAssessed;
    } else {
      row.status = "не вычисляется: у границ отметок нет баллов";
    }
  }
  return rows;
}

Frame BorderBunching::compute(const Context& ctx) const {
  const RegionResults results(chosen_results(ctx, ctx.year()), {"score"});
  std::vector<Bunching> rows = bunching(results, known_borders(ctx), bunching_settings(ctx));
  Adjustment(ctx)(rows);
  return SchoolFrame(ctx, results, rows)
      .add("at", [](const Bunching& row) { return row.at; }).add("near", [](const Bunching& row) { return row.near; })
      .add("share", [](const Bunching& row) { return row.share; }).add("elsewhere", [](const Bunching& row) { return row.elsewhere; })
      .add("excess", [](const Bunching& row) { return row.excess; }).add("z", [](const Bunching& row) { return row.z; })
      .finish();
}

}  // namespace objectivity
