// The schools of a list, municipality by municipality. Replace it with what you need.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct @STRUCT@ {
  static constexpr Text scopes[] = {"region", "municipality"}, needs[] = {"list"};
  static constexpr Parameter parameters[] = {
      integer("small_cell", "5", {.title = "Values of fewer people are hidden", .basis = "name the act here", .min = 0, .max = 50})};
  static constexpr ReportInfo info{.id = "@ID@", .title = "@NAME@", .scopes = scopes, .needs = needs, .parameters = parameters};

  void write(const Value& ctx, Document& doc) {
    doc.title(ctx["list"]["title"].text());
    doc.paragraph(ctx["subject"]["name"].text(), "plain");
    Table table({{"Municipality", "text", 2}, {"School", "text", 4}, {"Why", "text", 5}});
    for (const Value school : ctx["list"]["entries"])
      table.row({school["municipality"].text(), school["name"].text(), school["reasons"].text()});
    doc.table(table);
    doc.signature("Post", ctx["document"]["signed_by"].text());
  }
};

static constexpr PluginInfo kPlugin{
    .id = "org.example.@ID@", .name = "@NAME@", .version = "0.1.0", .vendor = "Example", .licence = "Apache-2.0"};
OPORA_PLUGIN(kPlugin, @STRUCT@);
