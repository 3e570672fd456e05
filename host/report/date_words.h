// Days in words, as documents write them.
#pragma once

#include <string>

#include "base/dates.h"

namespace opora {

std::string date_words(Date day);  // "March 15, 2022" in the language of the messages

}  // namespace opora
