# find_package(opora-sdk REQUIRED) gives the target opora::sdk (the headers) and opora_add_plugin().
# With enable_testing() before it, each plugin gets a test that runs `opora check` on it.
get_filename_component(opora_sdk_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET opora::sdk)
  add_library(opora::sdk INTERFACE IMPORTED)
  set_target_properties(opora::sdk PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${opora_sdk_prefix}/include")
endif()
find_program(OPORA_PROGRAM opora HINTS "${opora_sdk_prefix}/bin" DOC "The host, which checks plugins")
include("${CMAKE_CURRENT_LIST_DIR}/OporaPlugin.cmake")
