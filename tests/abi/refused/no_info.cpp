// A struct that describes no extension: the compiler's words must say what to write.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct Mean {
  static constexpr Output outputs[] = {key("school")};
  static constexpr int info = 1;
  Frame compute(const Context& ctx) const;
};

static constexpr PluginInfo kPlugin{.id = "ru.example.refused", .name = "N", .version = "1.0.0", .vendor = "V", .licence = "MIT"};
OPORA_PLUGIN(kPlugin, Mean);
