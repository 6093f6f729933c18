#!/bin/sh
# deb.sh: builds maildesk_$VERSION_ARCHITECTURE.deb in $BUILD from the programs
# there, with dpkg-deb alone.  Needs no root.
set -eu

umask 022
root=$BUILD/deb/root
rm -rf "$BUILD/deb"
mkdir -p "$root/DEBIAN" "$BUILD/deb/debian"

# The same sources make the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(dpkg-parsechangelog \
    -l conf/debian/changelog -S Timestamp)}
export SOURCE_DATE_EPOCH

DESTDIR=$root PREFIX=/usr sh tests/tools/install.sh install
install -D -m 644 conf/maildesk.conf "$root/etc/maildesk/maildesk.conf"
doc=$root/usr/share/doc/maildesk
# Debian calls it copyright, and has it below.
rm "$doc/LICENSE"
install -m 644 conf/debian/changelog "$doc/changelog"
gzip -9n "$doc/changelog"
{
	echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
	printf '\nFiles: *\n'
	sed -n 's/^Copyright (c)/Copyright:/p' LICENSE
	echo 'License: ISC'
	sed -e '1,/^Copyright/d' -e '1,/^$/{/^$/d}' -e 's/^$/./' -e 's/^/ /' \
	    LICENSE
} >"$doc/copyright"
install -D -m 644 conf/debian/lintian-overrides \
    "$root/usr/share/lintian/overrides/maildesk"
gzip -9n "$root"/usr/share/man/man*/*

# Which Debian packages have the libraries: dpkg-shlibdeps asks for a source
# package around it.
printf 'Source: maildesk\n\nPackage: maildesk\nArchitecture: any\n' \
    >"$BUILD/deb/debian/control"
depends=$(cd "$BUILD/deb" && dpkg-shlibdeps -O root/usr/bin/maildesk \
    root/usr/sbin/maildeskd | sed -n 's/^shlibs:Depends=//p')
architecture=$(dpkg --print-architecture)
size=$(du -ks --apparent-size --exclude=DEBIAN "$root" | cut -f 1)
sed -e "s|@VERSION@|$VERSION|" -e "s|@ARCHITECTURE@|$architecture|" \
    -e "s|@SIZE@|$size|" -e "s|@DEPENDS@|$depends|" conf/debian/control \
    >"$root/DEBIAN/control"
install -m 644 conf/debian/conffiles "$root/DEBIAN/conffiles"
install -m 755 conf/debian/postinst conf/debian/prerm conf/debian/postrm \
    "$root/DEBIAN"
(cd "$root" && find usr -type f -printf 'usr/%P\n' | sort |
    xargs md5sum) >"$root/DEBIAN/md5sums"

deb=$BUILD/maildesk_${VERSION}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
rm -rf "$BUILD/deb"
echo "$deb"
