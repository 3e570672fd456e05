/* Service "opora.checks/1": what a methodology states. A check is: value (with n) op threshold, met or not.
 * Answers follow from checks by three-valued logic: too few participants or a missing value make a check
 * that could not be made, never a silent yes or no.
 *
 * `category` is OPORA_OWN_CATEGORY or a number from category(). All functions: [call-thread]; allowed only
 * in decide(). OPORA_E_INVALID_DATA for columns that do not fit, OPORA_E_LIMIT for more than five million
 * checks and values. */
#ifndef OPORA_ABI_SERVICES_CHECKS_H
#define OPORA_ABI_SERVICES_CHECKS_H

#include "../columns.h"

OPORA_ABI_BEGIN

#define OPORA_OWN_CATEGORY (-1)

/* What the checks of one condition share. */
typedef struct opora_rule {
  uint32_t struct_size;
  int32_t op; /* OPORA_LESS … (kernels.h) */
  opora_text name;
  opora_text title; /* for people */
  opora_text unit;  /* "%" or empty */
  int64_t min_n;    /* fewer participants: not assessable */
  /* The threshold: exact when the denominator is above 0 (30 % is 30/100), else `threshold`, a number. */
  int64_t threshold_numerator;
  int64_t threshold_denominator;
  double threshold;
} opora_rule;

#define OPORA_MISSING 0
#define OPORA_EXACT_SHARE 1
#define OPORA_MEASURED 2

/* One check of one school. */
typedef struct opora_check {
  uint32_t struct_size;
  int32_t form; /* OPORA_MISSING … */
  opora_text school;
  opora_text name;                /* what was measured */
  int64_t numerator, denominator; /* OPORA_EXACT_SHARE; denominator > 0 */
  double measured;                /* OPORA_MEASURED */
  int64_t n;                      /* participants behind the value */
} opora_check;

/* Checks over rows, one a row; columns have the same number of rows. */
typedef struct opora_check_rows {
  uint32_t struct_size;
  uint32_t reserved;
  const opora_column* school; /* texts, none missing */
  const opora_column* name;   /* texts; NULL: fixed_name */
  opora_text fixed_name;
  const opora_column* numerator; /* whole numbers: an exact share; or */
  const opora_column* denominator;
  const opora_column* value; /* numbers: measured */
  const opora_column* n;     /* whole numbers; NULL: the denominator, or fixed_n */
  int64_t fixed_n;
  const opora_column* threshold; /* numbers, a row's own threshold; NULL: the rule's */
} opora_check_rows;

#define OPORA_ALL 0
#define OPORA_ANY 1

#define OPORA_SERVICE_CHECKS "opora.checks/1"
typedef struct opora_checks_service {
  uint32_t struct_size;
  uint32_t reserved;

  /* Finds or adds a further list of the same run. */
  opora_status (*category)(opora_call* call, opora_text name, opora_text title, int32_t* category);
  /* Every school of the column gets a decision, whatever is checked. */
  opora_status (*assess)(opora_call* call, int32_t category, const opora_column* school);
  opora_status (*assess_school)(opora_call* call, int32_t category, opora_text school);
  opora_status (*check)(opora_call* call, int32_t category, const opora_rule* rule, const opora_check* check);
  opora_status (*check_rows)(opora_call* call, int32_t category, const opora_rule* rule, const opora_check_rows* rows);
  /* At least that many checks of the rule are met; 0: all of them. An empty rule: checks of any rule. */
  opora_status (*require)(opora_call* call, int32_t category, opora_text rule, int32_t at_least);
  /* How requirements combine: OPORA_ALL, OPORA_ANY. */
  opora_status (*combine)(opora_call* call, int32_t category, int32_t how);
  /* A further column of the list for one school; an empty text is none. */
  opora_status (*value)(opora_call* call, int32_t category, opora_text school, opora_text title, opora_text value);
  /* The same by rows; missing values are left out. */
  opora_status (*value_rows)(opora_call* call, int32_t category, opora_text title, const opora_column* school,
                             const opora_column* value);
} opora_checks_service;

OPORA_ABI_END

#endif
