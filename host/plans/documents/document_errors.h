// What is said of a document that cannot be read, and how a place in it is named.
#pragma once

#include "base/diagnostic.h"
#include "base/messages.h"
#include "plans/documents/document_tables.h"

namespace opora {

Diagnostic unknown_document(const std::string& file, std::string reason);  // PLAN-020
Diagnostic damaged_document(const std::string& file, std::string reason);  // PLAN-022
Diagnostic hostile_document(const std::string& file, std::string reason);  // PLAN-023

Span place_in(const std::string& file, const std::string& table, std::int64_t line);

}  // namespace opora
