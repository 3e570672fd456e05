#include "engine/category_choice.h"

#include <algorithm>

#include "base/messages.h"

namespace opora {
namespace {

std::string full_name(const Category& category) { return category.methodology + "/" + category.name; }

Diagnostic unclear(const std::vector<Category>& categories, const std::string& wanted) {
  std::vector<std::string> names;
  for (const Category& category : categories) {
    const bool alone = std::count_if(categories.begin(), categories.end(), [&](const Category& c) { return c.name == category.name; }) == 1;
    names.push_back(alone ? category.name : full_name(category));
  }
  return make_error("CLI-030", wanted.empty() ? tr("the run has several categories") : tr_format("the run has no category \"{0}\", or several", wanted),
                    tr_format("name one by --category: {0}", fmt::join(names, ", ")));
}

}  // namespace

Result<ChosenCategory> choose_category(const Store& store, const CategoryChoice& choice) {
  ChosenCategory chosen;
  OPORA_ASSIGN(chosen.run, find_run(store, choice.run));
  OPORA_ASSIGN(const std::vector<Category> categories, load_categories(store, chosen.run.id));
  std::vector<const Category*> meant;
  for (const Category& category : categories)
    if (choice.category.empty() || choice.category == category.name || choice.category == full_name(category)) meant.push_back(&category);
  if (meant.size() != 1) return unclear(categories, choice.category);
  chosen.methodology = meant.front()->methodology;
  chosen.category = meant.front()->name;
  chosen.title = meant.front()->title;
  return chosen;
}

}  // namespace opora
