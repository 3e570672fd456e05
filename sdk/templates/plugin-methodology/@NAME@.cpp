// Schools where many participants got a low mark in several procedures of the year. Replace it with what you need.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct @STRUCT@ {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {
      percent("low_share", "30", {.title = "Participants with a low mark, at least", .basis = "name the act here"}),
      integer("low_mark", "2", {.title = "Highest low mark", .basis = "name the act here", .min = 1, .max = 5}),
      integer("procedures", "2", {.title = "Procedures, at least", .basis = "name the act here", .min = 1, .max = 20}),
      integer("min_n", "10", {.title = "Participants, at least", .basis = "name the act here", .min = 1, .max = 1000})};
  static constexpr MethodologyInfo info{
      .id = "@ID@", .category = "@NAME@", .title = "@NAME@", .inputs = inputs, .parameters = parameters};

  void decide(Decisions& ctx) const {
    const Frame shares = ctx.results().where("year", "==", ctx.year()).group("school", "procedure")
        .tally({{"n", count()}, {"low", count_where("mark", "<=", ctx.integer("low_mark"))}});
    ctx.check(shares, {.rule = "low", .title = "Participants with a low mark", .name = "procedure", .value = share("low", "n"),
                       .op = ">=", .threshold = ctx.percent("low_share"), .min_n = ctx.integer("min_n"), .unit = "%"});
    ctx.require("low", ctx.integer("procedures"));
    ctx.assess(ctx.schools());
  }
};

static constexpr PluginInfo kPlugin{
    .id = "org.example.@ID@", .name = "@NAME@", .version = "0.1.0", .vendor = "Example", .licence = "Apache-2.0"};
OPORA_PLUGIN(kPlugin, @STRUCT@);
