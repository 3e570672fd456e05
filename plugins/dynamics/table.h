// Results of a year as rows, and columns of a result being filled.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <opora/plugin.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace dynamics {

using namespace opora::sdk;

// Values that may be missing, row by row.
template <class T>
class Filled {
 public:
  void add(std::optional<T> value) {
    valid_.push_back(value.has_value());
    values_.push_back(value.value_or(T{}));
  }
  void add_to(FrameBuilder& builder, const char* name) const {
    if constexpr (std::is_same_v<T, std::string>) {
      const std::vector<Text> texts(values_.begin(), values_.end());
      builder.add(name, std::span<const Text>(texts), valid_);
    } else {
      builder.add(name, std::span<const T>(values_), valid_);
    }
  }

 private:
  std::vector<T> values_;
  std::vector<std::uint8_t> valid_;
};

// What is compared between years: "ВПР RU 5 профиль".
struct Subject {
  std::string kind, subject, level;
  std::optional<std::int64_t> grade;
  friend auto operator<=>(const Subject&, const Subject&) = default;

  std::string title() const {
    std::string text = kind + ' ' + subject;
    if (grade) text += ' ' + std::to_string(*grade);
    return level.empty() ? text : text + ' ' + level;
  }
};

// A school in a procedure of one year. Marks are counted where there are any, scores as parts of the maximum.
struct Result {
  std::string school;
  Subject subject;
  std::int64_t n = 0, marked = 0, low = 0, high = 0;
  std::optional<double> mean, sd;  // of score / maximum
};

inline std::vector<Result> results_of(const Context& ctx, int year, std::int64_t lowest_mark) {
  const Frame f = ctx.results().where("year", "==", year).group("school", "kind", "subject", "grade", "level").tally(
      {{"n", count()}, {"marked", count_where("mark", ">=", lowest_mark)}, {"low", count_where("mark", "==", lowest_mark)},
       {"high", count_where("mark", ">=", lowest_mark + 2)}, {"mean", mean("score")}, {"sd", sd("score")}, {"max", max("max_score")}});
  const auto school = f.view<std::string_view>("school"), kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"),
             level = f.view<std::string_view>("level");
  const auto grade = f.view<std::int64_t>("grade"), n = f.view<std::int64_t>("n"), marked = f.view<std::int64_t>("marked"),
             low = f.view<std::int64_t>("low"), high = f.view<std::int64_t>("high");
  const auto score = f.view<double>("mean"), deviation = f.view<double>("sd"), most = f.view<double>("max");
  std::vector<Result> found;
  for (std::int64_t row = 0; row < f.rows(); ++row) {
    if (!school[row]) continue;
    Result one;
    one.school = *school[row];
    one.subject = {std::string(kind.value_or(row, "")), std::string(subject.value_or(row, "")), std::string(level.value_or(row, "")), grade[row]};
    one.n = n.value_or(row, 0), one.marked = marked.value_or(row, 0), one.low = low.value_or(row, 0), one.high = high.value_or(row, 0);
    if (const double maximum = most.value_or(row, 0); maximum > 0) {
      if (score[row]) one.mean = *score[row] / maximum;
      if (deviation[row]) one.sd = *deviation[row] / maximum;
    }
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace dynamics
