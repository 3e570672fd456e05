// An indicator without its verb: the compiler's words must say what to write.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct Mean {
  static constexpr Output outputs[] = {key("school")};
  static constexpr IndicatorInfo info{.id = "mean", .title = "Mean", .outputs = outputs};
  int calculate() const { return 0; }
};

static constexpr PluginInfo kPlugin{.id = "ru.example.refused", .name = "N", .version = "1.0.0", .vendor = "V", .licence = "MIT"};
OPORA_PLUGIN(kPlugin, Mean);
