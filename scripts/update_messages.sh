#!/bin/sh
# Collects the translatable texts of host/ and merges them into host/messages/ru.po.
# Usage: scripts/update_messages.sh [XGETTEXT] [MSGMERGE], from the project's root.
set -eu
xgettext=${1:-xgettext}
msgmerge=${2:-msgmerge}
template=$(mktemp)
trap 'rm -f "$template"' EXIT
find host -name '*.cpp' -o -name '*.h' | sort | xargs "$xgettext" --language=C++ --from-code=UTF-8 --no-location \
  --keyword=tr --keyword=tr_format:1 --keyword=tr_count:1,2 --keyword=tr_later:1 --keyword=add:2,3 --sort-output --no-wrap -o "$template"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$template"
"$msgmerge" --quiet --no-fuzzy-matching --no-wrap --sort-output --update --backup=none host/messages/ru.po "$template"
