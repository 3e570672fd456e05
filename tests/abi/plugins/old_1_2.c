/* A plugin in C as an author wrote it for interface 1.2; compiled against the headers frozen then, run on today's
 * host for ever. A report that names the schools of a list, and a renderer that writes the texts of a document. */
#include <string.h>

#include <opora/abi/all.h>

static const opora_text scopes[] = {OPORA_TEXT("region")}, needs[] = {OPORA_TEXT("list"), OPORA_TEXT("plan?")};
static const opora_report_info report_info = {sizeof(opora_report_info), 0, OPORA_TEXT("names"), OPORA_TEXT("Names"), scopes, 1, needs, 2, NULL, 0};
static const opora_renderer_info renderer_info = {sizeof(opora_renderer_info), 0, OPORA_TEXT("words"), OPORA_TEXT("Words"), OPORA_TEXT(".words")};

static const opora_report_info* describe_report(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &report_info : NULL;
}
static const opora_renderer_info* describe_renderer(void* self, uint32_t index) {
  (void)self;
  return index == 0 ? &renderer_info : NULL;
}

/* An element of a list, by the size that the host's elements have. */
static const opora_value* at(const opora_value* list, uint64_t i) {
  return (const opora_value*)((const char*)list->items + i * list->items->struct_size);
}

static const opora_value* field(const opora_value* fields, const char* name) {
  for (uint64_t i = 0; fields != NULL && fields->type == OPORA_VALUE_FIELDS && i < fields->count; ++i)
    if (fields->names[i].size == strlen(name) && memcmp(fields->names[i].data, name, strlen(name)) == 0) return at(fields, i);
  return NULL;
}

static opora_value words(const char* text) {
  opora_value value = {sizeof(opora_value), OPORA_VALUE_WORDS, 0, 0, 0, {text, strlen(text)}, NULL, NULL, 0, NULL};
  return value;
}

static opora_status write(void* self, uint32_t index, opora_call* call, const opora_value* context, const opora_document_sink* sink) {
  (void)self, (void)index, (void)call;
  const opora_value* entries = field(field(context, "list"), "entries");
  if (entries == NULL || entries->type != OPORA_VALUE_LIST) return OPORA_E_INVALID_DATA;
  const opora_text title = OPORA_TEXT("title"), names[] = {OPORA_TEXT("type"), OPORA_TEXT("text")};
  opora_status status = sink->text(sink->self, title, report_info.title);
  for (uint64_t i = 0; status == OPORA_OK && i < entries->count; ++i) {
    const opora_value* name = field(at(entries, i), "name");
    opora_value parts[2] = {words("paragraph"), words("")};
    if (name != NULL) parts[1].text = name->text;
    const opora_value block = {sizeof(opora_value), OPORA_VALUE_FIELDS, 0, 0, 0, {NULL, 0}, parts, names, 2, NULL};
    status = sink->block(sink->self, &block);
  }
  return status;
}

static opora_status render(void* self, uint32_t index, opora_call* call, const opora_value* document, const opora_target* target) {
  (void)self, (void)index, (void)call;
  const opora_value* blocks = field(document, "blocks");
  if (blocks == NULL) return OPORA_E_INVALID_DATA;
  opora_status status = OPORA_OK;
  for (uint64_t i = 0; i < blocks->count; ++i) {
    const opora_value* text = field(at(blocks, i), "text");
    for (uint64_t run = 0; status == OPORA_OK && text != NULL && run < text->count; ++run) {
      const opora_value* piece = field(at(text, run), "text");
      if (piece != NULL) status = target->write(target->self, piece->text.data, piece->text.size);
      if (status == OPORA_OK) status = target->write(target->self, "\n", 1);
    }
  }
  return status;
}

static const opora_report_kind reports = {sizeof(opora_report_kind), 1, NULL, describe_report, write};
static const opora_renderer_kind renderers = {sizeof(opora_renderer_kind), 1, NULL, describe_renderer, render};

static opora_status init(const opora_host* host, opora_call* call) {
  (void)host, (void)call;
  return OPORA_OK;
}
static void deinit(void) {}
static const void* get_kind(const char* id) {
  if (strcmp(id, OPORA_KIND_REPORT) == 0) return &reports;
  return strcmp(id, OPORA_KIND_RENDERER) == 0 ? (const void*)&renderers : NULL;
}

static const opora_text kinds[] = {OPORA_TEXT(OPORA_KIND_REPORT), OPORA_TEXT(OPORA_KIND_RENDERER)};
static const opora_descriptor descriptor = {
    sizeof(opora_descriptor), 1, 2, OPORA_TEXT("test.opora.old.one.two"), OPORA_TEXT("Old plugin of 1.2"), OPORA_TEXT("1.0.0"), OPORA_TEXT("Opora"),
    OPORA_TEXT("Apache-2.0"), kinds, 2, OPORA_TEXT(""), OPORA_TEXT("")};
const opora_plugin_entry opora_entry = {OPORA_MAGIC, OPORA_ABI_MAJOR, OPORA_ABI_MINOR, sizeof(opora_plugin_entry), &descriptor, init, deinit, get_kind};
