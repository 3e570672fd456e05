// log, diag, params, cancel, text: services about the call itself; and the host table.
#include <array>
#include <cmath>
#include <cstring>

#include "extend/lua_values.h"
#include "extend/service_values.h"
#include "extend/services.h"

namespace opora {
namespace {

constexpr std::string_view kOwnCode = "ABI-005";  // of a plugin's diagnostic without a code

std::string words(opora_text given) {
  auto text = read_text(given);
  return text.ok() ? *std::move(text) : std::string(tr("(not a UTF-8 text)"));
}

void write_log(opora_call* call, std::int32_t severity, opora_text text) {
  if (call == nullptr || severity > OPORA_NOTE || std::getenv("OPORA_LOG") == nullptr) return;
  const std::string line = call->scope.origin + ": " + words(text) + '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

Diagnostic diagnostic_of(const opora_call& call, const opora_diagnostic& given) {
  Diagnostic made;
  made.severity = given.severity == OPORA_ERROR ? Severity::kError : given.severity == OPORA_WARNING ? Severity::kWarning : Severity::kNote;
  made.code = given.code.size == 0 ? std::string(kOwnCode) : words(given.code);
  made.message = words(given.message);
  made.reason = words(given.reason);
  made.help = given.help.size == 0 && given.code.size == 0 ? std::string(tr("report it to the plugin's author")) : words(given.help);
  if (const auto spans = read_structs(given.spans, given.span_count))
    for (const opora_span& span : *spans)
      made.spans.push_back({words(span.file), words(span.sheet), span.line, words(span.column), words(span.source_line), words(span.label)});
  if (given.notes != nullptr)
    for (std::uint64_t i = 0; i < given.note_count; ++i) made.notes.push_back(words(given.notes[i]));
  if (made.spans.empty()) made.spans.push_back({call.scope.origin, {}, 0, {}, {}, {}});
  return made;
}

void report(opora_call* call, const opora_diagnostic* given) {
  serve(call, [&]() -> Status {
    OPORA_ASSIGN(const opora_diagnostic diagnostic, read_struct(given));
    Diagnostic made = diagnostic_of(*call, diagnostic);
    if (made.severity == Severity::kError) return made;
    call->warn(std::move(made));
    return {};
  });
}

opora_status get_parameter(opora_call* call, opora_text name, opora_parameter_value* value) {
  return serve(call, [&]() -> Status {
    OPORA_ASSIGN(const std::string wanted, read_text(name));
    OPORA_ASSIGN(opora_parameter_value known, read_struct(value));
    std::vector<std::string> names;
    if (call->scope.parameters != nullptr)
      for (const Parameter& parameter : *call->scope.parameters) {
        names.push_back(parameter.name);
        if (parameter.name != wanted) continue;
        known.type = static_cast<std::int32_t>(parameter.type);
        auto exact = parse_decimal(parameter.value);
        if (exact && parameter.type == ParameterType::kPercent) exact = percent_of(parameter.value);
        const bool numeric = parameter.type != ParameterType::kChoice && parameter.type != ParameterType::kFlag && parameter.type != ParameterType::kScale;
        known.numerator = numeric && exact ? exact->numerator : 0;
        known.denominator = numeric && exact ? exact->denominator : 0;
        known.number = numeric && exact ? exact->value() : 0;
        if (const auto whole = parse_integer(parameter.value); whole && parameter.type == ParameterType::kInteger)
          known.numerator = *whole, known.denominator = 1, known.number = static_cast<double>(*whole);
        known.flag = parameter.value == "true";
        known.text = call->keep_text(parameter.value);
        std::memcpy(value, &known, std::min<std::size_t>(known.struct_size, sizeof known));
        return {};
      }
    const auto guess = nearest(wanted, names);
    return make_error("LUA-030", tr_format("the methodology has no parameter '{0}'", wanted),
                      guess ? tr_format("did you mean '{0}'?", *guess) : std::string());
  });
}

std::int32_t cancelled(opora_call* call) {
  return call != nullptr && call->scope.cancelled && call->scope.cancelled() ? 1 : 0;
}

std::int32_t compare_texts(opora_call*, opora_text a, opora_text b) {
  const std::string left = words(a), right = words(b);
  return collates_before(left, right) ? -1 : collates_before(right, left) ? 1 : 0;
}

opora_status lower(opora_call* call, opora_text text, opora_text* result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const std::string given, read_text(text));
    *result = call->keep_text(to_lower(given));
    return {};
  });
}

opora_status decimal(opora_call* call, std::int64_t numerator, std::int64_t denominator, std::int32_t digits, opora_text* result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    if (denominator <= 0 || digits < 0 || digits > 15) return misuse(tr("a number to be rounded has a denominator above 0 and 0 to 15 decimals"));
    *result = call->keep_text(format_decimal({numerator, denominator}, digits, '.'));
    return {};
  });
}

opora_status number(opora_call* call, double value, opora_text* result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    *result = call->keep_text(std::isfinite(value) ? decimal_text(value) : std::string());
    return {};
  });
}

const void* get_service(const opora_host*, const char* id) { return id == nullptr ? nullptr : find_service(id); }

}  // namespace

const opora_log_service& log_service() {
  static constexpr opora_log_service kTable = {sizeof(opora_log_service), 0, &write_log};
  return kTable;
}
const opora_diag_service& diag_service() {
  static constexpr opora_diag_service kTable = {sizeof(opora_diag_service), 0, &report};
  return kTable;
}
const opora_params_service& params_service() {
  static constexpr opora_params_service kTable = {sizeof(opora_params_service), 0, &get_parameter};
  return kTable;
}
const opora_cancel_service& cancel_service() {
  static constexpr opora_cancel_service kTable = {sizeof(opora_cancel_service), 0, &cancelled};
  return kTable;
}
const opora_text_service& text_service() {
  static constexpr opora_text_service kTable = {sizeof(opora_text_service), 0, &compare_texts, &lower, &decimal, &number};
  return kTable;
}

const void* find_service(const char* id) {
  const std::array<std::pair<const char*, const void*>, 10> services = {{{OPORA_SERVICE_LOG, &log_service()},
                                                                         {OPORA_SERVICE_DIAG, &diag_service()},
                                                                         {OPORA_SERVICE_PARAMS, &params_service()},
                                                                         {OPORA_SERVICE_CANCEL, &cancel_service()},
                                                                         {OPORA_SERVICE_TEXT, &text_service()},
                                                                         {OPORA_SERVICE_COLUMNS, &columns_service()},
                                                                         {OPORA_SERVICE_BUILDER, &builder_service()},
                                                                         {OPORA_SERVICE_KERNELS, &kernels_service()},
                                                                         {OPORA_SERVICE_FACTS, &facts_service()},
                                                                         {OPORA_SERVICE_CHECKS, &checks_service()}}};
  for (const auto& [name, table] : services)
    if (std::strcmp(id, name) == 0) return table;
  return nullptr;
}

const opora_host& host_table() {
  static constexpr opora_host kHost = {sizeof(opora_host), OPORA_ABI_MAJOR, OPORA_ABI_MINOR, OPORA_TEXT("opora"),
                                       OPORA_TEXT(OPORA_VERSION), &get_service};
  return kHost;
}

}  // namespace opora
