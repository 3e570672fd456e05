/* Bytes in and out: a plugin never opens files, the host hands it a source and a target. */
#ifndef OPORA_ABI_STREAMS_H
#define OPORA_ABI_STREAMS_H

#include "types.h"

OPORA_ABI_BEGIN

typedef struct opora_source {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  opora_text name; /* of the file, without folders: evidence, not a path */
  int64_t size;    /* in bytes; -1: not known */
  /* Up to `size` bytes from `offset`, in any order; *read is less only at the end, where it is 0. On failure
   * the host has reported: return the status. [call-thread] */
  opora_status (*read)(void* self, int64_t offset, void* bytes, uint64_t size, uint64_t* read);
} opora_source;

/* Since 1.2. */
typedef struct opora_target {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* Appends. OPORA_E_LIMIT: more than a file may have. [call-thread] */
  opora_status (*write)(void* self, const void* bytes, uint64_t size);
} opora_target;

OPORA_ABI_END

#endif
