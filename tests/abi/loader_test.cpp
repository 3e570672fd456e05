// The loader on plugins that really do harm: each is refused or fails alone, with words that name the file,
// what is wrong and what to do. The test's program serves its own workers.
#include "extend/plugin_loader.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <regex>

#include "base/digest.h"
#include "base/messages.h"
#include "engine/identify.h"
#include "engine/pack_extensions.h"
#include "engine/plugin_list.h"
#include "extend/isolation.h"
#include "extend/process_state.h"
#include "extend/result_codec.h"
#include "opora/abi/all.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;
using ::testing::HasSubstr;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Loading : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Language::kEnglish);
    pack_ = folder_ / "regions" / "demo";
    fs::create_directories(pack_ / "plugins");
  }

  PluginPlaces places() const { return {folder_ / "cache", folder_ / "config" / "trust", folder_ / "shipped", "build-1"}; }
  PluginLoader loader(Isolation isolation = Isolation::kUnlessShipped) const { return PluginLoader(places(), isolation); }

  // A copy of a built plugin in the pack.
  fs::path put(const std::string& built, const std::string& as = {}) const {
    const fs::path file = pack_ / "plugins" / ((as.empty() ? built : as) + ".so");
    std::ofstream(file, std::ios::binary) << text_of(fs::path(OPORA_BAD_PLUGINS) / (built + ".so"));
    fs::permissions(file, fs::perms(0755));
    return file;
  }
  PluginFile read(const fs::path& file) const {
    auto plugin = read_plugin(file, pack_, "regions/demo/plugins/" + file.filename().string());
    EXPECT_TRUE(plugin.ok());
    return *std::move(plugin);
  }
  PluginFile trusted(const std::string& built, const std::string& as = {}) const {
    const fs::path file = put(built, as);
    PluginLoader own = loader();
    const auto change = trust_plugin(file, "tester", own);
    EXPECT_TRUE(change.ok()) << render_terminal(change.error(), false);
    return read(file);
  }
  PluginStatus look(const std::string& built) const { return loader().look(trusted(built)); }

  // Without what differs from run to run.
  std::string words(const Diagnostic& error) const {
    std::string text = render_terminal(error, false);
    for (std::size_t at = 0; (at = text.find(folder_.path().string(), at)) != std::string::npos;) text.replace(at, folder_.path().string().size(), "…");
    text = std::regex_replace(text, std::regex("handled at 0x[0-9a-f]+"), "handled at ADDRESS");
    text = std::regex_replace(text, std::regex("[0-9]+ /dev"), "N /dev");
    text = std::regex_replace(text, std::regex("/ in place of [^;]+"), "/ in place of HERE");
    text = std::regex_replace(text, std::regex("in place of mask [0-7]+"), "in place of mask OTHER");
    // The interface grows, its next minor version is no news here.
    text = std::regex_replace(text, std::regex("offers [0-9]+\\.[0-9]+"), "offers HOST");
    text = std::regex_replace(text, std::regex("built for interface ([0-9]+)\\.[0-9]+"), "built for interface $1.MINOR");
    text = std::regex_replace(text, std::regex("[0-9a-f]{64}"), "SHA256");
    text = std::regex_replace(text, std::regex("\\([0-9a-f]{12}…\\)"), "(SHA…)");
    return std::regex_replace(text, std::regex("20[0-9]{2}-[0-9-]+T[0-9:]+Z"), "TIME");
  }

  TemporaryFolder folder_;
  fs::path pack_;
};

TEST_F(Loading, given_a_good_plugin_then_it_is_described_without_being_loaded_here) {
  const PluginStatus status = look("counts");
  ASSERT_EQ(status.state, PluginState::kReady) << (status.error ? words(*status.error) : "");
  EXPECT_EQ(status.report->id, "ru.example.bad");
  ASSERT_EQ(status.report->extensions.size(), 1u);
  EXPECT_EQ(status.report->extensions[0].indicator->title, "Counts");
  EXPECT_EQ(status.report->extensions[0].indicator->outputs.size(), 2u);
  EXPECT_EQ(text_of("/proc/self/maps").find(status.digest), std::string::npos);
}

TEST_F(Loading, given_each_way_to_be_wrong_then_the_words_are_the_golden_ones) {
  std::string all;
  for (const char* name : {"crash_at_load", "exit_at_load", "locale", "handler", "folder", "mask", "arithmetic", "variable", "descriptor", "magic",
                           "other_major", "newer_host", "size", "no_entry", "missing_symbol"}) {
    const PluginStatus status = look(name);
    all += std::string("== ") + name + ": " + name_of(status.state) + "\n";
    ASSERT_TRUE(status.error) << name;
    all += words(*status.error) + "\n";
  }
  put("counts", "unknown");
  all += "== not trusted\n" + words(*loader().look(read(pack_ / "plugins" / "unknown.so")).error) + "\n";
  PluginFile changed = trusted("counts", "changed");
  put("counts_newer", "changed");
  all += "== trusted with another content\n" + words(*loader().look(read(changed.file)).error) + "\n";
  PluginFile writable = trusted("counts", "writable");
  ASSERT_EQ(::chmod(writable.file.c_str(), 0775), 0);
  all += "== writable file\n" + words(*loader().look(writable).error) + "\n";
  ASSERT_EQ(::chmod(writable.file.c_str(), 0755), 0);
  ASSERT_EQ(::chmod((pack_ / "plugins").c_str(), 0777), 0);
  all += "== writable folder\n" + words(*loader().look(writable).error) + "\n";
  ASSERT_EQ(::chmod((pack_ / "plugins").c_str(), 0755), 0);
  fs::create_symlink(fs::path(OPORA_BAD_PLUGINS) / "counts.so", folder_ / "outside.so");
  put("counts", "inside");
  fs::rename(pack_ / "plugins" / "inside.so", folder_ / "elsewhere.so");
  fs::create_symlink(folder_ / "elsewhere.so", pack_ / "plugins" / "link.so");
  all += "== link out of the pack\n" + words(*loader().look(PluginFile{pack_ / "plugins" / "link.so", pack_, "regions/demo/plugins/link.so", "x"}).error) + "\n";
  PluginLoader two = loader();
  ASSERT_EQ(two.look(trusted("counts", "one")).state, PluginState::kReady);
  all += "== two of one id\n" + words(*two.look(trusted("counts_newer", "two")).error) + "\n";

  const fs::path golden = fs::path(OPORA_SOURCE_DIR) / "tests" / "golden" / "abi" / "loader_messages.txt";
  if (std::getenv("OPORA_WRITE_GOLDEN")) std::ofstream(golden, std::ios::binary) << all;
  EXPECT_EQ(all, text_of(golden)) << "OPORA_WRITE_GOLDEN=1 writes the new form";
}

TEST_F(Loading, given_harm_at_the_probe_then_it_stays_in_quarantine_until_somebody_looks) {
  const PluginFile plugin = trusted("crash_at_load");
  EXPECT_EQ(loader().look(plugin).state, PluginState::kQuarantined);
  const PluginStatus again = loader().look(plugin);
  EXPECT_EQ(again.state, PluginState::kQuarantined);
  EXPECT_THAT(words(*again.error), HasSubstr("in quarantine since"));
  // Another build of the host does not run it again either.
  PluginPlaces newer = places();
  newer.host_build = "build-2";
  EXPECT_THAT(words(*PluginLoader(newer).look(plugin).error), HasSubstr("in quarantine since"));
  PluginLoader own = loader();
  const auto checked = check_plugin(plugin.file, own);
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(checked->state, PluginState::kQuarantined) << "it crashes still";
  // A new content is looked at.
  EXPECT_EQ(loader().look(trusted("counts", "crash_at_load")).state, PluginState::kReady);
}

TEST_F(Loading, given_a_known_plugin_then_no_worker_is_started) {
  const PluginFile plugin = trusted("counts");
  ASSERT_EQ(loader().look(plugin).state, PluginState::kReady);
  set_worker_program("/nonexistent");
  const PluginStatus warm = loader().look(plugin);
  PluginPlaces newer = places();
  newer.host_build = "build-2";
  const PluginStatus other = PluginLoader(newer).look(plugin);
  set_worker_program("/proc/self/exe");
  EXPECT_EQ(warm.state, PluginState::kReady);
  EXPECT_EQ(other.state, PluginState::kRejected) << "another build looks anew, and cannot";
}

TEST_F(Loading, given_a_damaged_copy_in_the_cache_then_it_is_written_again) {
  const PluginFile plugin = trusted("counts");
  const PluginStatus first = loader().look(plugin);
  ASSERT_EQ(first.state, PluginState::kReady);
  fs::permissions(first.copy, fs::perms(0700));
  std::ofstream(first.copy, std::ios::binary) << "something else";
  ASSERT_EQ(loader().look(plugin).state, PluginState::kReady);
  EXPECT_TRUE(text_of(first.copy) == plugin.bytes);
}

TEST_F(Loading, given_trust_taken_back_then_the_plugin_does_not_run) {
  const PluginFile plugin = trusted("counts");
  PluginLoader own = loader();
  const auto change = revoke_trust(plugin.file.string(), "tester", own);
  ASSERT_TRUE(change.ok());
  EXPECT_TRUE(change->changed);
  EXPECT_EQ(loader().look(plugin).state, PluginState::kUntrusted);
}

TEST_F(Loading, given_a_list_of_trust_that_others_may_write_then_nothing_is_trusted) {
  const PluginFile plugin = trusted("counts");
  fs::permissions(places().trust, fs::perms(0666));
  const PluginStatus status = loader().look(plugin);
  ASSERT_TRUE(status.error);
  EXPECT_EQ(status.error->code, "EXT-016");
}

TEST_F(Loading, given_a_shipped_digest_then_it_runs_in_this_process_and_the_state_stays) {
  const PluginFile plugin = read(put("counts"));
  fs::create_directories(places().shipped);
  std::ofstream(places().shipped / "digests") << to_hex(digest_of(plugin.bytes)) << "  counts.so\n";
  const ProcessState before = ProcessState::capture();
  PluginLoader own = loader();
  const auto extension = own.extension(plugin, OPORA_KIND_INDICATOR, "counts");
  ASSERT_TRUE(extension.ok()) << words(extension.error());
  EXPECT_EQ(extension->isolated, nullptr);
  EXPECT_THAT(before.differences(), ::testing::IsEmpty());
}

TEST_F(Loading, given_a_changed_file_under_the_same_path_then_the_next_run_has_it_and_the_running_one_keeps_the_old) {
  PluginLoader first = loader(Isolation::kNever);
  const auto old = first.extension(trusted("counts"), OPORA_KIND_INDICATOR, "counts");
  ASSERT_TRUE(old.ok()) << words(old.error());
  PluginLoader second = loader(Isolation::kNever);
  const auto newer = second.extension(trusted("counts_newer", "counts"), OPORA_KIND_INDICATOR, "counts");
  ASSERT_TRUE(newer.ok()) << words(newer.error());
  EXPECT_EQ((*Indicator::of(*newer))->info().title, "Counts, newer");
  EXPECT_EQ((*Indicator::of(*old))->info().title, "Counts");
}

TEST_F(Loading, given_random_and_mutated_bytes_then_each_is_refused_or_described) {
  std::mt19937_64 random(7);
  const std::string whole = text_of(fs::path(OPORA_BAD_PLUGINS) / "counts.so");
  PluginLoader own = loader();
  for (int i = 0; i < 60; ++i) {
    std::string bytes = whole;
    if (i % 3 == 0) bytes.resize(random() % bytes.size());
    for (int k = 0; k < 1 + i % 5; ++k)
      if (!bytes.empty()) bytes[random() % std::min<std::size_t>(bytes.size(), 4096)] = static_cast<char>(random());
    const PluginStatus status = own.look_anew({pack_ / "plugins" / "m.so", pack_, "m.so", bytes});
    EXPECT_TRUE(status.error || status.report);
  }
}

// Calls in workers, on a store.
class Isolated : public Loading {
 protected:
  void SetUp() override {
    Loading::SetUp();
    std::mt19937_64 random(11);
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    ASSERT_OK(testing::import(*store_, testing::sample_file(random, {})));
    content_ = testing::dump_content(*store_);
  }
  RunContext context() const {
    RunContext context;
    context.store = &*store_;
    context.year = 2022;
    return context;
  }
  Result<Frame> compute(const PluginFile& plugin, Isolation isolation, CallLimits limits = {}) {
    PluginLoader own = loader(isolation);
    OPORA_ASSIGN(Extension extension, own.extension(plugin, OPORA_KIND_INDICATOR, "counts"));
    if (extension.isolated) {
      auto limited = std::make_shared<IsolatedPlugin>(*extension.isolated);
      limited->limits = limits;
      extension.isolated = limited;
    }
    OPORA_ASSIGN(const auto indicator, Indicator::of(extension));
    const auto facts = facts_of(*store_);
    return indicator->compute_on(*facts, context(), {});
  }

  std::optional<Store> store_;
  std::string content_;
};

TEST_F(Isolated, given_an_indicator_then_its_frame_is_bit_equal_to_the_one_computed_here) {
  const PluginFile plugin = trusted("counts");
  const auto here = compute(plugin, Isolation::kNever), there = compute(plugin, Isolation::kAlways);
  ASSERT_OK(here);
  ASSERT_OK(there);
  EXPECT_GT(here->rows(), 0);
  EXPECT_EQ(testing::dump(*here), testing::dump(*there));
}

TEST_F(Isolated, given_a_methodology_then_its_decisions_are_bit_equal_to_those_made_here) {
  const fs::path file = pack_ / "plugins" / "twins.so";
  std::ofstream(file, std::ios::binary) << text_of(OPORA_TWINS);
  PluginLoader own = loader();
  ASSERT_OK(trust_plugin(file, "tester", own));
  const PluginStatus status = own.look(read(file));
  ASSERT_EQ(status.state, PluginState::kReady) << words(*status.error);
  std::vector<std::string> results;
  for (const Isolation isolation : {Isolation::kNever, Isolation::kAlways}) {
    PluginLoader of_run = loader(isolation);
    const auto extension = of_run.extension(read(file), OPORA_KIND_METHODOLOGY, "low-results");
    ASSERT_OK(extension);
    const auto methodology = Methodology::of(*extension);
    ASSERT_OK(methodology);
    const auto decisions = (*methodology)->run(context(), {{"min_n", "2"}});
    ASSERT_OK(decisions);
    results.push_back(encode_decisions(*decisions, 1));
  }
  EXPECT_FALSE(results[0].empty());
  EXPECT_TRUE(results[0] == results[1]);
}

TEST_F(Isolated, given_harm_in_a_call_then_that_call_fails_with_the_golden_words_and_the_store_is_unharmed) {
  std::string all;
  CallLimits limits;
  limits.memory = std::uint64_t{1} << 30;
  for (const char* name : {"crash_in_call", "exit_in_call", "garbage_in_call", "file_in_call", "throw_in_call", "memory_in_call", "hang_in_call"}) {
#ifdef __SANITIZE_ADDRESS__
    if (std::string(name) == "memory_in_call") continue;  // addresses are not limited there
#endif
    limits.wall = std::string(name) == "hang_in_call" ? std::chrono::seconds(1) : std::chrono::seconds(60);
    const auto frame = compute(trusted(name), Isolation::kUnlessShipped, limits);
    ASSERT_FALSE(frame.ok()) << name;
    all += std::string("== ") + name + "\n" + words(frame.error()) + "\n";
  }
  EXPECT_EQ(testing::dump_content(*store_), content_);
  const fs::path golden = fs::path(OPORA_SOURCE_DIR) / "tests" / "golden" / "abi" / "isolation_messages.txt";
  if (std::getenv("OPORA_WRITE_GOLDEN")) std::ofstream(golden, std::ios::binary) << all;
  EXPECT_EQ(all, text_of(golden)) << "OPORA_WRITE_GOLDEN=1 writes the new form";
}

TEST_F(Isolated, given_a_cancelled_run_then_the_worker_is_ended) {
  PluginLoader own = loader();
  const auto extension = own.extension(trusted("hang_in_call"), OPORA_KIND_INDICATOR, "counts");
  ASSERT_OK(extension);
  RunContext cancelled = context();
  cancelled.cancelled = [] { return true; };
  const auto frame = compute_isolated(*extension, cancelled, {});
  ASSERT_FALSE(frame.ok());
  EXPECT_EQ(frame.error().code, "LUA-039");
}

TEST_F(Isolated, given_a_pack_with_a_bad_and_a_good_methodology_then_the_good_one_has_its_run) {
  std::ofstream(pack_ / "pack.lua") << R"(return { manifest = 1, id = "demo", name = "Demo", level = "region", version = "1.0.0", items = {
    { kind = "indicator", id = "counts", source = "plugins/crash_in_call.so", valid_from = 2000 },
    { kind = "methodology", id = "bad", source = "bad.lua", valid_from = 2000 },
    { kind = "methodology", id = "good", source = "good.lua", valid_from = 2000 } } })";
  const auto script = [](const char* id, const char* rows) {
    return std::string("return methodology { api = 1, id = \"") + id + "\", category = \"" + id + R"(", title = "T", inputs = { "results" },
      decide = function(ctx, p)
        for r in )" + rows + R"(:rows() do
          local d = ctx:decision(r.school)
          d:check { name = "n", value = r.n, n = r.n, op = ">=", threshold = 1 }
          d:all()
        end
      end })";
  };
  std::ofstream(pack_ / "bad.lua") << script("bad", "ctx:indicator(\"counts\")");
  std::ofstream(pack_ / "good.lua") << script("good", "ctx.results:group(\"school\"):tally { n = count() }");
  // The places of the environment, as the program has them; worker_main.cpp sets them.
  PluginLoader own(plugin_places("any"));
  ASSERT_OK(trust_plugin(put("crash_in_call"), "tester", own));
  const auto library = PackLibrary::open(folder_ / "regions");
  ASSERT_OK(library);
  IdentifyRequest request;
  request.pack = "demo";
  request.year = 2022;
  const auto report = identify(*store_, *library, request);
  ASSERT_OK(report);
  ASSERT_EQ(report->failed.size(), 1u);
  EXPECT_EQ(report->failed[0].code, "EXT-001");
  EXPECT_EQ(exit_code_of(report->failed[0]), 4);
  ASSERT_EQ(report->methods.size(), 1u);
  EXPECT_EQ(report->methods[0].id, "good");
  ASSERT_EQ(report->run.counts.size(), 1u);
  EXPECT_GT(report->run.counts[0].yes, 0);
}

TEST(ResultCodec, given_any_changed_byte_then_the_answer_is_refused_or_in_order) {
  DecisionSet set;
  set.categories = {{"C", "T", "m", {{"r", 1}}, Combination::kAll}};
  set.rules = {{0, "r", "R", Comparison::kGreaterEqual, {3, 10}, 2, "%"}};
  set.checks = {{set.school_index("1"), 0, set.name_index("n"), ValueForm::kShare, 1, 2, 0, 5, std::numeric_limits<double>::quiet_NaN()}};
  set.settle();
  const std::string whole = encode_decisions(set, 1);
  const auto back = decode_decisions(whole);
  ASSERT_OK(back);
  EXPECT_TRUE(encode_decisions(*back, 1) == whole);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(decode_decisions(whole.substr(0, i)).ok());
    for (int value = 0; value < 256; ++value) {
      std::string changed = whole;
      changed[i] = static_cast<char>(value);
      const auto read = decode_decisions(changed);
      if (!read.ok()) continue;
      for (const DecisionRow& row : read->decisions) static_cast<void>(read->decision(row));
    }
  }
  const Frame frame = Frame().with("t", Column::of_text(std::vector<std::string>{"b", "a", ""}, std::vector<std::uint8_t>{1, 1, 0}))
                          .with("x", Column::of_float64(std::vector<double>{-0.0, 1e308, 3}, std::vector<std::uint8_t>{1, 1, 0}));
  const std::string bytes = encode_frame(frame);
  const auto frame_back = decode_frame(bytes);
  ASSERT_OK(frame_back);
  EXPECT_EQ(testing::dump(*frame_back), testing::dump(frame));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (int value = 0; value < 256; ++value) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(value);
      if (const auto read = decode_frame(changed); read.ok()) static_cast<void>(testing::dump(*read));
    }
}

}  // namespace
}  // namespace opora
