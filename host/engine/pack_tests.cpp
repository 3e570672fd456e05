#include "engine/pack_tests.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <system_error>

#include "base/messages.h"
#include "base/temporary_folder.h"
#include "base/text.h"
#include "engine/identify.h"
#include "engine/import.h"
#include "packs/schema.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFolder = "tests";

struct Case {
  std::string title;
  int year = 0;
  std::vector<std::string> methods;
  std::vector<std::pair<std::string, std::string>> parameters;
};

const std::vector<Field>& case_fields() {
  static const std::vector<Field> kFields = {
      {"title", DataType::kText, true, {}, {}},
      {"year", DataType::kYear, true, {}, {}},
      {"methods", DataType::kList, false, {}, {}},
      {"params", DataType::kTable, false, {}, {}},
  };
  return kFields;
}

std::string plain_text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

Result<Case> read_case(const fs::path& file, const std::string& shown) {
  OPORA_ASSIGN(const DataFile data, load_data_file(file, shown));
  if (auto problem = check_schema(data, data.value, case_fields(), "case")) return *std::move(problem);
  Case found{data.value.at("title"), data.value.at("year"), {}, {}};
  for (const json& method : data.value.value("methods", json::array())) found.methods.push_back(plain_text(method));
  if (const auto params = data.value.find("params"); params != data.value.end() && params->is_object())
    for (const auto& [name, value] : params->items()) found.parameters.emplace_back(name, plain_text(value));
  return found;
}

class TestRun {
 public:
  TestRun(const PackLibrary& library, const Pack& pack, const std::string& name, int threads)
      : library_(library), pack_(pack), threads_(threads), folder_(pack.folder / kFolder / name),
        shown_("regions/" + pack.folder.filename().string() + "/" + kFolder + "/" + name) {
    result_.name = name;
  }

  PackTestResult run() {
    if (Status done = try_run(); !done.ok()) result_.errors.push_back(done.take_error());
    return std::move(result_);
  }

 private:
  Status try_run() {
    OPORA_ASSIGN(const Case wanted, read_case(folder_ / "case.lua", shown_ + "/case.lua"));
    result_.title = wanted.title, result_.year = wanted.year;
    OPORA_TRY(require("input"));
    OPORA_TRY(require("expected.csv"));
    OPORA_ASSIGN(const std::vector<ExpectedLine> expected, read_expected(folder_ / "expected.csv", shown_ + "/expected.csv"));
    result_.expected = expected.size();
    OPORA_ASSIGN(const TemporaryFolder scratch, TemporaryFolder::make());
    OPORA_ASSIGN(Store store, Store::create(scratch.path() / "test.db"));
    OPORA_TRY(import_input(store));
    if (!result_.errors.empty()) return {};  // decisions about other data would say nothing
    OPORA_ASSIGN(const DecisionSet decisions, decide(store, wanted));
    result_.differences = differences(expected, decisions, words_of_pack(library_, pack_.id));
    return {};
  }

  Status require(const std::string& name) const {
    std::error_code absent;
    if (fs::exists(folder_ / name, absent)) return {};
    Diagnostic error = make_error("PACK-051", tr_format("the test \"{0}\" has no {1}", result_.name, name),
                                  tr("a test is a folder with case.lua, input/ and expected.csv"));
    error.spans.push_back({shown_, {}, 0, {}, {}, {}});
    return error;
  }

  Status import_input(Store& store) {
    ImportRequest request;
    request.paths = {folder_ / "input"};
    request.threads = threads_;
    OPORA_ASSIGN(const Protocol protocol, import_by_packs(store, library_, request));
    for (const FileProtocol& file : protocol.files) note(file);
    if (protocol.files.empty()) return require("input/…");
    return {};
  }

  // A file that a test brings and that is not imported would be an expectation about something else.
  void note(const FileProtocol& file) {
    const std::string shown = shown_ + "/input/" + file.file;
    if (file.outcome == FileOutcome::kFailed && file.error) {
      result_.errors.push_back(*file.error);
    } else if (file.outcome == FileOutcome::kSkipped) {
      Diagnostic error = make_error("PACK-054", tr_format("{0} was not imported", file.file), tr("take it out of input/, or correct it: opora import shows how it is read"));
      error.reason = file.reason;
      error.spans.push_back({shown, {}, 0, {}, {}, {}});
      result_.errors.push_back(std::move(error));
    } else {
      for (const DefectLog::Found& found : file.defects.found()) note(found, shown);
    }
  }

  void note(const DefectLog::Found& found, const std::string& shown) {
    Diagnostic remark = make_warning(found.about.code, found.about.title, found.about.help);
    remark.severity = found.about.severity;
    remark.spans.push_back({shown, {}, found.defect->first.line, {}, {}, {}});
    if (remark.severity == Severity::kError) result_.errors.push_back(std::move(remark));
    else if (remark.severity == Severity::kWarning) result_.remarks.push_back(std::move(remark));
  }

  Result<DecisionSet> decide(Store& store, const Case& wanted) {
    IdentifyRequest request;
    request.pack = pack_.id;
    request.year = wanted.year;
    request.methods = wanted.methods;
    request.parameters = wanted.parameters;
    request.threads = threads_;
    OPORA_ASSIGN(IdentifyReport report, identify(store, library_, request));
    for (Diagnostic& failed : report.failed) result_.errors.push_back(std::move(failed));
    if (report.decisions) return *std::move(report.decisions);
    return load_decisions(store, report.run.id);
  }

  const PackLibrary& library_;
  const Pack& pack_;
  int threads_;
  fs::path folder_;
  std::string shown_;
  PackTestResult result_;
};

Diagnostic no_such_test(const Pack& pack, const std::string& name, const std::vector<std::string>& known) {
  const auto guess = nearest(name, known);
  return make_error("PACK-050", tr_format("pack \"{0}\" has no test \"{1}\"", pack.id, name),
                    guess ? tr_format("did you mean \"{0}\"?", *guess)
                          : known.empty() ? std::string(tr("it has no tests: make a folder tests/NAME with case.lua, input/ and expected.csv"))
                                          : tr_format("there are: {0}", fmt::join(known, ", ")));
}

}  // namespace

std::size_t PackTestReport::failed() const {
  return static_cast<std::size_t>(std::count_if(tests.begin(), tests.end(), [](const PackTestResult& test) { return !test.passed(); }));
}

std::vector<std::string> names_of_tests(const Pack& pack) {
  std::vector<std::string> names;
  std::error_code absent, ignored;
  for (const auto& entry : fs::directory_iterator(pack.folder / kFolder, absent))
    if (entry.is_directory(ignored) && !entry.path().filename().string().starts_with('.')) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Result<PackTestReport> run_pack_tests(const PackLibrary& library, const Pack& pack, const std::vector<std::string>& only, int threads) {
  const std::vector<std::string> known = names_of_tests(pack);
  for (const std::string& name : only)
    if (std::find(known.begin(), known.end(), name) == known.end()) return no_such_test(pack, name, known);
  PackTestReport report{pack.id, pack.version, {}};
  for (const std::string& name : known)
    if (only.empty() || std::find(only.begin(), only.end(), name) != only.end()) report.tests.push_back(TestRun(library, pack, name, threads).run());
  return report;
}

}  // namespace opora
