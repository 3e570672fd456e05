// Versions of the interface at run time: old plugins on today's host, today's plugins on a host whose tables are
// cut to old sizes, and what the boundary does with whatever does not fit.
#include <gmock/gmock.h>

#include <cstring>
#include <deque>
#include <filesystem>
#include <map>

#include "extend/extension_calls.h"
#include "extend/indicator.h"
#include "extend/matching.h"
#include "extend/native_library.h"
#include "extend/plugin_report.h"
#include "extend/renderer_call.h"
#include "extend/report_call.h"
#include "extend/services.h"
#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using ::testing::HasSubstr;

testing::FrameFacts some_facts() {
  testing::FrameFacts facts;
  std::vector<testing::Participant> people;
  testing::add(people, "s1", "RU 4", 20, 8);
  testing::add(people, "s2", "RU 4", 16, 2);
  testing::add(people, "s2", "MA 4", 12, 0);
  facts.results = testing::frame_of(people);
  facts.school_list = testing::schools_frame({"s1", "s2"});
  return facts;
}

Result<Frame> compute(const Extension& extension, const std::map<std::string, std::string>& parameters = {}) {
  OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(extension));
  testing::FrameFacts facts = some_facts();
  RunContext context;
  context.year = 2026;
  return indicator->compute_on(facts, context, parameters);
}

std::string words(const Diagnostic& diagnostic) { return diagnostic.code + ": " + diagnostic.message + " " + diagnostic.reason; }

// --- old plugins, today's host -------------------------------------------------------------------

TEST(OldPlugins, RunOnTodaysHost) {
  int found = 0;
  for (const auto& file : std::filesystem::directory_iterator(OPORA_OLD_PLUGINS)) {
    if (file.path().extension() != ".so") continue;
    ++found;
    const auto library = load_native(file.path());
    ASSERT_TRUE(library.ok()) << render_terminal(library.error(), false);
    if ((*library)->kind(OPORA_KIND_INDICATOR) == nullptr) continue;  // those of later kinds have tests of their own
    const auto extension = native_extension(*library, OPORA_KIND_INDICATOR, "low-share");
    ASSERT_TRUE(extension.ok());
    const Result<Frame> frame = compute(*extension);
    ASSERT_TRUE(frame.ok()) << render_terminal(frame.error(), false);
    EXPECT_EQ(frame->names(), (std::vector<std::string>{"school", "n", "share"}));
    EXPECT_EQ(frame->find("share")->float64()[0], 40);
    EXPECT_EQ(frame->find("n")->int64()[1], 28);
  }
  EXPECT_GE(found, 2);
}

Grounds grounds_of_old(const std::string& version) {
  const auto library = load_native(std::string(OPORA_OLD_PLUGINS) + "/old_" + version + ".so");
  EXPECT_TRUE(library.ok()) << render_terminal(library.error(), false);
  const auto indicator = Indicator::of(*native_extension(*library, OPORA_KIND_INDICATOR, "low-share"));
  EXPECT_TRUE(indicator.ok());
  return (*indicator)->info().grounds;
}

TEST(OldPlugins, Of1_0SayNothingOfWhatStandsBehindTheFigures) { EXPECT_EQ(grounds_of_old("1_0"), Grounds()); }

TEST(OldPlugins, Of1_1TellWhatStandsBehindTheFigures) {
  EXPECT_EQ(grounds_of_old("1_1"), (Grounds{"federal criterion of 2025", "marks are given by one scale", "counted, not sampled", "fewer than 10 participants"}));
  const auto library = load_native(std::string(OPORA_OLD_PLUGINS) + "/old_1_1.so");
  ASSERT_TRUE(library.ok());
  const auto methodology = Methodology::of(*native_extension(*library, OPORA_KIND_METHODOLOGY, "nobody"));
  ASSERT_TRUE(methodology.ok());
  EXPECT_EQ((*methodology)->info().grounds, (Grounds{"this test", "", "", "always"}));
  const auto report = decode_report(encode_report(*describe_plugin(*library, "old_1_1.so")));  // as a probe in another process hands it over
  ASSERT_TRUE(report);
  EXPECT_EQ(report->find(OPORA_KIND_METHODOLOGY, "nobody")->methodology->grounds, (*methodology)->info().grounds);
  EXPECT_EQ(report->find(OPORA_KIND_INDICATOR, "low-share")->indicator->grounds, grounds_of_old("1_1"));
}

TEST(OldPlugins, OfferAMatchingSinceOneOne) {
  const auto library = load_native(std::filesystem::path(OPORA_OLD_PLUGINS) / "old_1_1_matching.so");
  ASSERT_TRUE(library.ok()) << render_terminal(library.error(), false);
  const auto matching = Matching::of(*native_extension(*library, OPORA_KIND_MATCHING, "in-turn"));
  ASSERT_TRUE(matching.ok());
  const auto texts = [](std::vector<std::string> values) { return Column::of_text(values); };
  const Frame needing = Frame().with("school", texts({"a", "b", "c"}));
  const auto run = [&](const Frame& offering) {
    testing::FrameFacts facts;
    return (*matching)->match_on(facts, RunContext{}, {}, {needing, offering});
  };
  const auto some = run(Frame().with("partner", texts({"x", "y"})));
  ASSERT_TRUE(some.ok()) << render_terminal(some.error(), false);
  EXPECT_EQ(some->pairs.names(), (std::vector<std::string>{"school", "partner", "rank", "cost", "reason", "turn"}));
  EXPECT_EQ(some->pairs.find("partner")->text(2), "x");
  const auto none = run(Frame().with("partner", texts({})));
  ASSERT_TRUE(none.ok()) << render_terminal(none.error(), false);
  EXPECT_EQ(none->unmatched.rows(), 3);
}

TEST(OldPlugins, OfferReportsAndRenderersSinceOneTwo) {
  const auto library = load_native(std::filesystem::path(OPORA_OLD_PLUGINS) / "old_1_2.so");
  ASSERT_TRUE(library.ok()) << render_terminal(library.error(), false);
  const auto report = Report::of(*native_extension(*library, OPORA_KIND_REPORT, "names"));
  ASSERT_TRUE(report.ok()) << render_terminal(report.error(), false);
  EXPECT_TRUE(report->info().goes_without("plan"));
  const ReportList entries = {ReportValue{ReportFields{{"name", {std::string("№ 1")}}}}, ReportValue{ReportFields{{"name", {std::string("№ 2")}}}}};
  const auto document = report->write({{"list", {ReportFields{{"entries", {entries}}}}}}, {});
  ASSERT_TRUE(document.ok()) << render_terminal(document.error(), false);
  EXPECT_EQ(document->title, "Names");
  ASSERT_EQ(document->blocks.size(), 2u);
  const auto renderer = Renderer::of(*native_extension(*library, OPORA_KIND_RENDERER, "words"));
  ASSERT_TRUE(renderer.ok()) << render_terminal(renderer.error(), false);
  const auto bytes = renderer->render(*document);
  ASSERT_TRUE(bytes.ok()) << render_terminal(bytes.error(), false);
  EXPECT_EQ(*bytes, "№\u00A01\n№\u00A02\n");
  EXPECT_EQ(report->write({}, {}).ok(), false);  // without words of its own: the host finds some
}

// --- today's plugins, an older host --------------------------------------------------------------

// A host that offers copies of today's tables, some cut to their first `kept` bytes, some not at all.
class CutHost {
 public:
  void cut(const std::string& id, std::size_t kept) { sizes_[id] = kept; }

  const opora_host& table() {
    current_ = this;
    host_ = host_table();
    host_.get_service = &get;
    return host_;
  }

 private:
  static const void* get(const opora_host*, const char* id) {
    const void* whole = find_service(id);
    const auto cut = current_->sizes_.find(id);
    if (whole == nullptr || cut == current_->sizes_.end()) return whole;
    if (cut->second == 0) return nullptr;
    // Behind the cut stands rubbish: whoever reads it crashes.
    std::vector<unsigned char>& table = current_->tables_.emplace_back(4096, 0xEE);
    std::memcpy(table.data(), whole, cut->second);
    const auto size = static_cast<std::uint32_t>(cut->second);
    std::memcpy(table.data(), &size, sizeof size);
    return table.data();
  }
  static inline CutHost* current_ = nullptr;
  opora_host host_{};
  std::map<std::string, std::size_t> sizes_;
  std::deque<std::vector<unsigned char>> tables_;
};

class OlderHosts : public ::testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load_native(OPORA_TWINS);
    ASSERT_TRUE(loaded.ok());
    library_ = *loaded;
    library_->entry().deinit();
  }
  void TearDown() override {  // as its owner expects to find it
    opora_call call(CallScope{"test", nullptr, 0, 1, nullptr, nullptr, {}, nullptr, {}, {}, {}});
    ASSERT_EQ(library_->entry().init(&host_table(), &call), OPORA_OK);
  }
  std::string standing(CutHost& host) {
    opora_call call(CallScope{"test", nullptr, 0, 1, nullptr, nullptr, {}, nullptr, {}, {}, {}});
    if (library_->entry().init(&host.table(), &call) != OPORA_OK) return "refused";
    const Result<Frame> frame = compute(*native_extension(library_, OPORA_KIND_INDICATOR, "standing"));
    library_->entry().deinit();
    return frame.ok() ? "ok" : words(frame.error());
  }
  std::shared_ptr<NativeLibrary> library_;
};

TEST_F(OlderHosts, MissFunctionsThatAPluginDoesNotNeed) {
  CutHost host;
  host.cut(OPORA_SERVICE_CHECKS, 0);
  host.cut(OPORA_SERVICE_BUILDER, offsetof(opora_builder_service, take));
  host.cut(OPORA_SERVICE_COLUMNS, offsetof(opora_columns_service, release_frame));
  EXPECT_EQ(standing(host), "ok");
}

TEST_F(OlderHosts, GiveAMessageForWhatAPluginNeeds) {
  CutHost no_zscore, no_kernels;
  no_zscore.cut(OPORA_SERVICE_KERNELS, offsetof(opora_kernels_service, zscore));
  EXPECT_THAT(standing(no_zscore), HasSubstr("this host does not offer opora.kernels/1 zscore"));
  no_kernels.cut(OPORA_SERVICE_KERNELS, 0);
  EXPECT_THAT(standing(no_kernels), HasSubstr("this host does not offer opora.kernels/1"));
}

TEST_F(OlderHosts, MayCutAnyTableAnywhereWithoutACrash) {
  const std::pair<const char*, std::size_t> tables[] = {
      {OPORA_SERVICE_COLUMNS, sizeof(opora_columns_service)}, {OPORA_SERVICE_BUILDER, sizeof(opora_builder_service)},
      {OPORA_SERVICE_KERNELS, sizeof(opora_kernels_service)}, {OPORA_SERVICE_FACTS, sizeof(opora_facts_service)},
      {OPORA_SERVICE_PARAMS, sizeof(opora_params_service)},   {OPORA_SERVICE_DIAG, sizeof(opora_diag_service)}};
  for (const auto& [id, size] : tables)
    for (std::size_t kept = 0; kept < size; kept += 8) {
      CutHost host;
      host.cut(id, kept);
      const std::string said = standing(host);
      const bool expected = said == "ok" || said.find("this host does not offer opora.") != std::string::npos ||
                            (std::string(id) == OPORA_SERVICE_DIAG && said.starts_with("ABI-006"));
      EXPECT_TRUE(expected) << id << " cut to " << kept << ": " << said;
    }
}

// --- what is thrown and misused inside a plugin ----------------------------------------------------

TEST(Trampolines, LetNothingEscapeButWords) {
  const auto library = load_native(OPORA_MISBEHAVING);
  ASSERT_TRUE(library.ok()) << render_terminal(library.error(), false);
  const auto extension = native_extension(*library, OPORA_KIND_INDICATOR, "misbehaving");
  ASSERT_TRUE(extension.ok());
  const auto said = [&](const std::string& how) {
    const Result<Frame> frame = compute(*extension, {{"how", how}});
    return frame.ok() ? std::string("ok") : words(frame.error());
  };
  EXPECT_EQ(said("nothing"), "ok");
  EXPECT_THAT(said("exception"), HasSubstr("ABI-005: the disk is full"));
  EXPECT_THAT(said("number"), HasSubstr("something that is not a std::exception was thrown"));
  EXPECT_THAT(said("error"), HasSubstr("MIS-007: there are too few schools"));
  EXPECT_THAT(said("column"), HasSubstr("FRAME-001"));
  EXPECT_THAT(said("type"), HasSubstr("format 'i' cannot be read"));
  EXPECT_THAT(said("row"), HasSubstr("row 2 of 2"));
  EXPECT_THAT(said("dataset"), HasSubstr("LUA-036"));
  EXPECT_THAT(said("thread"), HasSubstr("from another thread than the call's"));
  EXPECT_EQ(said("kept"), "ok");
  EXPECT_THAT(said("kept"), HasSubstr("used after its call had ended"));
  EXPECT_EQ(said("nothing"), "ok");
}

// --- entries that do not fit ---------------------------------------------------------------------

class Entries : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto loaded = load_native(OPORA_HELLO);
    ASSERT_TRUE(loaded.ok());
    entry_ = (*loaded)->entry();
    descriptor_ = *entry_.descriptor;
    entry_.descriptor = &descriptor_;
  }
  std::string said() const {
    const Status status = check_entry(entry_, "plugins/x.so");
    return status.ok() ? "ok" : words(status.error());
  }
  opora_plugin_entry entry_{};
  opora_descriptor descriptor_{};
};

TEST_F(Entries, AreAcceptedWhenInOrder) { EXPECT_EQ(said(), "ok"); }
TEST_F(Entries, OfANewerMinorVersionAreAccepted) {
  entry_.abi_minor = 77;
  entry_.struct_size += 64;
  EXPECT_EQ(said(), "ok");
}
TEST_F(Entries, OfAnotherMajorVersionAreRefusedNamingBothVersions) {
  entry_.abi_major = 2, entry_.abi_minor = 3;
  EXPECT_THAT(said(), HasSubstr("ABI-003: the plugin is built for interface 2.3, this Opora offers 1.2"));
}
TEST_F(Entries, ThatNeedANewerHostAreRefusedNamingBothVersions) {
  descriptor_.min_host_minor = 4;
  EXPECT_THAT(said(), HasSubstr("ABI-003: plugin 'ru.opora.hello' needs interface 1.4 of the host, this Opora offers 1.2"));
}
TEST_F(Entries, WithoutTheMagicAreNoPlugins) {
  entry_.magic[7] = 'X';
  EXPECT_THAT(said(), HasSubstr("ABI-002"));
}
TEST_F(Entries, ThatAreTooShortAreRefused) {
  entry_.struct_size = 24;
  EXPECT_THAT(said(), HasSubstr("ABI-004"));
}
TEST_F(Entries, WithAnEmptyOrOddIdAreRefused) {
  descriptor_.id = OPORA_TEXT("Hello World");
  EXPECT_THAT(said(), HasSubstr("ABI-004: \"Hello World\" is no id of a plugin"));
  descriptor_.id = {nullptr, 0};
  EXPECT_THAT(said(), HasSubstr("the plugin's descriptor has no proper id"));
}

TEST(Files, ThatAreNoPluginsAreRefusedWithTheLoadersWords) {
  EXPECT_EQ(load_native("/nonexistent.so").error().code, "ABI-001");
  const Result<std::shared_ptr<NativeLibrary>> text = load_native(std::string(OPORA_SOURCE_DIR) + "/LICENSE");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().code, "ABI-001");
  EXPECT_THAT(text.error().reason, HasSubstr("ELF"));
}

// --- misuse of services --------------------------------------------------------------------------

class Services : public ::testing::Test {
 protected:
  Services() : call_({"test.so", &facts_, 2026, 1, nullptr, nullptr, {}, nullptr, {}, {}, {}}) {}
  std::string failure(opora_status status) {
    EXPECT_NE(status, OPORA_OK);
    return words(call_.ended(status).take_error());
  }
  testing::FrameFacts facts_ = some_facts();
  opora_call call_;
};

TEST_F(Services, RefuseHandlesThatAreNotOfTheCall) {
  opora_call other({"other.so", &facts_, 2026, 1, nullptr, nullptr, {}, nullptr, {}, {}, {}});
  const opora_frame* theirs = other.keep(facts_.results);
  const opora_frame* out = nullptr;
  EXPECT_EQ(kernels_service().where(&call_, theirs, nullptr, 0, &out), OPORA_E_INVALID_ARGUMENT);
  EXPECT_EQ(kernels_service().where(&call_, reinterpret_cast<const opora_frame*>(0x10), nullptr, 0, &out), OPORA_E_INVALID_ARGUMENT);
  EXPECT_EQ(columns_service().rows(&call_, nullptr), -1);
  const opora_frame* own = call_.keep(facts_.results);
  columns_service().release_frame(&call_, own);
  EXPECT_THAT(failure(kernels_service().where(&call_, own, nullptr, 0, &out)), HasSubstr("does not belong to this call"));
}

TEST_F(Services, RefuseStructsWithoutASize) {
  opora_condition condition{};
  const opora_frame* out = nullptr;
  EXPECT_THAT(failure(kernels_service().where(&call_, call_.keep(facts_.results), &condition, 1, &out)), HasSubstr("without its size"));
}

TEST_F(Services, RefuseChecksOutsideOfADecision) {
  EXPECT_THAT(failure(checks_service().require(&call_, OPORA_OWN_CATEGORY, OPORA_TEXT("r"), 1)), HasSubstr("ABI-010: checks are stated by methodologies"));
}

TEST_F(Services, SayWhatIsNotThere) {
  const opora_column* column = nullptr;
  const opora_frame* frame = call_.keep(facts_.results);
  EXPECT_EQ(columns_service().find(&call_, frame, OPORA_TEXT("scores"), &column), OPORA_OK);
  EXPECT_EQ(column, nullptr);
  const opora_status status = columns_service().column(&call_, frame, OPORA_TEXT("scores"), &column);
  EXPECT_EQ(status, OPORA_E_NOT_FOUND);
  EXPECT_THAT(failure(status), HasSubstr("FRAME-001"));
}

TEST_F(Services, AFailureWithoutWordsIsTheMisbehaviourOfThePlugin) {
  EXPECT_THAT(failure(OPORA_E_INTERNAL), HasSubstr("ABI-006: the plugin failed with status -7 and did not say why"));
}

TEST_F(Services, ViewsShowTheColumnsOwnMemory) {
  const opora_frame* frame = call_.keep(facts_.results);
  for (const char* name : {"score", "journal", "school"}) {
    const opora_column* column = nullptr;
    ASSERT_EQ(columns_service().column(&call_, frame, {name, std::strlen(name)}, &column), OPORA_OK);
    ArrowSchema schema{};
    ArrowArray array{};
    ASSERT_EQ(columns_service().view(&call_, column, &schema, &array), OPORA_OK);
    const Column& held = *facts_.results.find(name);
    EXPECT_EQ(array.buffers[1], static_cast<const void*>(held.codes().data())) << "copied";
    EXPECT_EQ(array.length, held.size());
    EXPECT_EQ(array.null_count, held.null_count());
    EXPECT_EQ(array.buffers[0] == nullptr, held.null_count() == 0);
    EXPECT_EQ(array.offset, 0);
    EXPECT_STREQ(schema.format, held.type() == ColumnType::kText ? "i" : "l");
    if (held.type() != ColumnType::kText) continue;
    ASSERT_NE(array.dictionary, nullptr);
    EXPECT_STREQ(schema.dictionary->format, "u");
    const auto* offsets = static_cast<const std::int32_t*>(array.dictionary->buffers[1]);
    const auto* bytes = static_cast<const char*>(array.dictionary->buffers[2]);
    for (std::int32_t code = 0; code < held.dictionary()->size(); ++code)
      EXPECT_EQ(std::string_view(bytes + offsets[code], static_cast<std::size_t>(offsets[code + 1] - offsets[code])), (*held.dictionary())[code]);
  }
}

}  // namespace
}  // namespace opora
