// How a text table is written: encoding and delimiter, from its first bytes.
#pragma once

#include <string>

#include "base/result.h"
#include "intake/delimited_chunks.h"

namespace opora {

// DATA-002 when the file is empty or is not text.
Result<TextLayout> detect_layout(InputFile file);

// `;`, tab or `,`: the one that gives most of the first records as many cells as the first one has.
char detect_delimiter(std::string_view head);

Diagnostic not_text(const ReadPlace& place, std::string reason);  // DATA-002

}  // namespace opora
