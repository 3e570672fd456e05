/* A plugin in C as an author wrote it for interface 1.0; compiled against the headers frozen then, run on
 * today's host for ever. One indicator: participants and the share of low marks of each school, with a column
 * that the plugin computes itself. */
#include <stdlib.h>
#include <string.h>

#include <opora/abi/all.h>

static const opora_facts_service* facts;
static const opora_columns_service* columns;
static const opora_builder_service* builder;
static const opora_params_service* params;
static const opora_diag_service* diag;

static const opora_text inputs[] = {OPORA_TEXT("results")};
static const opora_parameter parameters[] = {{sizeof(opora_parameter), OPORA_INTEGER, OPORA_TEXT("mark"), OPORA_TEXT("2"),
                                              OPORA_TEXT("scale of marks"), OPORA_TEXT("Highest low mark"), 1, 1, 1, 5, NULL, 0}};
static const opora_output outputs[] = {
    {sizeof(opora_output), OPORA_TEXT_COLUMN, OPORA_TEXT("school"), OPORA_TEXT("School"), OPORA_TEXT(""), 1, 0, 0, 0, 0, 0},
    {sizeof(opora_output), OPORA_INT64, OPORA_TEXT("n"), OPORA_TEXT("Participants"), OPORA_TEXT(""), 1, 1, 0, 0, 0, 0},
    {sizeof(opora_output), OPORA_FLOAT64, OPORA_TEXT("share"), OPORA_TEXT("Low marks"), OPORA_TEXT("%"), 0, 1, 1, 0, 0, 100}};
static const opora_indicator_info info = {sizeof(opora_indicator_info), 0, OPORA_TEXT("low-share"), OPORA_TEXT("Low marks"),
                                          inputs, 1, parameters, 1, outputs, 3};

static const opora_indicator_info* describe(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &info : NULL;
}

static opora_status whole_numbers(opora_call* call, const opora_frame* frame, opora_text name, struct ArrowArray* array) {
  struct ArrowSchema schema;
  const opora_column* column = NULL;
  opora_status status = columns->column(call, frame, name, &column);
  return status != OPORA_OK ? status : columns->view(call, column, &schema, array);
}

static opora_status compute(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run, const opora_frame** result) {
  (void)self, (void)index, (void)instance;
  static const opora_text keys[] = {OPORA_TEXT("school")};
  opora_parameter_value mark;
  memset(&mark, 0, sizeof mark);
  mark.struct_size = sizeof mark;
  const opora_text mark_name = OPORA_TEXT("mark"), n_name = OPORA_TEXT("n"), low_name = OPORA_TEXT("low"), share_name = OPORA_TEXT("share");
  opora_status status = params->get(call, mark_name, &mark);
  if (status != OPORA_OK) return status;

  opora_condition of_year, low;
  memset(&of_year, 0, sizeof of_year);
  of_year.struct_size = sizeof of_year, of_year.op = OPORA_EQUAL, of_year.operand = OPORA_OPERAND_INTEGER;
  low = of_year;
  of_year.column = (opora_text)OPORA_TEXT("year"), of_year.integer = run->year;
  low.column = (opora_text)OPORA_TEXT("mark"), low.op = OPORA_LESS_EQUAL, low.integer = mark.numerator;
  opora_aggregate aggregates[2];
  memset(aggregates, 0, sizeof aggregates);
  aggregates[0].struct_size = aggregates[1].struct_size = sizeof aggregates[0];
  aggregates[0].kind = OPORA_COUNT, aggregates[0].name = n_name;
  aggregates[1].kind = OPORA_COUNT_WHERE, aggregates[1].name = low_name, aggregates[1].conditions = &low, aggregates[1].condition_count = 1;
  const opora_fact_request request = {sizeof request, 0, OPORA_TEXT("results"), &of_year, 1, keys, 1, aggregates, 2};
  const opora_frame *frame = NULL, *with_share = NULL;
  struct ArrowArray n, lows;
  if ((status = facts->tally(call, &request, &frame)) != OPORA_OK || (status = whole_numbers(call, frame, n_name, &n)) != OPORA_OK ||
      (status = whole_numbers(call, frame, low_name, &lows)) != OPORA_OK)
    return status;

  double* shares = malloc(((size_t)n.length + 1) * sizeof *shares);
  if (shares == NULL) {
    const opora_diagnostic diagnostic = {sizeof diagnostic, OPORA_ERROR, OPORA_TEXT("OLD-001"), OPORA_TEXT("no memory"), OPORA_TEXT(""),
                                         OPORA_TEXT(""), NULL, 0, NULL, 0};
    diag->report(call, &diagnostic);
    return OPORA_E_LIMIT;
  }
  for (int64_t i = 0; i < n.length; ++i)
    shares[i] = 100.0 * (double)((const int64_t*)lows.buffers[1])[i] / (double)((const int64_t*)n.buffers[1])[i];
  const opora_column* column = NULL;
  status = builder->float64_column(call, shares, NULL, (uint64_t)n.length, &column);
  free(shares);
  if (status == OPORA_OK) status = builder->with(call, frame, share_name, column, &with_share);
  const opora_text kept[] = {keys[0], n_name, share_name};
  return status == OPORA_OK ? builder->select(call, with_share, kept, 3, result) : status;
}

static opora_status init(const opora_host* host, opora_call* call) {
  (void)call;
  facts = host->get_service(host, OPORA_SERVICE_FACTS);
  columns = host->get_service(host, OPORA_SERVICE_COLUMNS);
  builder = host->get_service(host, OPORA_SERVICE_BUILDER);
  params = host->get_service(host, OPORA_SERVICE_PARAMS);
  diag = host->get_service(host, OPORA_SERVICE_DIAG);
  return facts && columns && builder && params && diag ? OPORA_OK : OPORA_E_UNSUPPORTED;
}

static void deinit(void) {}

static const opora_indicator_kind indicators = {sizeof(opora_indicator_kind), 1, NULL, describe, NULL, NULL, compute};
static const void* get_kind(const char* id) { return strcmp(id, OPORA_KIND_INDICATOR) == 0 ? &indicators : NULL; }

static const opora_text kinds[] = {OPORA_TEXT(OPORA_KIND_INDICATOR)};
static const opora_descriptor descriptor = {sizeof(opora_descriptor), 1, 0, OPORA_TEXT("ru.opora.tests.old"), OPORA_TEXT("Old plugin"),
                                            OPORA_TEXT("1.0.0"), OPORA_TEXT("Opora"), OPORA_TEXT("Apache-2.0"), kinds, 1,
                                            OPORA_TEXT(""), OPORA_TEXT("")};
const opora_plugin_entry opora_entry = {OPORA_MAGIC, OPORA_ABI_MAJOR, OPORA_ABI_MINOR, sizeof(opora_plugin_entry),
                                        &descriptor, init, deinit, get_kind};
