# A re-run takes some twenty milliseconds, of which loading a dozen shared libraries would be five. Where
# Debian ships an archive, it takes the place of the shared library, for every target of the build. A
# library's update then reaches the program with its next build.
function(opora_link_archive target name)
  find_library(${name}_ARCHIVE lib${name}.a REQUIRED)
  get_target_property(kind ${target} TYPE)
  if(kind STREQUAL "INTERFACE_LIBRARY")  # pkg-config's
    set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES ${${name}_ARCHIVE})
    return()
  endif()
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${${name}_ARCHIVE})
  get_target_property(configurations ${target} IMPORTED_CONFIGURATIONS)
  foreach(configuration IN LISTS configurations)
    set_target_properties(${target} PROPERTIES IMPORTED_LOCATION_${configuration} ${${name}_ARCHIVE})
  endforeach()
endfunction()

opora_link_archive(Boost::program_options boost_program_options)
opora_link_archive(OpenSSL::Crypto crypto)
opora_link_archive(SQLite::SQLite3 sqlite3)
opora_link_archive(pugixml::shared pugixml)
opora_link_archive(PkgConfig::LUA lua5.4-c++)

# No library of our own is shared, so no program looks for libraries beside the build or where it is started.
set(CMAKE_SKIP_BUILD_RPATH ON)

# fmt has no archive: its code is compiled here, and takes the library's place.
set(fmt_folder ${PROJECT_BINARY_DIR}/quick_start)
add_library(opora_fmt_code STATIC ${CMAKE_CURRENT_LIST_DIR}/quick_start/fmt_code.cpp)
set_target_properties(opora_fmt_code PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${fmt_folder})
target_compile_definitions(opora_fmt_code PRIVATE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>)
set_target_properties(fmt::fmt PROPERTIES IMPORTED_LOCATION ${fmt_folder}/libopora_fmt_code.a IMPORTED_LOCATION_NONE ${fmt_folder}/libopora_fmt_code.a)
add_dependencies(fmt::fmt opora_fmt_code)

# ICU has, but its archive of tables is 31 MB: those stay in their shared library.
find_library(LIBICUDATA_LINK_LIBRARIES icudata REQUIRED)
add_library(opora_icu_data STATIC ${CMAKE_CURRENT_LIST_DIR}/quick_start/icu_data.cpp)
opora_late_library(opora_icu_data LIBICUDATA)
opora_link_archive(ICU::i18n icui18n)
opora_link_archive(ICU::uc icuuc)
set_target_properties(ICU::uc PROPERTIES INTERFACE_LINK_LIBRARIES "opora_icu_data;${CMAKE_DL_LIBS}")
set_property(TARGET ICU::i18n APPEND PROPERTY INTERFACE_LINK_LIBRARIES ICU::uc)

# For the program itself: the language's own library is linked in too. Its parts stay hidden, so that an
# extension that brings the shared one works beside it.
set(OPORA_PROGRAM_LINK_OPTIONS -static-libstdc++ -static-libgcc -Wl,-O1 -Wl,--as-needed)
