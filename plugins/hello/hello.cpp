// The smallest plugin: one indicator, the mean score of each school in each procedure of the year.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct MeanScore {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {integer("min_n", "5", {.title = "Participants, at least", .min = 1})};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("n"), decimal("mean", {.min = 0})};
  static constexpr IndicatorInfo info{
      .id = "mean-score", .title = "Mean score", .inputs = inputs, .parameters = parameters, .outputs = outputs};

  Frame compute(const Context& ctx) const {
    return ctx.results().where("year", "==", ctx.year()).group("school", "procedure")
        .tally({{"n", count()}, {"mean", mean("score")}})
        .where("n", ">=", ctx.integer("min_n"));
  }
};

static constexpr PluginInfo kHello{
    .id = "ru.opora.hello", .name = "Hello", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};
OPORA_PLUGIN(kHello, MeanScore);
