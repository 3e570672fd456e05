#include "extend/call_scope.h"

#include <cstring>

#include "base/messages.h"

using namespace opora;

namespace {

void release_schema(ArrowSchema* schema) { schema->release = nullptr; }
void release_array(ArrowArray* array) { array->release = nullptr; }

const char* format_of(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64: return "l";
    case ColumnType::kFloat64: return "g";
    case ColumnType::kDate: return "tdD";
    case ColumnType::kText: break;
  }
  return "i";
}

opora_status status_of(const Diagnostic& diagnostic) {
  if (diagnostic.code == "FRAME-001" || diagnostic.code == "LUA-030") return OPORA_E_NOT_FOUND;
  if (diagnostic.code == "ABI-010" || diagnostic.code == "LUA-036") return OPORA_E_INVALID_ARGUMENT;
  if (diagnostic.code == "STORE-010" || diagnostic.code == "LUA-041" || diagnostic.code == "REPORT-001") return OPORA_E_LIMIT;
  if (diagnostic.code == "LUA-039") return OPORA_E_CANCELLED;
  if (diagnostic.code == "DOC-013" || diagnostic.code.starts_with("FRAME-") || diagnostic.code.starts_with("LUA-")) return OPORA_E_INVALID_DATA;
  return OPORA_E_INTERNAL;
}

}  // namespace

// A dictionary in Arrow's layout, made once a call however many columns share it.
struct opora_call::ArrowTexts {
  std::shared_ptr<const Dictionary> dictionary;  // the address is the key: it must not be used again
  Buffer offsets, bytes;
  const void* buffers[3];
  ArrowArray array{};
  ArrowSchema schema{};

  static std::size_t size_of(const Dictionary& texts) {
    std::size_t size = 0;
    for (const std::string& text : texts.texts()) size += text.size();
    return size;
  }
  explicit ArrowTexts(std::shared_ptr<const Dictionary> texts)
      : dictionary(std::move(texts)),
        offsets((static_cast<std::size_t>(dictionary->size()) + 1) * sizeof(std::int32_t)),
        bytes(size_of(*dictionary)),
        buffers{nullptr, offsets.data(), bytes.data()} {
    auto* offset = reinterpret_cast<std::int32_t*>(offsets.data());
    std::int32_t at = 0;
    for (const std::string& text : dictionary->texts()) {
      *offset++ = at;
      std::memcpy(bytes.data() + at, text.data(), text.size());
      at += static_cast<std::int32_t>(text.size());
    }
    *offset = at;
    array = {dictionary->size(), 0, 0, 3, 0, buffers, nullptr, nullptr, &release_array, nullptr};
    schema = {"u", "", nullptr, 0, 0, nullptr, nullptr, &release_schema, nullptr};
  }
};

struct opora_call::ArrowView {
  Column column;  // holds the memory
  const void* buffers[2];
  ArrowArray texts{};
  ArrowSchema texts_schema{};
};

const opora_frame* opora_call::keep(Frame frame) {
  auto handle = std::make_unique<opora_frame>(opora_frame{std::move(frame)});
  const opora_frame* key = handle.get();
  frames_.emplace(key, std::move(handle));
  return key;
}

const opora_column* opora_call::keep(Column column) {
  auto handle = std::make_unique<opora_column>(opora_column{std::move(column)});
  const opora_column* key = handle.get();
  columns_.emplace(key, std::move(handle));
  return key;
}

const Frame* opora_call::frame(const opora_frame* handle) const {
  const auto found = frames_.find(handle);
  return found == frames_.end() ? nullptr : &found->second->frame;
}

const Column* opora_call::column(const opora_column* handle) const {
  const auto found = columns_.find(handle);
  return found == columns_.end() ? nullptr : &found->second->column;
}

opora_text opora_call::keep_text(std::string text) {
  texts_.push_back(std::move(text));
  return {texts_.back().data(), texts_.back().size()};
}

void opora_call::view(const Column& column, ArrowSchema& schema, ArrowArray& array) {
  auto view = std::make_shared<ArrowView>();
  view->column = column;
  const void* values = column.size() == 0 ? nullptr : static_cast<const void*>(column.codes().data());
  view->buffers[0] = column.null_count() == 0 ? nullptr : column.validity();
  view->buffers[1] = values;
  schema = {format_of(column.type()), "", nullptr, ARROW_FLAG_NULLABLE, 0, nullptr, nullptr, &release_schema, nullptr};
  array = {column.size(), column.null_count(), 0, 2, 0, view->buffers, nullptr, nullptr, &release_array, nullptr};
  if (column.type() == ColumnType::kText) {
    static const auto* kNoTexts = new std::shared_ptr<const Dictionary>(std::make_shared<Dictionary>(std::vector<std::string>()));
    const auto& dictionary = column.dictionary() ? column.dictionary() : *kNoTexts;
    auto& texts = dictionaries_[dictionary.get()];
    if (!texts) texts = std::make_shared<ArrowTexts>(dictionary);
    // Of the view's own, so that a reader that releases one does not touch the others.
    view->texts = texts->array, view->texts_schema = texts->schema;
    array.dictionary = &view->texts;
    schema.dictionary = &view->texts_schema;
    schema.flags |= ARROW_FLAG_DICTIONARY_ORDERED;
  }
  views_.push_back(std::move(view));
}

opora_status opora_call::fail(Diagnostic diagnostic) {
  const opora_status status = status_of(diagnostic);
  errors_.push_back(std::move(diagnostic));
  return status;
}

Status opora_call::ended(opora_status status) {
  if (errors_.empty() && status == OPORA_OK) return {};
  Diagnostic error;
  if (!errors_.empty()) {
    error = errors_.front();
  } else if (status == OPORA_E_CANCELLED) {
    error = make_error("LUA-039", tr("the run was cancelled"));
  } else {
    error = make_error("ABI-006", tr_format("the plugin failed with status {0} and did not say why", status),
                       tr("report it to the plugin's author: a failure needs a diagnostic"));
  }
  for (const Diagnostic& warning : warnings_) error.notes.push_back(warning.message);
  if (error.spans.empty()) error.spans.push_back({scope.origin, {}, 0, {}, {}, {}});
  return error;
}
