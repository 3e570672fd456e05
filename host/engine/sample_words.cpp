#include "engine/sample_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

// Exceptions of the JSON library and of the checks below end in read_sample_words().
struct Contradiction : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class T>
void take(const Json& json, const char* key, T& into) {
  if (const auto found = json.find(key); found != json.end()) found->get_to(into);
}

std::vector<WeightedText> weighted(const Json& pairs) {
  std::vector<WeightedText> texts;
  for (const Json& pair : pairs) texts.push_back({pair.at(0).get<std::string>(), pair.at(1).get<int>()});
  return texts;
}

std::vector<SampleTask> tasks_of(const std::string& text) {
  std::vector<SampleTask> tasks;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view item = std::string_view(text).substr(at, end - at);
    const std::size_t equals = item.find('=');
    SampleTask task{std::string(item.substr(0, equals)), 0};
    if (equals != std::string_view::npos) std::from_chars(item.data() + equals + 1, item.data() + item.size(), task.maximum);
    if (task.maximum < 1 || task.maximum > 20) throw Contradiction("a task is written label=points: " + std::string(item));
    tasks.push_back(std::move(task));
    at = end + 1;
  }
  return tasks;
}

void check(const SampleTest& test) {
  const std::string name = test.kind + " " + test.subject + " " + std::to_string(test.grade);
  int sum = 0;
  for (const SampleTask& task : test.tasks) sum += task.maximum;
  if (test.maximum < 1 || test.maximum > 200) throw Contradiction(name + ": a maximum of 1 to 200 is expected");
  if (!test.tasks.empty() && test.maximum > 100) throw Contradiction(name + ": tasks of more than 100 points together");
  if (test.tasks.size() > 60) throw Contradiction(name + ": more than 60 tasks");
  if (!test.tasks.empty() && sum != test.maximum) throw Contradiction(name + ": the points of the tasks do not add up to the maximum");
  if (!std::is_sorted(test.borders.begin(), test.borders.end())) throw Contradiction(name + ": the borders do not ascend");
}

SampleTest test_of(const Json& json) {
  SampleTest test;
  json.at("kind").get_to(test.kind);
  json.at("subject").get_to(test.subject);
  json.at("title").get_to(test.title);
  json.at("grade").get_to(test.grade);
  json.at("maximum").get_to(test.maximum);
  json.at("mean").get_to(test.mean);
  json.at("sd").get_to(test.sd);
  json.at("borders").get_to(test.borders);
  take(json, "level", test.level);
  take(json, "phrase", test.phrase);
  take(json, "parts", test.parts);
  take(json, "choice", test.choice);
  take(json, "years", test.years);
  take(json, "test_scale", test.test_scale);
  take(json, "ability_share", test.ability_share);
  test.tasks = tasks_of(json.value("tasks", ""));
  check(test);
  return test;
}

PupilValue pupil_value(const std::string& name) {
  static constexpr std::pair<const char*, PupilValue> kNames[] = {
      {"nothing", PupilValue::kNothing},   {"number", PupilValue::kNumber},
      {"code", PupilValue::kCode},         {"journal", PupilValue::kJournal},
      {"gender", PupilValue::kGender},     {"class", PupilValue::kClass},
      {"variant", PupilValue::kVariant},   {"second_variant", PupilValue::kSecondVariant},
      {"total", PupilValue::kTotal},       {"tasks", PupilValue::kTasks},
      {"textbook", PupilValue::kTextbook}, {"participant", PupilValue::kParticipant},
      {"mark", PupilValue::kMark},         {"test_score", PupilValue::kTestScore},
      {"level", PupilValue::kLevel}};
  for (const auto& [text, value] : kNames)
    if (name == text) return value;
  throw Contradiction("unknown value of a pupil: " + name);
}

std::vector<WeightedText> choices_of(const Json& json) {
  const auto texts = json.at("choice").get<std::vector<std::string>>();
  const auto weights = json.at("weights").get<std::vector<int>>();
  if (texts.size() != weights.size() || texts.empty()) throw Contradiction("a choice needs a weight for each text: " + texts.at(0));
  std::vector<WeightedText> choices;
  for (std::size_t i = 0; i < texts.size(); ++i) choices.push_back({texts[i], weights[i]});
  return choices;
}

SampleColumn column_of(const Json& json) {
  SampleColumn column;
  json.at("header").get_to(column.header);
  take(json, "number", column.number);
  take(json, "at_least", column.at_least);
  const auto is = [&](const char* key, ColumnSource source) {
    if (!json.contains(key)) return false;
    column.source = source;
    return true;
  };
  if (is("school", ColumnSource::kSchool)) json.at("school").get_to(column.school);
  else if (is("pupil", ColumnSource::kPupil)) column.pupil = pupil_value(json.at("pupil").get<std::string>());
  else if (is("fill_to", ColumnSource::kFillTo)) json.at("fill_to").get_to(column.grade);
  else if (is("choice", ColumnSource::kChoice)) column.choices = choices_of(json);
  else if (is("locality", ColumnSource::kLocality)) json.at("locality").get_to(column.by_locality);
  else if (is("upper", ColumnSource::kUpper)) for (const Json& text : json.at("upper")) column.choices.push_back({text.get<std::string>(), 1});
  else if (is("pupils", ColumnSource::kPupils)) json.at("pupils").get_to(column.grade);
  else if (is("classes", ColumnSource::kClasses)) json.at("classes").get_to(column.grade);
  else if (is("share", ColumnSource::kShare)) json.at("share").get_to(column.share);
  else if (is("between", ColumnSource::kBetween)) json.at("between").get_to(column.between);
  else throw Contradiction("a column without a source: " + column.header);
  return column;
}

SampleSheet sheet_of(const Json& json) {
  SampleSheet sheet{json.value("sheet", ""), {}};
  for (const Json& column : json.at("columns")) sheet.columns.push_back(column_of(column));
  return sheet;
}

ResultLayout layout_of(const Json& json) {
  ResultLayout layout;
  json.at("kind").get_to(layout.kind);
  json.at("path").get_to(layout.path);
  json.at("year").get_to(layout.year);
  layout.csv = json.at("form").get<std::string>() == "csv";
  take(json, "levels", layout.levels);
  take(json, "csv_subjects", layout.csv_subjects);
  take(json, "windows_1251_subjects", layout.windows_1251_subjects);
  take(json, "class_above_grade", layout.class_above_grade);
  take(json, "absent_total", layout.absent_total);
  take(json, "mixed_numbers", layout.mixed_numbers);
  take(json, "participants_only", layout.participants_only);
  layout.sheet = sheet_of(json);
  if (json.contains("class_sheet")) layout.class_sheet = sheet_of(json.at("class_sheet"));
  return layout;
}

SchoolTable table_of(const Json& json) {
  SchoolTable table;
  json.at("path").get_to(table.path);
  json.at("year").get_to(table.year);
  table.csv = json.at("form").get<std::string>() == "csv";
  take(json, "windows_1251", table.windows_1251);
  take(json, "answered", table.answered);
  for (const Json& sheet : json.at("sheets")) table.sheets.push_back(sheet_of(sheet));
  return table;
}

void read_biases(const Json& json, SampleModel& model) {
  const Json& low = json.at("low");
  low.at("per_thousand").get_to(model.low_per_thousand);
  low.at("effect").get_to(model.low_effect);
  low.at("deprivation").get_to(model.low_deprivation);
  low.at("bunching").get_to(model.low_bunching);
  const Json& inflated = json.at("inflated");
  inflated.at("per_thousand").get_to(model.inflated_per_thousand);
  inflated.at("effect").get_to(model.inflated_effect);
  inflated.at("spread").get_to(model.inflated_spread);
  json.at("journal_against").at("per_thousand").get_to(model.journal_against_per_thousand);
  const Json& jump = json.at("jump");
  jump.at("per_thousand").get_to(model.jump_per_thousand);
  jump.at("high_grades").get_to(model.jump_high_grades);
  jump.at("high").get_to(model.jump_high);
  jump.at("low").get_to(model.jump_low);
}

SampleModel model_of(const Json& json) {
  SampleModel model;
  for (const Json& l : json.at("localities"))
    model.localities.push_back({l.at("id").get<std::string>(), l.at("share").get<int>(), l.at("pupils").get<std::array<int, 2>>(),
                                l.at("effect").get<double>(), l.at("deprivation").get<double>()});
  json.at("class_size").get_to(model.class_size);
  json.at("school_sd").get_to(model.school_sd);
  json.at("deprivation_effect").get_to(model.deprivation_effect);
  json.at("year_sd").get_to(model.year_sd);
  json.at("pupil_sd").get_to(model.pupil_sd);
  json.at("subject_sd").get_to(model.subject_sd);
  json.at("occasion_sd").get_to(model.occasion_sd);
  json.at("upper_share").get_to(model.upper_share);
  json.at("bunching").get_to(model.bunching);
  const Json& journal = json.at("journal");
  journal.at("ability").get_to(model.journal_ability);
  journal.at("noise").get_to(model.journal_noise);
  journal.at("borders").get_to(model.journal_borders);
  read_biases(json, model);
  for (const Json& c : json.at("choice"))
    model.choices.push_back({c.at("year").get<int>(), c.at("grades").get<std::vector<int>>(), c.at("take").get<int>()});
  if (model.class_size < 2 || model.localities.empty()) throw Contradiction("the model needs localities and a class size");
  return model;
}

void read_vocabulary(const Json& json, SampleWords& words) {
  json.at("absent").get_to(words.absent);
  json.at("not_taught").get_to(words.not_taught);
  json.at("no_mark").get_to(words.no_mark);
  json.at("odd_marks").get_to(words.odd_marks);
  json.at("odd_variants").get_to(words.odd_variants);
  json.at("odd_classes").get_to(words.odd_classes);
  json.at("male").get_to(words.male);
  json.at("female").get_to(words.female);
  json.at("letters").get_to(words.letters);
  json.at("letters_upper").get_to(words.letters_upper);
  json.at("textbooks").get_to(words.textbooks);
  json.at("upload_days").get_to(words.upload_days);
  words.not_attempted = weighted(json.at("not_attempted"));
  words.single_class = weighted(json.at("single_class"));
  words.many_classes = weighted(json.at("many_classes"));
  for (const auto* list : {&words.odd_marks, &words.odd_variants, &words.odd_classes, &words.male, &words.female, &words.letters,
                           &words.textbooks, &words.upload_days})
    if (list->empty()) throw Contradiction("a list of words is empty");
  if (words.letters.size() != words.letters_upper.size()) throw Contradiction("letters and letters_upper differ in number");
}

SampleDescriptions descriptions_of(const Json& json) {
  SampleDescriptions descriptions;
  json.at("path").get_to(descriptions.path);
  json.at("codes_path").get_to(descriptions.codes_path);
  json.at("header").get_to(descriptions.header);
  json.at("codes_header").get_to(descriptions.codes_header);
  json.at("requirements").get_to(descriptions.requirements);
  json.at("skill").get_to(descriptions.skill);
  json.at("block").get_to(descriptions.block);
  json.at("topics").get_to(descriptions.topics);
  descriptions.difficulties = weighted(json.at("difficulties"));
  if (descriptions.header.size() != 8 || descriptions.codes_header.size() != 2) throw Contradiction("descriptions of tests have 8 columns, of codes 2");
  if (descriptions.difficulties.empty() || descriptions.requirements.empty()) throw Contradiction("descriptions of tests need difficulties and requirements");
  for (const auto& [subject, topics] : descriptions.topics)
    if (topics.empty()) throw Contradiction("no topics of the subject " + subject);
  return descriptions;
}

void read_places(const Json& json, SampleWords& words) {
  const Json& region = json.at("region");
  region.at("code").get_to(words.region_code);
  region.at("name").get_to(words.region);
  for (const Json& m : region.at("municipalities"))
    words.municipalities.push_back(
        {m.at("name").get<std::string>(), m.at("variants").get<std::vector<std::string>>(), m.at("locality").get<std::string>()});
  const Json& names = json.at("school_names");
  names.at("prefixes").get_to(words.name_prefixes);
  names.at("places").get_to(words.name_places);
  for (const Json& f : names.at("forms"))
    words.forms.push_back({f.at("locality").get<std::string>(), f.at("text").get<std::string>(), f.at("weight").get<int>(),
                           f.at("upper").get<bool>(), f.at("effect").get<double>()});
}

// Every locality of the model has municipalities and forms of schools; otherwise nobody could live there.
void check_localities(const SampleWords& words) {
  for (const SampleLocality& locality : words.model.localities) {
    const auto here = [&](const auto& item) { return item.locality == locality.id; };
    if (std::none_of(words.municipalities.begin(), words.municipalities.end(), here) ||
        std::none_of(words.forms.begin(), words.forms.end(), here))
      throw Contradiction("no municipality or no form of school for the locality " + locality.id);
  }
  if (words.name_prefixes.empty() || words.name_places.empty()) throw Contradiction("no names of places");
}

SampleWords words_of(const Json& json) {
  SampleWords words;
  read_places(json, words);
  words.model = model_of(json.at("model"));
  for (std::size_t i = 0; i < kDefectNames.size(); ++i) words.rates[i] = json.at("defects").at(kDefectNames[i]).get<double>() / 1e6;
  read_vocabulary(json.at("words"), words);
  for (const Json& test : json.at("tests")) words.tests.push_back(test_of(test));
  for (const Json& layout : json.at("layouts")) words.layouts.push_back(layout_of(layout));
  for (const Json& table : json.at("tables")) words.tables.push_back(table_of(table));
  if (json.contains("descriptions")) words.descriptions = descriptions_of(json.at("descriptions"));
  check_localities(words);
  return words;
}

Diagnostic unreadable(const std::filesystem::path& file, std::string reason) {
  Diagnostic error = make_error("DATA-090", tr_format("The words of the sample region cannot be used: {0}", file.string()),
                                tr("Restore the file from the installation, or correct it by the reason above."));
  error.reason = std::move(reason);
  return error;
}

}  // namespace

bool SampleTest::given_in(int year) const {
  return years.empty() || std::find(years.begin(), years.end(), year) != years.end();
}

bool ResultLayout::holds(const SampleTest& test) const {
  return test.kind == kind && test.given_in(year) &&
         (levels.empty() || std::find(levels.begin(), levels.end(), test.level) != levels.end());
}

int SampleTest::mark_of(int score) const {
  return 2 + static_cast<int>(std::count_if(borders.begin(), borders.end(), [&](int border) { return border <= score; }));
}

int SampleTest::test_score_of(int score) const {
  for (std::size_t i = 1; i < test_scale.size(); ++i) {
    const auto& [x0, y0] = test_scale[i - 1];
    const auto& [x1, y1] = test_scale[i];
    if (score <= x1) return x1 > x0 ? y0 + ((score - x0) * (y1 - y0) * 2 + (x1 - x0)) / (2 * (x1 - x0)) : y1;
  }
  return test_scale.empty() ? score : test_scale.back()[1];
}

Result<SampleWords> read_sample_words(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return unreadable(file, tr("There is no such file, or it may not be read."));
  try {
    return words_of(Json::parse(stream));
  } catch (const std::exception& error) {
    return unreadable(file, error.what());
  }
}

std::string filled_in(std::string_view text, const TextKeys& keys) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '{') {
      const std::size_t end = text.find('}', at);
      const std::string_view key = end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
      const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& item) { return item.first == key; });
      if (found != keys.end()) {
        out += found->second;
        at = end + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

}  // namespace opora
