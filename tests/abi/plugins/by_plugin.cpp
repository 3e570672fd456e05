// A methodology that asks for two indicators of its pack, a plugin's and a script's, and says what it got. VERSION
// makes another version of it.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct ByPlugin {
  static constexpr Text inputs[] = {"results"};
  static constexpr MethodologyInfo info{.id = "by-plugin", .category = "By plugin", .title = "T", .inputs = inputs, .each = OPORA_EACH_MUNICIPALITY};

  void decide(Decisions& ctx) const {
    const Frame counts = ctx.indicator("counts"), scripted = ctx.indicator("scripted");
    const auto school = counts.view<std::string_view>("school");
    const auto n = counts.view<std::int64_t>("n");
    const auto number = scripted.view<std::int64_t>("number");
    for (std::int64_t row = 0; row < counts.rows(); ++row)
      ctx.decision(school.value_or(row, ""))
          .value("seen", std::string(VERSION) + " " + std::to_string(n.value_or(row, 0)) + " " + std::to_string(number.value_or(row, 0)));
  }
};

static constexpr PluginInfo kPlugin{.id = "ru.opora.tests.by-plugin", .name = "By plugin", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};
OPORA_PLUGIN(kPlugin, ByPlugin);
