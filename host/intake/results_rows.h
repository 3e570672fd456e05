// What a mapper of result rows keeps while it maps a block: the procedures met so far and the meanings
// of texts. Of results_mapping.cpp (which procedure and school a row belongs to, and whether it
// counts) and results_participants.cpp (what a row says of its participant).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "intake/cell_text.h"
#include "intake/results_mapping.h"
#include "intake/results_values.h"

namespace opora {

// A procedure of the current block, with what its rows need again and again.
struct ResultsSlot {
  MappedProcedure out;
  const Scale* scale = nullptr;
  Gate unmarked = Gate::kBordersMissing;
  int class_expected = 0;
  std::vector<std::int32_t> text_index;  // text id of the mapper → index in out.rows.texts

  std::int32_t text(std::int32_t id, const std::vector<std::string>& texts) {
    if (id < 0) return -1;
    const auto at = static_cast<std::size_t>(id);
    if (at >= text_index.size()) text_index.resize(texts.size(), -1);
    if (text_index[at] < 0) {
      text_index[at] = static_cast<std::int32_t>(out.rows.texts.size());
      out.rows.texts.push_back(texts[at]);
    }
    return text_index[at];
  }
};

struct ResultsMapper::State {
  explicit State(const ResultsPlan& p)
      : plan(p), values(p), several_variants(p.variants.size() > 1), part_columns{p.kind.column, p.subject.column, p.grade.column, p.year.column, p.level.column} {}

  const ResultsPlan& plan;
  ResultsValues values;
  const bool several_variants;
  const std::array<int, 5> part_columns;

  // Of the block being mapped.
  const RowBlock* block = nullptr;
  std::unique_ptr<MappedResults> out;
  BlockDefects defects;
  std::vector<ResultsSlot> slots;
  std::size_t slots_before = 1;        // of the block before
  std::uint32_t generation = 0;
  std::array<std::string_view, 5> last_parts;
  std::int32_t last_slot = -1;
  Memo<std::int32_t> slot_of_parts;  // parts joined → slot, -1: no procedure
  std::string joined;
  struct KeyPlace {
    std::uint32_t generation = 0;
    std::int32_t local = -1;
  };
  Memo<KeyPlace> place_of_key;

  void start(const RowBlock& next);
  void map_row(const Cell* cells, std::int64_t line);
  ResultsSlot* slot_of(const Cell* cells, std::int64_t line);
  std::int32_t find_slot(const Cell* cells);
  std::int32_t add_slot(const ProcedureKey& procedure, int maximum);
  std::int32_t school_of(const Cell* cells, std::int64_t line);
  void participant(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::int64_t total, std::int32_t variant);
  void away(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int32_t school, bool absent, std::string_view total);
  std::uint64_t tasks(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int64_t total);
  std::uint8_t mark_of(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int64_t total);
  std::uint8_t journal_of(const Cell* cells, std::int64_t line);
  std::int32_t class_of(ResultsSlot& slot, const Cell* cells, std::int64_t line);
  std::uint8_t gender_of(const Cell* cells, std::int64_t line);
  void remember_pupil(ResultsSlot& slot, const Cell* cells, std::int64_t line, std::int32_t school, std::uint64_t fingerprint);
  void look_beyond(const Cell* cells, std::int64_t line);
  std::string_view cell(const Cell* cells, int column, std::int64_t line);
};


// The cell's text without outer blanks.
inline std::string_view ResultsMapper::State::cell(const Cell* cells, int column, std::int64_t line) {
  const std::string_view text = cells[column].text;
  if (!may_have_blanks(text)) return text;
  const std::string_view clean = trimmed(text);
  if (clean.size() != text.size() && !clean.empty()) defects.hit(Gate::kSpacesTrimmed, line, column);
  return clean;
}

}  // namespace opora
