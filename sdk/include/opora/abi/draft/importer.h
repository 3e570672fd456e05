/* DRAFT. Kind "opora.importer/1": reads a file of its format into typed rows with addresses. Mapping
 * headers to facts, quality gates and the protocol stay with the host. */
#ifndef OPORA_ABI_DRAFT_IMPORTER_H
#define OPORA_ABI_DRAFT_IMPORTER_H

#include "../columns.h"
#include "streams.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_IMPORTER "opora.importer/1"

typedef struct opora_importer_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id;
  opora_text title;
  const opora_text* endings; /* ".csv"; a hint, sniff() decides */
  uint64_t ending_count;
} opora_importer_info;

/* Takes rows in the order of the file. */
typedef struct opora_row_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* Starts a table (a sheet) with its header. [call-thread] */
  opora_status (*table)(void* self, opora_text sheet, const opora_text* header, uint64_t columns);
  /* Rows of the table as columns; `lines` says where each row stands in the file, from 1. [call-thread] */
  opora_status (*rows)(void* self, const opora_column* const* columns, uint64_t count, const int64_t* lines, uint64_t rows);
} opora_row_sink;

typedef struct opora_importer_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;
  const opora_importer_info* (*describe)(void* self, uint32_t index); /* [any-thread] */
  /* How sure the importer is that the file is its own, 0 … 100, from the first bytes. [any-thread] */
  int32_t (*sniff)(void* self, uint32_t index, opora_text name, const void* head, uint64_t size);
  opora_status (*read)(void* self, uint32_t index, opora_call* call, const opora_source* source, const opora_row_sink* sink);
} opora_importer_kind;

OPORA_ABI_END

#endif
