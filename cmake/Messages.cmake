# Message catalogues: host/messages/<language>.po → share/opora/locale/<language>/LC_MESSAGES/opora.mo.
# `messages-update` collects the texts of the sources anew and merges them into the catalogues.
find_program(MSGFMT msgfmt REQUIRED)
find_program(XGETTEXT xgettext)
find_program(MSGMERGE msgmerge)

set(OPORA_SHARE ${PROJECT_BINARY_DIR}/share/opora)
set(russian_source ${PROJECT_SOURCE_DIR}/host/messages/ru.po)
set(russian ${OPORA_SHARE}/locale/ru/LC_MESSAGES/opora.mo)
file(MAKE_DIRECTORY ${OPORA_SHARE}/locale/ru/LC_MESSAGES)
add_custom_command(OUTPUT ${russian}
  COMMAND ${MSGFMT} --check -o ${russian} ${russian_source}
  DEPENDS ${russian_source} VERBATIM)
add_custom_target(messages ALL DEPENDS ${russian})
install(FILES ${russian} DESTINATION share/opora/locale/ru/LC_MESSAGES COMPONENT host)

if(XGETTEXT AND MSGMERGE)
  add_custom_target(messages-update
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/update_messages.sh ${XGETTEXT} ${MSGMERGE}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
endif()
