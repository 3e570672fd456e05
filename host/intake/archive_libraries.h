// libzip and igzip as the workbook reader uses them, loaded with the first workbook. Call a function only
// after archive_libraries() has been found ready.
#pragma once

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <zip.h>

#include "base/late_library.h"

namespace opora {

struct ZipLibrary {
  LateLibrary library{OPORA_LIBZIP};
  decltype(&zip_open) open = library.function<decltype(&zip_open)>("zip_open");
  decltype(&zip_discard) discard = library.function<decltype(&zip_discard)>("zip_discard");
  decltype(&zip_name_locate) name_locate = library.function<decltype(&zip_name_locate)>("zip_name_locate");
  decltype(&zip_stat_index) stat_index = library.function<decltype(&zip_stat_index)>("zip_stat_index");
  decltype(&zip_fopen_index) fopen_index = library.function<decltype(&zip_fopen_index)>("zip_fopen_index");
  decltype(&zip_fread) fread = library.function<decltype(&zip_fread)>("zip_fread");
  decltype(&zip_fclose) fclose = library.function<decltype(&zip_fclose)>("zip_fclose");
  decltype(&zip_strerror) strerror = library.function<decltype(&zip_strerror)>("zip_strerror");
  decltype(&zip_error_init_with_code) error_init_with_code = library.function<decltype(&zip_error_init_with_code)>("zip_error_init_with_code");
  decltype(&zip_error_strerror) error_strerror = library.function<decltype(&zip_error_strerror)>("zip_error_strerror");
  decltype(&zip_error_fini) error_fini = library.function<decltype(&zip_error_fini)>("zip_error_fini");
};

struct InflateLibrary {
  LateLibrary library{OPORA_LIBISAL};
  decltype(&isal_inflate_init) init = library.function<decltype(&isal_inflate_init)>("isal_inflate_init");
  decltype(&isal_inflate) inflate = library.function<decltype(&isal_inflate)>("isal_inflate");
  decltype(&crc32_gzip_refl) crc32 = library.function<decltype(&crc32_gzip_refl)>("crc32_gzip_refl");
};

const ZipLibrary& libzip();
const InflateLibrary& libisal();
Status archive_libraries();  // HOST-001 when one of them is not there

}  // namespace opora
