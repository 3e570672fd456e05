// Schools where many participants got the lowest mark; the same as outside.lua of the pack.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct ManyLowMarks {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {integer("mark", "2", {.title = "Lowest mark", .min = 1, .max = 5}),
                                             number("percent", "20", {.title = "Per cent, at least", .min = 0, .max = 100})};
  static constexpr MethodologyInfo info{
      .id = "outside", .category = "outside", .title = "Many low marks", .inputs = inputs, .parameters = parameters};

  void decide(Decisions& ctx) const {
    Frame f = ctx.results().where("year", "==", ctx.year()).where("mark", ">=", ctx.integer("mark")).group("school", "procedure")
        .tally({{"n", count()}, {"low", count_where("mark", "==", ctx.integer("mark"))}});
    f = f.with("percent", f["low"] * 100 / f["n"]);
    ctx.check(f, {.rule = "low", .title = "Low marks", .name = "procedure", .value = "percent", .n = "n", .op = ">=",
                  .threshold = ctx.number("percent"), .min_n = 5});
    ctx.require({}, 1);
    ctx.assess(ctx.schools());
  }
};

static constexpr PluginInfo kOutside{
    .id = "org.example.outside", .name = "Outside", .version = "1.0.0", .vendor = "Example", .licence = "Apache-2.0"};
OPORA_PLUGIN(kOutside, ManyLowMarks);
