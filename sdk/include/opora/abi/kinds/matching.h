/* Kind "opora.matching/1", since interface 1.1: gives each school that needs support a partner (a mentor school, a
 * curator, a tutor), says why this one, and says of every school that gets none why not. */
#ifndef OPORA_ABI_KINDS_MATCHING_H
#define OPORA_ABI_KINDS_MATCHING_H

#include "../describe.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_MATCHING "opora.matching/1"

typedef struct opora_matching_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id; /* within a pack: "partner-schools" */
  opora_text title;
  const opora_text* inputs; /* as of an indicator */
  uint64_t input_count;
  const opora_parameter* parameters;
  uint64_t parameter_count;
  const opora_output* outputs; /* columns of the pairs beyond those that match() always gives */
  uint64_t output_count;
  /* Since 1.2: what stands behind the pairs, as of an indicator. */
  opora_text source;
  opora_text assumes;
  opora_text uncertainty;
  opora_text limits;
} opora_matching_info;

typedef struct opora_matching_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;

  /* As of an indicator. [any-thread] */
  const opora_matching_info* (*describe)(void* self, uint32_t index);
  /* As of an indicator; may be NULL together. [call-thread] */
  opora_status (*create)(void* self, uint32_t index, opora_call* call, void** instance);
  void (*destroy)(void* self, void* instance);

  /* `needing` has the texts school, name, municipality, region, ascending by school; all but the school may be
   * missing. `offering` has partner in place of school, and may have further columns of the pack's own. Both are
   * borrowed for the call; which schools are on which side is not the plugin's business.
   *
   * On success *pairs and *unmatched are frames made with the services of this call:
   *   pairs      school, partner, reason (texts), rank (a whole number), cost (a number), then the declared outputs.
   *              Rank 1 is the partner proposed, 2 and more are who would come next. The cost is what the matching
   *              made small in sum over rank 1, not below 0; within a school it need not grow with the rank, as a
   *              nearer partner may be needed elsewhere.
   *   unmatched  school, reason (texts).
   * The host refuses a result in which a school of `needing` is in none or in both, a partner is not of
   * `offering` or is the school itself, ranks do not run from 1 without gaps, or a partner stands twice for a
   * school. The order of the rows does not count: the host sorts by school and rank. The same facts and
   * parameters give the same bits. [call-thread] */
  opora_status (*match)(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run,
                        const opora_frame* needing, const opora_frame* offering, const opora_frame** pairs,
                        const opora_frame** unmatched);
} opora_matching_kind;

OPORA_ABI_END

#endif
