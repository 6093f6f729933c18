#!/bin/bash
# lab.sh: a real mail system for the tests: Postfix and Dovecot on loopback, with
# ports that are free, a CA of their own, and all their state below $LAB_DIR.
# /etc/postfix, /etc/dovecot and /var/spool are not used, and no account is made.
# Run as root.  `lab.sh help` lists the commands.
set -euo pipefail
umask 022
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
conf=$here/../../conf/postfix

# Who owns the mailboxes and runs the pipe program: an account that every Debian
# has, since pipe(8) takes neither root nor Postfix's own.
LAB_USER=${LAB_USER:-nobody}
LAB_GROUP=$(id -gn "$LAB_USER")

# Passwords are pw-LOCALPART.  Agents live in the desk's own domain.
mailboxes='alice@example.test bob@example.test anna@help.test ben@help.test
    maildesk@help.test postmaster@help.test imap1@help.test imap2@help.test
    imap3@help.test'
departments='support@help.test sales@help.test'

die() {
	printf 'lab.sh: %s\n' "$*" >&2
	exit 1
}

[[ ${LAB_DIR:-} == /* && ${#LAB_DIR} -le 60 && $LAB_DIR =~ ^[A-Za-z0-9/._-]+$ ]] ||
	die 'LAB_DIR must be an absolute path of at most 60 plain characters'
etc=$LAB_DIR/postfix/etc
queue=$LAB_DIR/postfix/queue
dovecot_conf=$LAB_DIR/dovecot/dovecot.conf

# --- processes ----------------------------------------------------------------

pid_of() {
	local file
	case $1 in
	postfix) file=$queue/pid/master.pid ;;
	dovecot) file=$LAB_DIR/dovecot/run/master.pid ;;
	*) die "no server '$1': postfix or dovecot" ;;
	esac
	[[ -s $file ]] && tr -d ' \n' <"$file"
}

# ours PID: alive, and of this lab: its command line names $LAB_DIR, or it works
# in the lab's queue, as Postfix's master does.
ours() {
	[[ -n $1 && -d /proc/$1 ]] || return 1
	if tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF -- "$LAB_DIR/"; then
		return 0
	fi
	[[ $(readlink "/proc/$1/cwd" 2>/dev/null) == "$queue" ]]
}

running() {
	local pid
	pid=$(pid_of "$1") && ours "$pid"
}

# gone PID...: nothing is left of them but zombies that nobody reaps.
gone() {
	local pid
	for pid in "$@"; do
		if grep -qs '^State:[[:space:]]*[^Z[:space:]]' "/proc/$pid/status"; then
			return 1
		fi
	done
}

# end PID...: TERM, five seconds of grace, KILL.
end() {
	local pid i
	for pid in "$@"; do kill -TERM "$pid" 2>/dev/null || true; done
	for ((i = 0; i < 100; i++)); do
		if gone "$@"; then return 0; fi
		sleep 0.05
	done
	for pid in "$@"; do kill -KILL "$pid" 2>/dev/null || true; done
}

# Programs that pipe(8) ran are in sessions of their own and outlive Postfix;
# they carry the lab's MAIL_CONFIG in their environment.
end_pipe_programs() {
	local env pid pids=()
	for env in /proc/[0-9]*/environ; do
		pid=${env#/proc/}
		pid=${pid%/environ}
		if [[ $pid != "$$" && $pid != "$PPID" ]] &&
			tr '\0' '\n' 2>/dev/null <"$env" | grep -qxF "MAIL_CONFIG=$etc"; then
			pids+=("$pid")
		fi
	done
	end "${pids[@]}"
}

cmd_stop() {
	local pid kids=()
	if running "$1"; then
		pid=$(pid_of "$1")
		# The master's children are named before it goes, and waited for too.
		mapfile -t kids < <(ps -o pid= --ppid "$pid" | tr -d ' ')
		end "$pid"
		end "${kids[@]}"
	fi
	[[ $1 != postfix ]] || end_pipe_programs
}

# answers PORT GREETING
answers() {
	local line='' i
	for ((i = 0; i < 200; i++)); do
		if { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null; then
			IFS= read -r -t 5 line <&3 || true
			exec 3>&-
			[[ $line != "$2"* ]] || return 0
		fi
		sleep 0.05
	done
	return 1
}

cmd_start() {
	running "$1" && return 0
	case $1 in
	postfix)
		postfix -c "$etc" start >"$LAB_DIR/log/postfix-start.log" 2>&1 &&
			answers "$SMTP_PORT" 220 && answers "$SUBMISSION_PORT" 220
		;;
	dovecot)
		dovecot -c "$dovecot_conf" >"$LAB_DIR/log/dovecot-start.log" 2>&1 &&
			answers "$IMAP_PORT" '* OK'
		;;
	esac
}

# --- building the lab -----------------------------------------------------------

# Four ports that nobody has, below those that outgoing connections take.
pick_ports() {
	perl -MIO::Socket::INET -e '
		my @held;
		while (@held < 4) {
			my $port = 20000 + int(rand(12000));
			my @both = map {
				IO::Socket::INET->new(LocalAddr => $_, LocalPort => $port,
				    Listen => 1)
			} "127.0.0.1", "127.0.0.2", "127.0.0.3";
			push @held, \@both if grep({ $_ } @both) == 3;
		}
		printf("%s_PORT=%d\n", $_, shift(@held)->[0]->sockport)
		    for qw(SMTP SUBMISSION IMAP IMAPS);'
}

render() {
	sed -e "s|@LAB_DIR@|$LAB_DIR|g" -e "s|@USER@|$LAB_USER|g" \
		-e "s|@GROUP@|$LAB_GROUP|g" -e "s|@SMTP_PORT@|$SMTP_PORT|g" \
		-e "s|@SUBMISSION_PORT@|$SUBMISSION_PORT|g" \
		-e "s|@IMAP_PORT@|$IMAP_PORT|g" \
		-e "s|@IMAPS_PORT@|$IMAPS_PORT|g" \
		-e "s|@OAUTH_PORT@|${LAB_OAUTH_PORT:-9}|g" "$1"
}

make_tls() (
	cd "$LAB_DIR/tls"
	new='req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30'
	# shellcheck disable=SC2086 # words
	openssl $new -keyout ca.key -out ca.pem -subj '/CN=CA of the lab' \
		-addext keyUsage=critical,keyCertSign,cRLSign
	# shellcheck disable=SC2086
	openssl $new -CA ca.pem -CAkey ca.key -keyout server.key -out server.crt \
		-subj /CN=mail.help.test \
		-addext 'subjectAltName=DNS:mail.help.test,DNS:localhost,IP:127.0.0.1,IP:127.0.0.2' \
		-addext basicConstraints=critical,CA:FALSE \
		-addext extendedKeyUsage=serverAuth
	cat server.key server.crt >server.pem
	chmod 600 ./*.key server.pem
) 2>"$LAB_DIR/log/openssl.log"

write_users() {
	local user
	for user in $mailboxes; do
		printf '%s:pw-%s::::::\n' "$user" "${user%%@*}"
	done >"$LAB_DIR/dovecot/users"
	chown root:dovecot "$LAB_DIR/dovecot/users"
	chmod 640 "$LAB_DIR/dovecot/users"
}

# write_postfix pipe|lmtp: where mail for the departments goes.
write_postfix() {
	local to address
	case $1 in
	pipe) to=maildesk: ;;
	lmtp) to=maildesk-lmtp:unix:$LAB_DIR/door/lmtp.sock ;;
	*) die "the door is pipe or lmtp, not '$1'" ;;
	esac
	{
		render "$here/main.cf.in"
		sed "s|^transport_maps = .*|transport_maps = texthash:$etc/transport|" \
			"$conf/main.cf"
	} >"$etc/main.cf"
	{
		render "$here/master.cf.in"
		sed -e "s|user=maildesk|user=$LAB_USER|" \
			-e "s|/usr/bin/maildesk-deliver|$LAB_DIR/bin/maildesk-deliver --socket=$LAB_DIR/door/lmtp.sock|" \
			"$conf/master.cf"
	} >"$etc/master.cf"
	for address in $mailboxes $departments; do
		printf '%s x\n' "$address"
	done >"$etc/mailboxes"
	printf 'helpdesk@help.test support@help.test\n' >"$etc/aliases"
	for address in $departments; do
		printf '%s %s\n' "$address" "$to"
	done >"$etc/transport"
	# Every Postfix process waits until a file that it reads is older than a second
	# or two (it may still be being written): an older date saves that time.
	touch -d '10 seconds ago' "$etc"/*
}

show_logs() {
	local log
	for log in "$LAB_DIR"/log/*.log; do
		[[ -s $log ]] || continue
		printf -- '--- last lines of %s\n' "$log"
		tail -n 25 "$log"
	done >&2
}

# cmd_up PROGRAM...: copies of the programs stand in $LAB_DIR/bin, where an
# unprivileged user reaches them.
cmd_up() {
	local try
	[[ $EUID -eq 0 ]] || die 'run this as root'
	[[ ! -e $LAB_DIR/lab.env ]] || die "there is a lab in $LAB_DIR"
	mkdir -p "$LAB_DIR"/{bin,door,desk,dovecot/run,dovecot/state,log,mail,sock,tls} \
		"$LAB_DIR"/postfix/{etc,queue,data}
	chmod 755 "$LAB_DIR"
	setpriv --reuid="$LAB_USER" --regid="$LAB_GROUP" --clear-groups \
		test -x "$LAB_DIR/bin" ||
		die "other users cannot enter $LAB_DIR"
	[[ $# -eq 0 ]] || install "$@" "$LAB_DIR/bin"
	chown "$LAB_USER:$LAB_GROUP" "$LAB_DIR/mail" "$LAB_DIR/desk"
	chmod 700 "$LAB_DIR/mail" "$LAB_DIR/desk"
	# The intake's socket gets its folder's group (setgid), as in a system where
	# postfix is in group maildesk.
	chown "$LAB_USER:postfix" "$LAB_DIR/door"
	chmod 2750 "$LAB_DIR/door"
	chown postfix "$LAB_DIR/postfix/data"
	chmod 700 "$LAB_DIR/postfix/data"
	make_tls
	write_users
	# Somebody may take a port between the choice and the start.
	for try in 1 2 3; do
		pick_ports >"$LAB_DIR/lab.env"
		# shellcheck source=/dev/null
		. "$LAB_DIR/lab.env"
		render "$here/dovecot.conf.in" >"$dovecot_conf"
		render "$here/oauth2.conf.in" >"$LAB_DIR/dovecot/oauth2.conf"
		write_postfix "${LAB_DOOR:-pipe}"
		if cmd_start dovecot && cmd_start postfix; then return 0; fi
		cmd_stop postfix
		cmd_stop dovecot
	done
	show_logs
	die "the lab did not come up ($try tries)"
}

cmd_down() {
	[[ -f $LAB_DIR/lab.env ]] || return 0
	cmd_stop postfix
	cmd_stop dovecot
	rm -rf "$LAB_DIR"
}

# --- using it -------------------------------------------------------------------

# cmd_door pipe|lmtp: Postfix rereads everything.  Returns when the processes of
# the old generation are gone, so that the next message meets only new settings.
cmd_door() {
	local old=() i
	write_postfix "$1"
	running postfix || return 0
	mapfile -t old < <(ps -o pid= --ppid "$(pid_of postfix)" | tr -d ' ')
	kill -HUP "$(pid_of postfix)"
	for ((i = 0; i < 80; i++)); do
		if gone "${old[@]}"; then break; fi
		sleep 0.025
	done
	answers "$SMTP_PORT" 220
}

# alice stands for the first alice@... of the mailboxes.
full() {
	local user
	for user in $mailboxes; do
		if [[ $user == "$1" || $user == "$1"@* ]]; then
			printf '%s\n' "$user"
			return 0
		fi
	done
	die "no mailbox $1"
}

imap() {
	local user
	user=$(full "$1")
	"$here/imap.py" "$IMAP_PORT" "$LAB_DIR/tls/ca.pem" "$user" \
		"pw-${user%%@*}" "${@:2}"
}

# cmd_send [--as USER] FROM TO[,TO] FILE: to the MX; with --as by submission.
cmd_send() {
	local user
	if [[ $1 == --as ]]; then
		user=$(full "$2")
		"$here/send.py" --port "$SUBMISSION_PORT" --ca "$LAB_DIR/tls/ca.pem" \
			--auth "$user:pw-${user%%@*}" -- "${@:3}"
	else
		"$here/send.py" --port "$SMTP_PORT" -- "$@"
	fi
}

queue_size() {
	find "$queue"/{maildrop,incoming,active,deferred,hold} -type f 2>/dev/null |
		wc -l
}

# wait_until SECONDS WHAT WANTED FUNCTION [ARG...]: until it prints WANTED.
wait_until() {
	local seconds=$1 what=$2 wanted=$3 end=$((SECONDS + $1)) got=
	shift 3
	while got=$("$@") && [[ $got -ne $wanted ]]; do
		if [[ $SECONDS -ge $end ]]; then
			tail -n 20 "$LAB_DIR/log/postfix.log" >&2
			die "$what: $got messages after $seconds s, not $wanted"
		fi
		sleep 0.1
	done
}

usage() {
	cat <<'END'
LAB_DIR=FOLDER lab.sh COMMAND
  up [PROGRAM...] | down         PROGRAMs are copied to $LAB_DIR/bin
  start | stop  postfix|dovecot
  door pipe|lmtp                 how mail for the departments goes to maildesk
  send [--as USER] FROM TO[,TO] FILE
                                 FROM `<>` is the null sender, FILE `-` stdin;
                                 --as: by submission, else to the MX
  fetch USER N                   message N of USER's mailbox, as IMAP has it
  inbox USER                     how many messages are there
  wait-inbox USER COUNT SECONDS
  wait-queue COUNT SECONDS       until Postfix's queue holds COUNT messages
  flush | queue | log            try again now | list the queue | Postfix's log
END
}

cmd=${1:-help}
shift || true
case $cmd in
up | down | help | -h | --help) ;;
*)
	[[ -f $LAB_DIR/lab.env ]] || die "no lab in $LAB_DIR: lab.sh up"
	# shellcheck source=/dev/null
	. "$LAB_DIR/lab.env"
	;;
esac
case $cmd in
up | down | start | stop | door | send) "cmd_$cmd" "$@" ;;
fetch) imap "$1" fetch "$2" ;;
inbox) imap "$1" count ;;
wait-inbox) wait_until "$3" "$1's mailbox" "$2" imap "$1" count ;;
wait-queue) wait_until "$2" 'the queue' "$1" queue_size ;;
flush) postqueue -c "$etc" -f ;;
queue) postqueue -c "$etc" -p ;;
log) cat "$LAB_DIR/log/postfix.log" ;;
help | -h | --help) usage ;;
*)
	usage >&2
	exit 64
	;;
esac
