/* DRAFT. Bytes out: a plugin never opens files, the host hands it streams. */
#ifndef OPORA_ABI_DRAFT_STREAMS_H
#define OPORA_ABI_DRAFT_STREAMS_H

#include "../streams.h"

OPORA_ABI_BEGIN

typedef struct opora_target {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* Appends. Nothing is kept of a call that fails. [call-thread] */
  opora_status (*write)(void* self, const void* bytes, uint64_t size);
} opora_target;

OPORA_ABI_END

#endif
