#!/bin/sh
# What questions cost with ever more people and tickets: sh scale.sh BUILD [COUNT...]
# It needs some 3 GB where TMPDIR is for a million, for as long as it runs.
set -e
build=$1; shift
for count in ${*:-1000 100000 1000000}; do
	dir=$(mktemp -d "${TMPDIR:-/tmp}/maildesk-scale.XXXXXX")
	trap 'rm -rf "$dir"' EXIT
	cat >"$dir/conf" <<-END
	desk = { domain = "desk.example"; };
	state = { dir = "$dir/state"; };
	END
	"$build/maildesk" --config "$dir/conf" init >/dev/null
	"$build/maildesk" --config "$dir/conf" department add Support \
	    support@desk.example >/dev/null
	"$build/maildesk" --config "$dir/conf" agent add Anna anna@desk.example \
	    >/dev/null
	echo "== $count tickets, of as many people"
	"$build/bench/fill_desk" "$dir/conf" "$count" 1 2>/dev/null
	"$build/bench/ask_cost" "$dir/conf" ragece lilo vafo za \
	    'lilo vafo' 'lil*' 'lilo status:open' 'lilo from:user7@' \
	    status:open has:attachment user:user77@ \
	    'org:"org 77"' 'org:"org 77" role:manager' 'lilo org:"org 77"'
	du -sh "$dir/state" | cut -f 1
	rm -rf "$dir"
done
