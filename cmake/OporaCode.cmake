# How our own code is compiled, and the two kinds of target it forms: rooms of host/ and tests.

add_library(opora_flags INTERFACE)
target_compile_options(opora_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # GCC 12 sees overlaps in text + std::string that cannot be (PR 105329)
  -ffp-contract=off)  # results must not depend on whether the machine fuses multiply and add
if(OPORA_SANITIZE)
  # GCC sees uninitialised values in what it has instrumented itself, as its manual says of the sanitizers.
  target_compile_options(opora_flags INTERFACE -fsanitize=${OPORA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -Wno-maybe-uninitialized)
  target_link_options(opora_flags INTERFACE -fsanitize=${OPORA_SANITIZE})
endif()

# opora_room(NAME frame SOURCES column.cpp … ROOMS base LIBRARIES ICU::uc …)
# A room is a folder of host/ and a static library; ROOMS lists the rooms below that it may see.
function(opora_room)
  cmake_parse_arguments(ROOM "" "NAME" "SOURCES;ROOMS;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(opora_${ROOM_NAME} STATIC ${ROOM_SOURCES})
  target_include_directories(opora_${ROOM_NAME} PUBLIC ${PROJECT_SOURCE_DIR}/host)
  list(TRANSFORM ROOM_ROOMS PREPEND opora_)
  target_link_libraries(opora_${ROOM_NAME} PUBLIC ${ROOM_ROOMS} ${ROOM_LIBRARIES}
                        PRIVATE opora_flags ${ROOM_PRIVATE_LIBRARIES})
endfunction()

# opora_test(NAME frame SOURCES … ROOMS frame …): one GoogleTest binary, each case a CTest test.
function(opora_test)
  cmake_parse_arguments(TEST "" "NAME" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  if("engine" IN_LIST TEST_ROOMS)
    list(APPEND TEST_SOURCES $<TARGET_OBJECTS:opora_worker_main>)
  endif()
  if("${TEST_SOURCES}" MATCHES "sample_store.cpp")
    list(FILTER TEST_SOURCES EXCLUDE REGEX "sample_store.cpp")
    list(APPEND TEST_SOURCES $<TARGET_OBJECTS:opora_sample_store>)
  endif()
  add_executable(${TEST_NAME}_test ${TEST_SOURCES})
  list(TRANSFORM TEST_ROOMS PREPEND opora_)
  target_include_directories(${TEST_NAME}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${TEST_NAME}_test PRIVATE ${TEST_ROOMS} ${TEST_LIBRARIES} opora_flags GTest::gmock GTest::gtest_main)
  target_compile_definitions(${TEST_NAME}_test PRIVATE OPORA_SOURCE_DIR="${PROJECT_SOURCE_DIR}" OPORA_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${TEST_NAME}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
