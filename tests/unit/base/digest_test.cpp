#include "base/digest.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace opora {
namespace {

// FIPS 180-2, appendix B, and the empty message of the NIST test vectors.
TEST(Digest, GivenTheVectorsOfNistThenTheDigestsAreTheirs) {
  EXPECT_EQ(to_hex(digest_of("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(digest_of("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(digest_of(std::string(1000000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, GivenFieldsThenTheyAreFramedByAnEightByteLittleEndianLength) {
  const std::string framed("\x02\0\0\0\0\0\0\0ab\x01\0\0\0\0\0\0\0c", 19);
  EXPECT_EQ(Hasher().field("ab").field("c").finish(), digest_of(framed));
  EXPECT_EQ(Hasher().field(std::int64_t{-2}).finish(), digest_of("\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF"));
}

TEST(Digest, GivenTheSameBytesSplitDifferentlyIntoFieldsThenTheDigestsDiffer) {
  const Digest split = Hasher().field("ab").field("c").finish();
  EXPECT_NE(split, Hasher().field("a").field("bc").finish());
  EXPECT_NE(split, Hasher().field("abc").finish());
  EXPECT_NE(Hasher().field("").finish(), Hasher().finish());
}

class DigestOfFile : public ::testing::Test {
 protected:
  const std::filesystem::path file_ = std::filesystem::path(::testing::TempDir()) /
      (std::string("opora_") + ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".bin");
  void TearDown() override { std::filesystem::remove(file_); }
};

TEST_F(DigestOfFile, GivenAFileLongerThanOneBufferThenItIsTheDigestOfItsBytes) {
  const std::string bytes(2500001, 'x');
  std::ofstream(file_, std::ios::binary) << bytes;
  const auto digest = digest_of_file(file_);
  ASSERT_TRUE(digest.ok());
  EXPECT_EQ(*digest, digest_of(bytes));
}

TEST_F(DigestOfFile, GivenNoSuchFileThenTheErrorIsData001AndNamesIt) {
  const auto digest = digest_of_file(file_);
  ASSERT_FALSE(digest.ok());
  EXPECT_EQ(digest.error().code, "DATA-001");
  EXPECT_NE(digest.error().message.find(file_.filename().string()), std::string::npos);
}

}  // namespace
}  // namespace opora
