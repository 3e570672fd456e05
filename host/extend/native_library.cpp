#include "extend/native_library.h"

#include <array>
#include <boost/dll/shared_library.hpp>
#include <cstring>
#include <optional>
#include <system_error>

#include "base/messages.h"
#include "base/text.h"
#include "extend/call_scope.h"
#include "extend/services.h"

namespace opora {
namespace {

constexpr char kMagic[8] = OPORA_MAGIC;

std::string text(opora_text view) { return {view.data == nullptr ? "" : view.data, view.size}; }

// Never destroyed and never emptied: code of a plugin may run until the process ends.
std::vector<boost::dll::shared_library>& loaded_for_good() {
  static auto* libraries = new std::vector<boost::dll::shared_library>();
  return *libraries;
}

Diagnostic at(Diagnostic diagnostic, const std::string& file) {
  diagnostic.spans.push_back({file, {}, 0, {}, {}, {}});
  return diagnostic;
}

std::string not_the_version_of_opora() { return tr("the version of the interface is not the version of Opora"); }

Status check_versions(const opora_plugin_entry& entry) {
  const std::string own = fmt::format("{}.{}", OPORA_ABI_MAJOR, OPORA_ABI_MINOR);
  if (entry.abi_major != OPORA_ABI_MAJOR) {
    Diagnostic error = make_error(
        "ABI-003", tr_format("the plugin is built for interface {0}.{1}, this Opora offers {2}", entry.abi_major, entry.abi_minor, own),
        entry.abi_major > OPORA_ABI_MAJOR ? tr("install a newer Opora, or an older version of the plugin")
                                          : tr("ask for a version of the plugin that is built for this Opora"));
    error.notes.push_back(not_the_version_of_opora());
    return error;
  }
  return {};
}

Status check_descriptor(const opora_descriptor& descriptor) {
  const std::array<std::pair<const char*, opora_text>, 5> texts = {{{"id", descriptor.id},
                                                                    {"name", descriptor.name},
                                                                    {"version", descriptor.version},
                                                                    {"vendor", descriptor.vendor},
                                                                    {"licence", descriptor.licence}}};
  for (const auto& [field, value] : texts)
    if (value.size == 0 || !is_utf8(text(value)))
      return make_error("ABI-004", tr_format("the plugin's descriptor has no proper {0}", field),
                        tr("every field of the descriptor is a text in UTF-8, and none is empty"));
  const std::string id = text(descriptor.id);
  if (id.find('.') == std::string::npos || id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") != std::string::npos)
    return make_error("ABI-004", tr_format("\"{0}\" is no id of a plugin", id),
                      tr("write it as a reversed domain name in small letters: ru.example.objectivity"));
  const bool newer = descriptor.min_host_major > OPORA_ABI_MAJOR ||
                     (descriptor.min_host_major == OPORA_ABI_MAJOR && descriptor.min_host_minor > OPORA_ABI_MINOR);
  if (!newer) return {};
  Diagnostic error = make_error("ABI-003",
                                tr_format("plugin '{0}' needs interface {1}.{2} of the host, this Opora offers {3}.{4}", id, descriptor.min_host_major,
                                          descriptor.min_host_minor, OPORA_ABI_MAJOR, OPORA_ABI_MINOR),
                                tr("install a newer Opora, or an older version of the plugin"));
  error.notes.push_back(not_the_version_of_opora());
  return error;
}

// What the system's loader said, out of what Boost says about it.
std::string words_of_loader(std::string words) {
  constexpr std::string_view kFrom = "dlerror system message: ";
  const std::size_t from = words.find(kFrom), to = words.rfind("): ");
  if (from == std::string::npos || to == std::string::npos || to < from) return words;
  return words.substr(from + kFrom.size(), to - from - kFrom.size());
}

// The loader's words name the copy that it loaded; the reader knows the file.
std::string without_path(std::string words, const std::filesystem::path& file, const std::string& shown) {
  const std::string copy = file.string();
  for (std::size_t at = 0; (at = words.find(copy, at)) != std::string::npos; at += shown.size()) words.replace(at, copy.size(), shown);
  return words;
}

Diagnostic no_plugin(std::string reason, const std::string& shown) {
  Diagnostic error = make_error("ABI-002", tr("the file is no plugin of Opora"), tr("export the data opora_entry with OPORA_PLUGIN (C++) or OPORA_EXPORT (C)"));
  error.reason = std::move(reason);
  return at(std::move(error), shown);
}

// Exactly this file, and for good.
Result<boost::dll::shared_library> load_for_good(const std::filesystem::path& path, const std::string& shown) {
  std::error_code failed;
  const std::filesystem::path file = std::filesystem::canonical(path, failed);
  if (failed) return no_such_file(shown);
  try {
    // The throwing form alone tells what the system's loader said.
    boost::dll::shared_library loaded(file, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    loaded_for_good().push_back(loaded);
    return loaded;
  } catch (const std::exception& error) {
    Diagnostic diagnostic = make_error("ABI-001", tr("the plugin cannot be loaded"),
                                       tr("build it again with opora_add_plugin(), which links whatever it uses and names what is missing"));
    diagnostic.reason = without_path(words_of_loader(error.what()), file, shown);
    return at(std::move(diagnostic), shown);
  }
}

}  // namespace

Diagnostic no_such_file(const std::string& shown) {
  return at(make_error("ABI-001", tr("there is no such plugin file"), tr("look at the name; opora plugin list shows the plugins that are there")), shown);
}

Status load_library(const std::filesystem::path& path, const std::string& shown) {
  const auto loaded = load_for_good(path, shown);
  return loaded.ok() ? Status() : Status(loaded.error());
}

Result<const opora_plugin_entry*> find_entry(const std::filesystem::path& path, const std::string& shown) {
  OPORA_ASSIGN(boost::dll::shared_library loaded, load_for_good(path, shown));
  if (!loaded.has("opora_entry")) return no_plugin(tr("it has no symbol opora_entry"), shown);
  return &loaded.get<const opora_plugin_entry>("opora_entry");
}

Status check_entry(const opora_plugin_entry& entry, const std::string& shown) {
  if (std::memcmp(entry.magic, kMagic, sizeof kMagic) != 0)
    return no_plugin(tr("its symbol opora_entry does not begin as it should"), shown);
  if (Status versions = check_versions(entry); !versions.ok()) return at(versions.take_error(), shown);
  const bool whole = OPORA_HAS(opora_plugin_entry, &entry, get_kind) && entry.descriptor != nullptr && entry.init != nullptr &&
                     entry.deinit != nullptr &&
                     OPORA_HAS_FIELD(opora_descriptor, entry.descriptor, headers);
  if (!whole) {
    Diagnostic error = make_error("ABI-004", tr("the plugin's entry is shorter than its version of the interface demands"),
                                  tr("build it again with the headers of the SDK"));
    error.reason = tr_format("it is built for interface {0}.{1} and states {2} bytes of {3}", entry.abi_major, entry.abi_minor, entry.struct_size,
                             sizeof(opora_plugin_entry));
    return at(std::move(error), shown);
  }
  if (Status described = check_descriptor(*entry.descriptor); !described.ok()) return at(described.take_error(), shown);
  return {};
}

NativeLibrary::~NativeLibrary() {
  if (initialised_) entry_->deinit();
}

Result<std::shared_ptr<NativeLibrary>> load_native(const std::filesystem::path& path, std::string shown) {
  if (shown.empty()) shown = path.string();
  std::error_code failed;
  std::shared_ptr<NativeLibrary> library(new NativeLibrary(std::filesystem::canonical(path, failed)));
  OPORA_ASSIGN(library->entry_, find_entry(path, shown));
  OPORA_TRY(check_entry(*library->entry_, shown));
  opora_call call(CallScope{.origin = shown});
  const opora_status status = library->entry_->init(&host_table(), &call);
  if (Status ended = call.ended(status); !ended.ok()) {
    Diagnostic error = ended.take_error();
    error.notes.push_back(tr("the plugin refused to start"));
    return error;
  }
  library->initialised_ = true;
  return library;
}

}  // namespace opora
