// Kinds of documents that prove work: codes in packs and the store, names where people read them.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace opora {

bool is_evidence_kind(std::string_view kind);
std::string evidence_title(std::string_view kind);  // in the user's language; the code itself when it is none
Diagnostic unknown_evidence_kind(const char* code, std::string_view kind);

}  // namespace opora
