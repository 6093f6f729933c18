#!/bin/sh
# demo.sh: a desk in ./run that takes in the mails of maildir-fixtures/, lets an
# agent and a user answer each other, and prints what became of it all.  Nothing
# listens but a unix socket in ./run; letters are files there.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
themes='first-mails html-only attachments replies agents automatic loops hostile'
patience=60 # seconds that anything may take
forged=maildir-fixtures/hostile/cur/06-forged-agent.eml:2,

maildesk() { "$build/maildesk" --config run/maildesk.conf "$@"; }
spelled="$build/maildesk --config run/maildesk.conf"

die() {
	echo "demo: $*" >&2
	[ ! -s run/maildeskd.log ] || tail -n 20 run/maildeskd.log >&2
	exit 1
}

# wait_until WHAT COMMAND...: looks again until the command succeeds.
wait_until() {
	what=$1
	shift
	end=$(($(date +%s) + patience))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || die "in $patience s $what"
		sleep 0.1
	done
}

# --- the desk ---------------------------------------------------------------------

# The processes of the maildeskd that an earlier demo started here; its pid file
# may be missing when that was interrupted.
daemon_pids() {
	grep -lszx run/maildesk.conf /proc/[0-9]*/cmdline | while read -r file; do
		pid=${file#/proc/} pid=${pid%/cmdline}
		if [ "$(readlink "/proc/$pid/cwd")" = "$(pwd -P)" ] &&
		    grep -qsz maildeskd "/proc/$pid/cmdline"; then
			echo "$pid"
		fi
	done
}

is_gone() { [ -z "$(daemon_pids)" ]; }

stop_daemon() {
	# shellcheck disable=SC2046 # words
	is_gone || kill $(daemon_pids) || true
	wait_until 'the old maildeskd did not end' is_gone
}

write_conf() {
	cat >run/maildesk.conf <<'END'
# A desk to try things with.  `maildesk config` prints every setting.
desk = { name = "Help desk"; domain = "help.test"; };

# Paths are seen from this file's folder.
state = { dir = "state"; };
intake = { socket = "lmtp.sock"; socket_mode = "0600"; };

# Letters become files, at once.
sending = { transport = "maildir"; letters = "letters"; send_hold = 0; };
END
}

start_daemon() {
	setsid "$build/maildeskd" --config run/maildesk.conf \
	    </dev/null >>run/maildeskd.log 2>&1 &
	echo $! >run/maildeskd.pid
	wait_until 'maildeskd did not listen' intake_answers
}

intake_answers() {
	maildesk --json status | grep -q '"intake_answers":true'
}

# All mail is filed, and all letters are written.
is_quiet() {
	status=$(maildesk --json status)
	case $status in
	*'"waiting":0,'*'"queued":0,'*'"sending":0,'*) return 0 ;;
	esac
	return 1
}

settle() { wait_until 'the desk was not done' is_quiet; }

# --- mail ---------------------------------------------------------------------------

# letter TO SUBJECT REPLY-TO: the newest letter that has these in its header; a
# Maildir's names are in the order of their writing.
letter() {
	for file in $(find run/letters/new -type f | sort -r); do
		case $(header To "$file") in *"$1"*) ;; *) continue ;; esac
		case $(header Subject "$file") in *"$2"*) ;; *) continue ;; esac
		case $(header Reply-To "$file") in *"$3"*) ;; *) continue ;; esac
		echo "$file"
		return
	done
	die "there is no letter to $1 about $2"
}

# header NAME FILE: a header field of a mail, unfolded.
header() {
	awk -v name="$1" '
		{ sub(/\r$/, "") }
		/^$/ { exit }
		/^[ \t]/ { if (inside) printf "%s", $0; next }
		{ inside = index(tolower($0), tolower(name) ":") == 1 }
		inside { sub(/^[^:]*:[ \t]*/, ""); printf "%s", $0 }
	' "$2"
}

# answer LETTER FROM-NAME FROM-ADDRESS: standard input as an answer to a letter,
# through the pipe door.
answer() {
	to=$(header Reply-To "$1" | sed 's/.*<\(.*\)>.*/\1/')
	subject=$(header Subject "$1" | sed 's/^Re: //')
	parent=$(header Message-ID "$1")
	{
		cat <<END
From: $2 <$3>
To: $to
Subject: Re: $subject
Date: $(LC_ALL=C date -R)
Message-ID: <demo.$(date +%s).$$@${3#*@}>
In-Reply-To: $parent
References: $parent
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

END
		cat
	} | "$build/maildesk-deliver" --sender="$3" --recipient="$to" \
	    --socket=run/lmtp.sock
	settle
}

# --- what is shown --------------------------------------------------------------------

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

# title WORDS [COMMAND]: and the command of maildesk's that shows what follows.
title() {
	printf '\n%s── %s%s\n' "$bold" "$1" "$plain"
	[ $# -eq 1 ] || printf '   %s %s\n' "$spelled" "$2"
	echo
}

show() {
	title "$1" "$2"
	# shellcheck disable=SC2086 # words
	maildesk $2
}

# --- the demo -------------------------------------------------------------------------

stop_daemon
rm -rf run
mkdir -m 700 run
write_conf
maildesk init >/dev/null
maildesk department add Support support@help.test >/dev/null
maildesk department add Sales sales@help.test >/dev/null
maildesk agent add Anna anna@help.test --department Support --manager >/dev/null
maildesk department join Sales anna --manager >/dev/null
maildesk agent add Ben ben@help.test --department Support >/dev/null
start_daemon
title 'A desk with two departments and two agents' 'department list'
maildesk department list

title 'Mail comes in' 'import maildir-fixtures/THEME'
ticket=
for theme in $themes; do
	taken=$(maildesk --json import "maildir-fixtures/$theme" |
	    sed -n 's/.*"accepted":\([0-9]*\).*/\1/p')
	# Its README has a table of the themes.
	printf '%-12s %3d  %s\n' "$theme" "$taken" "$(sed -n \
	    "s/^| \`$theme\` | \(.*\) |\$/\1/p" maildir-fixtures/README.md)"
	# A theme may answer the one before it.
	settle
	# Mails that come at once are numbered as they come.
	[ -n "$ticket" ] ||
	    ticket=$(header Subject "$(letter alice@example.test Printer +r)" |
		sed 's/.*\[#\([0-9]*\)\].*/\1/')
done

title 'Anna answers the newest mail about the printer, from her mail program'
told=$(letter anna@help.test "[#$ticket]" +r)
printf '#assign me\n#priority high\n\n%s\n\nAnna\n' \
    'Please leave the plug out; I bring another printer at two.' >run/anna.txt
sed 's/^/    /' run/anna.txt
answer "$told" Anna anna@help.test <run/anna.txt

title 'Alice reads that and answers, too'
read=$(letter alice@example.test "[#$ticket]" +r)
printf 'Thank you! The other one arrived and prints.\n\nAlice\n' >run/alice.txt
sed 's/^/    /' run/alice.txt
answer "$read" 'Alice Adams' alice@example.test <run/alice.txt

show 'The tickets' 'ticket list'
show 'One conversation' "ticket show $ticket"
show 'The newest letters' 'queue list --state any --limit 12'
number=$(maildesk --json queue list --state any --ticket "$ticket" |
    sed -n 's/.*"id":\([0-9]*\),"state":"[a-z]*","event":"agent-reply".*/\1/p')
show 'One letter: what Alice read' "queue show $number"
show 'Messages that were kept out' 'quarantine list'
show "Why a mail in Anna's name changed nothing" "explain $forged"
show 'All in all' status

title 'What to type next'
cat <<END
  $spelled ticket show 2
  $spelled act 2 assign ben --as anna
  $spelled act 2 reply 'Here it is.' --as ben
  $spelled queue list --state any --ticket 2
  $spelled ticket attachment 13 2 --output /tmp
  $spelled quarantine show 33
  $spelled quarantine release 30
  $spelled help

Mail of your own, as Postfix would hand it over:

  printf 'From: Me <me@example.test>\\nSubject: Hello\\n\\nIs anybody there?\\n' |
      $build/maildesk-deliver --sender=me@example.test \\
      --recipient=support@help.test --socket=run/lmtp.sock

maildeskd goes on; its log is run/maildeskd.log, and the letters are files in
run/letters/new.  To end it:  kill \$(cat run/maildeskd.pid)
END
