// An indicator that does harm where and how its build names: AT_LOAD runs in a static constructor, IN_CALL in
// compute(). Without either it is an ordinary plugin, of which BAD_TITLE and BAD_MEASURE make another version.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <opora/plugin.hpp>
#include <xmmintrin.h>

#ifndef AT_LOAD
#define AT_LOAD static_cast<void>(0)
#endif
#ifndef IN_CALL
#define IN_CALL static_cast<void>(0)
#endif
#ifndef BAD_TITLE
#define BAD_TITLE "Counts"
#endif
#ifndef BAD_MEASURE
#define BAD_MEASURE count()
#endif
#ifndef BAD_ID
#define BAD_ID "ru.example.bad"
#endif

using namespace opora::sdk;

namespace {

[[maybe_unused]] void crash() { std::raise(SIGSEGV); }
[[maybe_unused]] void hang() {
  while (true) ::pause();
}
[[maybe_unused]] void fill_memory() {
  while (true) std::memset(::operator new(1 << 26), 1, 1 << 26);
}
[[maybe_unused]] void write_garbage() {
  static_cast<void>(!::write(3, "garbage", 7));  // where the worker answers
}
[[maybe_unused]] void write_file() {
  const int file = ::open("/tmp/opora_bad_plugin", O_CREAT | O_RDWR, 0600);
  ::unlink("/tmp/opora_bad_plugin");
  static_cast<void>(!::write(file, "text", 4));
}
[[maybe_unused]] void own_handler(int) {}

const int kAtLoad = [] {
  AT_LOAD;
  return 0;
}();

struct Counts {
  static constexpr Text inputs[] = {"results"};
  static constexpr Output outputs[] = {key("school"), whole("n")};
  static constexpr IndicatorInfo info{.id = "counts", .title = BAD_TITLE, .inputs = inputs, .outputs = outputs};

  Frame compute(const Context& ctx) const {
    IN_CALL;
    return ctx.results().group("school").tally({{"n", BAD_MEASURE}});
  }
};

}  // namespace

static constexpr PluginInfo kBad{.id = BAD_ID, .name = "Bad", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};
OPORA_PLUGIN(kBad, Counts);
