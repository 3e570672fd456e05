// The page of a run: one self-contained HTML file that can be mailed, opened offline and printed.
// No request leaves it, no script is needed to read it (a small one adds filter and sorting), all
// texts are escaped. The engine fills the struct; headings and labels follow the chosen language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/share.h"
#include "model/decision.h"
#include "report/page_frame.h"

namespace opora {

// One check of a school in words. Value, n, threshold and distance are taken from the check.
struct PageReason {
  std::string title;   // "Доля отметок «2», ВПР RU 5 2021"
  Check check;
};

struct PageRow {
  std::string code, name, municipality;
  std::vector<PageReason> reasons;
  std::string note;    // why it is not assessable; a person's decision with reason and document
};

// Schools by the value that decides: bin i holds start + i·width ≤ value < start + (i+1)·width.
struct PageHistogram {
  std::string title;             // "Доля отметок «2», ВПР RU 5 2021"
  std::string unit;              // "%": shares are shown times 100
  Share start{0, 1}, width{5, 100};
  int digits = 0;                // decimals at the axis
  std::vector<std::int64_t> counts;
  std::optional<Share> threshold;
  Comparison op = Comparison::kGreaterEqual;
};

struct PageMunicipality {
  std::string name;
  std::int64_t yes = 0, not_assessable = 0, schools = 0;
};

struct PageParameter {
  std::string title, value, basis;
};

// What stands behind the rule, in words: source, assumptions …
struct PageGround {
  std::string label, text;
};

struct PageCategory {
  std::string name;    // "ШНОР"
  std::string title;   // "Школы с низкими результатами обучения"
  std::string method;  // methodology, version and short digest
  bool marker = false; // a sign that needs checking, never an accusation: the page says so
  std::int64_t yes = 0, no = 0, not_assessable = 0;
  std::vector<PageRow> listed;          // answer yes, in the order of the list
  std::vector<PageRow> near_misses;     // answer no, but close to a threshold
  std::vector<PageRow> not_assessable_rows;
  std::optional<PageHistogram> histogram;
  std::vector<PageMunicipality> municipalities;
  std::vector<PageParameter> parameters;
  std::vector<PageGround> grounds;
};

struct ListPage {
  std::string title, subtitle;
  std::vector<PageFact> facts;       // region, pack, year, run, digests, date
  std::vector<PageCategory> categories;
  std::string closing;               // how to recompute; may be empty
};

std::string render_list_page(const ListPage& page);

// "46,2 %" or "0,31", with the language's decimal mark; "—" without a value.
std::string value_text(const Check& check);
std::string threshold_text(const Check& check);  // "≥ 30 %"
std::string distance_text(const Check& check);   // "+16,2"; per cent as points

}  // namespace opora
