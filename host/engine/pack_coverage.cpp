#include "engine/pack_coverage.h"

#include <algorithm>
#include <sstream>
#include <system_error>

#include "base/messages.h"
#include "base/text.h"
#include "engine/pack_sources.h"
#include "intake/pack_table.h"
#include "plans/plan_file.h"
#include "plans/registers.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "coverage.csv";
constexpr const char* kColumns[] = {"row", "what", "how", "test", "later"};
constexpr std::size_t kRequired = 4;  // the first ones

std::vector<std::string> names_in(const std::string& cell) {
  std::vector<std::string> names;
  std::istringstream in(cell);
  for (std::string name; std::getline(in, name, ',');)
    if (const auto plain = trimmed(name); !plain.empty()) names.emplace_back(plain);
  return names;
}

// Looks for what the lines of one pack name.
class Names {
 public:
  Names(const PackLibrary& library, const Pack& pack, std::vector<const Pack*> lineage, const std::vector<std::string>& commands)
      : library_(library), pack_(pack), lineage_(std::move(lineage)), commands_(commands) {}

  bool leads_somewhere(const std::string& name) {
    const auto colon = name.find(':');
    if (colon == std::string::npos) return false;
    const std::string kind = name.substr(0, colon), rest = name.substr(colon + 1);
    if (kind == "command") return std::any_of(commands_.begin(), commands_.end(), [&](const std::string& command) { return with_hyphens(command) == rest; });
    if (kind == "plan") return has_plan_row(rest);
    if (kind == "register") return has_register(rest);
    if (kind == "plugin") return has_item([&](const PackItem& item) { return item.plugin == rest; }) || shipped_plugin(rest).ok();
    if (kind == "profile") return has_profile(rest);
    return has_item([&](const PackItem& item) { return item.kind == kind && item.id == rest; });
  }

  // "pack:tests/low_results"; what CTest runs is known to CTest alone.
  bool is_test(const std::string& name) const {
    if (name.starts_with("ctest:")) return name.size() > 6;
    std::error_code absent;
    return name.starts_with("pack:tests/") && fs::exists(pack_.folder / name.substr(5) / "case.lua", absent);
  }

 private:
  // "plan due" is named plan-due.
  static std::string with_hyphens(std::string command) {
    std::replace(command.begin(), command.end(), ' ', '-');
    return command;
  }

  // "support-2019/4": a row with that number.
  bool has_plan_row(const std::string& name) {
    if (!plans_) plans_ = plans_of(lineage_);
    const auto slash = name.find('/');
    if (!plans_->ok() || slash == std::string::npos) return false;
    const auto bare = [](std::string number) {
      while (!number.empty() && number.back() == '.') number.pop_back();
      return number;
    };
    for (const Plan& plan : **plans_)
      if (plan.id == name.substr(0, slash))
        return std::any_of(plan.measures.begin(), plan.measures.end(), [&](const Measure& one) { return bare(one.text.number) == bare(name.substr(slash + 1)); });
    return false;
  }

  bool has_register(const std::string& id) {
    if (!registers_) registers_ = registers_of(lineage_);
    return registers_->ok() && std::any_of((*registers_)->begin(), (*registers_)->end(), [&](const Register& one) { return one.id == id; });
  }

  template <class Wanted>
  bool has_item(Wanted&& wanted) const {
    return std::any_of(lineage_.begin(), lineage_.end(), [&](const Pack* pack) { return std::any_of(pack->items.begin(), pack->items.end(), wanted); });
  }

  bool has_profile(const std::string& id) {
    if (!profiles_) {
      auto sources = pack_sources(library_);
      profiles_ = sources.ok() ? std::move(sources->profiles) : std::vector<SourceProfile>();
    }
    return std::any_of(profiles_->begin(), profiles_->end(), [&](const SourceProfile& profile) { return profile.id == id || profile.id.ends_with("/" + id); });
  }

  const PackLibrary& library_;
  const Pack& pack_;
  std::vector<const Pack*> lineage_;
  const std::vector<std::string>& commands_;
  std::optional<std::vector<SourceProfile>> profiles_;
  std::optional<Result<std::vector<Plan>>> plans_;
  std::optional<Result<std::vector<Register>>> registers_;
};

void check_line(const CoverageLine& line, Names& names, const std::string& shown, std::vector<Diagnostic>& problems) {
  const auto refuse = [&](std::string message, std::string help) { problems.push_back(at_line("PACK-072", shown, line.line, std::move(message), std::move(help))); };
  for (const std::string& name : line.how)
    if (!names.leads_somewhere(name))
      refuse(tr_format("there is no \"{0}\"", name), tr("an item of the pack or of a base (methodology:ID …), command:NAME, plugin:ID, profile:ID, plan:ID/NUMBER or register:ID"));
  for (const std::string& name : line.tests)
    if (!names.is_test(name)) refuse(tr_format("there is no test \"{0}\"", name), tr("a test of the pack is pack:tests/NAME, one of CTest ctest:NAME"));
  if (line.how.empty() != line.tests.empty())
    refuse(tr_format("{0} names only one of the columns how and test", line.row), tr("what is served has a test; what is not has neither"));
}

}  // namespace

std::size_t PackCoverage::covered() const {
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const CoverageLine& line) { return line.covered(); }));
}

bool has_coverage(const Pack& pack) {
  std::error_code absent;
  return fs::exists(pack.folder / kFile, absent);
}

Result<PackCoverage> pack_coverage(const PackLibrary& library, const Pack& pack, const std::vector<std::string>& commands) {
  const std::string shown = "regions/" + pack.folder.filename().string() + "/" + kFile;
  if (!has_coverage(pack))
    return make_error("PACK-070", tr_format("pack \"{0}\" has no {1}", pack.id, kFile), tr_format("make a table with the columns {0}", fmt::join(kColumns, ", ")));
  OPORA_ASSIGN(const PackTable table, read_pack_table(pack.folder / kFile, {shown, kColumns, kRequired, "PACK-071"}));
  OPORA_ASSIGN(auto lineage, library.lineage(pack.id));
  Names names(library, pack, std::move(lineage), commands);
  PackCoverage coverage{pack.id, {}, {}};
  for (const PackTable::Line& row : table.lines) {
    CoverageLine line{table.cell(row, "row"), table.cell(row, "what"), table.cell(row, "later"), names_in(table.cell(row, "how")), names_in(table.cell(row, "test")), row.number};
    check_line(line, names, shown, coverage.problems);
    coverage.lines.push_back(std::move(line));
  }
  return coverage;
}

}  // namespace opora
