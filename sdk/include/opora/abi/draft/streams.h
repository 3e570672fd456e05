/* DRAFT. Bytes in and bytes out: a plugin never opens files, the host hands it streams. */
#ifndef OPORA_ABI_DRAFT_STREAMS_H
#define OPORA_ABI_DRAFT_STREAMS_H

#include "../types.h"

OPORA_ABI_BEGIN

typedef struct opora_source {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  opora_text name; /* of the file, without folders; evidence only */
  int64_t size;    /* -1: not known */
  /* Up to `size` bytes from `offset`; *read is 0 at the end. [call-thread] */
  opora_status (*read)(void* self, int64_t offset, void* bytes, uint64_t size, uint64_t* read);
} opora_source;

typedef struct opora_target {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* Appends. Nothing is kept of a call that fails. [call-thread] */
  opora_status (*write)(void* self, const void* bytes, uint64_t size);
} opora_target;

OPORA_ABI_END

#endif
