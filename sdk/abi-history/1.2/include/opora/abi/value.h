/* A value of any shape, since 1.2: what a report is given, the blocks it writes, the document a renderer reads.
 * The names of fields are those of documents as JSON (docs/document.md) and of `ctx` in a Lua report
 * (docs/reference-lua.md), so that one description serves all. */
#ifndef OPORA_ABI_VALUE_H
#define OPORA_ABI_VALUE_H

#include "columns.h"

OPORA_ABI_BEGIN

#define OPORA_VALUE_NOTHING 0
#define OPORA_VALUE_TRUTH 1   /* whole: 0 or 1 */
#define OPORA_VALUE_WHOLE 2   /* whole */
#define OPORA_VALUE_DECIMAL 3    /* decimal */
#define OPORA_VALUE_WORDS 4      /* text */
#define OPORA_VALUE_SHARE 5      /* whole of `of`: 12 of 30 */
#define OPORA_VALUE_LIST 6       /* items */
#define OPORA_VALUE_FIELDS 7     /* items and their names, each once */
#define OPORA_VALUE_TABLE 8      /* frame: a handle of this call; only what the host hands over has it */

/* Members that the type does not name are zero. Nested at most 32 deep. */
typedef struct opora_value {
  uint32_t struct_size;
  int32_t type;
  int64_t whole;
  int64_t of;
  double decimal;
  opora_text text;
  const struct opora_value* items;
  const opora_text* names; /* of FIELDS: as many as items */
  uint64_t count;          /* of items */
  const opora_frame* frame;
} opora_value;

OPORA_ABI_END

#endif
