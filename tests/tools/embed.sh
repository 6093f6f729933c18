#!/bin/sh
# embed.sh FILE...: prints a C table of the files' names and texts, for the
# programs to carry:  { "0001-desk.sql", "..." },
set -eu
for file in "$@"; do
	# The last two parts of the path name the text: en/acknowledge, sql/0001-desk.sql.
	name=$(basename "$(dirname "$file")")/$(basename "$file")
	printf '{ "%s",\n' "$name"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e 's/.*/"&\\n"/' "$file"
	printf '},\n'
done
