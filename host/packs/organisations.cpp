#include "packs/organisations.h"

#include <algorithm>
#include <map>

#include "base/messages.h"
#include "base/text.h"
#include "packs/schema.h"

namespace opora {
namespace {

using nlohmann::json;

const std::vector<Field>& fields() {
  static const std::vector<Field> kFields = {
      {"source", DataType::kText, true, {}, {}},
      {"organisations", DataType::kList, true, {}, {
          {"id", DataType::kText, true, {}, {}},
          {"name", DataType::kText, true, {}, {}},
          {"level", DataType::kText, true, {"federal", "region", "municipality", "school"}, {}},
          {"role", DataType::kText, false, {}, {}},
          {"part_of", DataType::kText, false, {}, {}},
          {"class", DataType::kFlag, false, {}, {}},
          {"list", DataType::kText, false, {}, {}},
          {"aliases", DataType::kList, false, {}, {}}}},
  };
  return kFields;
}

// Small letters, single blanks, no quotation marks: documents write one name in many ways.
std::string comparable(std::string_view text) {
  std::string folded;
  const std::string small = to_lower(text);
  for (std::size_t at = 0; at < small.size();) {
    std::size_t skip = 0;
    for (const std::string_view mark : {"«", "»", "“", "”", "„", "\""})
      if (small.compare(at, mark.size(), mark) == 0) skip = mark.size();
    if (skip == 0) {
      const bool blank = small[at] == ' ' || small[at] == '\t' || small[at] == '\n';
      if (!blank) folded += small[at];
      else if (!folded.empty() && folded.back() != ' ') folded += ' ';
    }
    at += std::max<std::size_t>(skip, 1);
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

Organisation organisation_of(const json& j) {
  Organisation one{j.at("id"), j.at("name"), j.at("level"), j.value("role", ""), j.value("part_of", ""), j.value("class", false), j.value("list", ""), {}};
  for (const json& alias : j.value("aliases", json::array()))
    if (alias.is_string()) one.aliases.push_back(alias);
  return one;
}

Diagnostic at(Diagnostic error, const DataFile& file, const std::string& text) {
  error.spans = {file.place_of(text)};
  return error;
}

Status check_names(const DataFile& file, const std::vector<Organisation>& organisations) {
  std::map<std::string, std::string> ids, names;  // what is written → whose it is
  for (const Organisation& one : organisations) {
    if (!ids.emplace(one.id, one.id).second)
      return at(make_error("PACK-037", tr_format("two organisations have the id \"{0}\"", one.id), tr("give one of them another id")), file, one.id);
    std::vector<std::string> all = one.aliases;
    all.push_back(one.name);
    for (const std::string& name : all) {
      const auto [known, added] = names.emplace(comparable(name), one.id);
      if (!added && known->second != one.id)
        return at(make_error("PACK-037", tr_format("\"{0}\" is the name of two organisations: {1} and {2}", name, known->second, one.id),
                             tr("nobody could tell who is meant: leave it to one of them")), file, name);
    }
  }
  for (const Organisation& one : organisations)
    if (!one.part_of.empty() && !ids.contains(one.part_of))
      return at(make_error("PACK-038", tr_format("\"{0}\" belongs to \"{1}\", which is no organisation of the file", one.id, one.part_of), tr("part_of is the id of another organisation")),
                file, one.part_of);
  return {};
}

}  // namespace

Result<std::vector<Organisation>> load_organisations(const std::filesystem::path& path, const std::string& shown) {
  OPORA_ASSIGN(const DataFile file, load_data_file(path, shown));
  if (auto problem = check_schema(file, file.value, fields(), "organisations")) return *std::move(problem);
  std::vector<Organisation> organisations;
  for (const json& one : file.value.at("organisations")) organisations.push_back(organisation_of(one));
  OPORA_TRY(check_names(file, organisations));
  return organisations;
}

const Organisation* find_organisation(std::span<const Organisation> organisations, std::string_view text) {
  const std::string wanted = comparable(text);
  for (const Organisation& one : organisations) {
    if (comparable(one.name) == wanted) return &one;
    for (const std::string& alias : one.aliases)
      if (comparable(alias) == wanted) return &one;
  }
  return nullptr;
}

}  // namespace opora
