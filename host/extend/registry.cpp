#include "extend/registry.h"

#include <algorithm>
#include <tuple>

#include "base/messages.h"
#include "base/text.h"
#include "extend/native_library.h"
#include "extend/native_report.h"
#include "extend/service_values.h"
#include "opora/abi/all.h"

namespace opora {
namespace {

bool before(const Extension& a, const Extension& b) { return std::tie(a.kind, a.id) < std::tie(b.kind, b.id); }

// The id of entry `index`.
template <class Kind>
Result<std::string> id_of(const void* table, std::uint32_t index) {
  const auto* kind = static_cast<const Kind*>(table);
  const auto* info = kind->describe(kind->self, index);
  OPORA_ASSIGN(const auto known, read_struct(info));
  return read_text(known.id);
}

template <class Kind>
Result<std::vector<std::string>> ids_in(const void* table) {
  OPORA_ASSIGN(const Kind kind, read_struct(static_cast<const Kind*>(table)));
  std::vector<std::string> ids;
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    OPORA_ASSIGN(std::string id, id_of<Kind>(table, i));
    ids.push_back(std::move(id));
  }
  return ids;
}

template <class Kind>
Result<std::uint32_t> index_of(const void* table, std::string_view wanted, const std::string& origin) {
  OPORA_ASSIGN(const std::vector<std::string> ids, ids_in<Kind>(table));
  if (const auto found = std::find(ids.begin(), ids.end(), wanted); found != ids.end())
    return static_cast<std::uint32_t>(found - ids.begin());
  const auto guess = nearest(wanted, ids);
  return make_error("ABI-008", tr_format("the plugin {0} offers no \"{1}\"", origin, wanted),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(ids, ", ")));
}

}  // namespace

Status Registry::add(Extension extension) {
  const auto place = std::lower_bound(extensions_.begin(), extensions_.end(), extension, before);
  if (place != extensions_.end() && !before(extension, *place))
    return make_error("ABI-007", tr_format("two extensions have the id \"{0}\": {1} and {2}", extension.id, place->origin, extension.origin),
                      tr("give one of them another id"));
  extensions_.insert(place, std::move(extension));
  return {};
}

const Extension* Registry::find(std::string_view kind, std::string_view id) const {
  for (const Extension& extension : extensions_)
    if (extension.kind == kind && extension.id == id) return &extension;
  return nullptr;
}

Result<const Extension*> Registry::need(std::string_view kind, std::string_view id) const {
  if (const Extension* found = find(kind, id)) {
    if (found->refused) return Diagnostic(*found->refused);
    return found;
  }
  std::vector<std::string> known;
  for (const Extension& extension : extensions_)
    if (extension.kind == kind) known.push_back(extension.id);
  const auto guess = nearest(id, known);
  return make_error("LUA-055", tr_format("there is no indicator \"{0}\"", id),
                    guess           ? tr_format("did you mean \"{0}\"?", *guess)
                    : known.empty() ? std::string(tr("name it among the items of pack.lua"))
                                    : tr_format("there are: {0}", fmt::join(known, ", ")));
}

Result<Extension> native_extension(std::shared_ptr<NativeLibrary> library, std::string_view kind, std::string_view id, std::string origin) {
  if (origin.empty()) origin = library->path().filename().string();
  Extension extension{std::string(kind), std::string(id), std::move(origin), nullptr, 0, library};
  extension.table = library->kind(extension.kind.c_str());
  if (extension.table == nullptr)
    return make_error("ABI-008", tr_format("the plugin {0} offers nothing of the kind {1}", extension.origin, kind),
                      tr("look at what it offers with opora plugin list"));
  auto index = kind == OPORA_KIND_INDICATOR  ? index_of<opora_indicator_kind>(extension.table, id, extension.origin)
               : kind == OPORA_KIND_MATCHING ? index_of<opora_matching_kind>(extension.table, id, extension.origin)
               : kind == OPORA_KIND_IMPORTER ? index_of<opora_importer_kind>(extension.table, id, extension.origin)
               : kind == OPORA_KIND_REPORT   ? index_of<opora_report_kind>(extension.table, id, extension.origin)
               : kind == OPORA_KIND_RENDERER ? index_of<opora_renderer_kind>(extension.table, id, extension.origin)
                                             : index_of<opora_methodology_kind>(extension.table, id, extension.origin);
  if (!index.ok()) return index.take_error();
  extension.index = *index;
  if (kind == OPORA_KIND_REPORT) {
    OPORA_ASSIGN(const auto table, native_report(std::move(library), extension.origin, extension.table, extension.index));
    extension.table = table.get(), extension.owner = table;
  } else if (kind == OPORA_KIND_RENDERER) {
    OPORA_ASSIGN(const auto table, native_renderer(std::move(library), extension.origin, extension.table, extension.index));
    extension.table = table.get(), extension.owner = table;
  }
  return extension;
}

}  // namespace opora
