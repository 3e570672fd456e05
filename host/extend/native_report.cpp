#include "extend/native_report.h"

#include <cfenv>

#include "extend/extension_calls.h"
#include "extend/native_library.h"
#include "extend/value_tree.h"
#include "report/document_json.h"

namespace opora {
namespace {

constexpr std::string_view kPlace = "place:";

// Whatever a native function does to the floating-point mode is undone.
template <class Body>
opora_status in_own_mode(Body&& body) {
  std::fenv_t mode;
  std::fegetenv(&mode);
  const opora_status status = body();
  std::fesetenv(&mode);
  return status;
}

CallScope scope_of(const std::string& origin, const std::vector<Parameter>& values, std::function<bool()> cancelled) {
  CallScope scope;
  scope.origin = origin;
  scope.parameters = &values;
  scope.cancelled = std::move(cancelled);
  return scope;
}

Result<ReportInfo> read_info(const opora_report_kind& kind, std::uint32_t index) {
  if (kind.describe == nullptr || kind.write == nullptr) return misuse(tr("the table of the kind has no functions"));
  OPORA_ASSIGN(const opora_report_info given, read_struct(kind.describe(kind.self, index)));
  ReportInfo info;
  OPORA_ASSIGN(info.id, read_text(given.id));
  OPORA_ASSIGN(info.title, read_text(given.title));
  OPORA_ASSIGN(info.scopes, read_texts(given.scopes, given.scope_count));
  OPORA_ASSIGN(info.needs, read_texts(given.needs, given.need_count));
  OPORA_ASSIGN(info.parameters, read_parameters(given.parameters, given.parameter_count));
  OPORA_TRY(check_report(info));
  return info;
}

Result<RendererInfo> read_info(const opora_renderer_kind& kind, std::uint32_t index) {
  if (kind.describe == nullptr || kind.render == nullptr) return misuse(tr("the table of the kind has no functions"));
  OPORA_ASSIGN(const opora_renderer_info given, read_struct(kind.describe(kind.self, index)));
  RendererInfo info;
  OPORA_ASSIGN(info.id, read_text(given.id));
  OPORA_ASSIGN(info.title, read_text(given.title));
  OPORA_ASSIGN(info.ending, read_text(given.ending));
  OPORA_TRY(check_renderer(info));
  return info;
}

// The functions that a plugin writes its document to.
struct Writing {
  opora_call* call;
  DocumentSink* sink;
  SmallCells small;

  static opora_status block(void* self, const opora_value* value) noexcept {
    auto& writing = *static_cast<Writing*>(self);
    return serve(writing.call, [&]() -> Status {
      OPORA_ASSIGN(const std::string json, json_of_value(value));
      OPORA_ASSIGN(Block block, block_of_json(json, writing.small));
      return writing.sink->add(std::move(block));
    });
  }
  static opora_status text(void* self, opora_text given_name, opora_text given_text) noexcept {
    auto& writing = *static_cast<Writing*>(self);
    return serve(writing.call, [&]() -> Status {
      OPORA_ASSIGN(const std::string name, read_text(given_name));
      OPORA_ASSIGN(const std::string text, read_text(given_text));
      if (name == "title") writing.sink->set_title(text);
      else if (name == "header") writing.sink->set_header(text);
      else if (name == "footer") writing.sink->set_footer(text);
      else if (name.starts_with(kPlace)) writing.sink->set_place(name.substr(kPlace.size()), text);
      else return misuse(tr_format("a document has no text called '{0}'", name), tr("there are title, header, footer, place:NAME"));
      return {};
    });
  }
};

struct Bytes {
  opora_call* call;
  std::string bytes;

  static opora_status write(void* self, const void* given, std::uint64_t size) noexcept {
    auto& target = *static_cast<Bytes*>(self);
    return serve(target.call, [&]() -> Status {
      if (size > 0 && given == nullptr) return misuse(tr("a plugin handed over a text without its bytes"));
      if (size > kLargestRendering - target.bytes.size()) return make_error("REPORT-001", tr("the document is too large for a file"), {});
      target.bytes.append(static_cast<const char*>(given), size);
      return {};
    });
  }
};

}  // namespace

Result<std::shared_ptr<const ReportTable>> native_report(std::shared_ptr<NativeLibrary> library, const std::string& origin, const void* table, std::uint32_t index) {
  OPORA_ASSIGN(const opora_report_kind kind, read_struct(static_cast<const opora_report_kind*>(table)));
  auto made = std::make_shared<ReportTable>();
  OPORA_ASSIGN(made->info, read_info(kind, index));
  made->write = [library = std::move(library), origin, kind, index](const ReportCall& report, DocumentSink& sink) -> Status {
    opora_call call(scope_of(origin, *report.parameters, report.cancelled));
    const ValueTree context(*report.context, call);
    Writing writing{&call, &sink, report.small};
    const opora_document_sink given{sizeof(opora_document_sink), 0, &writing, &Writing::block, &Writing::text};
    OPORA_TRY(call.ended(in_own_mode([&] { return kind.write(kind.self, index, &call, context.root(), &given); })));
    if (report.warnings != nullptr) report.warnings->add(origin, call.warnings());
    return {};
  };
  return std::shared_ptr<const ReportTable>(std::move(made));
}

Result<std::shared_ptr<const RendererTable>> native_renderer(std::shared_ptr<NativeLibrary> library, const std::string& origin, const void* table, std::uint32_t index) {
  OPORA_ASSIGN(const opora_renderer_kind kind, read_struct(static_cast<const opora_renderer_kind*>(table)));
  auto made = std::make_shared<RendererTable>();
  OPORA_ASSIGN(made->info, read_info(kind, index));
  made->render = [library = std::move(library), origin, kind, index](const Document& document, Warnings* warnings) -> Result<std::string> {
    static const std::vector<Parameter> kNone;
    opora_call call(scope_of(origin, kNone, {}));
    const ReportFields fields = fields_of_json(to_json(document));
    const ValueTree tree(fields, call);
    Bytes bytes{&call, {}};
    const opora_target target{sizeof(opora_target), 0, &bytes, &Bytes::write};
    OPORA_TRY(call.ended(in_own_mode([&] { return kind.render(kind.self, index, &call, tree.root(), &target); })));
    if (warnings != nullptr) warnings->add(origin, call.warnings());
    return std::move(bytes.bytes);
  };
  return std::shared_ptr<const RendererTable>(std::move(made));
}

}  // namespace opora
