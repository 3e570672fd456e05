#include <algorithm>
#include <array>
#include <map>

#include "base/messages.h"
#include "base/text.h"
#include "packs/schema.h"
#include "plans/deadline_tokens.h"

namespace opora {
namespace {

using nlohmann::json;

struct Meaning {
  const char* name;
  DeadlineWord word;
};
constexpr Meaning kMeanings[] = {
    {"month", DeadlineWord::kMonth},
    {"weekday", DeadlineWord::kWeekday},
    {"year", DeadlineWord::kYear},
    {"school-year", DeadlineWord::kSchoolYear},
    {"throughout", DeadlineWord::kThroughout},
    {"until", DeadlineWord::kUntil},
    {"from", DeadlineWord::kFrom},
    {"to", DeadlineWord::kTo},
    {"and", DeadlineWord::kAnd},
    {"this-year", DeadlineWord::kThisYear},
    {"this-school-year", DeadlineWord::kThisSchoolYear},
    {"yearly", DeadlineWord::kYearly},
    {"quarterly", DeadlineWord::kQuarterly},
    {"monthly", DeadlineWord::kMonthly},
    {"weekly", DeadlineWord::kWeekly},
    {"always", DeadlineWord::kAlways},
    {"quarter", DeadlineWord::kQuarter},
    {"half-year", DeadlineWord::kHalfYear},
    {"schedule", DeadlineWord::kSchedule},
    {"demand", DeadlineWord::kDemand},
    {"school-year-end", DeadlineWord::kSchoolYearEnd},
    {"calendar", DeadlineWord::kCalendar},
    {"remark", DeadlineWord::kRemark},
    {"number", DeadlineWord::kNumber},
};

std::vector<std::string> meaning_names() {
  std::vector<std::string> names;
  for (const Meaning& one : kMeanings) names.emplace_back(one.name);
  return names;
}

const std::vector<Field>& fields() {
  static const std::vector<Field> kFields = {
      {"deadline_words", DataType::kInteger, true, {}, {}},
      {"school_year_ends", DataType::kList, true, {}, {}},
      {"words", DataType::kList, true, {}, {
          {"means", DataType::kText, true, meaning_names(), {}},
          {"value", DataType::kInteger, false, {}, {}},
          {"mark", DataType::kText, false, {}, {}},
          {"texts", DataType::kList, true, {}, {}}}},
  };
  return kFields;
}

DeadlineWord meaning_of(const std::string& name) {
  return std::find_if(std::begin(kMeanings), std::end(kMeanings), [&](const Meaning& one) { return name == one.name; })->word;
}

// "05-31"; nothing when it is no day of a year.
std::optional<std::chrono::month_day> day_of_year(const json& text) {
  if (!text.is_string()) return std::nullopt;
  const auto date = parse_date("2001-" + text.get<std::string>());
  if (!date) return std::nullopt;
  return std::chrono::month_day(date->month(), date->day());
}

Diagnostic at(Diagnostic error, const DataFile& file, const std::string& text) {
  error.spans = {file.place_of(text)};
  return error;
}

}  // namespace

Result<DeadlineWords> load_deadline_words(const std::filesystem::path& path, const std::string& shown) {
  OPORA_ASSIGN(const DataFile file, load_data_file(path, shown));
  if (auto problem = check_schema(file, file.value, fields(), "deadline_words")) return *std::move(problem);
  DeadlineWords words;
  for (const json& end : file.value.at("school_year_ends")) {
    const auto day = day_of_year(end);
    if (!day) return at(make_error("PACK-012", tr_format("\"school_year_ends\" has {0}, which is no day of a year", end.dump()), tr("write month and day: \"05-31\"")), file, "school_year_ends");
    words.school_year_ends.push_back(*day);
  }
  std::map<std::vector<std::string>, DeadlineWord> known;
  for (const json& entry : file.value.at("words")) {
    const DeadlineWord meaning = meaning_of(entry.at("means"));
    for (const json& text : entry.at("texts")) {
      DeadlinePhrase phrase{deadline_tokens(text.is_string() ? text.get<std::string>() : std::string()), meaning, entry.value("value", 0), entry.value("mark", ""), {}};
      phrase.text = text.is_string() ? text.get<std::string>() : text.dump();
      const auto [before, added] = known.emplace(phrase.tokens, meaning);
      if (phrase.tokens.empty() || (!added && before->second != meaning))
        return at(make_error("PACK-081", tr_format("the words \"{0}\" of a deadline are empty or have two meanings", phrase.text),
                             tr("leave them to one meaning")), file, phrase.text);
      words.phrases.push_back(std::move(phrase));
    }
  }
  std::stable_sort(words.phrases.begin(), words.phrases.end(),
                   [](const DeadlinePhrase& a, const DeadlinePhrase& b) { return a.tokens.size() > b.tokens.size(); });
  return words;
}

}  // namespace opora
