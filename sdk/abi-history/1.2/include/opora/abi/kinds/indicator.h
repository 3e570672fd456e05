/* Kind "opora.indicator/1": figures by school (or by anything else), computed from facts. A methodology
 * asks for them by id. The result is a frame that keeps to the declared outputs. */
#ifndef OPORA_ABI_KINDS_INDICATOR_H
#define OPORA_ABI_KINDS_INDICATOR_H

#include "../describe.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_INDICATOR "opora.indicator/1"

typedef struct opora_indicator_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id; /* within a pack: a-z 0-9 - : "mean-score" */
  opora_text title;
  const opora_text* inputs; /* datasets: "results", "tasks", "context", "external_lists", "schools", "procedures",
                             * "task_descriptions", "code_texts" */
  uint64_t input_count;
  const opora_parameter* parameters;
  uint64_t parameter_count;
  const opora_output* outputs;
  uint64_t output_count;

  /* Since 1.1, each may be empty: what stands behind the figures, in words for the people who decide by them. */
  opora_text source;      /* where the formula is from: act, letter, paper */
  opora_text assumes;     /* what has to hold for the figures to mean what they say */
  opora_text uncertainty; /* what an interval or error means, and what it leaves out */
  opora_text limits;      /* when not to use it */
} opora_indicator_info;

typedef struct opora_indicator_kind {
  uint32_t struct_size;
  uint32_t count; /* of indicators; their number and order never change while loaded */
  void* self;     /* handed back as the first argument of each function; the host never looks at it */

  /* Description number `index`, 0 … count-1; the same answer each time. Never NULL. [any-thread] */
  const opora_indicator_info* (*describe)(void* self, uint32_t index);

  /* Makes an instance, before the first compute(). May be NULL, together with destroy(): instances are
   * then NULL. On failure nothing is to be destroyed. [call-thread] */
  opora_status (*create)(void* self, uint32_t index, opora_call* call, void** instance);
  void (*destroy)(void* self, void* instance);

  /* Computes. On success *result is a frame made with the services of this call. The same facts and
   * parameters give the same bits. Ask opora.cancel/1 in loops of your own. [call-thread] */
  opora_status (*compute)(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run,
                          const opora_frame** result);
} opora_indicator_kind;

OPORA_ABI_END

#endif
