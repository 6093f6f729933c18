#!/bin/sh
# deb_chroot.sh DEB FOLDER: installs the package with dpkg into a copy of this
# system that vanishes (an overlay in a mount namespace), starts the daemon by
# hand, files a mail, and removes and purges the package.  As root.  Exits 77
# when there can be no such copy here.  FOLDER is empty, and stays so.
set -eu

if [ -z "${MAILDESK_UNSHARED:-}" ]; then
	apart='unshare --mount --pid --fork --kill-child'
	$apart true 2>/dev/null || exit 77
	MAILDESK_UNSHARED=yes exec $apart sh "$0" "$@"
fi

deb=$1
top=$2
root=$top/root
put() { mount "$@" 2>/dev/null || exit 77; }
put -t tmpfs tmpfs "$top"
mkdir "$top/upper" "$top/work" "$root"
put -t overlay overlay -o "lowerdir=/,upperdir=$top/upper,workdir=$top/work" \
    "$root"
put -t proc proc "$root/proc"
put --bind /dev "$root/dev"
put -t tmpfs tmpfs "$root/tmp"
put -t tmpfs tmpfs "$root/run"
cp "$deb" "$root/tmp/maildesk.deb"

inside() { chroot "$root" "$@"; }
desk() { inside runuser -u maildesk -- "$@"; }
step() { echo "# $*"; }
# What is said is shown when it fails; it stays in $top/log.
quiet() { "$@" >"$top/log" 2>&1 || { echo "failed: $*"; cat "$top/log"; exit 1; }; }
# Until a condition holds; half a minute at most.
until_true() {
	tries=300
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "never: $*"; exit 1; }
		sleep 0.1
	done
}

step 'installing, twice: the second time is an update'
quiet inside dpkg -i /tmp/maildesk.deb
grep -q 'set desk.domain' "$top/log"
quiet inside dpkg -i /tmp/maildesk.deb
inside dpkg --verify maildesk
inside getent passwd maildesk | grep -q ':/var/lib/maildesk:/usr/sbin/nologin$'
inside stat -c '%U:%G %a' /var/lib/maildesk | grep -qx 'maildesk:maildesk 700'
inside stat -c '%U:%G %a' /run/maildesk | grep -qx 'maildesk:maildesk 750'
inside dpkg -L maildesk | while read -r path; do
	[ -e "$root$path" ] || { echo "$path is missing"; exit 1; }
done

step 'setting it up'
inside sed -i -e 's/#domain = "example.com"/domain = "help.test"/' \
    -e 's/#transport = "smtp"/transport = "maildir"/' \
    /etc/maildesk/maildesk.conf
quiet desk maildesk init
quiet inside maildesk department add Support support@help.test
quiet inside maildesk agent add 'Kim Lee' kim@help.test --department Support

step 'starting it by hand'
quiet desk /usr/sbin/maildeskd --background
printf 'From: Ann <ann@example.test>\nSubject: printer\n\nIt burns.\n' |
    desk maildesk-deliver --sender=ann@example.test \
	--recipient=support@help.test
has_ticket() { inside maildesk --json ticket list | grep -q printer; }
until_true has_ticket
quiet inside maildesk check
desk sh -c 'kill $(cat /var/lib/maildesk/maildeskd.lock)'
is_down() { ! inside pgrep -x maildeskd; }
until_true is_down

step 'enabling, removing, purging'
inside systemctl --quiet enable maildesk.service
wanted=$root/etc/systemd/system/multi-user.target.wants/maildesk.service
[ -L "$wanted" ]
inside dpkg -L maildesk >"$top/list"
quiet inside dpkg -r maildesk
[ ! -e "$root/usr/bin/maildesk" ]
[ -e "$root/etc/maildesk/maildesk.conf" ]
quiet inside dpkg -P maildesk
grep -q '/var/lib/maildesk, with all mail, is kept' "$top/log"
[ ! -L "$wanted" ]
[ ! -e "$root/etc/maildesk" ]
[ ! -e "$root/run/maildesk" ]
[ -e "$root/var/lib/maildesk/archive.db" ]
while read -r path; do
	[ ! -f "$root$path" ] || { echo "$path was left"; exit 1; }
	case $path in
	*/maildesk) [ ! -d "$root$path" ] || { echo "$path was left"; exit 1; } ;;
	esac
done <"$top/list"
