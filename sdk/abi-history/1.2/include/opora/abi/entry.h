/* The one symbol a plugin exports, what it says about itself, and the host as the plugin sees it.
 *
 * A plugin defines    const opora_plugin_entry opora_entry = { OPORA_MAGIC, … };
 * It is data, not a function: the host compares magic and version before any code of the plugin runs.
 * Rationale: with a function as entry, an incompatible plugin would run first and be refused afterwards. */
#ifndef OPORA_ABI_ENTRY_H
#define OPORA_ABI_ENTRY_H

#include "types.h"

OPORA_ABI_BEGIN

/* All texts and arrays live as long as the library is loaded. */
typedef struct opora_descriptor {
  uint32_t struct_size;
  uint16_t min_host_major; /* oldest host interface the plugin can work with */
  uint16_t min_host_minor;
  opora_text id;           /* reverse DNS, a-z 0-9 . - : "ru.example.objectivity". Never changes. */
  opora_text name;         /* for people */
  opora_text version;      /* semantic version: "1.2.0" */
  opora_text vendor;
  opora_text licence;      /* SPDX expression: "Apache-2.0" */
  const opora_text* kinds; /* ids for which get_kind() answers: "opora.indicator/1" */
  uint64_t kind_count;
  opora_text build;        /* compiler and flags; shown, never compared */
  opora_text headers;      /* SHA-256 of the headers compiled against, hex; shown, never compared */
} opora_descriptor;

/* The host. Valid from init() until deinit() has returned. */
typedef struct opora_host {
  uint32_t struct_size;
  uint16_t abi_major;
  uint16_t abi_minor;
  opora_text name;    /* "opora" */
  opora_text version; /* of the product: another number than the interface's */

  /* The table of functions of a service such as "opora.log/1", or NULL when this host does not have it.
   * The table lives as long as the host and never changes: ask once, in init(). Ids are compared exactly.
   * [any-thread] */
  const void* (*get_service)(const struct opora_host* host, const char* id);
} opora_host;

#define OPORA_MAGIC \
  { 'O', 'P', 'O', 'R', 'A', 'E', 'X', 'T' }

typedef struct opora_plugin_entry {
  /* The first 16 bytes are the same in every version of the interface. */
  char magic[8];        /* OPORA_MAGIC */
  uint16_t abi_major;   /* OPORA_ABI_MAJOR as compiled */
  uint16_t abi_minor;   /* OPORA_ABI_MINOR as compiled */
  uint32_t struct_size; /* sizeof(opora_plugin_entry) as compiled */

  const opora_descriptor* descriptor;

  /* Called once before anything else, again only after deinit(). Keep `host`; look up services here.
   * A status other than OPORA_OK refuses the plugin; say why through opora.diag/1 with `call`.
   * Must be quick: no files, no threads, no change of locale, signals, directory or floating-point mode.
   * [main-thread] */
  opora_status (*init)(const opora_host* host, opora_call* call);

  /* The last call of all, after every instance was destroyed. Not called when init() failed. [main-thread] */
  void (*deinit)(void);

  /* The table of a kind ("opora.indicator/1" gives an opora_indicator_kind), the same pointer each time;
   * NULL for any other id, compared exactly. Valid until deinit(). Called after init(). [any-thread] */
  const void* (*get_kind)(const char* id);
} opora_plugin_entry;

OPORA_EXPORT const opora_plugin_entry opora_entry;

OPORA_ABI_END

#endif
