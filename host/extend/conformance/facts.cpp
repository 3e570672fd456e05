#include "extend/conformance/facts.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "base/messages.h"
#include "base/text.h"
#include "model/procedure.h"

namespace opora::conformance {
namespace {

constexpr int kLongAgo = 60;  // years

std::int64_t between(std::mt19937_64& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

template <class T>
const T& one_of(std::mt19937_64& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

// Texts that have surprised programs: other alphabets, combining marks, beyond the basic plane, quotes, long ones.
const std::vector<std::string>& odd_texts() {
  static const auto* kTexts = new std::vector<std::string>{
      "\xD0\xA8\xD0\xBA\xD0\xBE\xD0\xBB\xD0\xB0 \xE2\x84\x96 1", "e\xCC\x81\xCC\x81", "\xF0\x9F\x8F\xAB", "'; --", "%s%n\\0", "\"a\",\tb", " ",
      std::string(3000, 'x'), "\xE2\x80\xAE" "abc", "a\nb"};
  return *kTexts;
}

// Columns of one row after another.
struct TextCells {
  std::vector<std::string> values;
  std::vector<std::uint8_t> valid;
  void add(std::string text, bool there = true) {
    values.push_back(there ? std::move(text) : std::string());
    valid.push_back(there);
  }
  Column column() const { return Column::of_text(values, valid); }
};
struct NumberCells {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> valid;
  void add(std::int64_t value, bool there = true) {
    values.push_back(there ? value : 0);
    valid.push_back(there);
  }
  Column column() const { return Column::of_int64(values, valid); }
};

struct Procedure {
  ProcedureKey key;
  std::int64_t maximum;
  std::int64_t participants = 0;
};

class Maker {
 public:
  Maker(std::uint64_t seed, int year, const FactShape& shape, const Vocabulary& vocabulary)
      : random_(seed), year_(year), shape_(shape), vocabulary_(vocabulary) {}

  FrameFacts make() {
    make_schools();
    make_procedures();
    for (Procedure& procedure : procedures_)
      for (int school = 0; school < shape_.schools; ++school)
        for (int row = 0; row < shape_.rows; ++row) add_row(school, procedure);
    FrameFacts facts;
    facts.results = results();
    facts.school_list = school_list();
    facts.items = items();
    facts.procedure_list = procedure_list();
    facts.listed = listed();
    return facts;
  }

 private:
  bool there() { return shape_.missing == 0 || static_cast<double>(random_() % 1000) >= shape_.missing * 1000; }
  std::string label(const char* plain, int number) {
    if (shape_.texts == Texts::kOdd) return one_of(random_, odd_texts()) + std::to_string(number);
    return plain + std::to_string(number);
  }

  void make_schools() {
    for (int i = 0; i < shape_.schools; ++i) codes_.push_back(label("s", 1000 + i));
    std::sort(codes_.begin(), codes_.end());
  }

  // Every kind with every subject and number, in each year: whatever a condition names, some rows have it.
  void make_procedures() {
    for (const std::string& kind : vocabulary_.words)
      for (const std::string& subject : vocabulary_.words)
        for (const std::int64_t grade : vocabulary_.numbers)
          for (int back = 0; back < shape_.years && procedures_.size() < static_cast<std::size_t>(shape_.procedures); ++back)
            procedures_.push_back({{kind, subject, static_cast<int>(grade), year_ - back, {}}, between(random_, 10, 40)});
  }

  std::int64_t number(std::int64_t low, std::int64_t high) {
    if (shape_.values == Values::kUsual) return between(random_, low, high);
    static const std::vector<std::int64_t> kExtreme = {0, 1, 100, UINT16_MAX, INT32_MAX, INT64_MAX / 1024};
    return one_of(random_, kExtreme);
  }

  void add_row(int school, Procedure& procedure) {
    const ProcedureKey& key = procedure.key;
    ++procedure.participants;
    kind_.add(key.kind), subject_.add(key.subject), level_.add(key.level, !key.level.empty()), procedure_.add(to_text(key));
    grade_.add(key.grade), year_column_.add(key.year), max_score_.add(procedure.maximum);
    school_.add(codes_[static_cast<std::size_t>(school)]);
    municipality_.add(label("m", school % 3)), region_.add("r1");
    class_.add(label("c", static_cast<int>(random_() % 3)), there()), variant_.add(label("v", static_cast<int>(random_() % 4)), there());
    participant_.add(std::to_string(school_.values.size()), there()), gender_.add(random_() % 2 == 0 ? "f" : "m", there());
    score_.add(number(0, procedure.maximum), there()), mark_.add(number(1, 5), there()), journal_.add(number(1, 5), there());
    batch_.add(1), line_.add(static_cast<std::int64_t>(school_.values.size()));
  }

  Frame results() const {
    return Frame().with("kind", kind_.column()).with("subject", subject_.column()).with("grade", grade_.column())
        .with("year", year_column_.column()).with("level", level_.column()).with("procedure", procedure_.column())
        .with("max_score", max_score_.column()).with("school", school_.column()).with("municipality", municipality_.column())
        .with("region", region_.column()).with("class", class_.column()).with("variant", variant_.column())
        .with("participant", participant_.column()).with("gender", gender_.column()).with("score", score_.column())
        .with("mark", mark_.column()).with("journal", journal_.column()).with("batch", batch_.column()).with("line", line_.column());
  }

  Frame school_list() {
    TextCells code, key, name, municipality, region;
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      const int number = static_cast<int>(i);
      code.add(codes_[i]), key.add("k" + std::to_string(i)), name.add(label("School ", number), there());
      municipality.add(label("m", number % 3)), region.add("r1");
    }
    return Frame().with("school", code.column()).with("key", key.column()).with("name", name.column())
        .with("municipality", municipality.column()).with("region", region.column());
  }

  Frame items() {
    TextCells code;
    for (const std::string& school : codes_) code.add(school);
    Frame frame = Frame().with("school", code.column());
    for (const std::string& word : vocabulary_.words) {
      std::vector<double> values;
      for (std::size_t i = 0; i < codes_.size(); ++i) values.push_back(static_cast<double>(between(random_, 0, 1000)) / 7);
      if (frame.find(word) == nullptr && word != "school") frame = frame.with(word, Column::of_float64(values));
    }
    return frame;
  }

  // Every third school is on a list, and a school that nobody knows.
  Frame listed() const {
    TextCells code, list, marker;
    NumberCells year, known;
    const auto add = [&](const std::string& school, int of_year, bool is_known) {
      code.add(school), list.add(vocabulary_.words.front()), marker.add("m1"), year.add(of_year), known.add(is_known);
    };
    for (std::size_t i = 0; i < codes_.size(); i += 3) add(codes_[i], year_ - static_cast<int>(i % 2), true);
    add("nobody", year_, false);
    return Frame().with("school", code.column()).with("list", list.column()).with("year", year.column())
        .with("marker", marker.column()).with("known", known.column());
  }

  Frame procedure_list() const {
    TextCells kind, subject, level, procedure;
    NumberCells grade, year, max_score, participants, none, border;
    for (const Procedure& one : procedures_) {
      kind.add(one.key.kind), subject.add(one.key.subject), level.add(one.key.level, !one.key.level.empty()), procedure.add(to_text(one.key));
      grade.add(one.key.grade), year.add(one.key.year), max_score.add(one.maximum), participants.add(one.participants), none.add(0);
      border.add(one.maximum / 2);
    }
    return Frame().with("kind", kind.column()).with("subject", subject.column()).with("grade", grade.column()).with("year", year.column())
        .with("level", level.column()).with("procedure", procedure.column()).with("max_score", max_score.column())
        .with("participants", participants.column()).with("absent", none.column()).with("other", none.column()).with("border_1", border.column());
  }

  std::mt19937_64 random_;
  int year_;
  FactShape shape_;
  Vocabulary vocabulary_;
  std::vector<std::string> codes_;
  std::vector<Procedure> procedures_;
  TextCells kind_, subject_, level_, procedure_, school_, municipality_, region_, class_, variant_, participant_, gender_;
  NumberCells grade_, year_column_, max_score_, score_, mark_, journal_, batch_, line_;
};

}  // namespace

Vocabulary vocabulary_of(const std::vector<Parameter>& parameters) {
  Vocabulary found;
  const auto add = [](auto& list, const auto& value, std::size_t most) {
    if (list.size() < most && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
  };
  for (const Parameter& parameter : parameters) {
    if (parameter.type == ParameterType::kChoice) add(found.words, parameter.value, 4);
    if (parameter.type == ParameterType::kInteger)
      if (const auto number = parse_integer(parameter.value); number && *number >= 0 && *number <= 100)
        add(found.numbers, std::int64_t{*number}, 4);
  }
  add(found.words, std::string("word"), 4);
  add(found.numbers, std::int64_t{4}, 4);
  return found;
}

Status FrameFacts::admitted() {
  if (++requests != fails_at) return {};
  return make_error(kInducedFailure, tr("the facts cannot be read: a failure on purpose"));
}

Result<Frame> FrameFacts::answer(const Frame& frame) {
  OPORA_TRY(admitted());
  return frame;
}

// Each participant with three tasks, some of them not attempted.
Frame FrameFacts::dataset(const std::string& name) const {
  if (name != "tasks") return results;
  constexpr std::int64_t kTasksOfAWork = 3;
  const Column& score = *results.find("score");
  const auto line = results.find("line")->int64();
  std::vector<std::int64_t> row, position, points;
  std::vector<std::string> task;
  std::vector<std::uint8_t> given;
  for (std::int64_t t = 0; t < kTasksOfAWork; ++t)
    for (std::int64_t i = 0; i < results.rows(); ++i) {
      row.push_back(i), position.push_back(t + 1), task.push_back(std::to_string(t + 1));
      given.push_back(score.valid(i) && (line[static_cast<std::size_t>(i)] + t) % 7 != 0);  // whatever the order of rows
      points.push_back(given.back() != 0 ? score.int64()[static_cast<std::size_t>(i)] % (t + 2) : 0);
    }
  const Column place = Column::of_int64(position);
  return results.take(row).with("task", Column::of_text(task)).with("task_position", place).with("task_max", place)
      .with("task_score", Column::of_int64(points, given));
}

Result<Frame> FrameFacts::tally(const FactRequest& request) {
  OPORA_TRY(admitted());
  OPORA_ASSIGN(const Frame kept, where(dataset(request.dataset), request.conditions));
  return group_tally(kept, request.keys, request.aggregates, request.threads);
}

Result<Frame> FrameFacts::rows(const FactRequest& request, const std::vector<std::string>& columns) {
  OPORA_TRY(admitted());
  OPORA_ASSIGN(const Frame kept, where(dataset(request.dataset), request.conditions));
  for (const std::string& name : columns) OPORA_TRY(kept.column(name));
  return kept.select(columns);
}

// A description of every procedure's three tasks.
Result<Frame> FrameFacts::reference(const std::string& dataset) {
  const Frame works = procedure_list.select({"kind", "subject", "grade", "level", "year"});
  const auto n = static_cast<std::size_t>(works.rows());
  const auto text = [&](const std::string& value) { return Column::of_text(std::vector<std::string>(n, value)); };
  if (dataset != "task_descriptions")
    return answer(works.with("codifier", text("content")).with("code", text("1")).with("text", text("content 1")));
  std::vector<Frame> tasks;
  for (std::int64_t t = 1; t <= 3; ++t) {
    const Column number = Column::of_int64(std::vector<std::int64_t>(n, t));
    tasks.push_back(works.with("task", text(std::to_string(t))).with("task_position", number).with("skill", text("skill")).with("block", text("block"))
                        .with("difficulty", text(t == 3 ? "П" : "Б")).with("task_max", number).with("content_codes", text("1, 1.1"))
                        .with("requirement_codes", text(std::to_string(t))));
  }
  OPORA_ASSIGN(const Frame all, concat(tasks));
  return answer(all);
}

Result<Frame> FrameFacts::context(int) { return answer(items); }

FrameFacts make_facts(std::uint64_t seed, int year, const FactShape& shape, const Vocabulary& vocabulary) {
  return Maker(seed, year, shape, vocabulary).make();
}

FrameFacts shuffled(FrameFacts facts, std::uint64_t seed) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(facts.results.rows()));
  std::iota(order.begin(), order.end(), 0);
  std::mt19937_64 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  facts.results = facts.results.take(order);
  return facts;
}

FrameFacts with_old_rows(FrameFacts facts, int year, bool missing) {
  const Frame& now = facts.results;
  const auto n = static_cast<std::size_t>(now.rows());
  std::vector<std::int64_t> twice(2 * n);
  for (std::size_t i = 0; i < 2 * n; ++i) twice[i] = static_cast<std::int64_t>(i % n);
  Frame both = now.take(twice);
  std::vector<std::int64_t> years(now.find("year")->int64().begin(), now.find("year")->int64().end());
  years.resize(2 * n, year - kLongAgo);
  both = both.with("year", Column::of_int64(years));
  if (missing)
    for (const char* name : {"score", "mark", "journal", "class", "variant", "gender"}) {
      std::vector<std::int64_t> gone = twice;
      std::fill(gone.begin() + static_cast<std::ptrdiff_t>(n), gone.end(), -1);
      both = both.with(name, now.find(name)->take(gone));
    }
  facts.results = both;
  return facts;
}

}  // namespace opora::conformance
