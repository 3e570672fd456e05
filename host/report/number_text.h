// Numbers as the language of the messages writes them, with a true minus sign.
#pragma once

#include <cstdint>
#include <string>

#include "base/dates.h"
#include "base/share.h"

namespace opora {

char decimal_mark();  // ',' in Russian, '.' in English
std::string number_text(Share value, int digits);
// A measured value has no exact form; it is rounded half away from zero from its shortest decimal.
std::string number_text(double value, int digits, int scale = 1);  // times `scale`, exactly: 0.6375 is 63,8 per cent
std::string day_text(Date day);                 // "28.02.2021" in Russian, "2021-02-28" in English
std::string count_text(std::int64_t count);  // thousands apart by a narrow no-break space

}  // namespace opora
