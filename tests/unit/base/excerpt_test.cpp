#include "base/excerpt.h"

#include <gmock/gmock.h>

namespace opora {
namespace {

TEST(Excerpt, a_text_that_fits_stays_whole) {
  EXPECT_EQ(excerpt("Анализ результатов", 18), "Анализ результатов");
  EXPECT_EQ(excerpt("", 10), "");
}

TEST(Excerpt, a_longer_one_ends_behind_a_word) {
  EXPECT_EQ(excerpt("Анализ результатов оценочных процедур", 20), "Анализ результатов…");
  EXPECT_EQ(excerpt("Анализ результатов, затем вывод", 22), "Анализ результатов…") << "without the comma";
}

TEST(Excerpt, a_word_that_is_too_long_is_cut_between_characters) { EXPECT_EQ(excerpt("Дополнительный", 5), "Допо…"); }

TEST(Excerpt, the_limit_counts_characters_and_not_bytes) { EXPECT_EQ(excerpt("я я я я", 7), "я я я я"); }

TEST(Excerpt, runs_of_white_space_become_one_blank) { EXPECT_EQ(excerpt("  План\n\n работы\t школы ", 40), "План работы школы"); }

}  // namespace
}  // namespace opora
