// fuzz plugins|scripts [--seed N] [--cases N] [--jobs N] [--case N]
// Runs the cases in batches, each in a process of its own that is the host to them; a case that ends or stops that
// process is a finding, and the next one starts in a new process. README.md.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include "base/messages.h"
#include "base/text.h"
#include "engine/pack_extensions.h"
#include "extend/child_process.h"
#include "fuzz/cases.h"

namespace opora::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBatch = 100;   // cases a process
constexpr unsigned int kCaseTime = 120;  // seconds after which the host hangs; its own limits are lower

struct Options {
  std::string family;
  std::uint64_t seed = 1, cases = 10'000, first = 0;
  unsigned int jobs = std::max(1U, std::thread::hardware_concurrency());
  bool single = false;
};

struct TemporaryFolder {
  fs::path path;
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "opora_fuzz_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::exit(2);
    path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

Cases cases_of(const std::string& family, std::uint64_t seed, const fs::path& folder) {
  const Setting setting{seed, folder, OPORA_FUZZ_CORPUS, OPORA_SOURCE_DIR};
  return family == "plugins" ? plugin_cases(setting) : script_cases(setting);
}

// The process that is the host: a line a case, before which nothing is known of it.
int run_batch(const std::string& family, std::uint64_t seed, std::uint64_t from, std::uint64_t to, const fs::path& folder) {
  const Cases cases = cases_of(family, seed, folder);
  for (std::uint64_t number = from; number < to; ++number) {
    ::alarm(kCaseTime);
    std::cout << cases.run(number) << std::endl;
  }
  return 0;
}

struct Tally {
  std::mutex mutex;
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> ends;  // words → how many, the first of them
  std::vector<std::pair<std::uint64_t, std::string>> findings;
  std::uint64_t done = 0;

  void add(std::uint64_t number, const std::string& words) {
    auto& [count, first] = ends.try_emplace(words, 0, number).first->second;
    ++count, ++done;
    first = std::min(first, number);
  }
};

std::string how_it_ended(const ChildOutcome& outcome) {
  std::string words = outcome.signal == SIGALRM            ? fmt::format("the host hangs: no end within {} s", kCaseTime)
                      : outcome.end == ChildEnd::kCrashed  ? "the host crashed: " + signal_name(outcome.signal)
                      : outcome.end == ChildEnd::kExited   ? fmt::format("the host ended with code {}", outcome.exit_code)
                                                           : fmt::format("the host: {}", name_of(outcome.end));
  return words;
}

void attend_batch(const Options& options, std::uint64_t from, std::uint64_t to, Tally& tally) {
  while (from < to) {
    const TemporaryFolder folder;
    ChildLimits limits;
    limits.wall = std::chrono::hours(1);
    limits.processor = std::chrono::hours(1);
    limits.output = 1 << 20;
    const ChildOutcome outcome = run_program({"/proc/self/exe", "batch", options.family, std::to_string(options.seed), std::to_string(from),
                                              std::to_string(to), folder.path.string()}, {}, limits);
    const std::lock_guard lock(tally.mutex);
    std::string_view rest = outcome.output;
    for (std::size_t end; from < to && (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) tally.add(from++, std::string(rest.substr(0, end)));
    if (from < to) {
      tally.findings.emplace_back(from, how_it_ended(outcome) + (rest.empty() ? "" : "; it printed: " + std::string(rest.substr(0, 300))));
      tally.add(from++, how_it_ended(outcome));
    }
    if (::isatty(STDERR_FILENO) != 0) std::cerr << "\r" << tally.done << " of " << options.cases << std::flush;
  }
}

int run_all(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  Tally tally;
  std::uint64_t next = options.first;
  const std::uint64_t end = options.first + options.cases;
  std::mutex mutex;
  const auto lane = [&] {
    for (;;) {
      std::uint64_t from = 0;
      {
        const std::lock_guard lock(mutex);
        if (next >= end) return;
        from = next;
        next = std::min(end, next + kBatch);
      }
      attend_batch(options, from, std::min(end, from + kBatch), tally);
    }
  };
  std::vector<std::thread> lanes;
  for (unsigned int i = 0; i < options.jobs; ++i) lanes.emplace_back(lane);
  for (std::thread& one : lanes) one.join();

  std::vector<std::pair<std::string, std::pair<std::uint64_t, std::uint64_t>>> ends(tally.ends.begin(), tally.ends.end());
  std::stable_sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << "\n  cases  first  end\n";
  for (const auto& [words, count] : ends) std::cout << fmt::format("{:7} {:6}  {}\n", count.first, count.second, words);
  std::cout << fmt::format("{}: {} cases of seed {} in {:.0f} s; {} findings\n", options.family, tally.done, options.seed, seconds, tally.findings.size());
  std::sort(tally.findings.begin(), tally.findings.end());
  for (const auto& [number, words] : tally.findings)
    std::cout << fmt::format("FOUND case {}: {}\n  again: fuzz {} --seed {} --case {}\n", number, words, options.family, options.seed, number);
  return tally.findings.empty() ? 0 : 1;
}

// One case in this process, for a debugger; its file is kept.
int run_single(const Options& options) {
  const TemporaryFolder folder;
  const Cases cases = cases_of(options.family, options.seed, folder.path);
  const std::string kept = fmt::format("fuzz-{}-{}-{}{}", options.family, options.seed, options.first, cases.ending);
  std::ofstream(kept, std::ios::binary) << cases.file(options.first);
  std::cout << "file: " << kept << std::endl << cases.run(options.first) << std::endl;
  return 0;
}

std::optional<Options> options_of(const std::vector<std::string>& words) {
  if (words.empty() || (words[0] != "plugins" && words[0] != "scripts")) return std::nullopt;
  Options options;
  options.family = words[0];
  for (std::size_t i = 1; i < words.size(); i += 2) {
    const auto number = i + 1 < words.size() ? parse_integer(words[i + 1]) : std::nullopt;
    if (!number || *number < 0) return std::nullopt;
    const auto value = static_cast<std::uint64_t>(*number);
    if (words[i] == "--seed") options.seed = value;
    else if (words[i] == "--cases") options.cases = value;
    else if (words[i] == "--jobs") options.jobs = static_cast<unsigned int>(value);
    else if (words[i] == "--case") options.first = value, options.single = true;
    else return std::nullopt;
  }
  return options;
}

int main_of(const std::vector<std::string>& words) {
  set_language(Language::kEnglish);
  if (words.size() == 6 && words[0] == "batch")
    return run_batch(words[1], std::stoull(words[2]), std::stoull(words[3]), std::stoull(words[4]), words[5]);
  const auto options = options_of(words);
  if (!options) {
    std::cerr << "fuzz plugins|scripts [--seed N] [--cases N] [--jobs N]: cases by their number, all in all\n"
                 "fuzz plugins|scripts [--seed N] --case N: one of them in this process; its file is kept\n";
    return 2;
  }
  return options->single ? run_single(*options) : run_all(*options);
}

}  // namespace
}  // namespace opora::fuzz

int main(int argc, char** argv) {
  if (const auto served = opora::serve_worker(argc, argv, opora::worker_jobs())) return *served;
  return opora::fuzz::main_of({argv + 1, argv + argc});
}
