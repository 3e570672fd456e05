// An importer that cannot recognise its files.
#include <opora/plugin.hpp>

using namespace opora::sdk;

struct Marks {
  static constexpr Text datasets[] = {"results"};
  static constexpr ImporterInfo info{.id = "marks", .title = "Marks", .datasets = datasets};
  void read(Import&) {}
};

static constexpr PluginInfo kPlugin{.id = "ru.example.refused", .name = "N", .version = "1.0.0", .vendor = "V", .licence = "MIT"};
OPORA_PLUGIN(kPlugin, Marks);
