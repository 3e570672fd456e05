#include "report/terminal_table.h"

#include <gmock/gmock.h>

#include <random>
#include <sstream>

#include "base/text.h"

namespace opora {
namespace {

TerminalTable schools() {
  TerminalTable table;
  table.columns = {{"№", true}, {"Школа"}, {"Муниципалитет"}, {"Доля", true}, {"", false, 4}};
  table.rows = {
      {"1", {"МКОУ «Верхнеберёзовская СОШ»", CellTone::kStrong}, "Хвойненский муниципальный район", "46,2 %", share_bar({6, 13}, 4)},
      {"2", "Лицей № 3", {"город Заозёрск", CellTone::kQuiet}, {"—", CellTone::kWarn}, ""},
      {"10", "日本語学校", "г. Верхнелесье", "100 %", share_bar({1, 1}, 4)},
  };
  return table;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

TEST(TerminalTable, is_as_wide_as_its_content_when_there_is_room) {
  EXPECT_EQ(render_table(schools(), {}),
            " №  Школа                         Муниципалитет                      Доля\n"
            "──  ────────────────────────────  ───────────────────────────────  ──────  ────\n"
            " 1  МКОУ «Верхнеберёзовская СОШ»  Хвойненский муниципальный район  46,2 %  █▉\n"
            " 2  Лицей № 3                     город Заозёрск                        —\n"
            "10  日本語学校                    г. Верхнелесье                    100 %  ████\n");
}

TEST(TerminalTable, narrow_terminal_takes_from_the_widest_text_columns) {
  EXPECT_EQ(render_table(schools(), {52, false}),
            " №  Школа             Муниципалитет       Доля\n"
            "──  ────────────────  ────────────────  ──────  ────\n"
            " 1  МКОУ «Верхнебер…  Хвойненский мун…  46,2 %  █▉\n"
            " 2  Лицей № 3         город Заозёрск         —\n"
            "10  日本語学校        г. Верхнелесье     100 %  ████\n");
}

TEST(TerminalTable, colour_wraps_the_text_and_not_the_blanks) {
  TerminalTable table;
  table.columns = {{"A"}, {"n", true}};
  table.rows = {{{"low", CellTone::kBad}, {"7", CellTone::kGood}}};
  EXPECT_EQ(render_table(table, {0, true}),
            "\x1b[1mA\x1b[0m    \x1b[1mn\x1b[0m\n"
            "\x1b[2m───  ─\x1b[0m\n"
            "\x1b[31mlow\x1b[0m  \x1b[32m7\x1b[0m\n");
}

TEST(TerminalTable, cells_cannot_break_the_line_or_send_escapes) {
  TerminalTable table;
  table.columns = {{"A"}};
  table.rows = {{"one\ntwo\x1b[2J"}};
  EXPECT_EQ(render_table(table, {}), "A\n───────────\none two [2J\n");
}

TEST(TerminalTable, numbers_are_never_cut_even_when_nothing_fits) {
  TerminalTable table;
  table.columns = {{"Число", true}, {"Текст", false, 3}};
  table.rows = {{"123456789", "очень длинный текст"}};
  EXPECT_EQ(render_table(table, {5, false}), "    Число  Те…\n─────────  ───\n123456789  оч…\n");
}

TEST(TerminalTable, no_line_is_wider_than_the_terminal_and_none_has_trailing_blanks) {
  std::mt19937 random(5);
  const std::string alphabet[] = {"a", "я", "日", " ", "é", "\xCC\x81"};
  for (int round = 0; round < 200; ++round) {
    TerminalTable table;
    const std::size_t columns = 1 + random() % 5;
    for (std::size_t c = 0; c < columns; ++c) table.columns.push_back({std::string("t").append(std::to_string(c)), false, 4});
    for (int r = 0; r < 6; ++r) {
      std::vector<TerminalCell> row;
      for (std::size_t c = 0; c < columns; ++c) {
        std::string text;
        for (std::size_t i = random() % 40; i > 0; --i) text += alphabet[random() % 6];
        row.emplace_back(text);
      }
      table.rows.push_back(row);
    }
    const int width = static_cast<int>(columns * 6 + random() % 60);
    for (const std::string& line : lines(render_table(table, {width, false}))) {
      EXPECT_LE(display_width(line), width);
      EXPECT_FALSE(line.ends_with(' '));
    }
  }
}

TEST(ShareBar, has_its_width_for_every_share) {
  for (int n = -2; n <= 102; ++n) EXPECT_EQ(display_width(share_bar({n, 100}, 10)), 10) << n;
  EXPECT_EQ(share_bar({1, 2}, 4), "██  ");
  EXPECT_EQ(share_bar({0, 5}, 3), "   ");
  EXPECT_EQ(share_bar({9, 5}, 3), "███");
  EXPECT_EQ(share_bar({1, 16}, 2), "▏ ");
}

TEST(Sparkline, scales_to_the_highest_value) {
  EXPECT_EQ(sparkline(std::vector<std::int64_t>{0, 5, 10}), "▁▅█");
  EXPECT_EQ(sparkline(std::vector<std::int64_t>{0, 0}), "▁▁");
  EXPECT_EQ(sparkline(std::vector<std::int64_t>{-3, 7}), "▁█");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace opora
