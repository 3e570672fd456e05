/* Kind "opora.report/1", since interface 1.2: makes a document out of what the store holds. It hands over blocks
 * (headings, paragraphs, tables, charts …) and writes no markup and formats no numbers: renderers do. */
#ifndef OPORA_ABI_KINDS_REPORT_H
#define OPORA_ABI_KINDS_REPORT_H

#include "../describe.h"
#include "../value.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_REPORT "opora.report/1"

typedef struct opora_report_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id; /* within a pack: "order" */
  opora_text title;
  const opora_text* scopes; /* "region", "municipality", "school": what a document may be about; one at least */
  uint64_t scope_count;
  const opora_text* needs; /* what the host gathers: "run", "list", "results", "indicator:ID" …; "plan?": it goes without */
  uint64_t need_count;
  const opora_parameter* parameters; /* a whole number called small_cell: values of fewer people are hidden */
  uint64_t parameter_count;
} opora_report_info;

/* Takes a document from top to bottom. All: [call-thread]. */
typedef struct opora_document_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* FIELDS with the word `type` and the fields of that block. Copied. OPORA_E_INVALID_DATA: it is no such block;
   * OPORA_E_LIMIT: the document grows beyond what a file can hold. */
  opora_status (*block)(void* self, const opora_value* block);
  /* "title", "header", "footer"; "place:NAME" for a named place of a template. */
  opora_status (*text)(void* self, opora_text name, opora_text text);
} opora_document_sink;

typedef struct opora_report_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;

  /* As of an indicator. [any-thread] */
  const opora_report_info* (*describe)(void* self, uint32_t index);
  /* `context` is FIELDS: subject, year, on, pack, document, titles and one for each need, as `ctx` in a Lua report.
   * Borrowed for the call. There are no facts: what a report may see it has named in its needs. The same context and
   * parameters give the same document. Several calls may run at the same time. [call-thread] */
  opora_status (*write)(void* self, uint32_t index, opora_call* call, const opora_value* context,
                        const opora_document_sink* sink);
} opora_report_kind;

OPORA_ABI_END

#endif
