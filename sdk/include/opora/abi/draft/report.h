/* DRAFT. Kind "opora.report/1": turns decisions and figures into a document of blocks. The author never
 * writes markup; a renderer turns the document into a file. */
#ifndef OPORA_ABI_DRAFT_REPORT_H
#define OPORA_ABI_DRAFT_REPORT_H

#include "../describe.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_REPORT "opora.report/1"

typedef struct opora_report_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id;
  opora_text title;
  const opora_parameter* parameters;
  uint64_t parameter_count;
} opora_report_info;

/* Takes the blocks of a document from top to bottom. All: [call-thread]. */
typedef struct opora_document_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  opora_status (*heading)(void* self, int32_t level, opora_text text);
  opora_status (*paragraph)(void* self, opora_text text);
  /* Columns of the frame under these titles, in this order. */
  opora_status (*table)(void* self, opora_text caption, const opora_frame* frame, const opora_text* columns,
                        const opora_text* titles, uint64_t count);
  opora_status (*page_break)(void* self);
} opora_document_sink;

typedef struct opora_report_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;
  const opora_report_info* (*describe)(void* self, uint32_t index); /* [any-thread] */
  /* `decisions` has the columns school, category, answer, reason. [call-thread] */
  opora_status (*write)(void* self, uint32_t index, opora_call* call, const opora_run* run, const opora_frame* decisions,
                        const opora_document_sink* sink);
} opora_report_kind;

OPORA_ABI_END

#endif
