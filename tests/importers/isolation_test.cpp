// Importers in workers: what comes back, how harm ends, and that a stream of messages is not believed.
#include "extend/import_isolation.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "base/messages.h"
#include "engine/plugin_list.h"
#include "extend/import_stream.h"
#include "extend/plugin_loader.h"
#include "opora/abi/kinds/importer.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

#define ASSERT_OK(expression) \
  if (const auto& checked = (expression); !checked.ok()) FAIL() << render_terminal(checked.error(), false)

// Everything that comes, as lines.
class Lines : public RowTaker {
 public:
  Status table(ImportedTable table) override {
    text += "table " + table.dataset + " " + std::to_string(table.header_line);
    for (const ImportedField& field : table.fields) text += " " + field.name + "@" + std::to_string(field.column);
    text += "\n";
    return {};
  }
  Status rows(const ImportedRows& rows) override {
    blocks += 1, count += rows.rows, largest = std::max(largest, rows.rows);
    for (std::size_t row = 0; row < rows.rows; ++row) {
      text += std::to_string(rows.lines[row]);
      for (std::size_t column = 0; column < rows.columns; ++column) {
        const ImportedCell& cell = rows.cells[row * rows.columns + column];
        text += "|" + std::string(cell.text) + ":" + std::to_string(static_cast<int>(cell.type));
      }
      text += "\n";
    }
    return refuse_after > 0 && count >= refuse_after ? Status(make_error("TEST-001", "no more")) : Status();
  }
  Status finding(ImportedFinding finding) override {
    text += "finding " + finding.code + " " + finding.message + " " + finding.value + " " + std::to_string(finding.line) + "\n";
    return {};
  }

  std::string text;
  std::size_t blocks = 0, count = 0, largest = 0, refuse_after = 0;
};

class ImportIsolation : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Language::kEnglish);
    std::string folder = (fs::temp_directory_path() / "opora_imports_XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    plugin_ = folder_ / "odd.so";
    fs::copy_file(ODD_IMPORTERS, plugin_);
    fs::permissions(plugin_, fs::perms(0755));
    PluginLoader loader = this->loader(Isolation::kAlways);
    ASSERT_OK(trust_plugin(plugin_, "tester", loader));
  }
  void TearDown() override { fs::remove_all(folder_); }

  PluginLoader loader(Isolation isolation) const {
    return PluginLoader({folder_ / "cache", folder_ / "config" / "trust", folder_ / "shipped", "build"}, isolation);
  }
  Result<std::unique_ptr<Importer>> importer(const std::string& id, Isolation isolation, std::chrono::seconds patience = std::chrono::seconds(60)) const {
    PluginLoader own = loader(isolation);
    OPORA_ASSIGN(const PluginFile plugin, read_plugin(plugin_, folder_, "odd.so"));
    OPORA_ASSIGN(Extension extension, own.extension(plugin, OPORA_KIND_IMPORTER, id));
    if (extension.isolated) {
      auto limited = std::make_shared<IsolatedPlugin>(*extension.isolated);
      limited->limits.wall = patience;
      extension.isolated = limited;
    }
    return Importer::of(extension);
  }
  fs::path file(const std::string& content) const {
    std::ofstream(folder_ / "file.txt", std::ios::binary) << content;
    return folder_ / "file.txt";
  }

  fs::path folder_, plugin_;
};

TEST_F(ImportIsolation, GivenAFileThenTablesRowsAndFindingsAreThoseOfTheSameImporterHere) {
  for (const char* content : {"MARKS ВПР 4 2022\n101 RU 20\n102 MA 21.5\n\n103 RU\n", "MARKS of nothing\n"}) {
    Lines here, there;
    const ImportSource source = source_of(file(content));
    const auto in_process = importer("marks", Isolation::kNever), isolated = importer("marks", Isolation::kAlways);
    ASSERT_OK(in_process);
    ASSERT_OK(isolated);
    EXPECT_EQ((*isolated)->info().endings, (*in_process)->info().endings);
    const Status read_here = (*in_process)->read(source, here), read_there = (*isolated)->read(source, there);
    EXPECT_EQ(there.text, here.text);
    EXPECT_EQ(read_there.ok(), read_here.ok());
    if (!read_here.ok() && !read_there.ok()) {
      EXPECT_EQ(render_terminal(read_there.error(), false), render_terminal(read_here.error(), false));
    }
    const auto sure = (*isolated)->sniff("file.txt", content);
    ASSERT_OK(sure);
    EXPECT_EQ(*sure, *(*in_process)->sniff("file.txt", content));
  }
}

TEST_F(ImportIsolation, GivenMoreRowsThanABufferHoldsThenTheyComeInPartsAndTheProgressIsTold) {
  Lines lines;
  std::int64_t reached = 0;
  const ImportSource source = source_of(file("MANY\n"), [&](std::int64_t offset) { reached = offset; });
  const auto many = importer("many", Isolation::kAlways);
  ASSERT_OK(many);
  ASSERT_OK((*many)->read(source, lines));
  EXPECT_EQ(lines.count, 100'000u);
  EXPECT_GT(lines.blocks, 20u);
  EXPECT_LT(lines.largest, 10'000u);
  EXPECT_EQ(reached, 0);  // it reads nothing of the file
}

TEST_F(ImportIsolation, GivenATakerThatHadEnoughThenTheWorkerEndsWithItsError) {
  Lines lines;
  lines.refuse_after = 1;
  const auto many = importer("many", Isolation::kAlways);
  ASSERT_OK(many);
  const Status status = (*many)->read(source_of(file("MANY\n")), lines);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, "TEST-001");
  EXPECT_EQ(lines.blocks, 1u);
}

TEST_F(ImportIsolation, GivenHarmThenTheDiagnosticNamesThePluginAndHowItEnded) {
  struct Case {
    const char *how, *code, *words;
    int patience;  // seconds: long enough for a busy machine to start a worker
  };
  for (const Case& one : {Case{"crash", "EXT-001", "crashed (SIGSEGV)", 60}, Case{"exit", "EXT-003", "exit code 3", 60}, Case{"hang", "EXT-002", "handed nothing over for 5 s", 5}}) {
    Lines lines;
    const auto broken = importer("broken", Isolation::kAlways, std::chrono::seconds(one.patience));
    ASSERT_OK(broken);
    const Status status = (*broken)->read(source_of(file(std::string("BROKEN ") + one.how + "\n")), lines);
    ASSERT_FALSE(status.ok()) << one.how;
    EXPECT_EQ(status.error().code, one.code);
    EXPECT_THAT(status.error().message, HasSubstr(one.words));
    EXPECT_EQ(status.error().spans.front().file, "odd.so");
    EXPECT_GT(lines.count, 0u) << "harm came after good rows";
  }
  const auto broken = importer("broken", Isolation::kAlways);
  ASSERT_OK(broken);
  EXPECT_EQ((*broken)->sniff("x", "TRAP").error().code, "EXT-001");
}

// --- messages ------------------------------------------------------------------------------------

std::vector<std::string> sent() {
  std::vector<std::string> messages;
  RowSender sender([&](std::string_view message) {
    messages.emplace_back(message);
    return Status();
  });
  EXPECT_TRUE(sender.table({"results", "Лист 1", 1, {{"school", 0}, {"score", -1}}}).ok());
  sender.reached(17);
  const ImportedRows rows{2, 2, {{"101", ColumnType::kText}, {"7.5", ColumnType::kFloat64}, {"102", ColumnType::kText}, {{}, ColumnType::kFloat64}}, {2, 3}};
  EXPECT_TRUE(sender.rows(rows).ok());
  EXPECT_TRUE(sender.finding({Severity::kError, "X-1", "words", "help", "value", 4, 1}).ok());
  return messages;
}

// The first error of a receiver, or nothing.
std::string taken(const std::vector<std::string>& messages, RowTaker& taker) {
  const ImporterInfo info{"one", "One", {"results"}, {}};
  const ImportSource source;
  RowReceiver receiver(info, source, taker);
  for (const std::string& message : messages)
    if (const Status status = receiver.take(message); !status.ok()) return status.error().code;
  return {};
}

TEST(ImportStream, CarriesWhatAnImporterGives) {
  Lines lines;
  EXPECT_EQ(taken(sent(), lines), "");
  EXPECT_EQ(lines.text, "table results 1 school@0 score@-1\n2|101:2|7.5:1\n3|102:2|:1\nfinding X-1 words value 4\n");
}

TEST(ImportStream, RefusesEveryCutAndRowsBeforeTheirTable) {
  const std::vector<std::string> good = sent();
  for (std::size_t which = 0; which < good.size(); ++which)
    for (std::size_t size = 0; size < good[which].size(); ++size) {
      std::vector<std::string> cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(which) + 1);
      cut.back().resize(size);
      Lines lines;
      EXPECT_EQ(taken(cut, lines), "EXT-005") << which << " " << size;
    }
  Lines lines;
  EXPECT_EQ(taken({good[1]}, lines), "EXT-005");
  EXPECT_EQ(taken({good[2]}, lines), "EXT-005");
  EXPECT_EQ(lines.text, "");
}

TEST(ImportStream, GivenAnyChangedByteThenItIsRefusedOrStillRowsInOrder) {
  const std::vector<std::string> good = sent();
  for (std::size_t which = 0; which < good.size(); ++which)
    for (std::size_t at = 0; at < good[which].size(); ++at)
      for (const char change : {'\x01', '\x7f', '\x80', '\xff'}) {
        std::vector<std::string> changed = good;
        changed[which][at] = static_cast<char>(changed[which][at] ^ change);
        Lines lines;
        const std::string code = taken(changed, lines);
        EXPECT_TRUE(code.empty() || code == "EXT-005") << code;
      }
}

}  // namespace
}  // namespace opora
