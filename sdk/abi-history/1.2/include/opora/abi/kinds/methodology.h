/* Kind "opora.methodology/1": states checks; the decisions on schools follow from them (services/checks.h).
 * A methodology cannot state an answer: so every answer has its reasons. */
#ifndef OPORA_ABI_KINDS_METHODOLOGY_H
#define OPORA_ABI_KINDS_METHODOLOGY_H

#include "../describe.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_METHODOLOGY "opora.methodology/1"

#define OPORA_EACH_RUN 0          /* decide() is called once, on everything */
#define OPORA_EACH_REGION 1       /* decide() is called once a region, and sees that region's facts only */
#define OPORA_EACH_MUNICIPALITY 2 /* the same by municipality; calls may run on several threads at once */

typedef struct opora_methodology_info {
  uint32_t struct_size;
  int32_t each;        /* OPORA_EACH_RUN … */
  opora_text id;       /* within a pack: "low-results" */
  opora_text category; /* the list that schools get on */
  opora_text title;
  const opora_text* inputs; /* as of an indicator; asking for another dataset is refused */
  uint64_t input_count;
  const opora_parameter* parameters;
  uint64_t parameter_count;

  /* Since 1.1, each may be empty: what stands behind the checks, in words for the people who decide by them. */
  opora_text source;      /* where the formula is from: act, letter, paper */
  opora_text assumes;     /* what has to hold for the figures to mean what they say */
  opora_text uncertainty; /* what an interval or error means, and what it leaves out */
  opora_text limits;      /* when not to use it */
} opora_methodology_info;

typedef struct opora_methodology_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;

  /* As of an indicator. [any-thread] */
  const opora_methodology_info* (*describe)(void* self, uint32_t index);
  /* As of an indicator; may be NULL together. [call-thread] */
  opora_status (*create)(void* self, uint32_t index, opora_call* call, void** instance);
  void (*destroy)(void* self, void* instance);

  /* States checks through opora.checks/1. Nothing that was stated counts when it fails. [call-thread] */
  opora_status (*decide)(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run);
} opora_methodology_kind;

OPORA_ABI_END

#endif
