// A document as one HTML file that can be mailed, opened offline, read aloud and printed on A4: no request leaves it, and a
// Content-Security-Policy that lets nothing run but its own scripts, by their digests, says so to the browser. Without
// scripts it reads the same; charts then are tables. Light and dark follow the reader's system.
#pragma once

#include <string>

#include "report/document.h"

namespace opora {

std::string to_html(const Document& document);

}  // namespace opora
