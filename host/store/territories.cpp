#include "store/territories.h"

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "store/batches.h"
#include "store/fact_plan.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

// Schools by territory, as places in the catalogue.
struct Members {
  std::vector<std::size_t> schools;
  std::vector<std::uint8_t> mentioned;  // by batch, in the order of batches
};

struct BatchDigests {
  std::vector<std::string> content;
  std::vector<std::uint8_t> of_all;  // names no school: concerns every territory
  std::map<BatchId, std::size_t> place;
};

Result<BatchDigests> batch_digests(sqlite3* db) {
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT id, content_digest FROM batch ORDER BY id"));
  BatchDigests digests;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return digests;
    digests.place.emplace(row.integer(0), digests.content.size());
    digests.content.push_back(text_of(row, 1));
    digests.of_all.push_back(1);
  }
}

// Which batches speak of which territory (`territory_of`: by place of the school in the catalogue).
Status mark_mentions(sqlite3* db, const Catalogue& catalogue, const std::vector<std::size_t>& territory_of, BatchDigests& batches,
                     std::vector<Members>& members) {
  for (Members& one : members) one.mentioned.resize(batches.content.size());
  OPORA_ASSIGN(Statement row, Statement::prepare(db, "SELECT batch, school FROM batch_school"));
  BatchId last = -1;
  std::size_t place = 0;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) return {};
    if (row.integer(0) != last) place = batches.place.at(last = row.integer(0));
    batches.of_all[place] = 0;
    const std::int32_t school = catalogue.index_of(row.integer(1));
    if (school >= 0) members[territory_of[static_cast<std::size_t>(school)]].mentioned[place] = 1;
  }
}

// A school that moves elsewhere leaves no batch behind that would tell, so the members count as well.
std::string digest_of_members(const Members& members, const BatchDigests& batches, const Column& codes) {
  Hasher hash;
  for (std::size_t i = 0; i < batches.content.size(); ++i)
    if (batches.of_all[i] || members.mentioned[i]) hash.field(batches.content[i]);
  hash.field(static_cast<std::int64_t>(members.schools.size()));
  for (const std::size_t school : members.schools) hash.field(codes.text(static_cast<std::int64_t>(school)));
  return to_hex(hash.finish());
}

Condition school_among(const Members& members, const Column& codes) {
  std::vector<std::string> list;
  for (const std::size_t school : members.schools) list.emplace_back(codes.text(static_cast<std::int64_t>(school)));
  return {"school", Comparison::kEqual, std::move(list)};
}

}  // namespace

Result<std::vector<Territory>> territories(const Store& store, const std::string& level) {
  if (level.empty()) {
    Territory all;
    OPORA_ASSIGN(all.data_digest, data_digest(store));
    return std::vector{std::move(all)};
  }
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(const Catalogue catalogue, load_catalogue(store.handle()));
  OPORA_ASSIGN(const Column names, catalogue.school_frame.column(level));
  const Column& codes = *catalogue.school_frame.find("school");
  const auto known = static_cast<std::size_t>(names.dictionary()->size());
  std::vector<Members> members(known + 1);
  std::vector<std::size_t> territory_of;
  for (std::int64_t row = 0; row < names.size(); ++row) {
    const std::size_t territory = names.valid(row) ? static_cast<std::size_t>(names.codes()[static_cast<std::size_t>(row)]) : known;
    members[territory].schools.push_back(static_cast<std::size_t>(row));
    territory_of.push_back(territory);
  }
  OPORA_ASSIGN(BatchDigests batches, batch_digests(store.handle()));
  OPORA_TRY(mark_mentions(store.handle(), catalogue, territory_of, batches, members));
  std::vector<Territory> list;
  for (std::size_t i = 0; i <= known; ++i) {
    if (members[i].schools.empty()) continue;
    Territory territory;
    territory.data_digest = digest_of_members(members[i], batches, codes);
    if (i == known) {
      territory.conditions.push_back(school_among(members[i], codes));
    } else {
      territory.name = names.dictionary()->texts()[i];
      territory.conditions.push_back({level, Comparison::kEqual, territory.name});
    }
    list.push_back(std::move(territory));
  }
  return list;
}

}  // namespace opora
