// Columns in Lua: frame.name. Immutable; operators + - * / // % work row by row, with numbers, shares
// and one-row columns as constants. [i] reads one value (missing: nil), # is the number of rows.
#pragma once

#include <unordered_map>

#include "extend/lua_objects.h"
#include "frame/kernels.h"

namespace opora {

// Memory of the columns a script holds, each counted once however many frames share it (LUA-041). A
// column that waits to be gathered counts as its source, its rows, and what it will be: the count does
// not depend on when, or whether, somebody looks at it.
class ColumnLedger {
 public:
  void hold(const Column& column);
  void release(const Column& column);
  void hold(const Frame& frame);
  void release(const Frame& frame);
  std::size_t bytes() const { return bytes_; }
  std::size_t bytes_after_collection = 0;

 private:
  struct Held {
    std::size_t bytes = 0;
    int holders = 0;
  };
  void hold(const PendingColumn& column);
  void release(const PendingColumn& column);
  void hold(const void* memory, std::size_t bytes);
  void release(const void* memory);
  std::unordered_map<const void*, Held> held_;
  std::size_t bytes_ = 0;
};

struct ColumnObject {
  static constexpr const char* kTypeName = "opora.column";
  static constexpr const char* kWhat = "column";
  ColumnObject(ColumnLedger& ledger, Column held) : ledger_(&ledger), column(std::move(held)) { ledger_->hold(column); }
  ColumnObject(ColumnObject&& other) noexcept : ledger_(std::exchange(other.ledger_, nullptr)), column(std::move(other.column)) {}
  ColumnObject& operator=(ColumnObject&&) = delete;
  ~ColumnObject() {
    if (ledger_ != nullptr) ledger_->release(column);
  }

 private:
  ColumnLedger* ledger_;

 public:
  Column column;
};

void open_columns(Sandbox& sandbox);
void push_column(lua_State* lua, Column column);
void push_value(lua_State* lua, const Column& column, std::int64_t row);  // missing: nil
// Frees what the script no longer uses, then refuses what is beyond the limit.
void check_frame_memory(lua_State* lua);

// A number, share, text or column at `index` as a column; scalars get `rows` rows (1: a constant).
Column need_column(lua_State* lua, int index, std::int64_t rows, const char* what);
int column_arithmetic(lua_State* lua, Arithmetic op);  // arguments 1 and 2

// The right side of a condition: number, share, text, col("…"), or a list of whole numbers or texts.
Operand need_operand(lua_State* lua, int index);
// "==", "in", …: the operator of a condition.
Comparison need_comparison(lua_State* lua, int index);
Condition need_condition(lua_State* lua, int index);  // column, operator, value at index…index+2

}  // namespace opora
