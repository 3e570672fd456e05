#include "intake/protocol.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "unit/intake/support/mapped.h"

namespace opora {
namespace {

using testing::map_rows;
using testing::Mapped;
using ::testing::HasSubstr;
using ::testing::Not;

FileProtocol protocol_of(const std::string& name, const Mapped& mapped) {
  FileProtocol file;
  file.file = name;
  file.outcome = FileOutcome::kImported;
  file.profile = "vpr-2021";
  file.counts = mapped.file.draft.counts;
  file.sheets = mapped.file.sheets;
  file.sheets[0].title = "Sheet";
  file.procedures = mapped.file.procedures;
  file.defects = mapped.file.defects;
  file.new_rows = file.counts.accepted;
  return file;
}

Protocol sample() {
  const std::vector<std::string> header = {"логин школы", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол", "класс",
                                           "вариант", "всего баллов", "балл за 1", "балл за 2", "Учебник"};
  const auto profiles = testing::russian_profiles();
  const auto scales = testing::russian_scales();
  Protocol protocol;
  protocol.files.push_back(protocol_of("2021/4/математика.xlsx", map_rows(profiles, {header,
      {"sch220001", "1", "4", "м", "А", "1", "10", "5", "5"},
      {"sch220001", "2", "", "", "", "отсутствовал"},
      {"sch220001", "3", "12", "м", "А", "1", "25", "5", "X"},
      {"Сидорова Анна Петровна", "4", "3", "м", "А", "1", "25", "5", "X"}}, scales, {.path = "2021/4/математика.xlsx"})));
  protocol.files.push_back(protocol_of("2021/5/математика.xlsx", map_rows(profiles, {header,
      {"sch220001", "1", "ж", "м", "А", "1", "10", "5", "5"},
      {"sch220001", "2", "3", "Сидоров", "А", "1", "21", "5", "х"}}, scales, {.path = "2021/5/математика.xlsx"})));
  FileProtocol failed;
  failed.file = "заметки.csv";
  failed.error = make_error("DATA-020", "No profile recognises the layout of this file", "Name the profile with --profile.");
  failed.error->spans.push_back({"заметки.csv", "", 0, "", "", ""});
  protocol.files.push_back(failed);
  FileProtocol skipped;
  skipped.file = "план.docx";
  skipped.outcome = FileOutcome::kSkipped;
  skipped.reason = "not a table (.xlsx, .csv, .tsv, .txt)";
  protocol.files.push_back(skipped);
  return protocol;
}

std::string golden(const std::string& name, const std::string& actual) {
  const auto path = testing::source_dir() / "tests/unit/intake/golden" / name;
  if (std::getenv("OPORA_UPDATE_GOLDEN")) std::ofstream(path, std::ios::binary) << actual;
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(ProtocolText, ReadsAsTheGoldenFile) {
  const std::string text = render_protocol_text(sample(), false);
  EXPECT_EQ(text, golden("protocol.txt", text));
}

TEST(ProtocolCsv, ReadsAsTheGoldenFile) {
  const std::string text = render_protocol_csv(sample());
  EXPECT_EQ(text, golden("protocol.csv", text));
}

TEST(Protocol, NoRenderingQuotesAName) {
  const Protocol protocol = sample();
  for (const std::string& text : {render_protocol_text(protocol, true), render_protocol_csv(protocol), render_protocol_json(protocol)}) {
    EXPECT_THAT(text, Not(HasSubstr("Сидоров")));
    EXPECT_THAT(text, HasSubstr("DATA-125"));
  }
}

TEST(ProtocolJson, CountsOfSheetsAddUpToTheFile) {
  const auto json = nlohmann::json::parse(render_protocol_json(sample()));
  for (const auto& file : json["files"]) {
    const auto& c = file["counts"];
    EXPECT_EQ(c["rows"].get<int>(), c["accepted"].get<int>() + c["absent"].get<int>() + c["other"].get<int>() + c["rejected"].get<int>());
    int rows = 0;
    if (file.contains("sheets")) for (const auto& sheet : file["sheets"]) rows += sheet["rows"].get<int>();
    EXPECT_EQ(rows, c["rows"].get<int>());
  }
  EXPECT_EQ(json["counts"]["rows"], 6);
  EXPECT_EQ(json["files"][0]["defects"][0]["code"], "DATA-101");
}

TEST(ProtocolFile, TheEndingChoosesTheForm) {
  const auto folder = std::filesystem::path(::testing::TempDir());
  EXPECT_TRUE(write_protocol(sample(), folder / "protocol.json"));
  EXPECT_TRUE(write_protocol(sample(), folder / "protocol.csv"));
  EXPECT_TRUE(write_protocol(sample(), folder / "protocol.txt"));
  const Status odd = write_protocol(sample(), folder / "protocol.pdf");
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().code, "DATA-024");
  const Status nowhere = write_protocol(sample(), folder / "no such folder" / "p.txt");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, "DATA-025");
}

TEST(DefectLog, KeepsFirstAndLastAndALimitedListOfValues) {
  DefectLog log, later;
  for (int i = 0; i < 20; ++i) log.add(Gate::kJournalInvalid, {0, i + 2, 3, std::to_string(i)});
  later.add(Gate::kJournalInvalid, {0, 99, 3, "0"});
  log.merge(later);
  const Defect& defect = log[Gate::kJournalInvalid];
  EXPECT_EQ(defect.count, 21);
  EXPECT_EQ(defect.first.line, 2);
  EXPECT_EQ(defect.last.line, 99);
  EXPECT_EQ(defect.values.size(), DefectLog::kValuesKept);
  EXPECT_EQ(defect.values[0].second, 2);
  EXPECT_EQ(defect.further_values, 8);
}

TEST(Values, NamesPhonesAndDocumentsAreNotHarmless) {
  for (const char* value : {"4", "12", "X", "4а", "5/б", "123456", "н/а"}) EXPECT_TRUE(is_harmless(value)) << value;
  for (const char* value : {"Иванова", "Петр", "89001234567", "112-233-445 95", "a@b.ru1"}) EXPECT_FALSE(is_harmless(value)) << value;
}

}  // namespace
}  // namespace opora
