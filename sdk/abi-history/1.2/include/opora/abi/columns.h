/* Columns of facts in the layout of the Arrow C Data Interface, restricted so that reading one is easy:
 *
 *   type              format  buffers[1]
 *   OPORA_INT64       "l"     int64_t
 *   OPORA_FLOAT64     "g"     double; a NaN counts as missing, too
 *   OPORA_TEXT_COLUMN "i"     int32_t codes; the texts are in `dictionary`, format "u" (int32_t offsets in
 *                             buffers[1], bytes in buffers[2]), sorted by bytes and without repeats
 *   OPORA_DATE        "tdD"   int32_t days since 1970-01-01
 *
 *   - offset is 0, there are no children, buffers start at a multiple of 64 bytes
 *   - buffers[0] is NULL when null_count is 0; else bit i (least significant first) is 1 when row i has a value
 *   - a row without a value holds 0
 * Memory belongs to the host, lives until the call ends and is never written, by nobody. `release` does
 * nothing but mark the struct as released, so a library that calls it does no harm.
 * Rationale: any Arrow-speaking library (pandas, DuckDB, R) reads these without a copy. */
#ifndef OPORA_ABI_COLUMNS_H
#define OPORA_ABI_COLUMNS_H

#include "types.h"

OPORA_ABI_BEGIN

/* As the Arrow project documents them, under their canonical guard. Frozen. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#define OPORA_INT64 0
#define OPORA_FLOAT64 1
#define OPORA_TEXT_COLUMN 2
#define OPORA_DATE 3

/* Handles of the host: immutable columns, and frames of named columns with the same number of rows.
 * A handle is good until the call ends or until you release it (services/frames.h). Copying a frame or
 * taking a column out of it copies no rows. */
typedef struct opora_column opora_column;
typedef struct opora_frame opora_frame;

OPORA_ABI_END

#endif
