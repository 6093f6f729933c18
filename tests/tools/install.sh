#!/bin/sh
# install.sh install|uninstall|list: puts maildesk below $DESTDIR and $PREFIX,
# takes it away again, or says which files that is.  BUILD is where the programs
# are.
set -eu

prefix=${PREFIX:-/usr/local}
root=${DESTDIR:-}
build=${BUILD:-build}
doc=$prefix/share/doc/maildesk

# What goes where: kind, source, destination.  Texts are written for /usr, and
# say where things are in truth once they are installed.
table() {
	cat <<-END
	program $build/maildesk $prefix/bin/maildesk
	program $build/maildesk-deliver $prefix/bin/maildesk-deliver
	program $build/maildeskd $prefix/sbin/maildeskd
	text conf/systemd/maildesk.service $prefix/lib/systemd/system/maildesk.service
	text conf/sysusers/maildesk.conf $prefix/lib/sysusers.d/maildesk.conf
	text conf/tmpfiles/maildesk.conf $prefix/lib/tmpfiles.d/maildesk.conf
	text README.md $doc/README.md
	text LICENSE $doc/LICENSE
	text conf/maildesk.conf $doc/examples/maildesk.conf
	text conf/rules.example $doc/examples/rules.example
	text conf/postfix/main.cf $doc/examples/postfix-main.cf
	text conf/postfix/master.cf $doc/examples/postfix-master.cf
	text $build/gen/completion.bash $prefix/share/bash-completion/completions/maildesk
	END
	for page in man/*.[1-8]; do
		echo "text $page $prefix/share/man/man${page##*.}/${page##*/}"
	done
}

# Folders that are ours alone, deepest first.
own_folders="$doc/examples $doc"

put() {
	install -d "$root${3%/*}"
	case $1 in
	program)
		install -s -m 755 "$2" "$root$3" ;;
	text)
		sed -e "s|/usr/bin/maildesk|$prefix/bin/maildesk|g" \
		    -e "s|/usr/sbin/maildeskd|$prefix/sbin/maildeskd|g" \
		    -e "s|/usr/share/doc/maildesk|$doc|g" "$2" >"$root$3.new"
		chmod 644 "$root$3.new"
		mv "$root$3.new" "$root$3" ;;
	esac
}

case ${1:-} in
install)
	table | while read -r kind source place; do
		put "$kind" "$source" "$place"
	done
	[ -n "$root" ] || echo "Installed.  What comes next: man maildeskd," \
	    "SETTING UP." ;;
uninstall)
	table | while read -r kind source place; do
		rm -f "$root$place"
	done
	for folder in $own_folders; do
		rmdir "$root$folder" 2>/dev/null || true
	done ;;
list)
	table | while read -r kind source place; do
		echo "$place"
	done ;;
*)
	echo 'usage: install.sh install|uninstall|list' >&2
	exit 64 ;;
esac
