#include "engine/expected_decisions.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/catalogues.h"
#include "base/messages.h"
#include "base/text.h"
#include "intake/pack_table.h"
#include "store/answer_codes.h"

namespace opora {
namespace {

// --- the file ------------------------------------------------------------------------------------

constexpr const char* kColumns[] = {"category", "school", "answer", "methodology", "check", "value", "met"};
constexpr std::size_t kRequired = 3;  // the first ones

// "yes" in the code of files or in the words of any language.
class AnswerWords {
 public:
  AnswerWords() {
    for (const Answer answer : {Answer::kYes, Answer::kNo, Answer::kNotAssessable}) answers_[std::string(answer_code(answer))] = answer;
    for (const std::string& word : in_every_language("yes")) answers_[to_lower(word)] = Answer::kYes;
    for (const std::string& word : in_every_language("no")) answers_[to_lower(word)] = Answer::kNo;
    for (const std::string& word : in_every_language("not assessable")) answers_[to_lower(word)] = Answer::kNotAssessable;
  }
  // Nothing for an empty text.
  Result<std::optional<Answer>> answer(const std::string& text, const std::string& shown, std::int64_t line) const {
    if (text.empty()) return std::optional<Answer>();
    if (const auto found = answers_.find(to_lower(text)); found != answers_.end()) return std::optional<Answer>(found->second);
    return at_line("PACK-053", shown, line, tr_format("\"{0}\" is no answer", text), tr_format("answers: {0}", fmt::join(words(), ", ")));
  }

 private:
  std::vector<std::string> words() const {
    std::vector<std::string> all;
    for (const auto& [word, answer] : answers_) all.push_back(word);
    return all;
  }
  std::map<std::string, Answer> answers_;
};

std::optional<Share> counts_of(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto part = parse_integer(text.substr(0, slash)), whole = parse_integer(text.substr(slash + 1));
  return part && whole && *whole > 0 ? std::optional<Share>(Share{*part, *whole}) : std::nullopt;
}

std::string decimal_text(std::string text) {
  if (text.ends_with('%')) text.pop_back();
  std::string plain(trimmed(text));
  if (plain.starts_with("−")) plain = "-" + plain.substr(std::string_view("−").size());
  return plain;
}

Status check_line(const ExpectedLine& line, const std::string& shown) {
  const auto refuse = [&](std::string message, std::string help) { return at_line("PACK-053", shown, line.line, std::move(message), std::move(help)); };
  if (line.category.empty()) return refuse(tr("the line names no category"), tr("write the category as the methodology calls it"));
  if (line.school.empty() && (line.answer || !line.check.empty()))
    return refuse(tr("the line names no school"), tr("write the school's code; a line with a category alone says that its list holds nobody else"));
  if (!line.school.empty() && !line.answer && line.check.empty())
    return refuse(tr("the line expects nothing"), tr("write an answer, or a check with its value or whether it is met"));
  if (line.check.empty() && (!line.value.empty() || line.met))
    return refuse(tr("a value is expected, but of no check"), tr("name the check in the column check"));
  if (!line.check.empty() && line.value.empty() && !line.met)
    return refuse(tr_format("nothing is expected of the check \"{0}\"", line.check), tr("write its value, or whether it is met"));
  if (!line.value.empty() && !counts_of(line.value) && !parse_decimal(decimal_text(line.value)))
    return refuse(tr_format("\"{0}\" is no value of a check", line.value), tr("write counts (4/12) or a decimal number (33,3)"));
  return {};
}

// --- the comparison ------------------------------------------------------------------------------

std::string words_of_check(const Check& check, const Words& words) { return readable_name(check.name, words) + ": " + outcome_text(check); }

std::string words_of_answer(const Decision& decision) {
  const std::string word(answer_word(decision.answer));
  return decision.answer == Answer::kNotAssessable && !decision.reason.empty() ? word + " (" + decision.reason + ")" : word;
}

std::string rounded(Share value, int digits) { return format_decimal(value, digits, '.'); }

bool has_value(const Check& check, const std::string& expected) {
  if (const auto counts = counts_of(expected))
    return check.share && check.share->numerator == counts->numerator && check.share->denominator == counts->denominator;
  const std::string text = decimal_text(expected);
  const auto mark = text.find_first_of(".,");
  const int digits = mark == std::string::npos ? 0 : static_cast<int>(text.size() - mark - 1);
  std::optional<Share> exact = check.share;
  if (!exact && check.value) exact = parse_decimal(fmt::format("{}", *check.value));
  const std::int64_t unit = check.unit == "%" ? 100 : 1;
  const std::string wanted = rounded(*parse_decimal(text), digits);
  if (exact) return rounded(Share{exact->numerator * unit, exact->denominator}, digits) == wanted;
  return check.value && fmt::format("{:.{}f}", *check.value * static_cast<double>(unit), digits) == wanted;
}

Answer outcome_of(const Check& check) {
  if (check.unassessed() != Unassessed::kAssessed) return Answer::kNotAssessable;
  return check.met() ? Answer::kYes : Answer::kNo;
}

// Words of a check's own outcome, beside those of an answer.
std::string outcome_word(Answer outcome) {
  return outcome == Answer::kYes ? tr("met") : outcome == Answer::kNo ? tr("not met") : tr("cannot be made");
}

class DecisionComparison {
 public:
  DecisionComparison(const std::vector<ExpectedLine>& expected, const DecisionSet& decisions, const Words& words)
      : expected_(expected), set_(decisions), words_(words) {}

  std::vector<DecisionDifference> run() {
    for (const ExpectedLine& line : expected_) compare(line);
    for (const std::int32_t category : named_) compare_list(category);
    return std::move(found_);
  }

 private:
  void compare(const ExpectedLine& line) {
    const auto category = category_of(line);
    if (!category) return;
    named_.insert(*category);
    if (line.school.empty()) return;
    named_schools_.insert({*category, line.school});
    const auto decision = decision_of(*category, line.school);
    if (!decision) return differ(line, line.answer ? std::string(answer_word(*line.answer)) : line.check, tr("nothing was decided about this school"), {});
    if (line.answer && decision->answer != *line.answer) {
      ExpectedLine answer = line;
      answer.check.clear();
      differ(answer, std::string(answer_word(*line.answer)), words_of_answer(*decision), decision->checks);
    }
    if (!line.check.empty()) compare_check(line, *decision);
  }

  std::optional<std::int32_t> category_of(const ExpectedLine& line) {
    std::vector<std::int32_t> found;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < set_.categories.size(); ++i) {
      const Category& category = set_.categories[i];
      known.push_back(category.name + " (" + category.methodology + ")");
      if (category.name == line.category && (line.methodology.empty() || line.methodology == category.methodology))
        found.push_back(static_cast<std::int32_t>(i));
    }
    if (found.size() == 1) return found.front();
    differ(line, line.category, found.empty() ? tr_format("the run has no such category; there are: {0}", fmt::join(known, ", "))
                                              : tr_format("several methodologies have it; name one in the column methodology: {0}", fmt::join(known, ", ")), {});
    return std::nullopt;
  }

  std::optional<Decision> decision_of(std::int32_t category, const std::string& school) const {
    for (const DecisionRow& row : set_.decisions)
      if (row.category == category && set_.schools[static_cast<std::size_t>(row.school)] == school) return set_.decision(row);
    return std::nullopt;
  }

  bool is_called(const Check& check, const std::string& name) const {
    return name == check.name || name == check.rule || name == check.rule + ": " + check.name || name == readable_name(check.name, words_);
  }

  void compare_check(const ExpectedLine& line, const Decision& decision) {
    std::vector<const Check*> found;
    for (const Check& check : decision.checks)
      if (is_called(check, line.check)) found.push_back(&check);
    const std::string expected = line.value + (line.met ? (line.value.empty() ? "" : ", ") + outcome_word(*line.met) : std::string());
    if (found.size() != 1) {
      std::vector<std::string> names;
      for (const Check& check : decision.checks) names.push_back(check.rule + ": " + check.name);
      return differ(line, expected, found.empty() ? tr_format("there is no such check; there are: {0}", fmt::join(names, "; "))
                                                  : tr_format("several checks are called so; say which: {0}", fmt::join(names, "; ")), {});
    }
    const Check& check = *found.front();
    const bool same = (line.value.empty() || has_value(check, line.value)) && (!line.met || outcome_of(check) == *line.met);
    if (same) return;
    const std::string counts = check.share ? fmt::format("{}/{}, ", check.share->numerator, check.share->denominator) : std::string();
    differ(line, expected, counts + outcome_text(check), {});
  }

  // A list is stated whole: nobody is on it whom no line names.
  void compare_list(std::int32_t category) {
    for (const DecisionRow& row : set_.decisions) {
      const std::string& school = set_.schools[static_cast<std::size_t>(row.school)];
      if (row.category != category || row.answer != Answer::kYes || named_schools_.contains({category, school})) continue;
      ExpectedLine nowhere;
      nowhere.category = set_.categories[static_cast<std::size_t>(category)].name, nowhere.school = school;
      const Decision decision = set_.decision(row);
      differ(nowhere, tr("no line names the school"), words_of_answer(decision), decision.checks);
    }
  }

  void differ(const ExpectedLine& line, std::string expected, std::string got, const std::vector<Check>& checks) {
    DecisionDifference difference{line.line, line.category, line.school, line.check, std::move(expected), std::move(got), {}};
    for (const Check& check : checks) difference.checks.push_back(words_of_check(check, words_));
    found_.push_back(std::move(difference));
  }

  const std::vector<ExpectedLine>& expected_;
  const DecisionSet& set_;
  const Words& words_;
  std::set<std::int32_t> named_;
  std::set<std::pair<std::int32_t, std::string>> named_schools_;
  std::vector<DecisionDifference> found_;
};

}  // namespace

Result<std::vector<ExpectedLine>> read_expected(const std::filesystem::path& file, const std::string& shown) {
  OPORA_ASSIGN(const PackTable table, read_pack_table(file, {shown, kColumns, kRequired, "PACK-052"}));
  if (table.lines.empty())
    return at_line("PACK-053", shown, 0, tr("the table expects nothing"), tr("write a line of columns, and a line for each decision"));
  const AnswerWords answers;
  std::vector<ExpectedLine> lines;
  for (const PackTable::Line& row : table.lines) {
    const auto cell = [&](const char* column) { return table.cell(row, column); };
    ExpectedLine line{cell("category"), cell("methodology"), cell("school"), {}, cell("check"), cell("value"), {}, row.number};
    OPORA_ASSIGN(line.answer, answers.answer(cell("answer"), shown, line.line));
    OPORA_ASSIGN(line.met, answers.answer(cell("met"), shown, line.line));
    OPORA_TRY(check_line(line, shown));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<DecisionDifference> differences(const std::vector<ExpectedLine>& expected, const DecisionSet& decisions, const Words& words) {
  return DecisionComparison(expected, decisions, words).run();
}

}  // namespace opora
