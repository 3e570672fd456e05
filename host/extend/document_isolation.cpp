#include "extend/document_isolation.h"

#include "base/messages.h"
#include "extend/extension_calls.h"
#include "extend/isolation.h"
#include "extend/native_library.h"
#include "extend/result_codec.h"
#include "extend/worker_answer.h"
#include "report/document_json.h"
#include "store/bytes.h"

namespace opora {
namespace {

// What a worker needs to know of a document. Written by this very program a moment ago: it is read without doubt.
struct DocumentCall {
  std::string copy, origin, id;
  std::map<std::string, std::string> parameters;
  ReportFields context;  // of a report
  std::string document;  // of a rendering, as JSON
};

enum class Tag : std::uint8_t { kNothing, kTruth, kWhole, kDecimal, kText, kShare, kFrame, kList, kFields };

class ValueWriter {
 public:
  explicit ValueWriter(ByteWriter& out) : out_(out) {}
  void operator()(std::monostate) { tag(Tag::kNothing); }
  void operator()(bool value) { tag(Tag::kTruth), out_.byte(value ? 1 : 0); }
  void operator()(std::int64_t value) { tag(Tag::kWhole), out_.varint(zigzag(value)); }
  void operator()(double value) { tag(Tag::kDecimal), out_.varint(std::bit_cast<std::uint64_t>(value)); }
  void operator()(const std::string& value) { tag(Tag::kText), out_.text(value); }
  void operator()(Share value) { tag(Tag::kShare), out_.varint(zigzag(value.numerator)), out_.varint(zigzag(value.denominator)); }
  void operator()(const std::shared_ptr<const Frame>& value) { tag(Tag::kFrame), out_.text(encode_frame(*value)); }
  void operator()(const ReportList& list) {
    tag(Tag::kList), out_.varint(list.size());
    for (const ReportValue& one : list) std::visit(*this, one.value);
  }
  void operator()(const ReportFields& fields) {
    tag(Tag::kFields), out_.varint(fields.size());
    for (const auto& [name, one] : fields) out_.text(name), std::visit(*this, one.value);
  }

 private:
  void tag(Tag value) { out_.byte(static_cast<std::uint8_t>(value)); }
  ByteWriter& out_;
};

Result<ReportValue> read_value(ByteReader& in) {
  switch (static_cast<Tag>(in.byte())) {
    case Tag::kTruth: return ReportValue(in.byte() != 0);
    case Tag::kWhole: return ReportValue(unzigzag(in.varint()));
    case Tag::kDecimal: return ReportValue(std::bit_cast<double>(in.varint()));
    case Tag::kText: return ReportValue(in.text());
    case Tag::kShare: {
      const std::int64_t numerator = unzigzag(in.varint());
      return ReportValue(Share{numerator, unzigzag(in.varint())});
    }
    case Tag::kFrame: {
      OPORA_ASSIGN(Frame frame, decode_frame(in.text()));
      return ReportValue(std::move(frame));
    }
    case Tag::kList: {
      ReportList list;
      for (std::uint64_t left = in.varint(); left > 0; --left) {
        OPORA_ASSIGN(ReportValue one, read_value(in));
        list.push_back(std::move(one));
      }
      return ReportValue(std::move(list));
    }
    case Tag::kFields: {
      ReportFields fields;
      for (std::uint64_t left = in.varint(); left > 0; --left) {
        std::string name = in.text();
        OPORA_ASSIGN(ReportValue one, read_value(in));
        fields.emplace_back(std::move(name), std::move(one));
      }
      return ReportValue(std::move(fields));
    }
    case Tag::kNothing: break;
  }
  return ReportValue();
}

std::string encode_call(const DocumentCall& call) {
  Blob bytes;
  ByteWriter out(bytes);
  for (const std::string* text : {&call.copy, &call.origin, &call.id, &call.document}) out.text(*text);
  out.varint(call.parameters.size());
  for (const auto& [name, value] : call.parameters) out.text(name), out.text(value);
  ValueWriter writer(out);
  writer(call.context);
  return {bytes.begin(), bytes.end()};
}

Result<DocumentCall> decode_call(const std::string& bytes) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  DocumentCall call;
  for (std::string* text : {&call.copy, &call.origin, &call.id, &call.document}) *text = in.text();
  for (std::uint64_t left = in.varint(); left > 0; --left) {
    const std::string name = in.text();
    call.parameters[name] = in.text();
  }
  OPORA_ASSIGN(ReportValue context, read_value(in));
  call.context = std::move(std::get<ReportFields>(context.value));
  return call;
}

DocumentCall call_of(const Extension& extension) { return {extension.copy.string(), extension.origin, extension.id, {}, {}, {}}; }

Result<std::string> in_worker(std::string_view job, const Extension& extension, const DocumentCall& call) {
  const CallLimits& given = extension.isolated->limits;
  ChildLimits limits;
  limits.wall = given.wall;
  limits.processor = given.wall;
  limits.address_space = given.memory;
  limits.open_files = 64;
  return answer_of(run_worker(job, encode_call(call), limits), extension.origin, limits);
}

// What a worker sent is believed as little as what a plugin says: it takes the same way into the document.
Status take_over(const std::string& json, const Extension& extension, DocumentSink& sink) {
  auto document = document_of_json(json);
  if (!document.ok()) {
    Diagnostic error = make_error("EXT-005", tr("the extension's answer is damaged"), {});
    error.reason = document.error().reason;
    error.spans.push_back({extension.origin, {}, 0, {}, {}, {}});
    return error;
  }
  for (Block& block : document->blocks) OPORA_TRY(sink.add(std::move(block)));
  sink.set_title(document->title);
  if (!document->header.empty()) sink.set_header(document->header);
  if (!document->footer.empty()) sink.set_footer(document->footer);
  for (auto& [name, text] : document->places) sink.set_place(std::move(name), text);
  return {};
}

Result<Extension> extension_in(const DocumentCall& call, const char* kind) {
  OPORA_ASSIGN(const std::shared_ptr<NativeLibrary> library, load_native(call.copy, call.origin));
  return native_extension(library, kind, call.id, call.origin);
}

}  // namespace

Result<std::shared_ptr<const ReportTable>> isolated_report(const Extension& extension) {
  const ReportedExtension* known = extension.isolated->report.find(extension.kind, extension.id);
  if (known == nullptr || !known->document) return bad_description(extension, make_error("ABI-009", tr("the plugin does not describe it"), {}));
  auto table = std::make_shared<ReportTable>();
  table->info = *known->document;
  table->write = [extension](const ReportCall& report, DocumentSink& sink) -> Status {
    DocumentCall call = call_of(extension);
    for (const Parameter& one : *report.parameters) call.parameters[one.name] = one.value;
    call.context = *report.context;
    OPORA_ASSIGN(const std::string answer, in_worker(kReportJob, extension, call));
    return take_over(std::string(result_in(answer, report.warnings)), extension, sink);
  };
  return std::shared_ptr<const ReportTable>(std::move(table));
}

Result<std::shared_ptr<const RendererTable>> isolated_renderer(const Extension& extension) {
  const ReportedExtension* known = extension.isolated->report.find(extension.kind, extension.id);
  if (known == nullptr || !known->renderer) return bad_description(extension, make_error("ABI-009", tr("the plugin does not describe it"), {}));
  auto table = std::make_shared<RendererTable>();
  table->info = *known->renderer;
  table->render = [extension](const Document& document, Warnings* warnings) -> Result<std::string> {
    DocumentCall call = call_of(extension);
    call.document = to_json(document);
    OPORA_ASSIGN(const std::string answer, in_worker(kRenderJob, extension, call));
    return std::string(result_in(answer, warnings));
  };
  return std::shared_ptr<const RendererTable>(std::move(table));
}

Result<std::string> serve_report(const std::string& request) {
  OPORA_ASSIGN(const DocumentCall call, decode_call(request));
  forbid_writing();
  OPORA_ASSIGN(const Extension extension, extension_in(call, OPORA_KIND_REPORT));
  OPORA_ASSIGN(const Report report, Report::of(extension));
  Warnings warnings;
  OPORA_ASSIGN(const Document document, report.write(call.context, call.parameters, &warnings));
  return with_warnings(warnings.all(), to_json(document));
}

Result<std::string> serve_rendering(const std::string& request) {
  OPORA_ASSIGN(const DocumentCall call, decode_call(request));
  forbid_writing();
  OPORA_ASSIGN(const Extension extension, extension_in(call, OPORA_KIND_RENDERER));
  OPORA_ASSIGN(const Renderer renderer, Renderer::of(extension));
  OPORA_ASSIGN(const Document document, document_of_json(call.document));
  Warnings warnings;
  OPORA_ASSIGN(const std::string bytes, renderer.render(document, &warnings));
  return with_warnings(warnings.all(), bytes);
}

}  // namespace opora
