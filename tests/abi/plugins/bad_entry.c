/* An entry that is wrong in the way its build names. */
#include <opora/abi/all.h>

#ifndef MAGIC
#define MAGIC OPORA_MAGIC
#endif
#ifndef MAJOR
#define MAJOR OPORA_ABI_MAJOR
#endif
#ifndef SIZE
#define SIZE sizeof(opora_plugin_entry)
#endif
#ifndef NEEDS_MINOR
#define NEEDS_MINOR 0
#endif
#ifndef ENTRY
#define ENTRY opora_entry
#endif

static const opora_descriptor descriptor = {
    sizeof(opora_descriptor), OPORA_ABI_MAJOR, NEEDS_MINOR, OPORA_TEXT("ru.example.entry"), OPORA_TEXT("Entry"), OPORA_TEXT("1.0.0"),
    OPORA_TEXT("Opora"), OPORA_TEXT("Apache-2.0"), 0, 0, OPORA_TEXT("gcc"), OPORA_TEXT("")};

#ifdef CALLS_MISSING
extern int missing_symbol_xyz(void);
#else
static int missing_symbol_xyz(void) { return 0; }
#endif

static opora_status init(const opora_host* host, opora_call* call) {
  (void)host, (void)call;
  return missing_symbol_xyz();
}
static void deinit(void) {}
static const void* get_kind(const char* id) {
  (void)id;
  return 0;
}

__attribute__((visibility("default"))) const opora_plugin_entry ENTRY = {MAGIC, MAJOR, OPORA_ABI_MINOR, SIZE, &descriptor, init, deinit, get_kind};
