/* Service "opora.facts/1": the one narrow request for facts. Say what you need aggregated; the host answers
 * from tallies, column segments or another engine. Never assume that rows are local.
 *
 * Dataset "results", one row a participant in a procedure:
 *   kind, subject, grade, year, level, procedure, max_score     of the procedure
 *   school, municipality, region                                of the school
 *   class, variant, participant, gender, score, mark, journal   of the participant
 * Dataset "tasks", one row a participant and task: the columns of "results", and
 *   task, task_position, task_max     of the task: label in the file, place in the file from 1, greatest score as
 *                                     the file states it (missing: it does not)
 *   task_score                        missing: not attempted
 * Dataset "external_lists", one row a marker that a list from outside sets (kept as delivered):
 *   school, list, year, marker, known (0: no registry and no result speaks of the school)
 * Asking for a dataset that the extension's inputs do not name is OPORA_E_INVALID_ARGUMENT. */
#ifndef OPORA_ABI_SERVICES_FACTS_H
#define OPORA_ABI_SERVICES_FACTS_H

#include "kernels.h"

OPORA_ABI_BEGIN

typedef struct opora_fact_request {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text dataset; /* "results", "tasks", "external_lists" */
  const opora_condition* conditions;
  uint64_t condition_count;
  const opora_text* keys;
  uint64_t key_count;
  const opora_aggregate* aggregates;
  uint64_t aggregate_count;
} opora_fact_request;

/* A parameter of an indicator that is asked for by another extension. */
typedef struct opora_argument {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text name;
  opora_text value; /* as in opora_parameter.value */
} opora_argument;

#define OPORA_SERVICE_FACTS "opora.facts/1"
/* All: [call-thread]. */
typedef struct opora_facts_service {
  uint32_t struct_size;
  uint32_t reserved;

  /* One row a group, ascending by the keys: bit for bit as if the rows had gone through
   * opora.kernels/1 where() and tally(). */
  opora_status (*tally)(opora_call* call, const opora_fact_request* request, const opora_frame** result);
  /* The rows themselves, with these columns. OPORA_E_LIMIT beyond five million: aggregate first. */
  opora_status (*rows)(opora_call* call, const opora_fact_request* request, const opora_text* columns, uint64_t count,
                       const opora_frame** result);
  /* school, key, name, municipality, region; ascending by school. */
  opora_status (*schools)(opora_call* call, const opora_frame** result);
  /* school, then one column for each item of the social passport of that year. */
  opora_status (*context)(opora_call* call, int32_t year, const opora_frame** result);
  /* kind, subject, grade, year, level, procedure, max_score, participants, …, border_1 … border_n. */
  opora_status (*procedures)(opora_call* call, const opora_frame** result);
  /* An indicator of the same pack, computed for this run. OPORA_E_NOT_FOUND. */
  opora_status (*indicator)(opora_call* call, opora_text id, const opora_argument* arguments, uint64_t count,
                            const opora_frame** result);
  /* Reference data, one row a task or a position of a codifier; ascending by work (kind, subject, grade, level,
   * year; a missing year: of every year without an own description).
   *   "task_descriptions"  the work, task (label printed), task_position (place in the work from 1), skill, block,
   *                        difficulty, task_max, content_codes, requirement_codes ("6.3, 6.4")
   *   "code_texts"         the work, codifier ("content", "requirement"), code, text */
  opora_status (*reference)(opora_call* call, opora_text dataset, const opora_frame** result);
} opora_facts_service;

OPORA_ABI_END

#endif
