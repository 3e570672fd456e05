// A Word file as a reader sees it: parts, and the body's text with the numbers that the list definitions give.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/document.h"

namespace opora::testing_docx {

using Parts = std::map<std::string, std::string>;
Parts parts_of(const std::string& bytes);  // empty when it is no archive

// Lines as document_lines() has them; without the list of sources at the end.
std::vector<std::string> lines_of(const Parts& parts);

std::vector<std::string> broken_parts(const Parts& parts);  // names of XML parts that are not well-formed

// An order with two annexes, one of them across the page, a long table and everything a block can be.
Document order(int rows);

}  // namespace opora::testing_docx
