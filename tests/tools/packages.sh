#!/bin/sh
# packages.sh PACKAGE...: installs the Debian packages that are missing, as root
# or through sudo; with neither it prints the line to run and exits 1.
set -eu

missing=
for package in "$@"; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) ||
	    state=
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
	as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as_root=sudo
elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
	as_root=sudo
else
	printf 'These Debian packages are missing; as root run\n\n' >&2
	printf '    apt-get install --no-install-recommends%s\n\n' "$missing" >&2
	exit 1
fi

echo "Installing Debian packages:$missing"
# A mail server that is installed for the tests must neither ask nor start.
policy=/usr/sbin/policy-rc.d
made_policy=
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
	$as_root chmod 755 $policy
	made_policy=yes
fi
# shellcheck disable=SC2317 # called by trap
undo() {
	if [ -n "$made_policy" ]; then $as_root rm -f $policy; fi
	rm -f "$log"
}
log=$(mktemp)
trap undo EXIT
trap 'exit 130' INT TERM

case " $missing " in *" postfix "*)
	echo 'postfix postfix/main_mailer_type select No configuration' |
	    $as_root debconf-set-selections ;;
esac
install() {
	# shellcheck disable=SC2086 # a list of words
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    --no-install-recommends $missing >"$log" 2>&1
}
# The lists of packages are read again only when they do not suffice.
install || {
	$as_root apt-get update -qq || true
	install
} || {
	cat "$log" >&2
	exit 1
}
