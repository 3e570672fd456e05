// facts: the request for facts, and the indicators of the pack.
#include <algorithm>

#include "extend/service_values.h"
#include "extend/services.h"

namespace opora {
namespace {

constexpr std::string_view kExternalLists = "external_lists";

Status need_input(const opora_call& call, const std::string& dataset) {
  if (call.scope.facts == nullptr) return misuse(tr("a plugin asked for facts outside of a run"));
  if (call.scope.inputs == nullptr) return {};
  if (std::find(call.scope.inputs->begin(), call.scope.inputs->end(), dataset) != call.scope.inputs->end()) return {};
  return make_error("LUA-036", tr_format("the methodology reads '{0}', but its inputs do not name it", dataset),
                    tr_format("add \"{0}\" to inputs", dataset));
}

template <class Make>
opora_status kept(opora_call* call, const opora_frame** result, Make&& make) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(Frame made, make());
    *result = call->keep(std::move(made));
    return {};
  });
}

Result<FactRequest> read_request(const opora_call& call, const opora_fact_request* given) {
  OPORA_ASSIGN(const opora_fact_request known, read_struct(given));
  FactRequest request;
  OPORA_ASSIGN(request.dataset, read_text(known.dataset));
  OPORA_TRY(need_input(call, request.dataset));
  OPORA_ASSIGN(request.conditions, read_conditions(known.conditions, known.condition_count));
  OPORA_ASSIGN(request.keys, read_texts(known.keys, known.key_count));
  OPORA_ASSIGN(request.aggregates, read_aggregates(known.aggregates, known.aggregate_count));
  request.threads = call.scope.threads;
  return request;
}

Result<Frame> listed(const opora_call& call, const std::vector<Condition>& conditions) {
  OPORA_ASSIGN(const Frame all, call.scope.facts->external_lists());
  return where(all, conditions);
}

opora_status tally_facts(opora_call* call, const opora_fact_request* request, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const FactRequest read, read_request(*call, request));
    if (read.dataset != kExternalLists) return call->scope.facts->tally(read);
    OPORA_ASSIGN(const Frame rows, listed(*call, read.conditions));
    return group_tally(rows, read.keys, read.aggregates, read.threads);
  });
}

opora_status rows_of_facts(opora_call* call, const opora_fact_request* request, const opora_text* columns, std::uint64_t count,
                           const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const FactRequest read, read_request(*call, request));
    OPORA_ASSIGN(const std::vector<std::string> names, read_texts(columns, count));
    if (names.empty()) return misuse(tr("rows are asked for by the names of their columns"));
    if (read.dataset != kExternalLists) return call->scope.facts->rows(read, names);
    OPORA_ASSIGN(const Frame rows, listed(*call, read.conditions));
    for (const std::string& name : names) OPORA_TRY(rows.column(name));
    return rows.select(names);
  });
}

// The registries need not be declared as inputs, as in scripts.
opora_status schools_of_facts(opora_call* call, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    if (call->scope.facts == nullptr) return misuse(tr("a plugin asked for facts outside of a run"));
    return call->scope.facts->schools();
  });
}

opora_status context_of_facts(opora_call* call, std::int32_t year, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_TRY(need_input(*call, "context"));
    return call->scope.facts->context(year);
  });
}

opora_status procedures_of_facts(opora_call* call, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    if (call->scope.facts == nullptr) return misuse(tr("a plugin asked for facts outside of a run"));
    return call->scope.facts->procedures();
  });
}

opora_status indicator_of_pack(opora_call* call, opora_text id, const opora_argument* arguments, std::uint64_t count,
                               const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const std::string wanted, read_text(id));
    OPORA_ASSIGN(const std::vector<opora_argument> given, read_structs(arguments, count));
    Arguments values;
    for (const opora_argument& one : given) {
      OPORA_ASSIGN(const std::string name, read_text(one.name));
      OPORA_ASSIGN(values[name], read_text(one.value));
    }
    if (!call->scope.indicators) return make_error("LUA-055", tr_format("there is no indicator \"{0}\"", wanted));
    return call->scope.indicators(wanted, values);
  });
}

opora_status reference_of_facts(opora_call* call, opora_text dataset, const opora_frame** result) {
  return kept(call, result, [&]() -> Result<Frame> {
    OPORA_ASSIGN(const std::string wanted, read_text(dataset));
    OPORA_TRY(need_input(*call, wanted));
    return call->scope.facts->reference(wanted);
  });
}

}  // namespace

const opora_facts_service& facts_service() {
  static constexpr opora_facts_service kTable = {sizeof(opora_facts_service), 0, &tally_facts, &rows_of_facts, &schools_of_facts,
                                                 &context_of_facts, &procedures_of_facts, &indicator_of_pack, &reference_of_facts};
  return kTable;
}

}  // namespace opora
