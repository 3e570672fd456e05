#include <algorithm>

#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

SampleShape random_shape(std::mt19937_64& random) {
  SampleShape shape;
  shape.schools = 3 + static_cast<int>(random() % 8);
  shape.first_school = static_cast<int>(random() % 6);
  shape.procedures = 1 + static_cast<int>(random() % 4);
  shape.years = 1 + static_cast<int>(random() % 2);
  shape.rows_per_school = 4;
  shape.tasks = random() % 2;
  shape.scope = {random() % 2 == 0, random() % 2 == 0, random() % 2 == 0, random() % 2 == 0, random() % 2 == 0};
  return shape;
}

Store new_store(const TemporaryFolder& folder, const std::string& name = "s.db") {
  auto store = Store::create(folder / name);
  EXPECT_TRUE(store.ok());
  return *std::move(store);
}

std::int64_t number(const Store& store, const char* sql) {
  auto statement = Statement::prepare(store.handle(), sql);
  EXPECT_TRUE(statement.ok() && *statement->step());
  return statement->integer(0);
}

TEST(Batches, UndoGivesBackTheFormerContentAndDigest) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 12; ++round) {
    const TemporaryFolder folder;
    Store store = new_store(folder);
    struct Before {
      BatchId batch;
      std::string content, digest;
    };
    std::vector<Before> steps;
    for (int step = 0; step < 10; ++step) {
      if (!steps.empty() && random() % 3 == 0) {
        ASSERT_OK(undo_batch(store, steps.back().batch, "tester"));
        ASSERT_EQ(dump_content(store), steps.back().content);
        ASSERT_EQ(*data_digest(store), steps.back().digest);
        steps.pop_back();
        continue;
      }
      Before before{0, dump_content(store), *data_digest(store)};
      const auto batch = import(store, sample_file(random, random_shape(random)));
      ASSERT_OK(batch);
      before.batch = *batch;
      steps.push_back(std::move(before));
    }
  }
}

TEST(Batches, UndoOfAnyBatchIsAsIfItHadNeverBeen) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 8; ++round) {
    const TemporaryFolder folder;
    Store all = new_store(folder, "all.db"), others = new_store(folder, "others.db");
    const std::size_t left_out = random() % 4;
    BatchId undone = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const SampleFile file = sample_file(random, random_shape(random));
      const auto batch = import(all, file);
      ASSERT_OK(batch);
      if (i == left_out) undone = *batch;
      else ASSERT_OK(import(others, file));
    }
    ASSERT_OK(undo_batch(all, undone, "tester"));
    EXPECT_EQ(dump_content(all), dump_content(others));
    EXPECT_EQ(*data_digest(all), *data_digest(others));
  }
}

TEST(Batches, UndoOfEverythingLeavesOnlyTheAuditTrail) {
  std::mt19937_64 random(3);
  const TemporaryFolder folder;
  Store store = new_store(folder);
  std::vector<BatchId> batches;
  for (int i = 0; i < 4; ++i) batches.push_back(*import(store, sample_file(random, random_shape(random))));
  std::shuffle(batches.begin(), batches.end(), random);
  for (const BatchId batch : batches) ASSERT_OK(undo_batch(store, batch, "tester"));
  for (const char* table : {"batch", "batch_school", "school", "school_version", "procedure", "scale", "segment", "segment_column",
                            "task_column", "attendance", "replaced", "context", "task_description", "task_code", "code_text"})
    EXPECT_EQ(number(store, ("SELECT count(*) FROM " + std::string(table)).c_str()), 0) << table;
  EXPECT_EQ(number(store, "SELECT count(*) FROM audit WHERE action = 'import'"), 4);
  EXPECT_EQ(number(store, "SELECT count(*) FROM audit WHERE action = 'undo' AND actor = 'tester'"), 4);
}

SampleFile one_procedure(std::vector<std::int32_t> school, const ProcedureKey& key, std::uint16_t score) {
  SampleFile file;
  ResultRows rows;
  rows.procedure = key;
  rows.school = std::move(school);
  rows.score.assign(rows.school.size(), score);
  file.blocks = {rows};
  file.draft.schools_seen = {{"1", "sch1"}, {"2", "sch2"}, {"3", "sch3"}};
  return file;
}

std::string scores(const Store& store) {
  auto frame = rows(store, {}, {"school", "procedure", "score"});
  EXPECT_TRUE(frame.ok());
  return dump(*sort(*frame, {{"procedure"}, {"school"}, {"score"}}));
}

TEST(Masks, ANewerFileReplacesTheRowsOfItsSchoolsInTheSameProcedure) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  const ProcedureKey key{"ВПР", "RU", 4, 2021, ""};
  ASSERT_OK(import(store, one_procedure({0, 0, 1, 2}, key, 1)));
  ASSERT_OK(import(store, one_procedure({1, 1, 1}, key, 2)));
  EXPECT_EQ(scores(store), "school;procedure;score;\nsch1;ВПР RU 4 2021;1;\nsch1;ВПР RU 4 2021;1;\nsch2;ВПР RU 4 2021;2;\n"
                           "sch2;ВПР RU 4 2021;2;\nsch2;ВПР RU 4 2021;2;\nsch3;ВПР RU 4 2021;1;\n");
  const auto records = list_batches(store);
  ASSERT_OK(records);
  EXPECT_EQ((*records)[0].masked_rows, 1);
  EXPECT_EQ((*records)[1].masked_rows, 0);
}

TEST(Masks, TheScopeSaysWhichPartsOfTheProcedureMustAgree) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  ASSERT_OK(import(store, one_procedure({0, 1}, {"ВПР", "RU", 4, 2021, ""}, 1)));
  ASSERT_OK(import(store, one_procedure({0, 1}, {"ВПР", "RU", 4, 2020, ""}, 1)));
  SampleFile whole_year = one_procedure({1}, {"ВПР", "MA", 5, 2021, ""}, 2);
  whole_year.info.scope = {.kind = true, .subject = false, .grade = false, .year = true, .level = false};
  ASSERT_OK(import(store, whole_year));
  EXPECT_EQ(scores(store), "school;procedure;score;\nsch2;ВПР MA 5 2021;2;\nsch1;ВПР RU 4 2020;1;\nsch2;ВПР RU 4 2020;1;\nsch1;ВПР RU 4 2021;1;\n");
}

TEST(Masks, WithoutTheYearInTheScopeOlderYearsAreReplacedToo) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  ASSERT_OK(import(store, one_procedure({0, 1}, {"ВПР", "RU", 4, 2020, ""}, 1)));
  ASSERT_OK(import(store, one_procedure({1}, {"ВПР", "MA", 4, 2020, ""}, 1)));
  SampleFile every_year = one_procedure({1}, {"ВПР", "RU", 4, 2021, ""}, 2);
  every_year.info.scope.year = false;
  ASSERT_OK(import(store, every_year));
  EXPECT_EQ(scores(store), "school;procedure;score;\nsch2;ВПР MA 4 2020;1;\nsch1;ВПР RU 4 2020;1;\nsch2;ВПР RU 4 2021;2;\n");
}

TEST(Masks, ASchoolWithoutParticipantsReplacesItsFormerRows) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  const ProcedureKey key{"ВПР", "RU", 4, 2021, ""};
  ASSERT_OK(import(store, one_procedure({0, 1}, key, 1)));
  SampleFile absent;
  absent.draft.schools_seen = {{"2", "sch2"}};
  absent.draft.attendance = {{key, 0, 7, 0}};
  ASSERT_OK(import(store, absent));
  EXPECT_EQ(scores(store), "school;procedure;score;\nsch1;ВПР RU 4 2021;1;\n");
  const auto frame = procedures(store);
  ASSERT_OK(frame);
  EXPECT_EQ(frame->find("participants")->int64()[0], 1);
  EXPECT_EQ(frame->find("absent")->int64()[0], 7);
}

TEST(Procedures, TakeTheirBordersFromAnImportedScaleAndElseFromAPack) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  ASSERT_OK(import(store, one_procedure({0, 1}, {"ВПР", "RU", 4, 2020, ""}, 1)));
  ASSERT_OK(import(store, one_procedure({0}, {"ВПР", "MA", 4, 2020, ""}, 1)));
  SampleFile scale;
  scale.draft.scales = {{"ВПР", "MA", 4, 2020, 2020, "", 20, {6, 10, 15}}};
  ASSERT_OK(import(store, scale));
  const std::vector<Scale> of_pack = {{"ВПР", "RU", 4, 0, 0, "", 38, {14, 24, 33}}, {"ВПР", "MA", 4, 0, 0, "", 99, {1, 2, 3}}};
  const auto borders = [&](const std::vector<Scale>& further, std::size_t row) {
    const auto frame = procedures(store, {}, further);
    std::string text;
    for (const char* name : {"border_1", "border_2", "border_3"}) {
      const Column* border = frame->find(name);
      text += border && border->valid(static_cast<std::int64_t>(row)) ? std::to_string(border->int64()[row]) + " " : "- ";
    }
    return text;
  };
  EXPECT_EQ(borders({}, 0), "6 10 15 ") << "mathematics, as imported";
  EXPECT_EQ(borders({}, 1), "- - - ");
  EXPECT_EQ(borders(of_pack, 0), "6 10 15 ");
  EXPECT_EQ(borders(of_pack, 1), "14 24 33 ");
}

TEST(Batches, AFileThatIsNotFinishedLeavesNothing) {
  std::mt19937_64 random(4);
  const TemporaryFolder folder;
  Store store = new_store(folder);
  ASSERT_OK(import(store, sample_file(random, {})));
  const std::string before = dump_content(store);
  {
    const SampleFile file = sample_file(random, {});
    auto writer = BatchWriter::begin(store, file.info);
    ASSERT_OK(writer);
    SegmentBuilder builder([&](Segment&& segment) { return writer->add(segment, file.draft.schools_seen); });
    for (ResultRows block : file.blocks) ASSERT_OK(builder.add(std::move(block)));
    ASSERT_OK(builder.finish());
  }
  EXPECT_EQ(dump_content(store), before);
  EXPECT_EQ(list_batches(store)->size(), 1u);
}

TEST(Batches, ASecondWriterIsToldThatTheStoreIsBusy) {
  const TemporaryFolder folder;
  Store first = new_store(folder);
  auto second = Store::open(folder / "s.db", OpenMode::kReadWrite);
  ASSERT_OK(second);
  const auto writer = BatchWriter::begin(first, {});
  ASSERT_OK(writer);
  const auto refused = BatchWriter::begin(*second, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "STORE-005");
}

TEST(Batches, AReaderSeesTheLastCommittedStateWhileAFileComesIn) {
  std::mt19937_64 random(5);
  const TemporaryFolder folder;
  Store writer_store = new_store(folder);
  ASSERT_OK(import(writer_store, sample_file(random, {})));
  auto reader = Store::open(folder / "s.db", OpenMode::kReadOnly);
  ASSERT_OK(reader);
  const std::string before = dump_content(*reader);
  {
    const SampleFile file = sample_file(random, {});
    auto writer = BatchWriter::begin(writer_store, file.info);
    ASSERT_OK(writer);
    EXPECT_EQ(dump_content(*reader), before);
    ASSERT_OK(writer->finish(file.draft));
  }
  EXPECT_NE(dump_content(*reader), before);
}

TEST(Batches, UndoOfAnUnknownBatchSaysSo) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  EXPECT_EQ(undo_batch(store, 77, "tester").error().code, "STORE-007");
  EXPECT_EQ(number(store, "SELECT count(*) FROM audit"), 0);
}

TEST(Batches, AFileIsFoundByItsDigest) {
  std::mt19937_64 random(6);
  const TemporaryFolder folder;
  Store store = new_store(folder);
  SampleFile file = sample_file(random, {});
  file.info.digest = "abc";
  ASSERT_OK(import(store, file));
  EXPECT_EQ(find_batch_by_file_digest(store, "abc")->value(), 1);
  EXPECT_FALSE(find_batch_by_file_digest(store, "abd")->has_value());
}

TEST(Batches, GivenSizesInTheProtocolsThenAFileOfAnotherSizeIsKnownToBeNew) {
  std::mt19937_64 random(6);
  const TemporaryFolder folder;
  Store store = new_store(folder);
  EXPECT_FALSE(*may_hold_file(store, 100));
  SampleFile file = sample_file(random, {});
  file.draft.protocol_json = R"({"bytes":100})";
  ASSERT_OK(import(store, file));
  EXPECT_TRUE(*may_hold_file(store, 100));
  EXPECT_FALSE(*may_hold_file(store, 101));
  file.draft.protocol_json = "of an older Opora";
  ASSERT_OK(import(store, file));
  EXPECT_TRUE(*may_hold_file(store, 101));
}

TEST(Sources, NameFileAndLinesOfASchool) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  SampleFile file = one_procedure({0, 1, 0}, {"ВПР", "RU", 4, 2021, ""}, 1);
  file.blocks[0].line = {5, 6, 9};
  file.info.file = "a.csv";
  ASSERT_OK(import(store, file));
  const auto found = sources(store, "sch1");
  ASSERT_OK(found);
  ASSERT_EQ(found->size(), 1u);
  ASSERT_EQ(found->begin()->second.size(), 1u);
  const SourceRows& rows = found->begin()->second.front();
  EXPECT_EQ(rows.file, "a.csv");
  EXPECT_EQ(rows.first_line, 5);
  EXPECT_EQ(rows.last_line, 9);
  EXPECT_EQ(rows.rows, 2);
}

TEST(Sources, OfSeveralProceduresAreCountedTogether) {
  const std::vector<SourceRows> one = {{1, "a.csv", 5, 9, 2}}, other = {{1, "a.csv", 7, 12, 3}, {2, "b.csv", 1, 1, 1}};
  const auto together = merged({&one, &other});
  ASSERT_EQ(together.size(), 2u);
  EXPECT_EQ(together[0].first_line, 5);
  EXPECT_EQ(together[0].last_line, 12);
  EXPECT_EQ(together[0].rows, 5);
  EXPECT_EQ(together[1].file, "b.csv");
}

TEST(Registry, EachFieldIsThatOfTheNewestFileThatStatesIt) {
  const TemporaryFolder folder;
  Store store = new_store(folder);
  SampleFile old_file, new_file;
  const SchoolRef school{"1", "sch1"};
  old_file.draft.schools_seen = new_file.draft.schools_seen = {school};
  old_file.draft.registry = {{school, "Школа 1", "Район", "Край", 2}};
  new_file.draft.registry = {{school, "Школа № 1", "", "", 2}};
  ASSERT_OK(import(store, old_file));
  ASSERT_OK(import(store, new_file));
  EXPECT_EQ(dump(*schools(store)), "school;key;name;municipality;region;\nsch1;1;Школа № 1;Район;Край;\n");
}

}  // namespace
}  // namespace opora::testing
