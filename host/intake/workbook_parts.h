// The small parts of a workbook: which sheets it has and where they are, which number formats are
// dates.
#pragma once

#include <string>
#include <vector>

#include "intake/zip_archive.h"

namespace opora {

struct SheetPart {
  std::string name;
  std::string member;
};

struct Workbook {
  std::vector<SheetPart> sheets;       // worksheets only, in the order of the tabs
  std::string shared_strings_member;   // empty: none
  std::vector<bool> style_is_date;     // by index of a cell's style
  bool from_1904 = false;
};

Result<Workbook> read_workbook(ZipArchive& archive);

}  // namespace opora
