// Columns of a segment that are more than plain integers: texts, pupil codes, marks that follow from
// the score, and the directory. Writing and reading stand side by side here.
#pragma once

#include <optional>

#include "model/batch.h"
#include "store/segment.h"

namespace opora {

// Codes index `texts` (negative: missing). Stored with the texts in use, sorted, so that equal content
// gives equal bytes. Nothing when every value is missing.
struct TextColumn {
  std::vector<std::string> texts;
  std::vector<std::int32_t> codes;
};
std::optional<Blob> encode_texts(std::span<const std::int32_t> codes, const std::vector<std::string>& texts);
Result<TextColumn> decode_texts(std::span<const std::uint8_t> blob, std::size_t rows);

struct ParticipantColumn {
  ResultRows::ParticipantForm form = ResultRows::ParticipantForm::kNone;
  int width = 0;
  std::vector<std::uint64_t> codes;
  std::vector<std::string> texts;  // kText
};
Blob encode_participants(std::span<const std::uint64_t> codes, ResultRows::ParticipantForm form, int width,
                         const std::vector<std::string>& texts);
Result<ParticipantColumn> decode_participants(std::span<const std::uint8_t> blob, std::size_t rows);
std::string participant_text(const ParticipantColumn& column, std::size_t row);  // as in the file

// The mark of each score (0: the score does not occur), when the mark is a function of the score.
std::optional<std::vector<std::uint8_t>> marks_by_score(std::span<const std::uint16_t> score, std::span<const std::uint8_t> mark);

Blob encode_directory(std::span<const std::int64_t> schools, std::span<const std::uint32_t> rows);
struct Directory {
  std::vector<std::int64_t> schools;
  std::vector<std::uint32_t> rows;
};
Result<Directory> decode_directory(std::span<const std::uint8_t> blob, std::int64_t rows);  // whose sum is `rows`

}  // namespace opora
