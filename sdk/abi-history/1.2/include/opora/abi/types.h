/* Texts, status codes, diagnostics, and the call: what every function of the interface uses.
 *
 * Ownership, once for all: what is handed to you is borrowed until the function returns; what you hand
 * over is copied. Nobody ever frees the other side's memory.
 *
 * Threads: every function carries a tag.
 *   [main-thread]  the thread that loaded the plugin; never two at a time
 *   [call-thread]  the thread on which the host made the call that the function belongs to
 *   [any-thread]   from anywhere, also at the same time
 * Different calls may run at the same time on different threads; one instance serves one call at a time. */
#ifndef OPORA_ABI_TYPES_H
#define OPORA_ABI_TYPES_H

#include "version.h"

OPORA_ABI_BEGIN

/* UTF-8, not terminated. An empty text may have data == NULL. Frozen: never grows. */
typedef struct opora_text {
  const char* data;
  uint64_t size;
} opora_text;

/* A literal as an initialiser: opora_text id = OPORA_TEXT("ru.example"); */
#define OPORA_TEXT(literal) \
  { (literal), sizeof(literal) - 1 }

/* Zero is success. A plugin that returns anything else has reported a diagnostic before, or a service
 * has done so for it: a code without words is shown as misbehaviour of the plugin. Unknown negative
 * values are treated as OPORA_E_INTERNAL. */
typedef int32_t opora_status;
#define OPORA_OK 0
#define OPORA_E_UNSUPPORTED (-1)      /* this host or plugin cannot do it, and never will in this version */
#define OPORA_E_INVALID_ARGUMENT (-2) /* the caller broke the contract: a programming error */
#define OPORA_E_INVALID_DATA (-3)     /* the data do not allow it: a type, a key twice, an overflow */
#define OPORA_E_NOT_FOUND (-4)        /* no such column, parameter, extension */
#define OPORA_E_CANCELLED (-5)        /* somebody asked to stop; return soon */
#define OPORA_E_LIMIT (-6)            /* time, memory or rows */
#define OPORA_E_INTERNAL (-7)
#define OPORA_E_EXCEPTION (-8)        /* an exception was caught at the boundary; its text is in the diagnostic */

#define OPORA_ERROR 0
#define OPORA_WARNING 1
#define OPORA_NOTE 2

/* A place a person can go to: a file and a line, a sheet and a cell. Zero and empty: not known. */
typedef struct opora_span {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text file;
  opora_text sheet;
  int64_t line;
  opora_text column;
  opora_text source_line;
  opora_text label; /* what is at the place */
} opora_span;

/* What happened, why, where, and what to do. `code` is stable and the plugin's own ("VPR-001"); leave it
 * empty to get the host's general one. Write for the person who runs the analysis, in plain words. */
typedef struct opora_diagnostic {
  uint32_t struct_size;
  int32_t severity;
  opora_text code;
  opora_text message;
  opora_text reason;
  opora_text help;
  const opora_span* spans;
  uint64_t span_count;
  const opora_text* notes;
  uint64_t note_count;
} opora_diagnostic;

/* One call of the host into a plugin: loading, an indicator, a methodology. Handed to every service, so
 * that the host knows whose frames, parameters and diagnostics are meant. Belongs to the host and ends
 * when the plugin returns. */
typedef struct opora_call opora_call;

OPORA_ABI_END

#endif
