/* DRAFT. Kind "opora.renderer/1": turns a document of blocks into a file of one format. The blocks arrive
 * in order through the same functions that a report calls. */
#ifndef OPORA_ABI_DRAFT_RENDERER_H
#define OPORA_ABI_DRAFT_RENDERER_H

#include "report.h"
#include "streams.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_RENDERER "opora.renderer/1"

typedef struct opora_renderer_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id;
  opora_text title;
  opora_text ending; /* ".odt" */
} opora_renderer_info;

typedef struct opora_renderer_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;
  const opora_renderer_info* (*describe)(void* self, uint32_t index); /* [any-thread] */
  /* Starts a document; *sink takes its blocks and lives until finish(). [call-thread] */
  opora_status (*start)(void* self, uint32_t index, opora_call* call, const opora_target* target,
                        const opora_document_sink** sink);
  /* Ends the document, or gives it up when `complete` is 0. [call-thread] */
  opora_status (*finish)(void* self, const opora_document_sink* sink, int32_t complete);
} opora_renderer_kind;

OPORA_ABI_END

#endif
