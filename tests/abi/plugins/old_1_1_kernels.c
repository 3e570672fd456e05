/* A plugin in C as an author wrote it for interface 1.1, with its kernels for small groups; compiled against the
 * headers frozen then, run on today's host for ever. One indicator: participants and the share of low marks of each
 * school, pooled over two years. */
#include <string.h>

#include <opora/abi/all.h>

static const opora_facts_service* facts;
static const opora_columns_service* columns;
static const opora_builder_service* builder;
static const opora_kernels_service* kernels;

static const opora_text inputs[] = {OPORA_TEXT("results")};
static const opora_output outputs[] = {
    {sizeof(opora_output), OPORA_TEXT_COLUMN, OPORA_TEXT("school"), OPORA_TEXT("School"), OPORA_TEXT(""), 1, 0, 0, 0, 0, 0},
    {sizeof(opora_output), OPORA_INT64, OPORA_TEXT("n"), OPORA_TEXT("Participants"), OPORA_TEXT(""), 1, 1, 0, 0, 0, 0},
    {sizeof(opora_output), OPORA_FLOAT64, OPORA_TEXT("share"), OPORA_TEXT("Low marks"), OPORA_TEXT("%"), 0, 1, 1, 0, 0, 100}};
static const opora_indicator_info info = {sizeof(opora_indicator_info), 0, OPORA_TEXT("low-share"), OPORA_TEXT("Low marks"),
                                          inputs, 1, NULL, 0, outputs, 3, OPORA_TEXT(""), OPORA_TEXT(""), OPORA_TEXT(""), OPORA_TEXT("")};

static const opora_indicator_info* describe(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &info : NULL;
}

static opora_status compute(void* self, uint32_t index, void* instance, opora_call* call, const opora_run* run, const opora_frame** result) {
  (void)self, (void)index, (void)instance, (void)run;
  static const opora_text keys[] = {OPORA_TEXT("school"), OPORA_TEXT("year")};
  const opora_text n = OPORA_TEXT("n"), low = OPORA_TEXT("low"), share = OPORA_TEXT("share"), part = OPORA_TEXT("part"), whole = OPORA_TEXT("whole");
  opora_condition is_low;
  memset(&is_low, 0, sizeof is_low);
  is_low.struct_size = sizeof is_low, is_low.op = OPORA_EQUAL, is_low.operand = OPORA_OPERAND_INTEGER;
  is_low.column = (opora_text)OPORA_TEXT("mark"), is_low.integer = 2;
  opora_aggregate aggregates[2];
  memset(aggregates, 0, sizeof aggregates);
  aggregates[0].struct_size = aggregates[1].struct_size = sizeof aggregates[0];
  aggregates[0].kind = OPORA_COUNT, aggregates[0].name = n;
  aggregates[1].kind = OPORA_COUNT_WHERE, aggregates[1].name = low, aggregates[1].conditions = &is_low, aggregates[1].condition_count = 1;
  const opora_fact_request request = {sizeof request, 0, OPORA_TEXT("results"), NULL, 0, keys, 2, aggregates, 2};
  const opora_shrinkage shrinkage = {sizeof shrinkage, OPORA_LIKELIHOOD, NULL, 0, 0.95};
  const opora_funnel around = {sizeof around, 1, NULL, 0, 0.2, 0.95, 1, 0};

  /* Each kernel once; what it gives is looked at by the tests of the kernels themselves. */
  const opora_frame *frame = NULL, *pooled = NULL, *unused = NULL, *with_share = NULL;
  const opora_column *parts = NULL, *wholes = NULL, *ratio = NULL, *hundred = NULL, *percent = NULL, *tail = NULL, *adjusted = NULL;
  const double factor = 100;
  opora_status status = facts->tally(call, &request, &frame);
  if (status == OPORA_OK) status = kernels->interval(call, frame, low, n, OPORA_EXACT, 0.95, &unused);
  if (status == OPORA_OK) status = kernels->shrink_shares(call, frame, low, n, &shrinkage, &unused);
  if (status == OPORA_OK) status = kernels->shrink_means(call, frame, low, n, (opora_text)OPORA_TEXT(""), 2.0, &shrinkage, &unused);
  if (status == OPORA_OK) status = kernels->funnel(call, frame, low, n, &around, &unused);
  if (status == OPORA_OK) status = kernels->compare_shares(call, frame, low, n, low, n, 0.95, &unused);
  if (status == OPORA_OK) status = kernels->binomial_tail(call, frame, low, n, (opora_text)OPORA_TEXT(""), 0.3, &tail);
  if (status == OPORA_OK) status = builder->with(call, frame, share, tail, &with_share);
  if (status == OPORA_OK) status = kernels->adjust_p(call, with_share, share, NULL, 0, OPORA_HOLM, &adjusted);
  if (status == OPORA_OK) status = kernels->pool(call, frame, low, n, keys[1], 2, keys, 1, &pooled);
  if (status == OPORA_OK) status = columns->column(call, pooled, part, &parts);
  if (status == OPORA_OK) status = columns->column(call, pooled, whole, &wholes);
  if (status == OPORA_OK) status = kernels->arithmetic(call, parts, OPORA_DIVIDE, wholes, &ratio);
  if (status == OPORA_OK) status = builder->float64_column(call, &factor, NULL, 1, &hundred);
  if (status == OPORA_OK) status = kernels->arithmetic(call, ratio, OPORA_MULTIPLY, hundred, &percent);
  if (status == OPORA_OK) status = builder->with(call, frame, share, percent, &with_share);
  const opora_text kept[] = {keys[0], n, share};
  return status == OPORA_OK ? builder->select(call, with_share, kept, 3, result) : status;
}

static opora_status init(const opora_host* host, opora_call* call) {
  (void)call;
  facts = host->get_service(host, OPORA_SERVICE_FACTS);
  columns = host->get_service(host, OPORA_SERVICE_COLUMNS);
  builder = host->get_service(host, OPORA_SERVICE_BUILDER);
  kernels = host->get_service(host, OPORA_SERVICE_KERNELS);
  return facts && columns && builder && kernels && OPORA_HAS(opora_kernels_service, kernels, adjust_p) ? OPORA_OK : OPORA_E_UNSUPPORTED;
}

static void deinit(void) {}

static const opora_indicator_kind indicators = {sizeof(opora_indicator_kind), 1, NULL, describe, NULL, NULL, compute};
static const void* get_kind(const char* id) { return strcmp(id, OPORA_KIND_INDICATOR) == 0 ? &indicators : NULL; }

static const opora_text kinds[] = {OPORA_TEXT(OPORA_KIND_INDICATOR)};
static const opora_descriptor descriptor = {sizeof(opora_descriptor), 1, 1, OPORA_TEXT("ru.opora.tests.old.kernels"), OPORA_TEXT("Old plugin"),
                                            OPORA_TEXT("1.1.0"), OPORA_TEXT("Opora"), OPORA_TEXT("Apache-2.0"), kinds, 1,
                                            OPORA_TEXT(""), OPORA_TEXT("")};
const opora_plugin_entry opora_entry = {OPORA_MAGIC, OPORA_ABI_MAJOR, OPORA_ABI_MINOR, sizeof(opora_plugin_entry),
                                        &descriptor, init, deinit, get_kind};
