// The running call and the services it may use. Authors meet it as Context (context.hpp).
#pragma once

#include <memory>
#include <thread>

#include "opora/plugin/values.hpp"

namespace opora::sdk {

struct Services {
  const opora_log_service* log = nullptr;
  const opora_diag_service* diag = nullptr;
  const opora_params_service* params = nullptr;
  const opora_cancel_service* cancel = nullptr;
  const opora_text_service* text = nullptr;
  const opora_columns_service* columns = nullptr;
  const opora_builder_service* builder = nullptr;
  const opora_kernels_service* kernels = nullptr;
  const opora_facts_service* facts = nullptr;
  const opora_checks_service* checks = nullptr;

  void look_up(const opora_host* host) {
    const auto find = [host](auto& table, const char* id) {
      table = static_cast<std::remove_reference_t<decltype(table)>>(host->get_service(host, id));
    };
    find(log, OPORA_SERVICE_LOG), find(diag, OPORA_SERVICE_DIAG), find(params, OPORA_SERVICE_PARAMS);
    find(cancel, OPORA_SERVICE_CANCEL), find(text, OPORA_SERVICE_TEXT), find(columns, OPORA_SERVICE_COLUMNS);
    find(builder, OPORA_SERVICE_BUILDER), find(kernels, OPORA_SERVICE_KERNELS), find(facts, OPORA_SERVICE_FACTS);
    find(checks, OPORA_SERVICE_CHECKS);
  }
};
inline Services services;  // the same for all calls: the host never changes its tables

inline void report(opora_call* call, std::int32_t severity, Text code, Text message, Text help = {}) noexcept {
  if (services.diag == nullptr || !OPORA_HAS(opora_diag_service, services.diag, report)) return;
  opora_diagnostic diagnostic{};
  diagnostic.struct_size = sizeof diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = code, diagnostic.message = message, diagnostic.help = help;
  services.diag->report(call, &diagnostic);
}

// What frames and columns hold on to: the call, for as long as it runs.
struct CallState {
  opora_call* call;
  std::thread::id thread = std::this_thread::get_id();
  bool running = true;
};
using Call = std::shared_ptr<CallState>;

[[noreturn]] inline void misuse(const CallState& state, std::string_view what) {
  report(state.call, OPORA_ERROR, {}, what);
  throw Failure{OPORA_E_INVALID_ARGUMENT};
}

inline opora_call* current(const Call& state) {
  if constexpr (kFullyChecked) {
    if (!state->running) throw std::logic_error("a frame, column or context was used after its call had ended");
    if (state->thread != std::this_thread::get_id())
      misuse(*state, "a service was called from another thread than the call's");
  }
  return state->call;
}

inline void require(opora_status status) {
  if (status != OPORA_OK) throw Failure{status};
}

[[noreturn]] inline void missing_service(opora_call* call, const char* name) {
  report(call, OPORA_ERROR, {}, std::string("this host does not offer ") + name, "a newer version of Opora may have it");
  throw Failure{OPORA_E_UNSUPPORTED};
}

}  // namespace opora::sdk

// The function of a service, or a failure that says which one the host lacks.
#define OPORA_SDK_FUNCTION(table, function, call)                                                              \
  (::opora::sdk::services.table != nullptr &&                                                                  \
           OPORA_HAS(opora_##table##_service, ::opora::sdk::services.table, function)                          \
       ? ::opora::sdk::services.table->function                                                                \
       : (::opora::sdk::missing_service(call, "opora." #table "/1 " #function), nullptr))
// Calls it and fails when it fails.
#define OPORA_SDK_CALL(table, function, state, ...)                                                            \
  ::opora::sdk::require(OPORA_SDK_FUNCTION(table, function, (state)->call)(::opora::sdk::current(state), __VA_ARGS__))
