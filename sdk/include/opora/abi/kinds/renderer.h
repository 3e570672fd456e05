/* Kind "opora.renderer/1", since interface 1.2: turns a document into the bytes of a file of one format. */
#ifndef OPORA_ABI_KINDS_RENDERER_H
#define OPORA_ABI_KINDS_RENDERER_H

#include "../streams.h"
#include "../value.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_RENDERER "opora.renderer/1"

typedef struct opora_renderer_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id; /* within a pack: "markdown" */
  opora_text title;
  opora_text ending; /* of files, lower case: ".md". Formats of the host's own cannot be replaced */
} opora_renderer_info;

typedef struct opora_renderer_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;

  /* As of an indicator. [any-thread] */
  const opora_renderer_info* (*describe)(void* self, uint32_t index);
  /* `document` is FIELDS as of a document as JSON: title, language, blocks, sources, header, footer, places. Small groups
   * are hidden in it already; numbers and shares are exact and get their form from you. Borrowed for the call. The file is
   * what was written to `target`, and only when the call succeeds. [call-thread] */
  opora_status (*render)(void* self, uint32_t index, opora_call* call, const opora_value* document, const opora_target* target);
} opora_renderer_kind;

OPORA_ABI_END

#endif
