// Reports and renderers: the same as a script and as a plugin, in this process and in a worker.
#include <gmock/gmock.h>

#include <fstream>

#include "base/messages.h"
#include "extend/isolation.h"
#include "extend/native_library.h"
#include "extend/plugin_report.h"
#include "extend/renderer_call.h"
#include "extend/report_call.h"
#include "opora/abi/all.h"
#include "report/document_json.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Arguments = std::map<std::string, std::string>;

const char* kBrief = R"(
return report {
  api = 1, id = "brief", title = "The list in brief", scope = { "region", "municipality" }, needs = { "list", "plan?" },
  params = { small_cell = integer(5, { title = "Hidden below", basis = "decision of the region", min = 0 }) },
  write = function(ctx, doc, p)
    doc:title(ctx.list.title)
    doc:header(ctx.subject.name)
    doc:place("number", "12")
    doc:heading(1, 'Schools "on the list"')
    doc:paragraph { text = "Plan: " .. (ctx.plan and "yes" or "no"), style = "plain" }
    local rows = {}
    for _, school in ipairs(ctx.list.entries) do
      table.insert(rows, { school.name, school.low or { reason = "no marks" }, school.since, { value = school.mean, n = school.n } })
    end
    doc:table {
      caption = "Schools", note = "Counted, not sampled.", rows = rows,
      columns = { { title = "School", width = 3 }, { title = "Low marks", type = "percent", show_n = true }, { title = "Since", type = "date" },
        { title = "Score", type = "number", digits = 2 } },
      totals = { { value = "all", strong = true }, share(7, 70), {}, { value = 2.5, interval = { 2.25, 2.75 } } },
    }
    doc:chart { kind = "bars", caption = "Low marks", description = "The same in words.",
      series = { { name = "share", points = { { label = "one", y = 12.5 }, { label = "few", y = 50.0, n = 3 } } } } }
    doc:key_figures { { title = "Schools", value = #ctx.list.entries, open = true } }
    doc:bullets { "first", "second" }
    doc:numbered(1, "A point")
    doc:annex { "Annex 1" }
    doc:landscape()
    doc:signature { post = "Head", name = "A. Ivanova" }
  end,
}
)";

const char* kLines = R"(
return renderer {
  api = 1, id = "lines", title = "Lines of text", ending = ".lines",
  render = function(document, out)
    out:write("= ", document.title, "\n")
    for _, block in ipairs(document.blocks) do
      out:write(block.type, ":")
      if type(block.text) == "table" then for _, run in ipairs(block.text) do out:write(" ", run.text) end end
      for _, row in ipairs(block.rows or {}) do
        for _, cell in ipairs(row) do out:write(" | ", cell.text or "", cell.missing and "-" or "") end
      end
      out:write("\n")
    end
  end,
}
)";

ReportFields school(const std::string& name, std::optional<Share> low, double mean, std::int64_t n) {
  ReportFields fields = {{"name", {name}}, {"since", {std::string("2021-03-17")}}, {"mean", {mean}}, {"n", {n}}};
  if (low) fields.emplace_back("low", ReportValue{*low});
  return fields;
}

ReportFields context() {
  ReportList entries = {ReportValue{school("№ 1 \"first\"", Share{3, 20}, 2.125, 20)}, ReportValue{school("small", Share{1, 3}, 3.5, 4)}, ReportValue{school("none", {}, 4, 12)}};
  return {{"subject", {ReportFields{{"name", {std::string("Region")}}}}},
          {"plan", {false}},
          {"list", {ReportFields{{"title", {std::string("Schools that need support")}}, {"entries", {std::move(entries)}}}}}};
}

class Documents : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Language::kEnglish);
    auto library = load_native(OPORA_DOCUMENTS, "regions/demo/documents.so");
    ASSERT_OK(library);
    library_ = *library;
  }
  Extension native(const char* kind, const std::string& id) const { return *native_extension(library_, kind, id); }
  // As the loader makes one whose code runs in a worker.
  Extension isolated(const char* kind, const std::string& id, CallLimits limits = {}) const {
    Extension extension;
    extension.kind = kind, extension.id = id, extension.origin = "regions/demo/documents.so", extension.copy = OPORA_DOCUMENTS;
    const auto described = decode_report(encode_report(*describe_plugin(library_, extension.origin)));
    extension.isolated = std::make_shared<IsolatedPlugin>(IsolatedPlugin{*described, limits});
    return extension;
  }
  static Result<Document> written(const Extension& extension, const Arguments& parameters = {}) {
    OPORA_ASSIGN(const Report report, Report::of(extension));
    return report.write(context(), parameters);
  }
  static std::string json(const Extension& extension, const Arguments& parameters = {}) {
    const auto document = written(extension, parameters);
    return document.ok() ? to_json(*document) : render_terminal(document.error(), false);
  }
  static std::string error(const Extension& extension, const std::string& harm) { return json(extension, {{"harm", harm}}); }

  std::shared_ptr<NativeLibrary> library_;
};

TEST_F(Documents, ReportsMakeTheSameDocument) {
  const auto script = load_lua_extension({"regions/demo/brief.lua", kBrief, {}}, OPORA_KIND_REPORT);
  ASSERT_OK(script);
  const std::string expected = json(*script);
  EXPECT_THAT(expected, HasSubstr("\"reason\": \"fewer than"));
  EXPECT_THAT(expected, ::testing::Not(HasSubstr("\"label\": \"few\"")));
  EXPECT_EQ(json(native(OPORA_KIND_REPORT, "brief")), expected);
  EXPECT_EQ(json(isolated(OPORA_KIND_REPORT, "brief")), expected);
  const Arguments all = {{"small_cell", "0"}};
  EXPECT_NE(json(*script, all), expected);
  EXPECT_EQ(json(native(OPORA_KIND_REPORT, "brief"), all), json(*script, all));
}

TEST_F(Documents, RenderersMakeTheSameBytes) {
  const auto script = load_lua_extension({"regions/demo/lines.lua", kLines, {}}, OPORA_KIND_RENDERER);
  ASSERT_OK(script);
  const auto document = written(native(OPORA_KIND_REPORT, "brief"));
  ASSERT_OK(document);
  const auto bytes = [&](const Extension& extension) {
    const auto renderer = Renderer::of(extension);
    EXPECT_TRUE(renderer.ok());
    EXPECT_EQ(renderer->info().ending, ".lines");
    const auto made = renderer->render(*document);
    return made.ok() ? *made : render_terminal(made.error(), false);
  };
  const std::string expected = bytes(*script);
  EXPECT_THAT(expected, HasSubstr("= Schools that"));
  EXPECT_THAT(expected, HasSubstr("heading: Schools «on the"));
  EXPECT_EQ(bytes(native(OPORA_KIND_RENDERER, "lines")), expected);
  EXPECT_EQ(bytes(isolated(OPORA_KIND_RENDERER, "lines")), expected);
}

TEST_F(Documents, DescribeThemselves) {
  const auto described = decode_report(encode_report(*describe_plugin(library_, "documents.so")));
  ASSERT_TRUE(described);
  EXPECT_THAT(described->kinds, ElementsAre(OPORA_KIND_REPORT, OPORA_KIND_RENDERER));
  const ReportInfo& report = *described->find(OPORA_KIND_REPORT, "brief")->document;
  EXPECT_EQ(report.title, "The list in brief");
  EXPECT_THAT(report.scopes, ElementsAre("region", "municipality"));
  EXPECT_THAT(report.needs, ElementsAre("list", "plan?"));
  ASSERT_EQ(report.parameters.size(), 2u);
  EXPECT_EQ(report.parameters[0].basis, "decision of the region");
  EXPECT_EQ(described->find(OPORA_KIND_RENDERER, "lines")->renderer->ending, ".lines");
}

TEST_F(Documents, HarmFailsTheDocumentAlone) {
  CallLimits short_time;
  short_time.wall = std::chrono::seconds(2);
  const Extension report = isolated(OPORA_KIND_REPORT, "brief", short_time);
  EXPECT_THAT(error(report, "crash"), HasSubstr("EXT-001"));
  EXPECT_THAT(error(report, "hang"), HasSubstr("EXT-002"));
  EXPECT_THAT(error(report, "exit"), HasSubstr("EXT-00"));
  EXPECT_THAT(error(report, "throw"), ::testing::AllOf(HasSubstr("BRIEF-001"), HasSubstr("the harm was asked for"), HasSubstr("do not ask"), HasSubstr("documents.so")));
  EXPECT_EQ(json(report), json(native(OPORA_KIND_REPORT, "brief")));
}

TEST_F(Documents, WhatIsNoBlockIsRefusedWithItsReason) {
  for (const Extension& report : {native(OPORA_KIND_REPORT, "brief"), isolated(OPORA_KIND_REPORT, "brief")}) {
    EXPECT_THAT(error(report, "nonsense"), ::testing::AllOf(HasSubstr("DOC-013"), HasSubstr("unknown type: poem")));
    EXPECT_THAT(error(report, "deep"), ::testing::AllOf(HasSubstr("ABI-010"), HasSubstr("nested deeper than 32")));
  }
}

TEST_F(Documents, EndingsOfTheHostAreNotReplaced) {
  const auto refused = [](const std::string& ending) {
    const auto script = load_lua_extension({"r.lua", "return renderer { api = 1, id = 'r', title = 'T', ending = '" + ending + "', render = function() end }", {}}, OPORA_KIND_RENDERER);
    return script.ok() ? std::string() : script.error().message;
  };
  EXPECT_EQ(refused(".docx"), "files .docx are the host's own");
  EXPECT_EQ(refused("md"), "'md' is no ending of a file");
  EXPECT_EQ(refused(".MD"), "'.MD' is no ending of a file");
  EXPECT_EQ(refused(".md"), "");
}

TEST_F(Documents, AScriptThatRendersWithoutEndIsStopped) {
  const auto script = load_lua_extension({"r.lua", "return renderer { api = 1, id = 'r', title = 'T', ending = '.md', render = function(d, out)\nwhile true do out:write('x') end end }", {}}, OPORA_KIND_RENDERER);
  ASSERT_OK(script);
  const auto bytes = Renderer::of(*script)->render(Document{});
  ASSERT_FALSE(bytes.ok());
  EXPECT_THAT(bytes.error().code, HasSubstr("LUA-"));
  ASSERT_FALSE(bytes.error().spans.empty());
  EXPECT_EQ(bytes.error().spans.front().line, 2);
}

}  // namespace
}  // namespace opora
