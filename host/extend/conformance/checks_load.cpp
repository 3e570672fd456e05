// Group "load": the file, its entry, what it says about itself; before any extension is called.
#include <sys/stat.h>

#include <chrono>
#include <cstring>
#include <ctime>
#include <set>

#include "base/messages.h"
#include "base/text.h"
#include "extend/call_scope.h"
#include "extend/conformance/check.h"
#include "extend/conformance/elf_file.h"
#include "extend/service_values.h"
#include "extend/services.h"

namespace opora::conformance {
namespace {

constexpr std::chrono::milliseconds kSlowStart{100};

// Of this process: what other programs do meanwhile is no fault of the plugin.
std::chrono::nanoseconds processor_time() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > 5 ? tr_format("{0} and {1} more", text, names.size() - 5) : text;
}

Finding check_elf(const Subject& subject, const std::function<Finding(const ElfFile&)>& body) {
  const auto file = read_elf(subject.file);
  return file.ok() ? body(*file) : failed(file.error());
}

Finding shared_library(const Subject& subject, const Setting&) {
  return check_elf(subject, [](const ElfFile&) { return passed(); });
}

Finding permissions(const Subject& subject, const Setting&) {
  struct stat status {};
  if (stat(subject.file.c_str(), &status) != 0) return failed(tr("there is no such file"));
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return failed(tr("others than the owner may write the file, so others decide what runs; chmod go-w"));
  return passed();
}

Finding symbol_entry(const Subject& subject, const Setting&) {
  return check_elf(subject, [](const ElfFile& file) {
    for (const ElfSymbol& symbol : file.exports) {
      if (symbol.name != "opora_entry") continue;
      if (!symbol.data) return failed(tr("opora_entry is a function; it is data of the type opora_plugin_entry"));
      if (symbol.size != 0 && symbol.size < 16) return failed(tr_format("opora_entry has {0} bytes only", symbol.size));
      return passed();
    }
    return failed(tr("there is no symbol opora_entry; export it with OPORA_PLUGIN or OPORA_EXPORT"));
  });
}

Finding no_extra_exports(const Subject& subject, const Setting&) {
  return check_elf(subject, [](const ElfFile& file) {
    std::vector<std::string> others;
    for (const ElfSymbol& symbol : file.exports)
      if (symbol.name != "opora_entry") others.push_back(symbol.name);
    if (others.empty()) return passed();
    return failed(tr_format("it exports more than opora_entry, which other plugins and the host can catch: {0}; build it with opora_add_plugin()", list(others)));
  });
}

Finding foreign_libraries(const Subject& subject, const Setting&) {
  return check_elf(subject, [](const ElfFile& file) {
    std::vector<std::string> foreign;
    for (const std::string& name : file.needed)
      for (const char* of_host : {"liblua", "libsqlite3", "libboost_"})
        if (name.starts_with(of_host)) foreign.push_back(name);
    if (foreign.empty()) return passed();
    return failed(tr_format("it links {0}: libraries whose state the host must not share; use the services, or link them statically and hidden", list(foreign)));
  });
}

Finding build_flags(const Subject& subject, const Setting&) {
  return check_elf(subject, [](const ElfFile& file) {
    std::vector<std::string> problems;
    for (const std::string& name : file.local)
      if (name == "set_fast_math") problems.push_back(tr("fast-math start code is linked in, which changes the numbers of the whole process: remove -ffast-math and -Ofast"));
    if (file.executable_stack) problems.push_back(tr("it asks for an executable stack"));
    if (file.text_relocations) problems.push_back(tr("its code is not position-independent: compile with -fPIC"));
    for (const ElfSymbol& symbol : file.exports)
      if (symbol.unique) problems.push_back(tr_format("{0} is one for the whole process: compile with -fno-gnu-unique", symbol.name));
    if (!problems.empty()) return failed(problems.front());
    if (!file.run_paths.empty()) return warning(tr_format("it looks for libraries in {0}, which is elsewhere on another machine", list(file.run_paths)));
    return passed();
  });
}

Finding loads(const Subject& subject, const Setting&) {
  if (subject.form == kScript) {
    const auto opened = subject.open();
    return opened.ok() ? passed() : failed(opened.error());
  }
  const auto start = processor_time();
  if (const Status loaded = load_library(subject.file, subject.name); !loaded.ok()) return failed(loaded.error());
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(processor_time() - start);
  return spent > kSlowStart ? warning(tr_format("loading takes {0} ms; keep work out of static constructors", spent.count())) : passed();
}

// For checks that need the entry alone; init() does not run.
Finding check_entry_of(const Subject& subject, const std::function<Finding(const opora_plugin_entry&)>& body) {
  const auto entry = find_entry(subject.file, subject.name);
  return entry.ok() ? body(**entry) : failed(entry.error());
}

Finding entry_accepted(const Subject& subject, const Setting&) {
  return check_entry_of(subject, [&](const opora_plugin_entry& entry) {
    const Status accepted = check_entry(entry, subject.name);
    return accepted.ok() ? passed() : failed(accepted.error());
  });
}

bool plausible(std::uint32_t size, std::size_t first_version) { return size >= first_version && size <= (64U << 10) && size % 4 == 0; }

Finding struct_sizes(const Subject& subject, const Setting&) {
  return check_entry_of(subject, [](const opora_plugin_entry& entry) {
    if (!plausible(entry.struct_size, sizeof(opora_plugin_entry)))
      return failed(tr_format("{0} states a size of {1} bytes; set it to sizeof", "opora_plugin_entry", entry.struct_size));
    if (!plausible(entry.descriptor->struct_size, sizeof(opora_descriptor)))
      return failed(tr_format("{0} states a size of {1} bytes; set it to sizeof", "opora_descriptor", entry.descriptor->struct_size));
    return passed();
  });
}

bool is_version(std::string_view text) {
  int parts = 1;
  bool digit = false;
  for (const char c : text.substr(0, text.find_first_of("-+"))) {
    if (c == '.' && !digit) return false;
    parts += c == '.';
    digit = c >= '0' && c <= '9';
    if (!digit && c != '.') return false;
  }
  return digit && parts == 3;
}

std::string_view view(opora_text text) { return {text.data == nullptr ? "" : text.data, text.size}; }

Finding descriptor_consistency(const Subject& subject, const Setting&) {
  return check_entry_of(subject, [](const opora_plugin_entry& entry) {
    const opora_descriptor& given = *entry.descriptor;
    if (!is_version(view(given.version))) return failed(tr_format("\"{0}\" is no semantic version; write it like 1.2.0", view(given.version)));
    const std::string_view digest = view(given.headers);
    const bool hex = digest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (!digest.empty() && (digest.size() != 64 || !hex)) return failed(tr("the digest of the headers is no SHA-256"));
    if (given.kind_count == 0 || given.kinds == nullptr) return failed(tr("the descriptor names no kind, so the plugin offers nothing"));
    std::set<std::string> kinds;
    for (std::uint64_t i = 0; i < given.kind_count; ++i)
      if (!kinds.emplace(view(given.kinds[i])).second) return failed(tr_format("the descriptor names {0} twice", view(given.kinds[i])));
    if (digest.empty() || given.build.size == 0) return warning(tr("it does not say how it was built; opora_add_plugin() adds that"));
    return passed();
  });
}

Finding starts(const Subject& subject, const Setting&) {
  const auto library = load_native(subject.file);
  return library.ok() ? passed() : failed(library.error());
}

Finding kinds_answer(const Subject& subject, const Setting&) {
  const auto library = load_native(subject.file);
  if (!library.ok()) return failed(library.error());
  const opora_descriptor& given = (*library)->descriptor();
  std::set<std::string> named;
  for (std::uint64_t i = 0; i < given.kind_count; ++i) {
    const std::string kind(view(given.kinds[i]));
    named.insert(kind);
    const void* table = (*library)->kind(kind.c_str());
    if (table == nullptr) return failed(tr_format("the descriptor names {0}, but get_kind() gives nothing for it", kind));
    if (table != (*library)->kind(kind.c_str())) return failed(tr_format("get_kind() gives another table for {0} each time", kind));
  }
  for (const char* kind : {OPORA_KIND_INDICATOR, OPORA_KIND_METHODOLOGY, OPORA_KIND_MATCHING, OPORA_KIND_IMPORTER, OPORA_KIND_REPORT, OPORA_KIND_RENDERER})
    if ((*library)->kind(kind) != nullptr && !named.contains(kind)) return failed(tr_format("it offers {0}, but the descriptor does not name it", kind));
  return passed();
}

Finding unknown_kinds(const Subject& subject, const Setting&) {
  const auto library = load_native(subject.file);
  if (!library.ok()) return failed(library.error());
  for (const char* id : {"", "opora", "opora.indicator", "opora.indicator/", "opora.indicator/10", "opora.indicator/1 ", "opora.methodology/1x",
                         "opora.methodology/2", "OPORA.INDICATOR/1", "org.example.nothing/1"})
    if ((*library)->kind(id) != nullptr) return failed(tr_format("get_kind(\"{0}\") gives a table; ids are compared exactly", id));
  return passed();
}

Finding starts_twice(const Subject& subject, const Setting&) {
  const auto library = load_native(subject.file);
  if (!library.ok()) return failed(library.error());
  const opora_plugin_entry& entry = (*library)->entry();
  for (int i = 0; i < 20; ++i) {
    entry.deinit();
    CallScope scope;
    scope.origin = subject.name;
    opora_call call(std::move(scope));
    if (const Status ended = call.ended(entry.init(&host_table(), &call)); !ended.ok())
      return failed(tr_format("after deinit() it does not start again: {0}", words_of(ended.error())));
  }
  const auto again = subject.open();
  return again.ok() ? passed() : failed(again.error());
}

// A host that changed: newer, with a longer table, or without some services.
struct OtherHost {
  opora_host host;
  char later_fields[64];
  std::set<std::string> without;
  static const OtherHost*& current() {
    static const OtherHost* host = nullptr;
    return host;
  }
  static const void* get(const opora_host*, const char* id) { return current()->without.contains(id) ? nullptr : find_service(id); }
  OtherHost() : host(host_table()) {
    std::memset(later_fields, 0xEE, sizeof later_fields);
    host.get_service = &get;
    current() = this;
  }
};

Finding newer_host(const Subject& subject, const Setting&) {
  const auto library = load_native(subject.file);
  if (!library.ok()) return failed(library.error());
  (*library)->entry().deinit();
  static auto* host = new OtherHost();
  host->host.struct_size += sizeof host->later_fields;
  host->host.abi_minor = static_cast<std::uint16_t>(host->host.abi_minor + 7);
  CallScope scope;
  scope.origin = subject.name;
  opora_call call(std::move(scope));
  const Status ended = call.ended((*library)->entry().init(&host->host, &call));
  if (!ended.ok()) return failed(tr_format("it refuses a host with a newer minor version: {0}", words_of(ended.error())));
  return passed();
}

Finding missing_services(const Subject& subject, const Setting&) {
  const auto library = load_native(subject.file);
  if (!library.ok()) return failed(library.error());
  const opora_plugin_entry& entry = (*library)->entry();
  entry.deinit();
  static auto* host = new OtherHost();
  for (const char* service : {OPORA_SERVICE_LOG, OPORA_SERVICE_PARAMS, OPORA_SERVICE_CANCEL, OPORA_SERVICE_TEXT, OPORA_SERVICE_COLUMNS,
                              OPORA_SERVICE_BUILDER, OPORA_SERVICE_KERNELS, OPORA_SERVICE_FACTS, OPORA_SERVICE_CHECKS}) {
    host->without = {service};
    CallScope scope;
    scope.origin = subject.name;
    opora_call call(std::move(scope));
    const opora_status status = entry.init(&host->host, &call);
    if (status == OPORA_OK) {
      entry.deinit();
      continue;
    }
    if (call.ended(status).error().code == "ABI-006")
      return warning(tr_format("without {0} it does not start and does not say why", service));
  }
  host->without.clear();
  CallScope scope;
  opora_call call(std::move(scope));
  return entry.init(&host->host, &call) == OPORA_OK ? passed() : failed(tr("after a host without a service it does not start with a whole one"));
}

}  // namespace

std::vector<Check> load_checks() {
  return {
      {"shared-library", Group::kLoad, kNative, tr_later("the file is a whole shared library for this machine"), "", &shared_library},
      {"file-permissions", Group::kLoad, kExtension, tr_later("nobody but the owner may write the file"), "", &permissions},
      {"symbol-entry", Group::kLoad, kNative, tr_later("the data symbol opora_entry is exported"), "shared-library", &symbol_entry},
      {"no-extra-exports", Group::kLoad, kNative, tr_later("nothing but opora_entry is exported"), "shared-library", &no_extra_exports},
      {"no-host-libraries", Group::kLoad, kNative, tr_later("Lua, SQLite and Boost of the host are not linked"), "shared-library", &foreign_libraries},
      {"build-flags", Group::kLoad, kNative, tr_later("no fast-math, executable stack, relocations of code or GNU-unique symbols"), "shared-library", &build_flags},
      {"loads", Group::kLoad, kExtension, tr_later("it loads with every symbol bound, and quickly"), "", &loads},
      {"entry-accepted", Group::kLoad, kNative, tr_later("magic, interface version and descriptor are accepted by this host"), "loads", &entry_accepted},
      {"struct-sizes", Group::kLoad, kNative, tr_later("the structs of the entry state plausible sizes"), "entry-accepted", &struct_sizes},
      {"descriptor-consistency", Group::kLoad, kNative, tr_later("version, digest and kinds of the descriptor are in order"), "entry-accepted", &descriptor_consistency},
      {"starts", Group::kLoad, kNative, tr_later("init() succeeds"), "entry-accepted", &starts},
      {"kinds-answer", Group::kLoad, kNative, tr_later("get_kind() answers for the kinds that the descriptor names"), "starts", &kinds_answer},
      {"unknown-kind-is-null", Group::kLoad, kNative, tr_later("get_kind() gives NULL for any other id"), "starts", &unknown_kinds},
      {"starts-twice", Group::kLoad, kNative, tr_later("it works again after deinit() and init()"), "starts", &starts_twice},
      {"newer-host", Group::kLoad, kNative, tr_later("it works with a host of a newer minor version"), "starts", &newer_host},
      {"missing-services", Group::kLoad, kNative, tr_later("without a service it does without, or says why not"), "starts", &missing_services},
  };
}

}  // namespace opora::conformance
