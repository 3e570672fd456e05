/* Service "opora.kernels/1": deterministic kernels over frames, the same that scripts use. The same input
 * gives the same bits on any number of threads. A missing value never counts and never becomes 0. */
#ifndef OPORA_ABI_SERVICES_KERNELS_H
#define OPORA_ABI_SERVICES_KERNELS_H

#include "../columns.h"

OPORA_ABI_BEGIN

#define OPORA_LESS 0
#define OPORA_LESS_EQUAL 1
#define OPORA_EQUAL 2
#define OPORA_NOT_EQUAL 3
#define OPORA_GREATER_EQUAL 4
#define OPORA_GREATER 5

#define OPORA_OPERAND_INTEGER 0
#define OPORA_OPERAND_NUMBER 1
#define OPORA_OPERAND_TEXT 2
#define OPORA_OPERAND_COLUMN 3   /* `text` names another column of the same frame */
#define OPORA_OPERAND_INTEGERS 4 /* == any of, != none of */
#define OPORA_OPERAND_TEXTS 5

/* column op operand. A missing value on either side never fulfils a condition. */
typedef struct opora_condition {
  uint32_t struct_size;
  int32_t op;
  opora_text column;
  int32_t operand; /* which of the following holds */
  int32_t reserved;
  int64_t integer;
  double number;
  opora_text text;
  const int64_t* integers;
  const opora_text* texts;
  uint64_t count; /* of integers or texts */
} opora_condition;

#define OPORA_COUNT 0       /* rows of the group */
#define OPORA_COUNT_WHERE 1 /* rows for which all conditions hold */
#define OPORA_SUM 2
#define OPORA_MEAN 3
#define OPORA_SD 4 /* with `ddof`: 1 a sample, 0 everybody */
#define OPORA_MIN 5
#define OPORA_MAX 6
#define OPORA_QUANTILE 7 /* `parameter` in 0 … 1, definition R-7 */
#define OPORA_SHARE 8    /* share of rows for which all conditions hold, 0 … 1 */
#define OPORA_WEIGHT 9   /* sum of weights of the column's values */
#define OPORA_SPEARMAN 10 /* rank correlation of `column` and `other`, ties by mid-ranks */
#define OPORA_HISTOGRAM 11 /* text "value:count value:count …" */
#define OPORA_FIRST 12     /* value of the group's first row */

/* For OPORA_WEIGHT: value v of the column adds tables[i][v] in the rows whose key column `by` is keys[i]; 0
 * outside the table, missing for a key that has none. */
typedef struct opora_weights {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text by; /* one of the group keys; empty: one table for all, under an empty key */
  const opora_text* keys;
  const int64_t* const* tables;
  const uint64_t* sizes; /* of the tables */
  uint64_t count;
} opora_weights;

typedef struct opora_aggregate {
  uint32_t struct_size;
  int32_t kind;
  opora_text name;   /* of the new column */
  opora_text column; /* what it looks at; empty for counts */
  opora_text other;
  const opora_condition* conditions;
  uint64_t condition_count;
  double parameter;
  int32_t ddof;
  int32_t reserved;
  const opora_weights* weights;
} opora_aggregate;

typedef struct opora_sort_key {
  uint32_t struct_size;
  int32_t descending;
  opora_text column;
} opora_sort_key;

#define OPORA_ADD 0
#define OPORA_SUBTRACT 1
#define OPORA_MULTIPLY 2
#define OPORA_DIVIDE 3 /* always gives OPORA_FLOAT64 */
#define OPORA_FLOOR_DIVIDE 4
#define OPORA_MODULO 5

#define OPORA_SQRT 0
#define OPORA_LOG 1
#define OPORA_FLOOR 2 /* whole numbers */
#define OPORA_ROUND 3 /* whole numbers, half up */
#define OPORA_ABS 4

#define OPORA_TIES_FIRST 0
#define OPORA_TIES_MIN 1
#define OPORA_TIES_MEAN 2

#define OPORA_SERVICE_KERNELS "opora.kernels/1"
/* All: [call-thread]. OPORA_E_NOT_FOUND for a column that is not there, OPORA_E_INVALID_DATA for types
 * that do not fit, keys that stand twice and sums beyond 64 bits. */
typedef struct opora_kernels_service {
  uint32_t struct_size;
  uint32_t reserved;

  /* Rows for which all conditions hold, in their order. */
  opora_status (*where)(opora_call* call, const opora_frame* frame, const opora_condition* conditions, uint64_t count,
                        const opora_frame** result);
  /* One row for each combination of the keys, ascending (missing last): keys, then aggregates. No keys:
   * one row over everything. */
  opora_status (*tally)(opora_call* call, const opora_frame* frame, const opora_text* keys, uint64_t key_count,
                        const opora_aggregate* aggregates, uint64_t aggregate_count, const opora_frame** result);
  /* All rows of `left` with the columns of the one row of `right` that has equal keys. */
  opora_status (*join)(opora_call* call, const opora_frame* left, const opora_frame* right, const opora_text* keys,
                       uint64_t key_count, const opora_frame** result);
  /* Ties keep their order; missing last. */
  opora_status (*sort)(opora_call* call, const opora_frame* frame, const opora_sort_key* keys, uint64_t count,
                       const opora_frame** result);
  /* The rows of all frames, top to bottom; all have the same columns. */
  opora_status (*concat)(opora_call* call, const opora_frame* const* frames, uint64_t count, const opora_frame** result);

  /* Row by row; a column of one row is a constant. Division by zero and overflow give a missing value. */
  opora_status (*arithmetic)(opora_call* call, const opora_column* a, int32_t op, const opora_column* b,
                             const opora_column** result);
  /* OPORA_SQRT … of each value; missing where the result is no finite number. */
  opora_status (*map)(opora_call* call, const opora_column* column, int32_t function, const opora_column** result);
  /* Rank 1 … n within groups of equal `by` columns. */
  opora_status (*rank)(opora_call* call, const opora_frame* frame, opora_text column, const opora_text* by,
                       uint64_t by_count, int32_t ties, int32_t descending, const opora_column** result);
  /* (x - mean) / sd within groups. */
  opora_status (*zscore)(opora_call* call, const opora_frame* frame, opora_text column, const opora_text* by,
                         uint64_t by_count, int32_t ddof, const opora_column** result);
} opora_kernels_service;

OPORA_ABI_END

#endif
