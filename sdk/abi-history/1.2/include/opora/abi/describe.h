/* What extensions declare about themselves: parameters with their legal basis, datasets they read,
 * columns they give. Everything declared lives as long as the table of the kind. */
#ifndef OPORA_ABI_DESCRIBE_H
#define OPORA_ABI_DESCRIBE_H

#include "columns.h"

OPORA_ABI_BEGIN

#define OPORA_PERCENT 0 /* an exact share: "30", "33.3" */
#define OPORA_INTEGER 1
#define OPORA_NUMBER 2
#define OPORA_CHOICE 3 /* one of `choices` */
#define OPORA_FLAG 4   /* "true" or "false" */
#define OPORA_SCALE 5  /* since 1.1. Points and zones by range: "0 .. 50 = 1 red; 50 .. 75 = 2 yellow; 75 .. = 3 green"; an end
                        * left out is open, a range holds its lower end, the highest also its upper one. The host refuses gaps
                        * and overlaps, so every value between the ends is in one range. */

/* A parameter that a region may change. The host checks a new value against type, range and choices
 * before the plugin sees it. */
typedef struct opora_parameter {
  uint32_t struct_size;
  int32_t type;
  opora_text name;  /* a-z 0-9 _ */
  opora_text value; /* the usual value, as text with a decimal point */
  opora_text basis; /* act, letter, or the region's own decision */
  opora_text title; /* for people */
  int32_t has_minimum, has_maximum;
  double minimum, maximum;
  const opora_text* choices;
  uint64_t choice_count;
  /* Since 1.1. */
  opora_text unit;                 /* for people; empty: none, or per cent where the type says so */
  opora_text valid_from, valid_to; /* "2022", "2022-09-01" or "2022/2023"; empty: without end. Outside of them a run warns */
} opora_parameter;

/* A column that an indicator gives. The host refuses a result that does not keep to it. */
typedef struct opora_output {
  uint32_t struct_size;
  int32_t type; /* OPORA_INT64 … */
  opora_text name;
  opora_text title;
  opora_text unit;         /* "%" or empty */
  int32_t never_missing;   /* 1: every row has a value */
  int32_t has_minimum, has_maximum;
  int32_t reserved;
  double minimum, maximum; /* of values that are there */
} opora_output;

/* Which data a call works on. */
typedef struct opora_run {
  uint32_t struct_size;
  int32_t year;
  int32_t threads; /* that services may use on your behalf; results never depend on it */
  int32_t reserved;
  opora_text territory; /* of a methodology that sees one territory at a time: which; else empty */
} opora_run;

OPORA_ABI_END

#endif
