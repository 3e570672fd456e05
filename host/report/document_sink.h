// Takes the blocks of a document from whoever writes it, top to bottom, and gives their texts the form of print: quotation
// marks, no-break spaces. Bounded, so that a report that never ends takes no more than its share of memory.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"
#include "report/document.h"

namespace opora {

class DocumentSink {
 public:
  explicit DocumentSink(Document& document) : document_(&document) {}

  // REPORT-001 the document grows beyond what a file can hold.
  Status add(Block block);
  void set_title(const std::string& text);
  void set_header(const std::string& text);
  void set_footer(const std::string& text);
  void set_place(std::string name, const std::string& text);  // of a template; the later text holds
  std::string printed(const std::string& text) const;          // as it will stand in the document

 private:
  Document* document_;
  std::size_t cells_ = 0;
};

}  // namespace opora
