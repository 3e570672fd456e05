// A table of a document as HTML: caption, groups of columns, titles that sort, rows with their head, totals, note.
#pragma once

#include <string>

#include "report/document.h"

namespace opora {

// `id` is unique in the page. `name` names the table for a reader who cannot see it, when it has no caption.
std::string table_html(const Table& table, const std::string& id, const std::string& name);

// A value as text with what stands behind it, participants and interval, kept together and quiet.
std::string value_html(const std::string& text);

// Rules for the widths of its columns; empty when they are all alike.
std::string table_style(const Table& table, const std::string& id);

}  // namespace opora
