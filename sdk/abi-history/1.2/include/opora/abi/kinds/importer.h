/* Kind "opora.importer/1": reads files of a format into rows of a dataset, each with its place in the file.
 * The importer says what stands where. The host opens the file, checks every value (a mark of 7, a school that no
 * registry names, a pupil twice), keeps the protocol, and stores the rows as one batch.
 *
 * Fields of the dataset "results", one row a participant. Required: school, kind, subject, grade, score, and year
 * unless the user gives it.
 *   school       key of the school, as registries name it; letter case does not matter
 *   kind subject what was taken: codes of the packs ("ВПР", "RU");  level: of the procedure ("профиль")
 *   grade year   whole numbers: the grade whose programme was tested, the calendar year
 *   score        whole number; max_score: of the procedure, the same in all its rows
 *   mark journal 2 … 5: the mark of the work, and the pupil's mark in the school's journal
 *   participant  code of the pupil, never a name;  class: "4А";  gender: "male" or "female"
 *   variant      of the work; "absent" (OPORA_VARIANT_ABSENT) when the pupil was away. When the table has this
 *                field, a row without a variant is no participant's
 * Fields of the dataset "schools", one row a school. Required: school. Also: name, municipality, region.
 *
 * A value that cannot be read as its field demands is handed over as the text that the file has: the host's checks
 * then name it with its place and the remedy. Leave out what the file does not have; never make values up. */
#ifndef OPORA_ABI_KINDS_IMPORTER_H
#define OPORA_ABI_KINDS_IMPORTER_H

#include "../columns.h"
#include "../streams.h"

OPORA_ABI_BEGIN

#define OPORA_KIND_IMPORTER "opora.importer/1"
#define OPORA_VARIANT_ABSENT "absent"

typedef struct opora_importer_info {
  uint32_t struct_size;
  uint32_t reserved;
  opora_text id; /* within the plugin: a-z 0-9 - */
  opora_text title;
  const opora_text* datasets; /* of its tables: "results", "schools" */
  uint64_t dataset_count;
  const opora_text* endings; /* ".dbf": files of a folder that are looked at, beside the usual endings of tables */
  uint64_t ending_count;
} opora_importer_info;

/* A column of a table. */
typedef struct opora_field {
  uint32_t struct_size;
  int32_t type;    /* OPORA_INT64 … : what the cells are handed over as */
  opora_text name; /* of the dataset: "school" */
  int64_t column;  /* where it stands in the file, from 1, for messages; 0: nowhere */
} opora_field;

/* The values of one field in consecutive rows. */
typedef struct opora_cells {
  uint32_t struct_size;
  uint32_t reserved;
  const void* values;     /* int64_t, double, opora_text or int32_t (days since 1970-01-01), by the field's type */
  const uint8_t* present; /* one byte a row, 0: no value; NULL: all have one. An empty text is no value, too */
} opora_cells;

/* Something wrong with the file that the host cannot see, such as a row cut off. Findings of one code are shown
 * together: how many, the first and the last place. Errors count as a row that is not imported. */
typedef struct opora_finding {
  uint32_t struct_size;
  int32_t severity;   /* OPORA_ERROR, OPORA_WARNING, OPORA_NOTE */
  opora_text code;    /* the plugin's own and stable: "CSV-011" */
  opora_text message; /* what was met, the same for all places */
  opora_text help;    /* what to do */
  opora_text value;   /* as the file has it; not shown when it could be a person's */
  int64_t line;       /* from 1 */
  int64_t column;     /* from 1; 0: the whole line */
} opora_finding;

/* Takes what is read, in the order of the file. Everything is copied. A function that fails has reported: return
 * its status, call nothing more. All: [call-thread]. */
typedef struct opora_row_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* Starts a table: fields of the dataset, each once. `sheet` is empty when the file has no sheets. */
  opora_status (*table)(void* self, opora_text dataset, opora_text sheet, int64_t header_line, const opora_field* fields,
                        uint64_t count);
  /* Rows of the table that was started last: an opora_cells a field, and the line where each row stands, from 1.
   * A few thousand rows a call are best, a million are refused. */
  opora_status (*rows)(void* self, const opora_cells* cells, const int64_t* lines, uint64_t rows);
  /* Of the table that was started last. An error stands for the whole row: do not hand the row over as well. */
  opora_status (*finding)(void* self, const opora_finding* finding);
} opora_row_sink;

typedef struct opora_importer_kind {
  uint32_t struct_size;
  uint32_t count;
  void* self;

  /* As of an indicator. [any-thread] */
  const opora_importer_info* (*describe)(void* self, uint32_t index);
  /* As of an indicator; may be NULL together. [call-thread] */
  opora_status (*create)(void* self, uint32_t index, opora_call* call, void** instance);
  void (*destroy)(void* self, void* instance);

  /* How sure the importer is that the file is of its format: 0 (it is not) … 100, from the name and the first bytes
   * (64 KiB, or the whole file when it is smaller). Asked when no source profile recognises the file; the highest
   * score reads it. 50 for a likely guess, 90 when the first bytes can hardly be anything else. [any-thread] */
  int32_t (*sniff)(void* self, uint32_t index, opora_text name, const void* head, uint64_t size);

  /* Reads the file. A file that is not in order at all fails: report why, with opora.diag/1, and nothing of it is
   * stored. [call-thread] */
  opora_status (*read)(void* self, uint32_t index, void* instance, opora_call* call, const opora_source* source,
                       const opora_row_sink* sink);
} opora_importer_kind;

OPORA_ABI_END

#endif
