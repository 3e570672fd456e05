// Descriptions of works as frames: what the views task_description_current and code_text_current say.
#include "store/facts.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

// Columns of a query: texts ("": missing) and numbers (0: missing).
struct Queried {
  std::vector<std::string> texts, numbers;
};

Result<Frame> frame_of(sqlite3* db, const Queried& columns, const std::string& rest) {
  std::string query = "SELECT ";
  for (const auto* list : {&columns.texts, &columns.numbers})
    for (const std::string& name : *list) query += (query.size() > 7 ? ", " : "") + name;
  OPORA_ASSIGN(Statement row, Statement::prepare(db, (query + rest).c_str()));
  std::vector<std::vector<std::string>> text(columns.texts.size());
  std::vector<std::vector<std::int64_t>> number(columns.numbers.size());
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    for (std::size_t i = 0; i < text.size(); ++i) text[i].push_back(text_of(row, static_cast<int>(i)));
    for (std::size_t i = 0; i < number.size(); ++i) number[i].push_back(row.integer(static_cast<int>(text.size() + i)));
  }
  Frame frame;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::vector<std::uint8_t> known;
    for (const std::string& value : text[i]) known.push_back(!value.empty());
    frame = frame.with(columns.texts[i], Column::of_text(text[i], known));
  }
  for (std::size_t i = 0; i < number.size(); ++i) {
    std::vector<std::uint8_t> known;
    for (const std::int64_t value : number[i]) known.push_back(value != 0);
    frame = frame.with(columns.numbers[i], Column::of_int64(number[i], known));
  }
  return frame;
}

}  // namespace

Result<Frame> task_descriptions(const Store& store) {
  const Queried columns{{"kind", "subject", "level", "task", "skill", "block", "difficulty", "content_codes", "requirement_codes"},
                        {"grade", "year", "task_position", "task_max"}};
  OPORA_ASSIGN(const Frame frame, frame_of(store.handle(), columns,
      " FROM task_description_current ORDER BY kind, subject, grade, level, year, task_position, line"));
  return frame.select({"kind", "subject", "grade", "level", "year", "task", "task_position", "skill", "block", "difficulty", "task_max", "content_codes",
                       "requirement_codes"});
}

Result<Frame> code_texts(const Store& store) {
  const Queried columns{{"kind", "subject", "level", "codifier", "code", "text"}, {"grade", "year"}};
  OPORA_ASSIGN(const Frame frame, frame_of(store.handle(), columns,
      " FROM code_text_current ORDER BY kind, subject, grade, level, year, codifier, line"));
  return frame.select({"kind", "subject", "grade", "level", "year", "codifier", "code", "text"});
}

}  // namespace opora
