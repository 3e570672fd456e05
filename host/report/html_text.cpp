#include "report/html_text.h"

#include "report/inert_text.h"

namespace opora {

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : inert(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace opora
