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

#define OPORA_WILSON 0 /* since 1.1 */
#define OPORA_EXACT 1  /* Clopper-Pearson */

#define OPORA_MOMENTS 0 /* since 1.1 */
#define OPORA_LIKELIHOOD 1

#define OPORA_HOLM 0 /* since 1.1 */
#define OPORA_BENJAMINI_HOCHBERG 1

/* Since 1.1. */
typedef struct opora_shrinkage {
  uint32_t struct_size;
  int32_t method;      /* OPORA_MOMENTS, OPORA_LIKELIHOOD: how the prior is estimated */
  const opora_text* by; /* a prior for each group of equal `by` columns */
  uint64_t by_count;
  double confidence; /* of the posterior interval, 0.95 for 95 % */
} opora_shrinkage;

/* Since 1.1. */
typedef struct opora_funnel {
  uint32_t struct_size;
  int32_t has_centre; /* 0: the share of all rows of the group */
  const opora_text* by;
  uint64_t by_count;
  double centre;
  double confidence;
  int32_t overdispersion; /* 1: widened by the overdispersion factor */
  int32_t reserved;
} opora_funnel;

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

  /* Since 1.1: small groups and many tests. `part` and `whole` name columns of counts; results have as many rows as
   * the frame, and are missing where a count is and where the whole is 0. OPORA_E_INVALID_DATA for a part below 0 or
   * above its whole. Columns of the results and sources of the formulas: Frame in the Lua reference, same names. */

  /* lower, upper: bounds of the share; OPORA_WILSON or OPORA_EXACT. */
  opora_status (*interval)(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole, int32_t method,
                           double confidence, const opora_frame** result);
  /* Beta-binomial: mean, lower, upper, weight, prior_mean, prior_strength. */
  opora_status (*shrink_shares)(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole,
                                const opora_shrinkage* options, const opora_frame** result);
  /* Normal-normal: mean, lower, upper, weight, prior_mean, prior_sd. The standard deviation within groups is the
   * column `sd_column`, or `sd` when that is empty. */
  opora_status (*shrink_means)(opora_call* call, const opora_frame* frame, opora_text mean, opora_text n, opora_text sd_column,
                               double sd, const opora_shrinkage* options, const opora_frame** result);
  /* part, whole, years: sums over the rows of equal `by` columns with `over` in the `window` years up to the row's. */
  opora_status (*pool)(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole, opora_text over,
                       int64_t window, const opora_text* by, uint64_t by_count, const opora_frame** result);
  /* centre, lower, upper, z, factor. */
  opora_status (*funnel)(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole,
                         const opora_funnel* options, const opora_frame** result);
  /* P(X >= part) for X ~ Binomial(whole, p); p is the column `p_column`, or `p` when that is empty. */
  opora_status (*binomial_tail)(opora_call* call, const opora_frame* frame, opora_text part, opora_text whole,
                                opora_text p_column, double p, const opora_column** result);
  /* difference, lower, upper, z, p, p_exact: share a less share b. */
  opora_status (*compare_shares)(opora_call* call, const opora_frame* frame, opora_text part_a, opora_text whole_a,
                                 opora_text part_b, opora_text whole_b, double confidence, const opora_frame** result);
  /* p-values adjusted within groups of equal `by` columns: OPORA_HOLM or OPORA_BENJAMINI_HOCHBERG. */
  opora_status (*adjust_p)(opora_call* call, const opora_frame* frame, opora_text column, const opora_text* by,
                           uint64_t by_count, int32_t method, const opora_column** result);
} opora_kernels_service;

OPORA_ABI_END

#endif
