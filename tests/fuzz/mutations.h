// Ways to damage a file. Each takes a whole one and gives another, by the dice alone.
#pragma once

#include <string>
#include <vector>

#include "fuzz/dice.h"

namespace opora::fuzz {

// Bits, bytes, numbers of two to eight bytes, truncation, blocks that are cut out, doubled, swapped or filled,
// and splices with `other`.
std::string mutated_bytes(std::string bytes, const std::string& other, Dice& dice);

// The same, and fields of what the system's loader reads: file, program and section headers, dynamic entries,
// symbols, relocations, hash tables.
std::string mutated_elf(std::string bytes, const std::string& other, Dice& dice);

// The same, and tokens: dropped, doubled, swapped, exchanged for those of `others`, numbers at their borders, deep
// nesting, and pieces of code that have been trouble for some sandbox.
std::string mutated_script(std::string text, const std::vector<std::string>& others, Dice& dice);

}  // namespace opora::fuzz
