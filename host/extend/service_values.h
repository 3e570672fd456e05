// Reading what a plugin hands to a service: texts, structs of any older size, handles. Nothing is trusted;
// what does not fit is ABI-010. Bodies of services run inside serve(), which lets nothing escape.
#pragma once

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "base/messages.h"
#include "base/text.h"
#include "extend/call_scope.h"

namespace opora {

inline Diagnostic misuse(std::string message, std::string help = {}) {
  return make_error("ABI-010", std::move(message), std::move(help));
}

template <class Body>
opora_status serve(opora_call* call, Body&& body) noexcept {
  if (call == nullptr) return OPORA_E_INVALID_ARGUMENT;
  try {
    if (call->scope.cancelled && call->scope.cancelled()) return OPORA_E_CANCELLED;
    Status status = body();
    return status.ok() ? OPORA_OK : call->fail(status.take_error());
  } catch (const std::exception& error) {
    Diagnostic diagnostic = make_error("ABI-011", tr("the host could not do what an extension asked for"));
    diagnostic.reason = error.what();
    return call->fail(std::move(diagnostic));
  }
}

// A struct as this host knows it: what an older plugin does not have is zero.
template <class T>
Result<T> read_struct(const T* given) {
  if (given == nullptr || given->struct_size < sizeof(std::uint32_t))
    return misuse(tr("a plugin handed over a struct without its size"), tr("set struct_size to sizeof the struct"));
  T known{};
  std::memcpy(&known, given, std::min<std::size_t>(given->struct_size, sizeof known));
  return known;
}

// The elements of an array of structs, whatever their size where the plugin was compiled.
template <class T>
Result<std::vector<T>> read_structs(const T* given, std::uint64_t count) {
  std::vector<T> known;
  if (count == 0) return known;
  if (given == nullptr) return misuse(tr("a plugin handed over a list without its elements"));
  const std::uint32_t stride = given->struct_size;
  const auto* at = reinterpret_cast<const char*>(given);
  for (std::uint64_t i = 0; i < count; ++i, at += stride) {
    OPORA_ASSIGN(T one, read_struct(reinterpret_cast<const T*>(at)));
    if (one.struct_size != stride) return misuse(tr("the structs of a list have different sizes"));
    known.push_back(one);
  }
  return known;
}

inline Result<std::string> read_text(opora_text given) {
  if (given.size > 0 && given.data == nullptr) return misuse(tr("a plugin handed over a text without its bytes"));
  std::string text(given.size == 0 ? "" : given.data, given.size);
  if (!is_utf8(text)) return misuse(tr("a plugin handed over a text that is not UTF-8"));
  return text;
}

inline Result<std::vector<std::string>> read_texts(const opora_text* given, std::uint64_t count) {
  if (count > 0 && given == nullptr) return misuse(tr("a plugin handed over a list without its elements"));
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < count; ++i) {
    OPORA_ASSIGN(std::string text, read_text(given[i]));
    texts.push_back(std::move(text));
  }
  return texts;
}

inline Result<const Frame*> need_frame(const opora_call* call, const opora_frame* handle) {
  if (const Frame* frame = call->frame(handle)) return frame;
  return misuse(tr("a plugin used a frame that does not belong to this call"), tr("frames end with the call that made them"));
}

inline Result<const Column*> need_column(const opora_call* call, const opora_column* handle) {
  if (const Column* column = call->column(handle)) return column;
  return misuse(tr("a plugin used a column that does not belong to this call"), tr("columns end with the call that made them"));
}

template <class Handle>
Status need_place(Handle* result) {
  if (result != nullptr) return {};
  return misuse(tr("a plugin gave no place for the result"));
}

// The enumeration of the ABI has the same order as the host's.
template <class Enum>
Result<Enum> read_choice(std::int32_t given, Enum last, const char* what) {
  if (given < 0 || given > static_cast<std::int32_t>(last))
    return misuse(tr_format("{0} is no value of '{1}'", given, what), tr("the plugin may need a newer Opora"));
  return static_cast<Enum>(given);
}

Result<std::vector<Condition>> read_conditions(const opora_condition* given, std::uint64_t count);
Result<std::vector<Aggregate>> read_aggregates(const opora_aggregate* given, std::uint64_t count);

}  // namespace opora
