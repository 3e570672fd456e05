/* A plugin in C as an author wrote it for interface 1.1, whose descriptions tell what stands behind the figures;
 * compiled against the headers frozen then, run on today's host for ever. One indicator and one methodology. */
#include <string.h>

#include <opora/abi/all.h>

static const opora_facts_service* facts;
static const opora_kernels_service* kernels;
static const opora_builder_service* builder;
static const opora_columns_service* columns;

static const opora_text inputs[] = {OPORA_TEXT("results")};
static const opora_output outputs[] = {
    {sizeof(opora_output), OPORA_TEXT_COLUMN, OPORA_TEXT("school"), OPORA_TEXT("School"), OPORA_TEXT(""), 1, 0, 0, 0, 0, 0},
    {sizeof(opora_output), OPORA_INT64, OPORA_TEXT("n"), OPORA_TEXT("Participants"), OPORA_TEXT(""), 1, 1, 0, 0, 0, 0},
    {sizeof(opora_output), OPORA_FLOAT64, OPORA_TEXT("share"), OPORA_TEXT("Low marks"), OPORA_TEXT("%"), 0, 1, 1, 0, 0, 100}};
static const opora_indicator_info indicator = {
    sizeof(opora_indicator_info), 0, OPORA_TEXT("low-share"), OPORA_TEXT("Low marks"), inputs, 1, NULL, 0, outputs, 3,
    OPORA_TEXT("federal criterion of 2025"), OPORA_TEXT("marks are given by one scale"), OPORA_TEXT("counted, not sampled"),
    OPORA_TEXT("fewer than 10 participants")};
static const opora_methodology_info methodology = {
    sizeof(opora_methodology_info), OPORA_EACH_RUN, OPORA_TEXT("nobody"), OPORA_TEXT("Nobody"), OPORA_TEXT("States nothing"), inputs, 1, NULL, 0,
    OPORA_TEXT("this test"), OPORA_TEXT(""), OPORA_TEXT(""), OPORA_TEXT("always")};

static const opora_indicator_info* describe_indicator(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &indicator : NULL;
}
static const opora_methodology_info* describe_methodology(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &methodology : NULL;
}

/* Participants by school and the percentage of marks 2 among them, with the host's arithmetic. */
static opora_status compute(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run, const opora_frame** result) {
  (void)self, (void)index, (void)instance;
  static const opora_text keys[] = {OPORA_TEXT("school")};
  const opora_text n_name = OPORA_TEXT("n"), share_name = OPORA_TEXT("share");
  opora_condition of_year, low;
  memset(&of_year, 0, sizeof of_year);
  of_year.struct_size = sizeof of_year, of_year.op = OPORA_EQUAL, of_year.operand = OPORA_OPERAND_INTEGER;
  low = of_year;
  of_year.column = (opora_text)OPORA_TEXT("year"), of_year.integer = run->year;
  low.column = (opora_text)OPORA_TEXT("mark"), low.integer = 2;
  opora_aggregate aggregates[2];
  memset(aggregates, 0, sizeof aggregates);
  aggregates[0].struct_size = aggregates[1].struct_size = sizeof aggregates[0];
  aggregates[0].kind = OPORA_COUNT, aggregates[0].name = n_name;
  aggregates[1].kind = OPORA_SHARE, aggregates[1].name = share_name, aggregates[1].conditions = &low, aggregates[1].condition_count = 1;
  const opora_fact_request request = {sizeof request, 0, OPORA_TEXT("results"), &of_year, 1, keys, 1, aggregates, 2};
  const double hundred = 100;
  const opora_frame* frame = NULL;
  const opora_column *share = NULL, *factor = NULL, *percent = NULL;
  opora_status status = facts->tally(call, &request, &frame);
  if (status == OPORA_OK) status = columns->column(call, frame, share_name, &share);
  if (status == OPORA_OK) status = builder->float64_column(call, &hundred, NULL, 1, &factor);
  if (status == OPORA_OK) status = kernels->arithmetic(call, share, OPORA_MULTIPLY, factor, &percent);
  return status == OPORA_OK ? builder->with(call, frame, share_name, percent, result) : status;
}

static opora_status decide(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run) {
  (void)self, (void)index, (void)instance, (void)call, (void)run;
  return OPORA_OK;
}

static opora_status init(const opora_host* host, opora_call* call) {
  (void)call;
  facts = host->get_service(host, OPORA_SERVICE_FACTS);
  columns = host->get_service(host, OPORA_SERVICE_COLUMNS);
  builder = host->get_service(host, OPORA_SERVICE_BUILDER);
  kernels = host->get_service(host, OPORA_SERVICE_KERNELS);
  return facts && columns && builder && kernels ? OPORA_OK : OPORA_E_UNSUPPORTED;
}

static void deinit(void) {}

static const opora_indicator_kind indicators = {sizeof(opora_indicator_kind), 1, NULL, describe_indicator, NULL, NULL, compute};
static const opora_methodology_kind methodologies = {sizeof(opora_methodology_kind), 1, NULL, describe_methodology, NULL, NULL, decide};
static const void* get_kind(const char* id) {
  if (strcmp(id, OPORA_KIND_INDICATOR) == 0) return &indicators;
  return strcmp(id, OPORA_KIND_METHODOLOGY) == 0 ? &methodologies : NULL;
}

static const opora_text kinds[] = {OPORA_TEXT(OPORA_KIND_INDICATOR), OPORA_TEXT(OPORA_KIND_METHODOLOGY)};
static const opora_descriptor descriptor = {sizeof(opora_descriptor), 1, 0, OPORA_TEXT("ru.opora.tests.old"), OPORA_TEXT("Old plugin"),
                                            OPORA_TEXT("1.1.0"), OPORA_TEXT("Opora"), OPORA_TEXT("Apache-2.0"), kinds, 2,
                                            OPORA_TEXT(""), OPORA_TEXT("")};
const opora_plugin_entry opora_entry = {OPORA_MAGIC, OPORA_ABI_MAJOR, OPORA_ABI_MINOR, sizeof(opora_plugin_entry),
                                        &descriptor, init, deinit, get_kind};
