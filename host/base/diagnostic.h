// Diagnostic: the one form in which Opora says that something is wrong.
// What happened (message), why (reason), where (spans), and what to do (help). Two renderers:
// a terminal text like a compiler's, and one JSON object a line (`--json`).
// Texts are already translated (base/messages.h); codes are stable and never reused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opora {

enum class Severity { kError, kWarning, kNote };

// A place a person can go to. For a workbook `line` is the row as the spreadsheet shows it and
// `column` its letters ("C"); for a text file `line` is the 1-based line, `column` a number.
struct Span {
  std::string file;          // as the user gave it, or relative to the pack
  std::string sheet;         // empty for text files
  std::int64_t line = 0;     // 0: the whole file
  std::string column;        // empty: the whole line
  std::string source_line;   // text shown under the place; empty: none
  std::string label;         // what is at the place
};

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;      // "PACK-012", "LUA-021", "DATA-007"
  std::string message;
  std::string reason;
  std::vector<Span> spans;
  std::vector<std::string> notes;
  std::string help;
};

// Convenience for the usual case; chain the rest by assignment.
Diagnostic make_error(std::string_view code, std::string message, std::string help = {});
Diagnostic make_warning(std::string_view code, std::string message, std::string help = {});

// "error[DATA-007]: …", ends with a newline. `colour` adds ANSI escapes.
std::string render_terminal(const Diagnostic& diagnostic, bool colour);

// One line of JSON without a trailing newline; absent fields are left out.
std::string render_json(const Diagnostic& diagnostic);

// Process exit code of design section 10 for a failed command, from the code's family:
// DATA, STORE → 3; PACK, LUA, ABI, EXT → 4; CLI → 2; the rest → 5.
int exit_code_of(const Diagnostic& diagnostic);

}  // namespace opora
