// ICU's tables are 31 MB in a library of their own. A program with ICU linked in would carry them as well:
// instead it holds an empty table, and tells ICU at its start where the library's are. Nothing is read
// from the disk until ICU looks something up.
#include <dlfcn.h>
#include <unicode/udata.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>

namespace {

// The beginning of ICU's common data (its source/stubdata), with no entries.
struct alignas(16) EmptyTable {
  std::uint16_t header_size = 32;
  std::uint8_t magic[2] = {0xda, 0x27};
  UDataInfo info = {sizeof(UDataInfo), 0, U_IS_BIG_ENDIAN, U_CHARSET_FAMILY, sizeof(UChar), 0, {'T', 'o', 'C', 'P'}, {1, 0, 0, 0}, {0, 0, 0, 0}};
  char padding[8] = {};
  std::uint32_t count = 0, reserved = 0;
  std::int32_t none[4] = {};
};

#define OPORA_TEXT_OF(name) #name
#define OPORA_NAME_OF(name) OPORA_TEXT_OF(name)

[[gnu::constructor]] void find_tables() {
  void* library = dlopen(OPORA_LIBICUDATA, RTLD_NOW | RTLD_LOCAL);
  const void* tables = library ? dlsym(library, OPORA_NAME_OF(U_ICUDATA_ENTRY_POINT)) : nullptr;
  UErrorCode status = U_ZERO_ERROR;
  if (tables) udata_setCommonData(tables, &status);
  if (tables && U_SUCCESS(status)) return;
  std::fprintf(stderr, "%s\n", library ? "the tables of ICU cannot be used: " OPORA_LIBICUDATA : dlerror());
  _exit(127);  // as the loader does when a library is missing
}

}  // namespace

extern "C" const EmptyTable U_ICUDATA_ENTRY_POINT;
const EmptyTable U_ICUDATA_ENTRY_POINT;
