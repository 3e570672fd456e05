// The mean score of each school in each procedure of the year. Replace it with what you need.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct @STRUCT@ {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {integer("min_n", "5", {.title = "Participants, at least", .min = 1})};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("n"), decimal("mean")};
  static constexpr IndicatorInfo info{
      .id = "@ID@", .title = "@NAME@", .inputs = inputs, .parameters = parameters, .outputs = outputs};

  Frame compute(const Context& ctx) const {
    return ctx.results().where("year", "==", ctx.year()).group("school", "procedure")
        .tally({{"n", count()}, {"mean", mean("score")}})
        .where("n", ">=", ctx.integer("min_n"));
  }
};

static constexpr PluginInfo kPlugin{
    .id = "org.example.@ID@", .name = "@NAME@", .version = "0.1.0", .vendor = "Example", .licence = "Apache-2.0"};
OPORA_PLUGIN(kPlugin, @STRUCT@);
