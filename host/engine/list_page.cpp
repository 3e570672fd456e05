#include "engine/list_page.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/dates.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/grounds.h"
#include "report/list_page.h"

namespace opora {
namespace {

constexpr std::size_t kNearMisses = 20;
constexpr std::size_t kBins = 20;
constexpr std::size_t kDigestDigits = 12;

class PageBuilder {
 public:
  explicit PageBuilder(const Listing& listing) : listing_(listing) {}

  PageCategory category(const Category& category) const {
    PageCategory page;
    page.name = category.name;
    page.title = category.title;
    page.method = category.methodology;
    page.marker = is_marker(category);
    std::vector<std::pair<double, const ListRow*>> near;
    std::map<std::string, PageMunicipality> municipalities;
    for (const ListRow& row : listing_.rows) {
      if (listing_.category(row) != category.name) continue;
      const std::string municipality(listing_.municipality(row));
      PageMunicipality& place = municipalities[municipality];
      place.name = municipality;
      ++place.schools;
      switch (listing_.answer(row)) {
        case Answer::kYes:
          ++page.yes, ++place.yes;
          page.listed.push_back(page_row(category, row, [](const Check& c) { return c.met(); }));
          break;
        case Answer::kNotAssessable:
          ++page.not_assessable, ++place.not_assessable;
          page.not_assessable_rows.push_back(page_row(category, row, [](const Check&) { return false; }));
          break;
        case Answer::kNo:
          ++page.no;
          {
            const Decision decision = listing_.decision(row);
            if (const auto miss = near_miss(decision)) near.emplace_back(miss->distance, &row);
          }
      }
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < std::min(near.size(), kNearMisses); ++i)
      page.near_misses.push_back(page_row(category, *near[i].second, [](const Check& c) { return c.unassessed() == Unassessed::kAssessed; }));
    for (auto& [name, place] : municipalities) page.municipalities.push_back(place);
    std::sort(page.municipalities.begin(), page.municipalities.end(),
              [](const PageMunicipality& a, const PageMunicipality& b) { return collates_before(a.name, b.name); });
    page.histogram = histogram(category);
    page.parameters = parameters(category.methodology);
    page.grounds = grounds(category.methodology);
    return page;
  }

 private:
  // A marker compares measured values, never a share of pupils below a border.
  bool is_marker(const Category& category) const {
    for (const Rule& rule : listing_.decisions.rules)
      if (listing_.decisions.categories[static_cast<std::size_t>(rule.category)].name == category.name && rule.unit == "%") return false;
    return true;
  }

  template <class Keep>
  PageRow page_row(const Category& category, const ListRow& row, Keep keep) const {
    const Decision decision = listing_.decision(row);
    PageRow out{decision.school, std::string(listing_.name(row)), std::string(listing_.municipality(row)), {}, decision.answer == Answer::kNotAssessable ? listing_.reasons(row) : std::string()};
    for (const Check& check : decision.checks)
      if (keep(check)) out.reasons.push_back({rule_title(listing_.decisions, category.name, check.rule) + ": " + readable_name(check.name, listing_.words), check});
    return out;
  }

  // Schools by the largest share of the first rule that counts in per cent.
  std::optional<PageHistogram> histogram(const Category& category) const {
    const Rule* deciding = nullptr;
    for (const Rule& rule : listing_.decisions.rules)
      if (!deciding && rule.unit == "%" && listing_.decisions.categories[static_cast<std::size_t>(rule.category)].name == category.name) deciding = &rule;
    if (!deciding) return std::nullopt;
    PageHistogram out;
    out.title = tr_format("{0}: the largest of each school", deciding->title.empty() ? deciding->name : deciding->title);
    out.unit = "%";
    out.counts.assign(kBins, 0);
    out.threshold = deciding->threshold;
    out.op = deciding->op;
    for (const ListRow& row : listing_.rows) {
      if (listing_.category(row) != category.name) continue;
      std::optional<Share> largest;
      const Decision decision = listing_.decision(row);
      for (const Check& check : decision.checks)
        if (check.rule == deciding->name && check.share && check.unassessed() == Unassessed::kAssessed && (!largest || compare(*check.share, *largest) > 0))
          largest = check.share;
      if (largest) ++out.counts[std::min(kBins - 1, static_cast<std::size_t>(largest->numerator * static_cast<std::int64_t>(kBins) / largest->denominator))];
    }
    return out;
  }

  std::vector<PageParameter> parameters(const std::string& methodology) const {
    std::vector<PageParameter> out;
    for (const RunMethod& method : listing_.run.info.methods) {
      const auto j = nlohmann::ordered_json::parse(method.params_json, nullptr, false);
      if (method.id != methodology || !j.is_object()) continue;
      for (const auto& [name, value] : j.items()) {
        const std::string title = value.value("title", "");
        out.push_back({title.empty() ? name : title, value.value("value", ""), value.value("basis", "")});
      }
    }
    return out;
  }

  std::vector<PageGround> grounds(const std::string& methodology) const {
    std::vector<PageGround> out;
    for (const RunMethod& method : listing_.run.info.methods)
      if (method.id == methodology)
        for (auto& [label, text] : labelled(grounds_from(method.grounds_json))) out.push_back({std::move(label), std::move(text)});
    return out;
  }

  const Listing& listing_;
};

}  // namespace

std::string list_page(const Listing& listing) {
  const RunInfo& info = listing.run.info;
  ListPage page;
  page.title = listing.decisions.categories.empty() ? info.pack : listing.decisions.categories.front().title;
  if (listing.decisions.categories.size() > 1) page.title = tr_format("{0} lists of one run", listing.decisions.categories.size());
  page.subtitle = tr_format("Pack {0} {1}, year {2}", info.pack, info.pack_version, info.year);
  page.facts = {{tr("Run"), std::to_string(listing.run.id), ""},
                {tr("Made"), info.finished_at.substr(0, 10), info.finished_at},
                {tr("Rules"), info.pack_digest.substr(0, kDigestDigits), info.pack_digest},
                {tr("Data"), info.data_digest.substr(0, kDigestDigits), info.data_digest},
                {tr("Opora"), info.host_version, ""}};
  const PageBuilder builder(listing);
  for (const Category& category : listing.decisions.categories) page.categories.push_back(builder.category(category));
  page.closing = tr_format("Every check of a school: opora explain SCHOOL --run {0}", listing.run.id);
  return render_list_page(page);
}

}  // namespace opora
