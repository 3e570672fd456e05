// Descriptions of the sample region's tests, in the layout of the real ones: a row a combination of codes.
#include <algorithm>

#include "engine/sample_files.h"
#include "engine/sample_sheets.h"

namespace opora {
namespace {

// Topics of a task: its own, and every third time the next one as well.
std::vector<std::size_t> topics_of(std::size_t task, std::size_t tasks, std::size_t topics) {
  const std::size_t own = task * topics / tasks;
  if (task % 3 != 2 || own + 1 == topics) return {own};
  return {own, own + 1};
}

const std::string& difficulty_of(const SampleDescriptions& words, std::size_t task, std::size_t tasks) {
  const auto reached = [&](const WeightedText& level) { return task * 100 < static_cast<std::size_t>(level.weight) * tasks; };
  const auto found = std::find_if(words.difficulties.begin(), words.difficulties.end(), reached);
  return found == words.difficulties.end() ? words.difficulties.back().text : found->text;
}

void write_header(SheetSink& sheet, const std::vector<std::string>& header) {
  for (const std::string& text : header) sheet.text(text);
  sheet.end_row();
}

// Topics of several grades may read the same; a file of the same bytes would be taken for one already imported.
std::string sheet_name(const SampleTest& test) { return test.subject + " " + std::to_string(test.grade); }

std::string path_of(const std::string& path, const SampleTest& test) {
  return filled_in(path, {{"grade", std::to_string(test.grade)}, {"title", test.title}}) + ".xlsx";
}

}  // namespace

std::string description_path(const SampleWords& words, const SampleTest& test) { return path_of(words.descriptions.path, test); }
std::string codes_path(const SampleWords& words, const SampleTest& test) { return path_of(words.descriptions.codes_path, test); }

Result<WrittenFile> write_description(const SampleWords& words, const SampleTest& test, const std::filesystem::path& folder) {
  const SampleDescriptions& descriptions = words.descriptions;
  const std::vector<std::string>& topics = descriptions.topics.at(test.subject);
  WrittenFile written;
  written.file.path = description_path(words, test);
  OPORA_ASSIGN(const std::unique_ptr<SampleBook> book, make_workbook(folder / written.file.path, {sheet_name(test)}));
  SheetSink& sheet = book->sheet(0);
  write_header(sheet, descriptions.header);
  const std::size_t tasks = test.tasks.size();
  for (std::size_t t = 0; t < tasks; ++t)
    for (const std::size_t topic : topics_of(t, tasks, topics.size())) {
      sheet.text(test.tasks[t].label);
      sheet.number(static_cast<std::int64_t>(t) + 1);
      sheet.text(filled_in(descriptions.skill, {{"topic", topics[topic]}}));
      sheet.text(filled_in(descriptions.block, {{"topic", topics[topic]}}));
      sheet.text(difficulty_of(descriptions, t, tasks));
      sheet.text(std::to_string(topic + 1));
      sheet.text(std::to_string(t % descriptions.requirements.size() + 1));
      sheet.number(test.tasks[t].maximum);
      sheet.end_row();
      ++written.file.rows;
    }
  OPORA_TRY(book->close());
  return written;
}

Result<WrittenFile> write_codes(const SampleWords& words, const SampleTest& test, const std::filesystem::path& folder) {
  const std::vector<std::string>& topics = words.descriptions.topics.at(test.subject);
  WrittenFile written;
  written.file.path = codes_path(words, test);
  OPORA_ASSIGN(const std::unique_ptr<SampleBook> book, make_workbook(folder / written.file.path, {sheet_name(test)}));
  SheetSink& sheet = book->sheet(0);
  write_header(sheet, words.descriptions.codes_header);
  for (std::size_t topic = 0; topic < topics.size(); ++topic) {
    sheet.text(std::to_string(topic + 1));
    sheet.text(topics[topic]);
    sheet.end_row();
    ++written.file.rows;
  }
  OPORA_TRY(book->close());
  return written;
}

}  // namespace opora
