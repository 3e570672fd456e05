// However a file is cut into blocks and slices, the same content reaches the store.
#include "store/segment_columns.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

struct Built {
  std::string rows, digest;
};

Built built(const SampleFile& file, std::size_t budget) {
  const TemporaryFolder folder;
  auto store = Store::create(folder / "s.db");
  EXPECT_TRUE(store.ok());
  const auto batch = import(*store, file, budget);
  EXPECT_TRUE(batch.ok()) << render_terminal(batch.error(), false);
  return {dump_content(*store), *data_digest(*store)};
}

TEST(SegmentBuilder, KeepsContentAndDigestWhateverTheBlocksAndSlices) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 6; ++round) {
    SampleShape shape;
    shape.tasks = round % 2 == 0;
    shape.mark_from_score = round % 3 == 0;
    SampleFile file = sample_file(random, shape);
    const Built whole = built(file, 2'000'000);
    const auto blocks = file.blocks;
    for (const std::size_t block : {1u, 7u, 64u}) {
      file.blocks = recut(blocks, block);
      for (const std::size_t budget : {1u, 30u, 400u, 2'000'000u}) {
        const Built cut = built(file, budget);
        ASSERT_EQ(cut.rows, whole.rows) << block << " rows a block, budget " << budget;
        ASSERT_EQ(cut.digest, whole.digest) << block << " rows a block, budget " << budget;
      }
    }
  }
}

TEST(SegmentBuilder, GivesAnotherDigestForAnyOtherCell) {
  std::mt19937_64 random(2);
  SampleShape shape;
  shape.tasks = true;
  const SampleFile file = sample_file(random, shape);
  const std::string digest = built(file, 100).digest;
  const auto differs = [&](auto change) {
    SampleFile other = file;
    change(other.blocks[0]);
    return built(other, 100).digest != digest;
  };
  EXPECT_TRUE(differs([](ResultRows& r) { ++r.score[0]; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.mark[0] ^= 1; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.journal[0] ^= 1; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.gender[0] ^= 1; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.participant[0] ^= 1; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.class_label[0] = r.class_label[0] == 0 ? -1 : 0; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.texts[0] = "Я"; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.tasks[1][0] = 9; }));
  EXPECT_TRUE(differs([](ResultRows& r) { r.procedure.year = 1999; }));
  EXPECT_FALSE(differs([](ResultRows& r) { ++r.line[0]; })) << "lines are provenance";
}

TEST(SegmentBuilder, GivesBackPupilCodesAsWritten) {
  std::mt19937_64 random(3);
  using Form = ResultRows::ParticipantForm;
  struct Case {
    Form form;
    int width;
    std::vector<std::string> expected;
  };
  for (const Case& c : {Case{Form::kHex, 10, {"000000ff01"}}, Case{Form::kDecimal, 0, {"65281"}}, Case{Form::kDecimal, 8, {"00065281"}},
                        Case{Form::kText, 0, {"Ж-17"}}, Case{Form::kNone, 0, {"-"}}}) {
    SampleFile file;
    ResultRows rows;
    rows.procedure = {"ВПР", "RU", 4, 2021, ""};
    rows.school = {0};
    rows.score = {5};
    rows.participant_form = c.form;
    rows.participant_width = c.width;
    rows.participant_texts = {"unused", "Ж-17"};
    rows.participant = {c.form == Form::kText ? 1u : 0xff01u};
    file.blocks = {rows};
    file.draft.schools_seen = {{"1", "sch1"}};
    const TemporaryFolder folder;
    auto store = Store::create(folder / "s.db");
    ASSERT_OK(store);
    ASSERT_OK(import(*store, file));
    const auto frame = opora::rows(*store, {}, {"participant"});
    ASSERT_OK(frame);
    EXPECT_EQ(dump(*frame), "participant;\n" + c.expected[0] + ";\n");
  }
}

TEST(SegmentBuilder, KeepsMemoryWithinTheBudget) {
  std::mt19937_64 random(4);
  SampleShape shape;
  shape.procedures = 1;
  shape.years = 1;
  shape.rows_per_school = 200;
  const SampleFile file = sample_file(random, shape);
  std::size_t largest = 0, slices = 0;
  SegmentBuilder builder([&](Segment&& segment) {
    largest = std::max(largest, static_cast<std::size_t>(segment.rows));
    slices += segment.rows > 0;
    return Status();
  }, 300);
  for (ResultRows block : recut(file.blocks, 50)) ASSERT_OK(builder.add(std::move(block)));
  ASSERT_OK(builder.finish());
  EXPECT_LE(largest, 350u);
  EXPECT_GT(slices, 3u);
}

TEST(SegmentColumns, RefuseDamagedTextsDirectoriesAndCodes) {
  std::mt19937_64 random(5);
  const std::vector<std::int32_t> codes{0, 1, -1, 1, 0, 2, 2};
  const std::vector<std::uint64_t> pupils{1, 2, 3, 0xffffffffffff, 4, 5, 6};
  const Blob texts = *encode_texts(codes, {"б", "а", "в"});
  const Blob directory = encode_directory(std::vector<std::int64_t>{4, 9}, std::vector<std::uint32_t>{3, 4});
  const Blob participants = encode_participants(pupils, ResultRows::ParticipantForm::kHex, 12, {});
  for (int round = 0; round < 3000; ++round) {
    for (Blob blob : {texts, directory, participants}) {
      blob[random() % blob.size()] = static_cast<std::uint8_t>(random());
      if (round % 2) blob.resize(random() % blob.size());
      (void)decode_texts(blob, 7).ok();
      (void)decode_directory(blob, 7).ok();
      (void)decode_participants(blob, 7).ok();
    }
  }
}

}  // namespace
}  // namespace opora::testing
