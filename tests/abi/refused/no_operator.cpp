// An operator that does not exist: the compiler's words must say what to write.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct Mean {
  static constexpr Output outputs[] = {key("school")};
  static constexpr IndicatorInfo info{.id = "mean", .title = "Mean", .outputs = outputs};
  Frame compute(const Context& ctx) const { return ctx.results().where("year", "=>", 1).tally({{"n", count()}}); }
};

static constexpr PluginInfo kPlugin{.id = "ru.example.refused", .name = "N", .version = "1.0.0", .vendor = "V", .licence = "MIT"};
OPORA_PLUGIN(kPlugin, Mean);
