// Importers and an indicator for tests: a format of its own, two that are equally sure of a file, and every way to
// break the contract of the kind.
#include <opora/plugin.hpp>

#include <signal.h>
#include <unistd.h>

using namespace opora::sdk;

namespace {

// Files ".marks": "school subject score" a line, after a first line "MARKS kind grade year". 30 lines of code.
struct Marks {
  static constexpr Text datasets[] = {"results"}, endings[] = {".marks"};
  static constexpr ImporterInfo info{.id = "marks", .title = "Marks by line", .datasets = datasets, .endings = endings};
  static int sniff(const Head& head) { return head.bytes.starts_with("MARKS ") ? 90 : 0; }

  void read(Import& file) {
    Lines lines(file);
    const std::vector<std::string> of_all = words(lines.next().value_or(""));
    if (of_all.size() != 4) file.fail({.code = "MARKS-001", .message = "the first line is not MARKS kind grade year", .line = 1});
    file.table("results", {{"kind"}, {"grade", 0, OPORA_INT64}, {"year", 0, OPORA_INT64}, {"school", 1}, {"subject", 2}, {"score", 3, OPORA_FLOAT64}});
    while (const auto line = lines.next()) {
      const std::vector<std::string> row = words(*line);
      if (row.size() != 3) {
        file.reject({.code = "MARKS-002", .message = "the line is not school subject score", .value = std::to_string(row.size()), .line = lines.number()});
        continue;
      }
      file.set(0, of_all[1]), file.set(1, std::stoi(of_all[2])), file.set(2, std::stoi(of_all[3]));
      file.set(3, row[0]), file.set(4, row[1]), file.set(5, std::stod(row[2]));
      file.end_row(lines.number());
    }
  }

 private:
  static std::vector<std::string> words(std::string_view line) {
    std::vector<std::string> found;
    while (!line.empty()) {
      const std::size_t end = std::min(line.find(' '), line.size());
      if (end > 0) found.emplace_back(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    return found;
  }
};

// As sure of a results table as the importer that ships with Opora.
struct Rival {
  static constexpr Text datasets[] = {"results"};
  static constexpr ImporterInfo info{.id = "rival", .title = "Rival", .datasets = datasets};
  static int sniff(const Head& head) { return head.name.starts_with("rival") ? 80 : 0; }
  void read(Import& file) { file.fail({.code = "RIVAL-001", .message = "nothing to read here", .line = 1}); }
};

// The first line of the file says what to do wrong.
struct Broken {
  static void harm(const std::string& how) {
    if (how == "crash") ::raise(SIGSEGV);
    if (how == "exit") ::_exit(3);
    ::sleep(3600);
  }
  static constexpr Text datasets[] = {"results"};
  static constexpr ImporterInfo info{.id = "broken", .title = "Broken", .datasets = datasets};
  static int sniff(const Head& head) {
    if (head.bytes.starts_with("THROW")) throw std::runtime_error("cannot say");
    if (head.bytes.starts_with("TRAP")) ::raise(SIGSEGV);
    return head.bytes.starts_with("BROKEN ") ? 1000 : 0;
  }
  void read(Import& file) {
    Lines lines(file);
    const std::string how(lines.next().value_or("").substr(7));
    const std::vector<Field> fields = {{"school", 1}, {"score", 2, OPORA_INT64}};
    if (how == "nothing") return file.table("results", fields);
    if (how == "early") return file.reject({.code = "X", .message = "x", .line = 1});
    if (how == "dataset") return file.table("schools", fields);
    if (how == "field") return file.table("results", {{"surname", 1}});
    if (how == "twice") return file.table("results", {{"school", 1}, {"school", 2}});
    if (how == "exception") throw std::runtime_error("the disk is full");
    file.table("results", {{"kind"}, {"subject"}, {"grade", 0, OPORA_INT64}, {"year", 0, OPORA_INT64}, {"school", 1}, {"score", 2, OPORA_INT64}});
    if (how == "kinds")
      for (int i = 1; i < 1000; ++i) file.warn({.code = "X", .message = "line " + std::to_string(i), .line = i});
    file.set(0, how == "utf8" ? "\xFF\xFE" : "ВПР"), file.set(1, "RU"), file.set(2, 4), file.set(3, 2022), file.set(4, "101"), file.set(5, 7);
    if (how == "type") file.set(5, "seven");
    file.end_row(how == "line" ? 0 : 2);
    // Harm after a good row, which must not be stored.
    for (int i = 3; how == "crash" || how == "exit" || how == "hang"; ++i) {
      if (i == 50'000) harm(how);
      file.set(0, "ВПР"), file.set(1, "RU"), file.set(2, 4), file.set(3, 2022), file.set(4, "101"), file.set(5, 7);
      file.end_row(i);
    }
  }
};

// 100,000 participants whatever is in the file, each with a text of its own: more than any buffer on the way holds.
struct Many {
  static constexpr Text datasets[] = {"results"};
  static constexpr ImporterInfo info{.id = "many", .title = "Many", .datasets = datasets};
  static int sniff(const Head& head) { return head.bytes.starts_with("MANY") ? 90 : 0; }
  void read(Import& file) {
    file.table("results", {{"kind"}, {"subject"}, {"grade", 0, OPORA_INT64}, {"year", 0, OPORA_INT64}, {"school", 1}, {"participant", 2}, {"score", 3, OPORA_FLOAT64}});
    for (int i = 1; i <= 100'000; ++i) {
      file.set(0, "ВПР"), file.set(1, i % 2 == 0 ? "RU" : "MA"), file.set(2, 4), file.set(3, 2022), file.set(4, std::to_string(100 + i % 40));
      file.set(5, std::string(100, 'x') + std::to_string(i)), file.set(6, static_cast<double>(i % 30));
      file.end_row(i);
    }
  }
};

struct Warner {
  static constexpr Text inputs[] = {"results"};
  static constexpr Output outputs[] = {key("school"), whole("n")};
  static constexpr IndicatorInfo info{.id = "warner", .title = "Warns", .inputs = inputs, .outputs = outputs};
  Frame compute(const Context& ctx) const {
    ctx.warn("ODD-001", "few participants in some schools", "look at the attendance");
    return ctx.results().where("year", "==", ctx.year()).group("school").tally({{"n", count()}});
  }
};

constexpr PluginInfo kPlugin{.id = "org.example.odd-importers", .name = "Odd importers", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, Marks, Rival, Broken, Many, Warner);
