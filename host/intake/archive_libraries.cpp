#include "intake/archive_libraries.h"

namespace opora {

const ZipLibrary& libzip() {
  static const ZipLibrary loaded;
  return loaded;
}

const InflateLibrary& libisal() {
  static const InflateLibrary loaded;
  return loaded;
}

Status archive_libraries() {
  OPORA_TRY(libzip().library.ready());
  return libisal().library.ready();
}

}  // namespace opora
