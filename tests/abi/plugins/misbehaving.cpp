// An indicator that does wrong in a way its parameter names: nothing of it may leave the plugin but words.
#include <opora/plugin.hpp>
#include <thread>

using namespace opora::sdk;

struct Misbehaving {
  static constexpr Text inputs[] = {"results"};
  static constexpr Text ways[] = {"nothing", "exception", "number", "error", "column", "type", "row", "thread", "kept", "dataset"};
  static constexpr Parameter parameters[] = {choice("how", "nothing", ways, {})};
  static constexpr Output outputs[] = {key("school"), whole("n")};
  static constexpr IndicatorInfo info{.id = "misbehaving", .title = "M", .inputs = inputs, .parameters = parameters, .outputs = outputs};

  Frame compute(const Context& ctx) {
    const std::string_view how = ctx.choice("how");
    const Frame frame = ctx.results().group("school").tally({{"n", count()}});
    if (how == "exception") throw std::runtime_error("the disk is full");
    if (how == "number") throw 42;
    if (how == "error") throw Error("MIS-007", "there are too few schools", "import more files");
    if (how == "column") static_cast<void>(frame["m"]);
    if (how == "type") static_cast<void>(frame.view<double>("school"));
    if (how == "row") static_cast<void>(frame.view<std::int64_t>("n")[frame.rows()]);
    if (how == "dataset") static_cast<void>(ctx.context(ctx.year()));
    if (how == "thread") {
      std::exception_ptr thrown;
      std::jthread([&] {
        try {
          static_cast<void>(frame.where("n", ">", 0));
        } catch (...) {
          thrown = std::current_exception();
        }
      }).join();
      if (thrown) std::rethrow_exception(thrown);
    }
    static const Frame* kept = nullptr;
    if (how == "kept" && kept != nullptr) return kept->where("n", ">", 0);
    if (how == "kept") kept = new Frame(frame);  // for the next call, which must not get at it
    return frame;
  }
};

static constexpr PluginInfo kPlugin{.id = "ru.opora.tests.misbehaving", .name = "M", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};
OPORA_PLUGIN(kPlugin, Misbehaving);
