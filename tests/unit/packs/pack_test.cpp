#include "packs/pack.h"

#include <gmock/gmock.h>

#include <fstream>

namespace opora {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PackTest : public testing::Test {
 protected:
  PackTest() : root_(fs::path(testing::TempDir()) / ("packs-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~PackTest() override { fs::remove_all(root_); }

  void write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  // A pack whose items are given as the text inside `items = { … }`.
  void pack(const std::string& id, const std::string& items, const std::string& more = {}) {
    write(id + "/pack.lua", "return { manifest = 1, id = '" + id + "', name = 'N', level = 'region', version = '1.0.0', " + more +
                                " items = { " + items + " } }");
  }
  std::string resolve_code(const std::string& id, int year, const std::vector<std::string>& wanted = {}) {
    const auto library = PackLibrary::open(root_);
    if (!library) return library.error().code;
    const auto items = resolve(*library, id, "methodology", year, wanted);
    return items ? items->front().display_path : items.error().code;
  }

  const fs::path root_;
};

std::string item(const std::string& source, const std::string& years, const std::string& more = {}) {
  return "{ kind = 'methodology', id = 'low', source = '" + source + "', " + years + ", " + more + " },";
}

TEST_F(PackTest, GivenTwoVersionsWhenAYearIsAskedThenExactlyOneResolves) {
  write("r/2019/low.lua", "return 1");
  write("r/2020/low.lua", "return 2");
  pack("r", item("2019/low.lua", "valid_from = 2019, valid_to = 2019") + item("2020/low.lua", "valid_from = 2020"));
  EXPECT_EQ(resolve_code("r", 2019), "regions/r/2019/low.lua");
  EXPECT_EQ(resolve_code("r", 2025), "regions/r/2020/low.lua");
  EXPECT_EQ(resolve_code("r", 2018), "PACK-024");
}

TEST_F(PackTest, GivenALinkThatLeadsToItselfThenThePackIsReadWithoutIt) {
  write("r/low.lua", "return 1");
  pack("r", item("low.lua", "valid_from = 2019"));
  const std::string digest = load_pack(root_ / "r")->digest;
  fs::create_symlink("loop", root_ / "r/loop");
  const auto loaded = load_pack(root_ / "r");
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->digest, digest);
}

TEST_F(PackTest, GivenAShippedPluginInPlaceOfASourceThenItIsLookedForInItsYearsOnly) {
  write("r/low.lua", "return 1");
  const auto plugin = [](const std::string& id, const std::string& more) {
    return "{ kind = 'methodology', id = 'low', plugin = '" + id + "', valid_from = 2020" + more + " },";
  };
  pack("r", item("low.lua", "valid_from = 2019, valid_to = 2019") + plugin("ru.example.absent", ""));
  EXPECT_EQ(resolve_code("r", 2019), "regions/r/low.lua");
  EXPECT_EQ(resolve_code("r", 2020), "PACK-030");
  for (const char* odd : {"../../low", "ru.example./etc/passwd"}) {
    pack("r", plugin(odd, ""));
    EXPECT_EQ(resolve_code("r", 2020), "PACK-030") << odd;
  }
  pack("r", plugin("", ""));
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-029");
  pack("r", plugin("ru.example.absent", ", source = 'low.lua'"));
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-029");
  pack("r", "{ kind = 'methodology', id = 'low', valid_from = 2019 },");
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-029");
}

TEST_F(PackTest, GivenAMatchingThenItSaysForWhomAndNothingElseDoes) {
  write("r/m.lua", "return 1");
  const std::string matching = "{ kind = 'matching', id = 'm', source = 'm.lua', valid_from = 2019";
  pack("r", matching + ", needing = 'low', excluding = { 'bias' }, offering = 'people' },");
  const auto loaded = load_pack(root_ / "r");
  ASSERT_TRUE(loaded.ok()) << render_terminal(loaded.error(), false);
  EXPECT_EQ(loaded->items[0].needing, "low");
  EXPECT_EQ(loaded->items[0].excluding, std::vector<std::string>{"bias"});
  EXPECT_EQ(loaded->items[0].offering, "people");
  pack("r", matching + " },");
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-033");
  pack("r", item("m.lua", "valid_from = 2019", "needing = 'low'"));
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-033");
}

TEST_F(PackTest, GivenOverlapOrGapThenThePackIsRefusedNamingBothFiles) {
  write("r/a.lua", "");
  write("r/b.lua", "");
  pack("r", item("a.lua", "valid_from = 2019") + item("b.lua", "valid_from = 2020"));
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-025");
  pack("r", item("a.lua", "valid_from = 2019, valid_to = 2020") + item("b.lua", "valid_from = 2022"));
  const Diagnostic gap = load_pack(root_ / "r").error();
  EXPECT_EQ(gap.code, "PACK-026");
  EXPECT_EQ(gap.spans.size(), 2u);
}

TEST_F(PackTest, GivenABasePackThenItsItemsAreInheritedByNameAndHiddenOnlyOnPurpose) {
  write("ru/low.lua", "return 1");
  write("r/low.lua", "return 2");
  pack("ru", item("low.lua", "valid_from = 2019"));
  pack("r", "", "extends = 'ru',");
  EXPECT_EQ(resolve_code("r", 2020), "PACK-024");  // nothing of its own, nothing asked
  EXPECT_EQ(resolve_code("r", 2020, {"low"}), "regions/ru/low.lua");
  pack("r", item("low.lua", "valid_from = 2019"), "extends = 'ru',");
  EXPECT_EQ(resolve_code("r", 2020), "PACK-027");
  pack("r", item("low.lua", "valid_from = 2019", "replaces = 'ru/low'"), "extends = 'ru',");
  EXPECT_EQ(resolve_code("r", 2020), "regions/r/low.lua");
  EXPECT_EQ(resolve_code("r", 2020, {"ru/low"}), "regions/ru/low.lua");
}

TEST_F(PackTest, GivenPathsOutOfThePackThenTheyAreRefused) {
  write("secret.lua", "return 1");
  write("r/link-target", "");
  pack("r", item("../secret.lua", "valid_from = 2019"));
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-023");
  fs::create_symlink(root_ / "secret.lua", root_ / "r" / "low.lua");
  pack("r", item("low.lua", "valid_from = 2019"));
  EXPECT_EQ(load_pack(root_ / "r").error().code, "PACK-023");
}

TEST_F(PackTest, GivenOneBrokenPackThenTheOthersWorkAndItsReasonIsKept) {
  write("good/low.lua", "return 1");
  pack("good", item("low.lua", "valid_from = 2019"));
  write("bad/pack.lua", "return { manifest = 1, id = 'bad', nmae = 'x' }");
  EXPECT_EQ(resolve_code("good", 2020), "regions/good/low.lua");
  const auto library = PackLibrary::open(root_);
  EXPECT_EQ(library->find("bad").error().code, "PACK-010");
  EXPECT_THAT(library->find("goood").error().help, HasSubstr("\"good\""));
}

TEST_F(PackTest, GivenCircularExtendsThenItIsNamed) {
  pack("a", "", "extends = 'b',");
  pack("b", "", "extends = 'a',");
  EXPECT_EQ(resolve_code("a", 2020), "PACK-022");
}

TEST_F(PackTest, GivenAChangedByteThenTheDigestChanges) {
  write("r/low.lua", "return 1");
  pack("r", item("low.lua", "valid_from = 2019"));
  const std::string before = load_pack(root_ / "r")->digest;
  EXPECT_EQ(load_pack(root_ / "r")->digest, before);
  write("r/low.lua", "return 2");
  EXPECT_NE(load_pack(root_ / "r")->digest, before);
}

}  // namespace
}  // namespace opora
