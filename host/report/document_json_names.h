// The words of enumerations in the JSON of a document: one table for writing and reading.
#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "report/document.h"

namespace opora::document_words {

template <class Enum, std::size_t n>
using Words = std::array<std::pair<Enum, std::string_view>, n>;

inline constexpr Words<ParagraphStyle, 6> kParagraphStyles{{{ParagraphStyle::kBody, "body"},
                                                            {ParagraphStyle::kPlain, "plain"},
                                                            {ParagraphStyle::kRequisites, "requisites"},
                                                            {ParagraphStyle::kTitle, "title"},
                                                            {ParagraphStyle::kCaption, "caption"},
                                                            {ParagraphStyle::kRemark, "remark"}}};
inline constexpr Words<ValueType, 5> kValueTypes{{{ValueType::kText, "text"},
                                                  {ValueType::kInteger, "integer"},
                                                  {ValueType::kNumber, "number"},
                                                  {ValueType::kPercent, "percent"},
                                                  {ValueType::kDate, "date"}}};
inline constexpr Words<ChartKind, 5> kChartKinds{{{ChartKind::kBars, "bars"},
                                                  {ChartKind::kLines, "lines"},
                                                  {ChartKind::kScatter, "scatter"},
                                                  {ChartKind::kHistogram, "histogram"},
                                                  {ChartKind::kTimeline, "timeline"}}};

template <class Enum, std::size_t n>
std::string word_of(const Words<Enum, n>& words, Enum wanted) {
  for (const auto& [value, word] : words)
    if (value == wanted) return std::string(word);
  return {};
}

template <class Enum, std::size_t n>
Enum value_of(const Words<Enum, n>& words, const std::string& wanted) {
  for (const auto& [value, word] : words)
    if (word == wanted) return value;
  throw std::invalid_argument("unknown word: " + wanted);
}

}  // namespace opora::document_words
