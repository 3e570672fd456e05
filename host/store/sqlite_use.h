// Short forms around store/sqlite.h: all parameters of a statement at once, texts as copies, and a
// consistent view over several statements.
#pragma once

#include "store/sqlite.h"

namespace opora {

// Binds 1, 2 … in order. Texts and blobs must live until the statement has run.
template <class... Values>
Statement& bind_all(Statement& statement, const Values&... values) {
  int at = 0;
  const auto one = [&](const auto& value) {
    if constexpr (std::is_integral_v<std::decay_t<decltype(value)>>) statement.bind(++at, static_cast<std::int64_t>(value));
    else if constexpr (std::is_convertible_v<decltype(value), std::string_view>) statement.bind(++at, std::string_view(value));
    else statement.bind(++at, std::span<const std::uint8_t>(value));
  };
  (one(values), ...);
  return statement;
}

inline std::string text_of(const Statement& row, int column) { return std::string(row.text(column)); }

// Until the end of its life every statement of the connection sees the same state of the store. Does
// nothing when a transaction is open already.
class ReadView {
 public:
  static Result<ReadView> begin(sqlite3* db) {
    if (!sqlite3_get_autocommit(db)) return ReadView(nullptr);
    OPORA_TRY(execute(db, "BEGIN"));
    return ReadView(db);
  }
  ReadView(ReadView&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  ReadView& operator=(ReadView&&) = delete;
  ~ReadView() {
    if (db_) sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
  }

 private:
  explicit ReadView(sqlite3* db) : db_(db) {}
  sqlite3* db_;
};

}  // namespace opora
