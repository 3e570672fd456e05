/* A plugin in C as an author wrote it for interface 1.1; compiled against the headers frozen then, run on today's
 * host for ever. One matching: the schools in turn to the partners in turn. */
#include <stdlib.h>
#include <string.h>

#include <opora/abi/all.h>

static const opora_columns_service* columns;
static const opora_builder_service* builder;

static const opora_text inputs[] = {OPORA_TEXT("schools")};
static const opora_output outputs[] = {
    {sizeof(opora_output), OPORA_INT64, OPORA_TEXT("turn"), OPORA_TEXT("Turn"), OPORA_TEXT(""), 1, 1, 0, 0, 1, 0}};
static const opora_matching_info info = {sizeof(opora_matching_info), 0, OPORA_TEXT("in-turn"), OPORA_TEXT("In turn"), inputs, 1, NULL, 0, outputs, 1};

static const opora_matching_info* describe(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &info : NULL;
}

/* Columns of pairs that hold the same in every row, or the number of the row. */
static opora_status add(opora_call* call, const opora_frame** frame, const char* name, const opora_column* column) {
  const opora_text text = {name, strlen(name)};
  return builder->with(call, *frame, text, column, frame);
}

static opora_status describe_pairs(opora_call* call, int64_t rows, int64_t partners, const opora_column* like, const opora_frame** pairs) {
  int32_t* codes = malloc(((size_t)rows + 1) * sizeof *codes);
  int64_t* turns = malloc(((size_t)rows + 1) * sizeof *turns);
  double* costs = calloc((size_t)rows + 1, sizeof *costs);
  opora_text* reasons = malloc(((size_t)rows + 1) * sizeof *reasons);
  opora_status status = codes && turns && costs && reasons ? OPORA_OK : OPORA_E_LIMIT;
  const opora_column* column = NULL;
  for (int64_t i = 0; status == OPORA_OK && i < rows; ++i)
    codes[i] = (int32_t)(i % partners), turns[i] = 1, reasons[i] = (opora_text)OPORA_TEXT("it is the turn");
  if (status == OPORA_OK) status = builder->codes_column(call, like, codes, (uint64_t)rows, &column);
  if (status == OPORA_OK) status = add(call, pairs, "partner", column);
  if (status == OPORA_OK) status = builder->int64_column(call, turns, NULL, (uint64_t)rows, &column);
  if (status == OPORA_OK) status = add(call, pairs, "rank", column);
  if (status == OPORA_OK) status = add(call, pairs, "turn", column);
  if (status == OPORA_OK) status = builder->float64_column(call, costs, NULL, (uint64_t)rows, &column);
  if (status == OPORA_OK) status = add(call, pairs, "cost", column);
  if (status == OPORA_OK) status = builder->text_column(call, reasons, NULL, (uint64_t)rows, &column);
  if (status == OPORA_OK) status = add(call, pairs, "reason", column);
  free(codes), free(turns), free(costs), free(reasons);
  return status;
}

static opora_status match(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run, const opora_frame* needing,
                          const opora_frame* offering, const opora_frame** pairs, const opora_frame** unmatched) {
  (void)self, (void)index, (void)instance, (void)run;
  const opora_text school = OPORA_TEXT("school"), partner = OPORA_TEXT("partner");
  const int64_t rows = columns->rows(call, needing), partners = columns->rows(call, offering);
  const int64_t matched = partners > 0 ? rows : 0;
  int64_t* order = malloc(((size_t)rows + 1) * sizeof *order);
  opora_text* reasons = malloc(((size_t)rows + 1) * sizeof *reasons);
  opora_status status = order && reasons ? OPORA_OK : OPORA_E_LIMIT;
  for (int64_t i = 0; status == OPORA_OK && i < rows; ++i) order[i] = i, reasons[i] = (opora_text)OPORA_TEXT("there is nobody");
  const opora_frame* schools = NULL;
  const opora_column *like = NULL, *words = NULL;
  if (status == OPORA_OK) status = builder->select(call, needing, &school, 1, &schools);
  if (status == OPORA_OK) status = builder->take(call, schools, order, (uint64_t)matched, pairs);
  if (status == OPORA_OK) status = columns->column(call, offering, partner, &like);
  if (status == OPORA_OK) status = describe_pairs(call, matched, partners, like, pairs);
  if (status == OPORA_OK) status = builder->take(call, schools, order, (uint64_t)(rows - matched), unmatched);
  if (status == OPORA_OK) status = builder->text_column(call, reasons, NULL, (uint64_t)(rows - matched), &words);
  if (status == OPORA_OK) status = add(call, unmatched, "reason", words);
  free(order), free(reasons);
  return status;
}

static opora_status init(const opora_host* host, opora_call* call) {
  (void)call;
  columns = host->get_service(host, OPORA_SERVICE_COLUMNS);
  builder = host->get_service(host, OPORA_SERVICE_BUILDER);
  return columns && builder ? OPORA_OK : OPORA_E_UNSUPPORTED;
}

static void deinit(void) {}

static const opora_matching_kind matchings = {sizeof(opora_matching_kind), 1, NULL, describe, NULL, NULL, match};
static const void* get_kind(const char* id) { return strcmp(id, OPORA_KIND_MATCHING) == 0 ? &matchings : NULL; }

static const opora_text kinds[] = {OPORA_TEXT(OPORA_KIND_MATCHING)};
static const opora_descriptor descriptor = {sizeof(opora_descriptor), 1, 1, OPORA_TEXT("ru.opora.tests.old-matching"), OPORA_TEXT("Old matching"),
                                            OPORA_TEXT("1.0.0"), OPORA_TEXT("Opora"), OPORA_TEXT("Apache-2.0"), kinds, 1,
                                            OPORA_TEXT(""), OPORA_TEXT("")};
const opora_plugin_entry opora_entry = {OPORA_MAGIC, OPORA_ABI_MAJOR, OPORA_ABI_MINOR, sizeof(opora_plugin_entry),
                                        &descriptor, init, deinit, get_kind};
