// The labels that a word processor counts out itself: "1.", "2.3.", "а)", and which style numbers its paragraphs.
// They are nowhere in the text, yet a reader sees them, and the number column of many plans holds nothing else.
#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/zip_archive.h"

namespace opora {

struct DocxStyle {
  std::string based_on;
  std::string list;   // id of the numbering that its paragraphs have; empty: none
  int level = 0;
  bool heading = false;
};

class DocxNumbering {
 public:
  // `folder`: of the document's main part, "word/".
  static Result<DocxNumbering> read(ZipArchive& archive, const std::string& folder);

  // Counts a paragraph and gives its label with a full stop or bracket, "-" for a bullet, empty for none.
  std::string label_of(pugi::xml_node paragraph);
  bool is_heading(pugi::xml_node paragraph) const;

 private:
  struct Level {
    std::string format = "decimal", text;
    int start = 1;
  };
  struct List {
    std::string kind;           // the abstract numbering, which counts for all lists of its kind
    std::map<int, int> starts;  // where this list begins anew
  };
  struct Place {
    std::string list;
    int level = 0;
  };
  void read_lists(pugi::xml_node root);
  void read_styles(pugi::xml_node root);
  std::optional<Place> place_of(pugi::xml_node paragraph) const;
  const DocxStyle* style_of(pugi::xml_node paragraph) const;
  std::string filled(const Level& level, const std::map<int, Level>& levels, const std::map<int, int>& counts) const;

  std::map<std::string, std::map<int, Level>> kinds_;
  std::map<std::string, List> lists_;
  std::map<std::string, DocxStyle> styles_;
  std::map<std::string, std::map<int, int>> counts_;  // by kind and level: the last number given
  std::map<std::string, bool> begun_;                 // lists that have begun
};

}  // namespace opora
