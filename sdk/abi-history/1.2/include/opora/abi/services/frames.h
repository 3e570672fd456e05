/* Services "opora.columns/1" (reading frames) and "opora.builder/1" (making them).
 * Every result handle belongs to the call. A failed function has reported why and leaves its result alone. */
#ifndef OPORA_ABI_SERVICES_FRAMES_H
#define OPORA_ABI_SERVICES_FRAMES_H

#include "../columns.h"

OPORA_ABI_BEGIN

#define OPORA_SERVICE_COLUMNS "opora.columns/1"
typedef struct opora_columns_service {
  uint32_t struct_size;
  uint32_t reserved;

  /* -1 when the handle is not of this call. [call-thread] */
  int64_t (*rows)(opora_call* call, const opora_frame* frame);
  int64_t (*width)(opora_call* call, const opora_frame* frame);
  /* Name of column `index`, 0 … width-1; lives as long as the handle. [call-thread] */
  opora_status (*name)(opora_call* call, const opora_frame* frame, int64_t index, opora_text* name);
  /* The column of that name. OPORA_E_NOT_FOUND, with a guess at what was meant. [call-thread] */
  opora_status (*column)(opora_call* call, const opora_frame* frame, opora_text name, const opora_column** column);
  /* The same without a report: *column is NULL when there is none. [call-thread] */
  opora_status (*find)(opora_call* call, const opora_frame* frame, opora_text name, const opora_column** column);

  /* Fills schema and array with a view of the column (columns.h). No row is copied. The memory they point
   * to lives until the call ends, also when the handle is released earlier. [call-thread] */
  opora_status (*view)(opora_call* call, const opora_column* column, struct ArrowSchema* schema, struct ArrowArray* array);

  /* Gives a handle back before the call ends, for calls that make many large frames. NULL is ignored.
   * The handle may not be used again. [call-thread] */
  void (*release_frame)(opora_call* call, const opora_frame* frame);
  void (*release_column)(opora_call* call, const opora_column* column);
} opora_columns_service;

#define OPORA_SERVICE_BUILDER "opora.builder/1"
/* All values are copied. `valid` has one byte a row, 0 for a missing value; NULL: all are there.
 * A column of one row serves as a constant in arithmetic. */
typedef struct opora_builder_service {
  uint32_t struct_size;
  uint32_t reserved;

  opora_status (*int64_column)(opora_call* call, const int64_t* values, const uint8_t* valid, uint64_t rows,
                               const opora_column** column);
  /* A NaN becomes a missing value. [call-thread, as all of this table] */
  opora_status (*float64_column)(opora_call* call, const double* values, const uint8_t* valid, uint64_t rows,
                                 const opora_column** column);
  opora_status (*date_column)(opora_call* call, const int32_t* days, const uint8_t* valid, uint64_t rows,
                              const opora_column** column);
  /* OPORA_E_INVALID_DATA for a text that is not UTF-8. */
  opora_status (*text_column)(opora_call* call, const opora_text* values, const uint8_t* valid, uint64_t rows,
                              const opora_column** column);
  /* Texts by the codes of an existing text column: cheaper than text_column. A negative code is missing. */
  opora_status (*codes_column)(opora_call* call, const opora_column* like, const int32_t* codes, uint64_t rows,
                               const opora_column** column);

  /* A frame of these columns, all with the same number of rows, no name twice. */
  opora_status (*frame)(opora_call* call, const opora_text* names, const opora_column* const* columns, uint64_t count,
                        const opora_frame** frame);
  /* The frame with one column more, or with another one under a name that it has. */
  opora_status (*with)(opora_call* call, const opora_frame* frame, opora_text name, const opora_column* column,
                       const opora_frame** result);
  /* These columns only, in this order. */
  opora_status (*select)(opora_call* call, const opora_frame* frame, const opora_text* names, uint64_t count,
                         const opora_frame** result);
  /* Rows by number, 0 … rows-1, in this order; -1 gives a row of missing values. */
  opora_status (*take)(opora_call* call, const opora_frame* frame, const int64_t* order, uint64_t rows,
                       const opora_frame** result);
} opora_builder_service;

OPORA_ABI_END

#endif
