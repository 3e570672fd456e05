// A program that lives long: scripts, libraries and plugins of a pack are exchanged while it runs. The run that is
// under way keeps the old ones to its end, the next one has the new ones.
#include <gmock/gmock.h>

#include <fstream>

#include "engine/identify.h"
#include "engine/plugin_list.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

// School → what each methodology says it saw.
using Seen = std::map<std::string, std::vector<std::string>>;

class HotSwap : public ::testing::TestWithParam<Isolation> {
 protected:
  void SetUp() override {
    std::mt19937_64 random(11);
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    ASSERT_OK(testing::import(*store_, testing::sample_file(random, {})));
    write("pack.lua", R"(return { manifest = 1, id = "demo", name = "Demo", level = "region", version = "1.0.0", items = {
      { kind = "indicator", id = "counts", source = "plugins/counts.so", valid_from = 2000 },
      { kind = "indicator", id = "scripted", source = "scripted.lua", valid_from = 2000 },
      { kind = "methodology", id = "by-script", source = "by_script.lua", valid_from = 2000 },
      { kind = "methodology", id = "by-plugin", source = "plugins/by_plugin.so", valid_from = 2000 } } })");
    install("old");
  }

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((pack_ / file).parent_path());
    std::ofstream(pack_ / file, std::ios::binary) << text;
  }
  // As somebody would copy a newer plugin over the old one, and trust it.
  void put(const std::string& built, const std::string& as) const {
    const fs::path file = pack_ / "plugins" / as;
    std::ifstream in(fs::path(OPORA_BAD_PLUGINS) / built, std::ios::binary);
    write("plugins/" + as, {std::istreambuf_iterator<char>(in), {}});
    fs::permissions(file, fs::perms(0755));
    PluginLoader own(plugin_places("any"));
    ASSERT_OK(trust_plugin(file, "tester", own));
  }
  // Everything in one version: the scripts, what they include when they are called, the plugins.
  void install(const std::string& version) const {
    const std::string number = version == "old" ? "1" : "2";
    write("lib/words.lua", "return { version = 'lib-" + version + "', number = " + number + " }");
    write("scripted.lua", "return indicator { api = 1, id = 'scripted', title = 'S', inputs = { 'results' }, outputs = { school = 'text', number = 'whole' },\n"
                          "  compute = function(ctx)\n"
                          "    local f = ctx.results:group('school'):tally { n = count() }\n"
                          "    return f:with { number = f.n * 0 + (" + number + "0 + include('words').number) }:select('school', 'number')\n"
                          "  end }");
    write("by_script.lua", "return methodology { api = 1, id = 'by-script', category = 'By script', title = 'T', inputs = { 'results' }, each = 'municipality',\n"
                           "  decide = function(ctx)\n"
                           "    for r in ctx:indicator('counts'):rows() do\n"
                           "      ctx:decision(r.school):value('seen', 'script-" + version + " ' .. include('words').version .. ' ' .. r.n)\n"
                           "    end\n"
                           "  end }");
    put(version == "old" ? "counts.so" : "counts_newer.so", "counts.so");
    put("by_plugin_" + version + ".so", "by_plugin.so");
  }

  // A run as a program makes it that lives long. `after_first` runs when the first part is done.
  Seen run(const std::function<void()>& after_first = {}) {
    const auto library = PackLibrary::open(folder_ / "regions");
    EXPECT_TRUE(library.ok());
    IdentifyRequest request;
    request.pack = "demo";
    request.year = 2022;
    request.isolation = GetParam();
    request.progress = [&](std::size_t done, std::size_t all) {
      parts_ = all;
      if (done == 1 && after_first) after_first();
    };
    const auto report = identify(*store_, *library, request);
    EXPECT_TRUE(report.ok()) << render_terminal(report.error(), false);
    if (!report.ok()) return {};
    for (const Diagnostic& failed : report->failed) ADD_FAILURE() << render_terminal(failed, false);
    carried_over_ = report->run.carried_over;
    const auto decisions = load_decisions(*store_, report->run.id);
    EXPECT_TRUE(decisions.ok());
    Seen seen;
    for (const DecisionRow& row : decisions->decisions)
      for (const auto& [name, text] : decisions->decision(row).values) seen[decisions->schools[static_cast<std::size_t>(row.school)]].push_back(text);
    return seen;
  }

  TemporaryFolder folder_;
  const fs::path pack_ = folder_ / "regions" / "demo";
  std::optional<Store> store_;
  std::size_t parts_ = 0;
  std::int64_t carried_over_ = 0;
};

TEST_P(HotSwap, given_everything_exchanged_in_the_middle_of_a_run_then_the_run_keeps_the_old_and_the_next_one_has_the_new) {
  const Seen during = run([this] { install("new"); });
  ASSERT_GE(parts_, 4u) << "parts of both methodologies follow the exchange";
  ASSERT_GT(during.size(), 4u);
  for (const auto& [school, seen] : during)
    EXPECT_THAT(seen, ::testing::UnorderedElementsAre(::testing::StartsWith("script-old lib-old "), ::testing::MatchesRegex("plugin-old [0-9]+ 11"))) << school;

  const Seen next = run();
  EXPECT_EQ(carried_over_, 0) << "nothing of the old version is taken for the new one";
  ASSERT_EQ(next.size(), during.size());
  for (const auto& [school, seen] : next) {
    EXPECT_THAT(seen, ::testing::UnorderedElementsAre(::testing::StartsWith("script-new lib-new "), ::testing::MatchesRegex("plugin-new [0-9]+ 22"))) << school;
    EXPECT_NE(seen[0].substr(seen[0].rfind(' ')), during.at(school)[0].substr(during.at(school)[0].rfind(' '))) << "the number of the new plugin";
  }

  install("old");
  EXPECT_EQ(run(), during) << "and back, with the numbers of the old plugin";
}

TEST_P(HotSwap, given_a_changed_library_alone_then_the_next_run_has_it) {
  const Seen before = run();
  write("lib/words.lua", "return { version = 'lib-corrected', number = 5 }");
  for (const auto& [school, seen] : run())
    EXPECT_THAT(seen, ::testing::UnorderedElementsAre(::testing::StartsWith("script-old lib-corrected "), ::testing::MatchesRegex("plugin-old [0-9]+ 15"))) << school;
}

TEST_P(HotSwap, given_nothing_exchanged_then_the_next_run_is_the_same_without_computing) {
  const Seen first = run();
  EXPECT_EQ(run(), first);
  EXPECT_GT(carried_over_, 0);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, HotSwap, ::testing::Values(Isolation::kUnlessShipped, Isolation::kNever),
                         [](const auto& where) { return where.param == Isolation::kNever ? "in_this_process" : "in_workers"; });

}  // namespace
}  // namespace opora
