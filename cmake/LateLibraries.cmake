# Libraries that are opened when they are first used (host/base/late_library.h): their headers are compiled
# against, their files are not linked. opora_late_library(opora_intake LIBZIP) defines OPORA_LIBZIP as the
# file name that fits the headers ("libzip.so.4"), for the pkg-config module found under that prefix.
function(opora_late_library target prefix)
  list(GET ${prefix}_LINK_LIBRARIES 0 library)
  execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${library} OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  if(NOT headers MATCHES "SONAME +([^ \n]+)")
    message(FATAL_ERROR "${library} does not tell its SONAME")
  endif()
  target_compile_definitions(${target} PRIVATE OPORA_${prefix}="${CMAKE_MATCH_1}")
  set_property(GLOBAL APPEND PROPERTY OPORA_LATE_LIBRARIES ${library})  # the host's package depends on them
  target_include_directories(${target} SYSTEM PRIVATE ${${prefix}_INCLUDE_DIRS})
endfunction()
