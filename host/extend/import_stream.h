// What an importer in a worker reads, on its way to the caller: messages of bounded size, so that neither side holds
// a file. Nothing of them is believed: a receiver checks every count, number and text.
// EXT-005 for a message that RowSender cannot have written; DATA-036 for a row that is too large for one.
#pragma once

#include "extend/importer.h"

namespace opora {

// The worker's side: what it takes becomes messages.
class RowSender : public RowTaker {
 public:
  explicit RowSender(std::function<Status(std::string_view message)> send) : send_(std::move(send)) {}
  Status table(ImportedTable table) override;
  Status rows(const ImportedRows& rows) override;
  Status finding(ImportedFinding finding) override;
  void reached(std::int64_t offset) { reached_ = offset; }  // in the file: goes along with the next message

 private:
  Status send(char what, std::string_view body);

  std::function<Status(std::string_view)> send_;
  std::int64_t reached_ = 0;
};

// The caller's side: messages become what `taker` takes. The progress goes to the source.
class RowReceiver {
 public:
  RowReceiver(const ImporterInfo& info, const ImportSource& source, RowTaker& taker) : info_(info), source_(source), taker_(taker) {}
  Status take(std::string_view message);

 private:
  const ImporterInfo& info_;
  const ImportSource& source_;
  RowTaker& taker_;
  std::size_t columns_ = 0;  // of the table that is open; 0: none yet
};

}  // namespace opora
