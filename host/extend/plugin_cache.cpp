#include "extend/plugin_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/dates.h"
#include "base/diagnostic_json.h"
#include "base/files.h"
#include "base/messages.h"
#include "extend/plugin_trust.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

Status prepare_folder(const fs::path& folder) {
  std::error_code failed;
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  struct stat found{};
  if (::stat(folder.c_str(), &found) == 0 && found.st_uid == ::geteuid() && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
  Diagnostic error = make_error("EXT-013", tr_format("the folder of plugin copies cannot be used: {0}", folder.string()),
                                tr_format("it must be your own and nobody else's: chmod 700 '{0}'", folder.string()));
  if (failed) error.reason = failed.message();
  return error;
}

}  // namespace

Result<fs::path> PluginCache::copy_of(std::string_view bytes, const std::string& digest) const {
  OPORA_TRY(prepare_folder(folder_));
  const fs::path copy = folder_ / (digest + ".so");
  if (const auto there = read_whole(copy); there && *there == bytes) return copy;
  OPORA_TRY(replace_file(copy, bytes, 0500));
  return copy;
}

std::optional<ProbeResult> PluginCache::known(const std::string& digest, const std::string& shown) const {
  const auto text = read_whole(folder_ / (digest + ".json"));
  if (!text) return std::nullopt;
  try {
    const json j = json::parse(*text);
    ProbeResult result;
    if (const auto harm = j.find("quarantine"); harm != j.end()) {
      result.harmful = true;
      result.error = diagnostic_of_json(harm->dump());
      if (!result.error) return std::nullopt;
      result.error->spans = {{shown, {}, 0, {}, {}, {}}};
      result.error->notes.push_back(tr_format("in quarantine since {0}", j.at("when").get<std::string>()));
      return result;
    }
    if (j.at("host") != host_build_) return std::nullopt;
    result.report = decode_report(j.at("report").get<std::string>());
    return result.report ? std::optional(std::move(result)) : std::nullopt;
  } catch (const std::exception&) {  // half a file of an older build: it is looked at anew
    return std::nullopt;
  }
}

Status PluginCache::keep(const std::string& digest, const ProbeResult& result) const {
  if (!result.report && !result.harmful) return {};
  json j = {{"host", host_build_}, {"when", now_utc()}};
  if (result.report) j["report"] = encode_report(*result.report);
  else j["quarantine"] = json::parse(render_json(*result.error));
  return replace_file(folder_ / (digest + ".json"), j.dump(1, ' ', false, json::error_handler_t::replace), 0600);
}

void PluginCache::forget(const std::string& digest) const {
  std::error_code ignored;
  fs::remove(folder_ / (digest + ".json"), ignored);
}

}  // namespace opora
