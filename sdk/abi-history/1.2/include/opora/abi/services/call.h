/* Services about the call itself: log, diagnostics, parameters, cancellation, texts.
 * Each service is a table that opora_host.get_service() gives for its id. */
#ifndef OPORA_ABI_SERVICES_CALL_H
#define OPORA_ABI_SERVICES_CALL_H

#include "../types.h"

OPORA_ABI_BEGIN

#define OPORA_SERVICE_LOG "opora.log/1"
typedef struct opora_log_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* A line for whoever debugs the plugin; not part of any result. Never personal data. [any-thread] */
  void (*write)(opora_call* call, int32_t severity, opora_text text);
} opora_log_service;

#define OPORA_SERVICE_DIAG "opora.diag/1"
typedef struct opora_diag_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* Reports an error (the call then fails, whatever it returns), a warning or a note. Copied.
   * A service that fails has already reported: return its status, add nothing. [call-thread] */
  void (*report)(opora_call* call, const opora_diagnostic* diagnostic);
} opora_diag_service;

#define OPORA_SERVICE_PARAMS "opora.params/1"
typedef struct opora_parameter_value {
  uint32_t struct_size; /* set by the caller before get() */
  int32_t type;         /* OPORA_PERCENT … (describe.h) */
  int64_t numerator;    /* exact: of a percentage as a share (33.3 % = 333/1000), of any other number */
  int64_t denominator;  /* > 0; 0 for a choice, a flag, or a number of more than 15 digits */
  double number;
  opora_text text; /* as recorded with the run; lives until the call ends */
  int32_t flag;
  int32_t reserved;
} opora_parameter_value;
typedef struct opora_params_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* The value of a declared parameter in this run. OPORA_E_NOT_FOUND. [call-thread] */
  opora_status (*get)(opora_call* call, opora_text name, opora_parameter_value* value);
} opora_params_service;

#define OPORA_SERVICE_CANCEL "opora.cancel/1"
typedef struct opora_cancel_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* 1 when the call should stop: return OPORA_E_CANCELLED within a tenth of a second. Services ask
   * themselves. [any-thread] */
  int32_t (*cancelled)(opora_call* call);
} opora_cancel_service;

#define OPORA_SERVICE_TEXT "opora.text/1"
/* Texts that come back live until the call ends. Results do not depend on the process locale. */
typedef struct opora_text_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* < 0, 0, > 0 as people of the language order texts (not as bytes). [call-thread] */
  int32_t (*compare)(opora_call* call, opora_text a, opora_text b);
  /* Small letters, of any alphabet. OPORA_E_INVALID_DATA when it is not UTF-8. [call-thread] */
  opora_status (*lower)(opora_call* call, opora_text text, opora_text* result);
  /* numerator/denominator rounded half up to `digits` decimals, with a decimal point. [call-thread] */
  opora_status (*decimal)(opora_call* call, int64_t numerator, int64_t denominator, int32_t digits, opora_text* result);
  /* The shortest decimal that reads back as the same number: 0.1. [call-thread] */
  opora_status (*number)(opora_call* call, double value, opora_text* result);
} opora_text_service;

OPORA_ABI_END

#endif
