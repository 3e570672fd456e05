#include "unit/store/sample_store.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>

namespace opora::testing {
namespace {

int below(std::mt19937_64& random, int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }

ResultRows rows_of(std::mt19937_64& random, const SampleShape& shape, const ProcedureKey& key, std::uint32_t& line) {
  ResultRows rows;
  rows.procedure = key;
  rows.maximum = shape.maximum;
  rows.texts = {"А", "Б", "1", "2", "unused"};
  rows.participant_form = ResultRows::ParticipantForm::kHex;
  rows.participant_width = 10;
  if (shape.tasks) rows.task_labels = {"1", "2K1"}, rows.task_maxima = {key.year == 2021 ? 3 : 0, 2};
  rows.tasks.resize(rows.task_labels.size());
  for (int school = 0; school < shape.schools; ++school) {
    if (below(random, 8) == 0) continue;
    for (int i = below(random, 2 * shape.rows_per_school) + 1; i > 0; --i) {
      const int score = below(random, shape.maximum + 1);
      rows.school.push_back(school);
      rows.line.push_back(++line);
      rows.score.push_back(static_cast<std::uint16_t>(score));
      rows.mark.push_back(static_cast<std::uint8_t>(shape.mark_from_score ? 2 + 4 * score / (shape.maximum + 1) : below(random, 6) == 0 ? 0 : 2 + below(random, 4)));
      rows.journal.push_back(static_cast<std::uint8_t>(below(random, 5) == 0 ? 0 : 2 + below(random, 4)));
      rows.gender.push_back(static_cast<std::uint8_t>(below(random, 3)));
      rows.class_label.push_back(below(random, 4) == 0 ? -1 : below(random, 2));
      rows.variant.push_back(below(random, 3) == 0 ? -1 : 2 + below(random, 2));
      rows.participant.push_back(random() & 0xffffffffff);
      for (auto& task : rows.tasks) task.push_back(below(random, 5) == 0 ? ResultRows::kNotAttempted : static_cast<std::int16_t>(below(random, 4)));
    }
  }
  return rows;
}

ResultRows part_of(const ResultRows& rows, std::size_t first, std::size_t last) {
  ResultRows part = rows;
  const auto cut = [&](auto& values) {
    if (!values.empty()) values = {values.begin() + static_cast<std::ptrdiff_t>(first), values.begin() + static_cast<std::ptrdiff_t>(last)};
  };
  cut(part.school), cut(part.line), cut(part.score), cut(part.mark), cut(part.journal), cut(part.gender);
  cut(part.class_label), cut(part.variant), cut(part.participant);
  for (auto& task : part.tasks) cut(task);
  return part;
}

void add_rest(std::mt19937_64& random, const SampleShape& shape, SampleFile& file) {
  for (int i = 0; i < shape.schools; ++i) {
    const std::string number = std::to_string(100 + shape.first_school + i);
    file.draft.schools_seen.push_back({number, (below(random, 2) ? "sch" : "edu") + number});
    if (below(random, 2)) {
      const std::string municipality = below(random, 3) ? "Район " + std::to_string(i % 3) : "";
      file.draft.registry.push_back({file.draft.schools_seen.back(), below(random, 3) ? "Школа " + number : "", municipality, "Край", i + 2});
    }
    ContextRow pupils{i, 2021, "pupils", std::to_string(i), Share{i, 1}, i + 2};
    if (below(random, 2)) file.draft.context.push_back(pupils);
    if (below(random, 2)) file.draft.context.push_back({i, 2021, "shift", "первая", std::nullopt, i + 2});
  }
  for (const ResultRows& rows : file.blocks) {
    if (below(random, 2)) file.draft.attendance.push_back({rows.procedure, below(random, shape.schools), 1 + below(random, 3), below(random, 2)});
    if (below(random, 2))
      file.draft.scales.push_back({rows.procedure.kind, rows.procedure.subject, rows.procedure.grade, 0, 0, rows.procedure.level, shape.maximum, {10, 17, 25}});
  }
  for (int i = 0; i < shape.schools; ++i)
    if (below(random, 3) == 0)
      file.draft.lists.push_back({file.draft.schools_seen[static_cast<std::size_t>(i)], 2021, "vpr-bias", below(random, 2) ? "RU 4" : "MA 5", i + 2});
  file.draft.task_descriptions.push_back({{"ВПР", "RU", 4, 0, ""}, "1", 1, "Skill", "Block", "Б", {"1", "2.1"}, {"3"}, 2, 5});
  file.draft.code_texts.push_back({{"ВПР", "RU", 4, 0, ""}, "content", "2.1", "Sounds", 5});
  file.draft.protocol_json = "{}";
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  static std::atomic<int> next{0};
  path_ = std::filesystem::temp_directory_path() / ("opora_store_test_" + std::to_string(::getpid()) + "_" + std::to_string(next++));
  std::filesystem::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

SampleFile sample_file(std::mt19937_64& random, const SampleShape& shape, const std::string& name) {
  SampleFile file;
  file.info.file = name;
  file.info.digest = std::to_string(random());
  file.info.actor = "tester";
  file.info.scope = shape.scope;
  const std::vector<std::string> subjects{"RU", "MA", "BI", "PH", "HI"};
  std::uint32_t line = 1;
  for (int p = 0; p < shape.procedures; ++p)
    for (int y = 0; y < shape.years; ++y) {
      const ProcedureKey key{p % 3 ? "ВПР" : "ОГЭ", subjects[static_cast<std::size_t>(p) % subjects.size()], 4 + p % 3, 2021 - y, p % 4 ? "" : "профиль"};
      ResultRows rows = rows_of(random, shape, key, line);
      if (rows.size() > 0) file.blocks.push_back(std::move(rows));
    }
  add_rest(random, shape, file);
  for (const ResultRows& rows : file.blocks) file.draft.counts.accepted += static_cast<std::int64_t>(rows.size());
  file.draft.counts.rows = file.draft.counts.accepted;
  return file;
}

std::vector<ResultRows> recut(const std::vector<ResultRows>& blocks, std::size_t rows) {
  std::vector<std::vector<ResultRows>> of_procedures;
  std::size_t most = 0;
  for (const ResultRows& block : blocks) {
    of_procedures.emplace_back();
    for (std::size_t at = 0; at < block.size(); at += rows) of_procedures.back().push_back(part_of(block, at, std::min(block.size(), at + rows)));
    most = std::max(most, of_procedures.back().size());
  }
  std::vector<ResultRows> mixed;  // procedures by turns, each in its own order
  for (std::size_t i = 0; i < most; ++i)
    for (auto& parts : of_procedures)
      if (i < parts.size()) mixed.push_back(std::move(parts[i]));
  return mixed;
}

Result<BatchId> import(Store& store, const SampleFile& file, std::size_t budget_rows) {
  OPORA_ASSIGN(BatchWriter writer, BatchWriter::begin(store, file.info));
  SegmentBuilder builder([&](Segment&& segment) { return writer.add(segment, file.draft.schools_seen); }, budget_rows);
  for (ResultRows block : file.blocks) OPORA_TRY(builder.add(std::move(block)));
  OPORA_TRY(builder.finish());
  return writer.finish(file.draft);
}

std::string dump(const Frame& frame) {
  std::string text;
  for (const std::string& name : frame.names()) text += name + ";";
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    text += '\n';
    for (std::size_t place = 0; place < frame.width(); ++place) {
      const Column& column = frame.column_at(place);
      const auto i = static_cast<std::size_t>(row);
      if (!column.valid(row)) text += "-";
      else if (column.type() == ColumnType::kText) text += column.text(row);
      else if (column.type() == ColumnType::kInt64) text += std::to_string(column.int64()[i]);
      else text += std::to_string(column.float64()[i]) + "/" + std::to_string(std::bit_cast<std::uint64_t>(column.float64()[i]));
      text += ';';
    }
  }
  return text + "\n";
}

std::string dump_content(const Store& store) {
  std::string text;
  const auto add = [&](const char* title, const Result<Frame>& frame) {
    text += std::string("== ") + title + "\n" + (frame.ok() ? dump(*frame) : render_terminal(frame.error(), false));
  };
  auto facts = rows(store, {}, {"procedure", "max_score", "school", "municipality", "region", "class", "variant", "participant", "gender", "score", "mark", "journal", "line"});
  if (facts.ok()) facts = sort(*facts, {{"procedure"}, {"school"}, {"line"}, {"participant"}});
  add("rows", facts);
  add("schools", schools(store));
  add("context", context(store, 2021));
  add("lists", external_lists(store));
  add("procedures", procedures(store));
  return text;
}

}  // namespace opora::testing
