// A report and a renderer as a plugin: twins of the scripts in documents_test.cpp. Harm of the report is for the tests of
// isolation: a parameter names it.
#include <csignal>
#include <opora/plugin.hpp>
#include <unistd.h>

using namespace opora::sdk;

namespace {

struct Brief {
  static constexpr Text scopes[] = {"region", "municipality"}, needs[] = {"list", "plan?"}, harms[] = {"none", "crash", "exit", "hang", "throw", "nonsense", "deep", "warn"};
  static constexpr Parameter parameters[] = {integer("small_cell", "5", {.title = "Hidden below", .basis = "decision of the region", .min = 0}),
                                             choice("harm", "none", harms, {.title = "What goes wrong", .basis = "test"})};
  static constexpr ReportInfo info{.id = "brief", .title = "The list in brief", .scopes = scopes, .needs = needs, .parameters = parameters};

  void write(const Value& ctx, Document& doc) {
    suffer(doc);
    doc.title(ctx["list"]["title"].text());
    doc.header(ctx["subject"]["name"].text());
    doc.place("number", "12");
    doc.heading(1, "Schools \"on the list\"");
    doc.paragraph(std::string("Plan: ") + (ctx["plan"] ? "yes" : "no"), "plain");
    Table table({{"School", "text", 3}, {"Low marks", "percent", 1, 1, true}, {"Since", "date"}, {"Score", "number", 1, 2}}, "Schools");
    for (const Value school : ctx["list"]["entries"])
      table.row({school["name"].text(), school["low"] ? Cell(school["low"].share()) : Cell::missing("no marks"), Cell::day(school["since"].text()),
                 Cell(school["mean"].number()).people(school["n"].whole())});
    table.totals({Cell("all").strong(), Share{7, 70}, Cell::missing(), Cell(2.5).interval(2.25, 2.75)}).note("Counted, not sampled.");
    doc.table(table);
    doc.block(Document::of("chart")
                  .with("kind", "bars").with("caption", "Low marks").with("description", "The same in words.")
                  .with("series", std::vector<Draft>{Draft::fields().with("name", "share").with(
                      "points", std::vector<Draft>{Draft::fields().with("label", "one").with("y", 12.5), Draft::fields().with("label", "few").with("y", 50.0).with("n", 3)})}));
    doc.key_figure("Schools", Cell(ctx["list"]["entries"].size()).open());
    doc.bullets({"first", "second"});
    doc.numbered(1, "A point");
    doc.annex({"Annex 1"});
    doc.landscape();
    doc.signature("Head", "A. Ivanova");
  }

  // The status that kinds/report.h promises for what is no block; another would end the test.
  static void refused_as_data(Document& doc) {
    try {
      doc.block(Document::of("poem"));
    } catch (const Failure& refusal) {
      if (refusal.status != OPORA_E_INVALID_DATA) std::raise(SIGABRT);
      throw;
    }
  }

  static void suffer(Document& doc) {
    const std::string_view harm = doc.parameter("harm");
    if (harm == "crash") std::raise(SIGSEGV);
    if (harm == "exit") ::_exit(0);
    while (harm == "hang") ::pause();
    if (harm == "throw") throw Error("BRIEF-001", "the harm was asked for", "do not ask");
    if (harm == "nonsense") refused_as_data(doc);
    Draft nested = Draft::fields();
    for (int i = 0; harm == "deep" && i < 100; ++i) nested = Draft::fields().with("inner", std::move(nested));
    if (harm == "deep") doc.block(std::move(nested).with("type", "heading"));
    if (harm == "warn") report(nullptr, OPORA_WARNING, "BRIEF-002", "nobody hears this");
  }
};

struct AsLines {
  static constexpr RendererInfo info{.id = "lines", .title = "Lines of text", .ending = ".lines"};

  void render(const Value& document, File& out) {
    out << "= " << document["title"].text() << "\n";
    for (const Value block : document["blocks"]) {
      out << block["type"].text() << ":";
      for (const Value run : block["text"]) out << " " << run["text"].text();
      for (const Value row : block["rows"])
        for (const Value cell : row) out << " | " << cell["text"].text() << (cell["missing"] ? std::string_view("-") : std::string_view());
      out << "\n";
    }
  }
};

constexpr PluginInfo kPlugin{.id = "test.opora.documents", .name = "Documents", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, Brief, AsLines);
