// What importing reads of packs, where a file is not what it should be.
#include "engine/pack_sources.h"

#include <gmock/gmock.h>

#include <fstream>

#include "unit/store/sample_store.h"

namespace opora {
namespace {

class PackSourcesTest : public ::testing::Test {
 protected:
  // The sources of a pack whose word table is this text.
  Result<PackSources> with_words(const std::string& text) {
    std::filesystem::create_directories(folder_ / "r");
    std::ofstream(folder_ / "r/pack.lua") << "return { manifest = 1, id = 'r', name = 'N', level = 'region', version = '1.0.0', words = { 'words.lua' } }";
    std::ofstream(folder_ / "r/words.lua") << text;
    OPORA_ASSIGN(const PackLibrary library, PackLibrary::open(folder_.path()));
    return pack_sources(library);
  }
  testing::TemporaryFolder folder_;
};

TEST_F(PackSourcesTest, GivenAWordTableThatIsAListThenItIsRefusedWithItsName) {
  const auto sources = with_words("return { 'absent', 'ill' }");
  ASSERT_FALSE(sources.ok());
  EXPECT_EQ(sources.error().code, "PACK-012");
  EXPECT_EQ(sources.error().spans.front().file, "regions/r/words.lua");
}

TEST_F(PackSourcesTest, GivenAnEmptyWordTableThenThereAreNoWords) { ASSERT_OK(with_words("return {}")); }

}  // namespace
}  // namespace opora
