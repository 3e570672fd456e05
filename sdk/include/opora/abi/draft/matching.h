/* DRAFT. Kind "opora.matching/1": pairs schools that need support with partners, with reasons. */
#ifndef OPORA_ABI_DRAFT_MATCHING_H
#define OPORA_ABI_DRAFT_MATCHING_H

#include "../describe.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_MATCHING "opora.matching/1"

typedef struct opora_matching_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id;
  opora_text title;
  const opora_text* inputs;
  uint64_t input_count;
  const opora_parameter* parameters;
  uint64_t parameter_count;
} opora_matching_info;

typedef struct opora_matching_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;
  const opora_matching_info* (*describe)(void* self, uint32_t index); /* [any-thread] */
  /* `needing` and `offering` have a column school. The result has the columns school, partner, rank (from
   * 1) and reason, ascending by school and rank. [call-thread] */
  opora_status (*match)(void* self, uint32_t index, opora_call* call, const opora_run* run, const opora_frame* needing,
                        const opora_frame* offering, const opora_frame** result);
} opora_matching_kind;

OPORA_ABI_END

#endif
