#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "unit/intake/table_fixtures.h"

namespace opora {
namespace {

using fixtures::read_table;
using fixtures::Table;
using fixtures::write_file;
using testing::ElementsAre;
using Row = std::vector<std::string>;

enum class Encoding { kUtf8, kUtf8Mark, kUtf16Little, kUtf16Big, kWindows1251 };

std::string encoded(const std::string& utf8, Encoding encoding) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  if (encoding == Encoding::kUtf8) return utf8;
  if (encoding == Encoding::kUtf8Mark) return "\xEF\xBB\xBF" + utf8;
  if (encoding == Encoding::kWindows1251) {
    std::string bytes(static_cast<std::size_t>(text.length()) + 1, '\0');
    bytes.resize(static_cast<std::size_t>(text.extract(0, text.length(), bytes.data(), static_cast<std::uint32_t>(bytes.size()), "windows-1251")));
    return bytes;
  }
  const bool big = encoding == Encoding::kUtf16Big;
  std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
  for (int32_t i = 0; i < text.length(); ++i) {
    const char16_t unit = text.charAt(i);
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

TEST(DelimitedReader, GivenSemicolonsAndCyrillic_WhenReadInAnyEncoding_ThenTheSameCells) {
  const std::string text = "логин;класс;балл\r\nsch1;5А;12,5\r\n;;\r\nsch2;5Б;\r\n";
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kUtf8Mark, Encoding::kUtf16Little, Encoding::kUtf16Big, Encoding::kWindows1251}) {
    const Table table = read_table(write_file("enc.csv", encoded(text, encoding)));
    EXPECT_EQ(table.error, "") << table.reason;
    EXPECT_THAT(table.rows, ElementsAre(Row{"T:логин", "T:класс", "T:балл"}, Row{"T:sch1", "T:5А", "T:12,5"}, Row{"T:sch2", "T:5Б"}));
    EXPECT_THAT(table.lines, ElementsAre(1, 2, 4));
  }
}

// Reads the whole file; `at_first_block` may do something to it meanwhile.
Status read_all(TableReader& reader, const std::function<void()>& at_first_block = [] {}) {
  bool first = true;
  BlockWork work;
  work.work = [&](const RowBlock&) -> Result<std::unique_ptr<BlockResult>> { return std::make_unique<BlockResult>(); };
  work.take = [&](std::unique_ptr<BlockResult>) -> Status {
    if (std::exchange(first, false)) at_first_block();
    return {};
  };
  return reader.read(0, 0, work);
}

TEST(DelimitedReader, GivenAnyEncodingAndThreads_WhenReadWithItsDigest_ThenItIsThatOfTheFile) {
  std::string text = "логин;класс;балл\r\n";
  for (int i = 0; i < 50'000; ++i) text += "sch" + std::to_string(i) + ";5А;12\r\n";
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kUtf8Mark, Encoding::kUtf16Little, Encoding::kWindows1251}) {
    const auto file = write_file("digest.csv", encoded(text, encoding));
    for (const int threads : {1, 2}) {
      ReaderOptions options;
      options.threads = threads;
      options.digest = true;
      auto reader = open_table(file, options);
      ASSERT_TRUE(reader);
      EXPECT_FALSE((*reader)->digest());
      ASSERT_TRUE(read_all(**reader));
      EXPECT_EQ((*reader)->digest(), *digest_of_file(file));
    }
  }
}

TEST(DelimitedReader, GivenAFileThatGrowsOrIsWrittenTo_WhenRead_ThenItIsRefused) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "sch" + std::to_string(i) + ";5\n";
  for (const bool grows : {true, false}) {
    const auto file = write_file("changing.csv", text);
    auto reader = open_table(file);
    ASSERT_TRUE(reader);
    const Status status = read_all(**reader, [&] {
      std::fstream other(file, std::ios::in | std::ios::out | std::ios::binary);
      if (grows) other.seekp(0, std::ios::end);
      other << "x";
    });
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, "DATA-031");
  }
}

TEST(DelimitedReader, GivenQuotes_WhenRead_ThenDoubledQuotesAndLineEndsBelongToTheCell) {
  const Table table = read_table(write_file("quotes.csv", "a,b\n\"МБОУ \"\"Школа № 1\"\"\",\"две\nстроки, и запятая\"\nбез \"кавычек\",\"\"\n\"x\" y,z"));
  EXPECT_EQ(table.error, "") << table.reason;
  EXPECT_THAT(table.rows, ElementsAre(Row{"T:a", "T:b"}, Row{"T:МБОУ \"Школа № 1\"", "T:две\nстроки, и запятая"}, Row{"T:без \"кавычек\""}, Row{"T:x y", "T:z"}));
  EXPECT_THAT(table.lines, ElementsAre(1, 2, 4, 5));
}

TEST(DelimitedReader, GivenTabsRaggedRowsAndTrailingSeparators_WhenRead_ThenShortRowsAreFilled) {
  const Table table = read_table(write_file("ragged.tsv", "a\tb\tc\t\n1\t2\t3\t\n1\n\n1\t\t\t\t5\n"));
  EXPECT_THAT(table.rows, ElementsAre(Row{"T:a", "T:b", "T:c"}, Row{"T:1", "T:2", "T:3"}, Row{"T:1"}, Row{"T:1", "", "", "", "T:5"}));
  EXPECT_THAT(table.lines, ElementsAre(1, 2, 3, 5));
}

TEST(DelimitedReader, GivenCommasInsideCells_WhenDelimiterIsSought_ThenTheConsistentOneWins) {
  EXPECT_THAT(read_table(write_file("d1.csv", "a;b\n1,5;2,5\n3,5;4,5\n")).rows, ElementsAre(Row{"T:a", "T:b"}, Row{"T:1,5", "T:2,5"}, Row{"T:3,5", "T:4,5"}));
  EXPECT_THAT(read_table(write_file("d2.csv", "name,mark\n\"x;y;z\",2\na;b,3\n")).rows, ElementsAre(Row{"T:name", "T:mark"}, Row{"T:x;y;z", "T:2"}, Row{"T:a;b", "T:3"}));
  EXPECT_THAT(read_table(write_file("d3.csv", "one\ntwo\n")).rows, ElementsAre(Row{"T:one"}, Row{"T:two"}));
}

TEST(DelimitedReader, GivenALineToStartAfter_WhenReadAndPeeked_ThenOnlyThoseRows) {
  std::string text;
  for (int i = 1; i <= 300000; ++i) text += std::to_string(i) + ";x\n";
  const auto path = write_file("after.csv", text);
  const Table table = read_table(path, 0, 299990, 2);
  ASSERT_EQ(table.rows.size(), 10u);
  EXPECT_EQ(table.rows[0], (Row{"T:299991", "T:x"}));
  auto reader = open_table(path);
  ASSERT_TRUE(reader.ok());
  const auto head = (*reader)->peek(0, 2);
  ASSERT_TRUE(head.ok());
  ASSERT_EQ(head->size(), 2u);
  EXPECT_THAT((*head)[1].cells, ElementsAre("2", "x"));
}

TEST(DelimitedReader, GivenWorkThatFails_WhenRead_ThenEarlierBlocksAreTakenAndTheErrorReturned) {
  std::string text = "key;value\n";
  for (int i = 0; i < 400000; ++i) text += "sch22;" + std::to_string(i) + "\n";
  const auto path = write_file("stop.csv", text);
  for (const int threads : {1, 2, 3}) {
    ReaderOptions options;
    options.threads = threads;
    auto reader = open_table(path, options);
    ASSERT_TRUE(reader.ok());
    std::size_t taken = 0;
    const Status status = (*reader)->read(0, 0, {[](const RowBlock& block) -> Result<std::unique_ptr<BlockResult>> {
                                                   if (block.lines.front() > 200000) return make_error("DATA-100", "stopped");
                                                   return std::make_unique<BlockResult>();
                                                 },
                                                 [&](std::unique_ptr<BlockResult>) -> Status {
                                                   ++taken;
                                                   return {};
                                                 }});
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, "DATA-100");
    EXPECT_GT(taken, 0u);
  }
}

// One random table in one random spelling.
struct Written {
  std::string bytes;
  std::vector<Row> rows;
  std::vector<std::int64_t> lines;
};

Written random_table(std::mt19937& random, Encoding encoding, std::size_t rows) {
  const std::vector<std::string> pieces = {"a", "я", "Ш", " ", "\"", ";", ",", "\t", "\n", "12", "№", "школа"};
  const char delimiter = ";,\t"[random() % 3];
  const std::string line_end = random() % 2 ? "\n" : "\r\n";
  const std::size_t columns = 2 + random() % 6;
  Written written;
  std::string text;
  std::int64_t line = 1;
  for (std::size_t r = 0; r < rows; ++r) {
    Row row;
    std::int64_t newlines = 0;
    for (std::size_t c = 0; c < columns; ++c) {
      std::string cell;
      const bool plain = r < 60;  // enough for the delimiter to be recognised
      for (std::size_t n = random() % 5; n > 0; --n) cell += plain ? "b" : pieces[random() % pieces.size()];
      if (c == 0) cell = "k" + cell;
      newlines += std::count(cell.begin(), cell.end(), '\n');
      row.push_back(cell.empty() ? "" : "T:" + cell);
      if (cell.find_first_of(std::string("\"\n") + delimiter) != std::string::npos || random() % 4 == 0) {
        std::string quoted = "\"";
        for (char ch : cell) quoted += ch == '"' ? std::string("\"\"") : std::string(1, ch);
        cell = quoted + "\"";
      }
      text += (c == 0 ? "" : std::string(1, delimiter)) + cell;
    }
    while (!row.empty() && row.back().empty()) row.pop_back();
    written.rows.push_back(row);
    written.lines.push_back(line);
    line += 1 + newlines;
    if (r + 1 < rows || random() % 2) text += line_end;
  }
  written.bytes = encoded(text, encoding);
  return written;
}

TEST(DelimitedReader, GivenRandomTables_WhenReadByAnyNumberOfThreads_ThenTheyReadBackIdentical) {
  std::mt19937 random(20211122);
  for (int i = 0; i < 40; ++i) {
    const auto encoding = static_cast<Encoding>(i % 5);
    const Written written = random_table(random, encoding, i % 10 == 9 ? 120000 : 1 + random() % 400);
    const auto path = write_file("random.csv", written.bytes);
    for (const int threads : {1, 2, 3}) {
      const Table table = read_table(path, 0, 0, threads);
      ASSERT_EQ(table.error, "") << i << " " << table.reason;
      ASSERT_EQ(table.rows.size(), written.rows.size()) << i;
      for (std::size_t r = 0; r < table.rows.size(); ++r) ASSERT_EQ(table.rows[r], written.rows[r]) << i << " row " << r;
      ASSERT_EQ(table.lines, written.lines) << i;
    }
  }
}

TEST(DelimitedReader, GivenTheRealTextTable_WhenRead_ThenItsColumnsAreFound) {
  const std::filesystem::path file = std::filesystem::path(OPORA_SOURCE_DIR) / "../shared/data/bias_markers/bias_markers_2023_2025.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no real files here";
  const Table table = read_table(file);
  ASSERT_EQ(table.error, "") << table.reason;
  ASSERT_GT(table.rows.size(), 1u);
  EXPECT_GT(table.rows[0].size(), 3u);
  EXPECT_EQ(table.rows[0][0].find("\xEF\xBB\xBF"), std::string::npos);
}

}  // namespace
}  // namespace opora
