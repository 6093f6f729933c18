#!/usr/bin/python3
"""An IMAP server with mailboxes in memory for tests: imap_server.py LOG [JSON]

Listens on 127.0.0.1, prints its port, and writes what was said to it into LOG,
each line with "tls " or "clear " before it.  JSON says how it is:

    tls       "none", "starttls" or "implicit"; cert, key: files for it
    port      this one, instead of any that is free
    caps      capabilities, without IMAP4rev1; LOGINDISABLED comes by itself
              where there would be no TLS and there could be
    secret    the password, or the access token for XOAUTH2
    deaf      IDLE tells of nothing
    late      news come with the answer to DONE only
    cut       UIDs whose body breaks off, with the connection
    injected  what comes in clear, together with the OK to STARTTLS

Then it does what its standard input says, one JSON a line, and prints one:

    ["put", FOLDER, TEXT]          -> the UID
    ["look", FOLDER]               -> [[UID, [FLAG, ...], SUBJECT], ...]
    ["anew", FOLDER, UIDVALIDITY]  the same messages, under other numbers
    ["drop"]                       ends all connections
"""
import base64
import json
import re
import socket
import ssl
import sys
import threading

log = open(sys.argv[1], "a", buffering=1)
how = {"tls": "none", "caps": "IDLE UIDPLUS MOVE SASL-IR", "secret": "pw",
       "cut": []}
how.update(json.loads(sys.argv[2]) if len(sys.argv) > 2 else {})
changed = threading.Condition()
folders = {}
talks = set()


class Folder:
    def __init__(self, validity=7):
        self.validity = validity
        self.next = 1
        self.mails = {}

    def add(self, raw, flags=()):
        uid = self.next
        self.next += 1
        self.mails[uid] = (raw, set(flags))
        return uid


def folder(name):
    return folders.setdefault(name, Folder())


def uids_of(text, of):
    """The UIDs of a folder that are in a set such as 3:7 or 9:*."""
    last = max(of.mails, default=0)
    found = set()
    for piece in text.split(","):
        ends = [last if end == "*" else int(end) for end in piece.split(":")]
        found |= {uid for uid in of.mails
                  if min(ends) <= uid <= max(ends)}
    return sorted(found)


class Gone(Exception):
    pass


class Talk:
    def __init__(self, connection):
        self.connection = connection
        self.secure = False
        self.file = connection.makefile("rb")
        self.chosen = None
        self.told = 0  # of mails up to this UID

    def say(self, *lines):
        self.connection.sendall(b"".join(
            (line if isinstance(line, bytes) else line.encode()) + b"\r\n"
            for line in lines))

    def hear(self):
        line = self.file.readline()
        if not line:
            raise Gone
        line = line.rstrip(b"\r\n").decode(errors="replace")
        log.write(("tls " if self.secure else "clear ") + line + "\n")
        return line

    def begin_tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(how["cert"], how["key"])
        self.connection = context.wrap_socket(self.connection,
                                              server_side=True)
        self.file = self.connection.makefile("rb")
        self.secure = True

    def caps(self):
        waits = how["tls"] == "starttls" and not self.secure
        return "IMAP4rev1 %s%s" % (how["caps"],
                                   " STARTTLS LOGINDISABLED" if waits else "")

    def run(self):
        if how["tls"] == "implicit":
            self.begin_tls()
        self.say("* OK ready")
        while True:
            tag, verb, rest = (self.hear() + "  ").split(" ", 2)
            verb, rest = verb.upper(), rest.strip()
            if verb == "UID":
                verb, rest = (rest + " ").split(" ", 1)
                verb = "UID_" + verb.upper()
            act = getattr(self, "do_" + verb.lower(), None)
            end = act(tag, rest.strip()) if act else "BAD what"
            if end:
                self.say("%s %s" % (tag, end))
            if verb == "LOGOUT":
                return

    def do_capability(self, tag, rest):
        self.say("* CAPABILITY " + self.caps())
        return "OK done"

    def do_starttls(self, tag, rest):
        if how["tls"] != "starttls" or self.secure:
            return "BAD no TLS here"
        self.say(*([tag + " OK go"] + how.get("injected", [])))
        self.begin_tls()
        return None

    def do_login(self, tag, rest):
        word = rest.rsplit(" ", 1)[-1].strip('"')
        return "OK in" if word == how["secret"] else "NO wrong"

    def do_authenticate(self, tag, rest):
        mechanism, _, initial = rest.partition(" ")
        if not initial:
            self.say("+ ")
            initial = self.hear()
        said = base64.b64decode(initial).decode()
        if mechanism == "PLAIN":
            good = said.split("\0")[2] == how["secret"]
        else:
            good = said.endswith(
                "\1auth=Bearer %s\1\1" % how["secret"])
        if good:
            return "OK in"
        if mechanism == "XOAUTH2":
            # The client's turn: an empty line, and then comes the no.
            error = '{"status":"400","schemes":"Bearer","scope":"mail"}'
            self.say("+ " + base64.b64encode(error.encode()).decode())
            if self.hear() != "":
                return "BAD that was no empty line"
        return "NO [AUTHENTICATIONFAILED] wrong"

    def do_select(self, tag, rest):
        name = rest.strip('"')
        if name not in folders:
            return "NO [NONEXISTENT] no such folder"
        self.chosen = folder(name)
        self.told = self.chosen.next
        self.say("* %d EXISTS" % len(self.chosen.mails),
                 "* OK [UIDVALIDITY %d] v" % self.chosen.validity,
                 "* OK [UIDNEXT %d] n" % self.chosen.next)
        return "OK [READ-WRITE] done"

    def do_uid_search(self, tag, rest):
        uids = uids_of(re.search(r"UID (\S+?)\)?(?: |$)", rest)[1],
                       self.chosen)
        if "UNSEEN" in rest:
            uids = [uid for uid in uids
                    if "\\Seen" not in self.chosen.mails[uid][1]]
        self.say("* SEARCH" + "".join(" %d" % uid for uid in uids))
        return "OK done"

    def do_uid_fetch(self, tag, rest):
        for uid in uids_of(rest.split(" ")[0], self.chosen):
            raw = self.chosen.mails[uid][0]
            if "RFC822.SIZE" in rest:
                self.say("* 1 FETCH (UID %d RFC822.SIZE %d)" %
                         (uid, len(raw)))
                continue
            name = "BODY[]"
            if "HEADER" in rest:
                name = "BODY[HEADER]<0>"
                raw = raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n"
            head = b"* 1 FETCH (UID %d %s {%d}\r\n" % (uid, name.encode(),
                                                       len(raw))
            if name == "BODY[]" and uid in how["cut"]:
                self.connection.sendall(head + raw[:len(raw) // 2])
                raise Gone
            self.say(head + raw + b")")
        return "OK done"

    def do_uid_store(self, tag, rest):
        words, flags = re.match(r"(\S+) \+FLAGS.SILENT \((.*)\)",
                                rest).groups()
        for uid in uids_of(words, self.chosen):
            self.chosen.mails[uid][1].update(flags.split(" "))
        return "OK done"

    def do_uid_expunge(self, tag, rest):
        if "UIDPLUS" not in how["caps"]:
            return "BAD what"
        for uid in uids_of(rest, self.chosen):
            if "\\Deleted" in self.chosen.mails[uid][1]:
                del self.chosen.mails[uid]
        return "OK done"

    def copy(self, rest):
        words, name = rest.split(" ", 1)
        to = folder(name.strip('"'))
        uids = uids_of(words, self.chosen)
        new = [to.add(*self.chosen.mails[uid]) for uid in uids]
        if not uids or "UIDPLUS" not in how["caps"]:
            return uids, "OK done"
        return uids, "OK [COPYUID %d %s %s] done" % (
            to.validity, ",".join(map(str, uids)), ",".join(map(str, new)))

    def do_uid_copy(self, tag, rest):
        return self.copy(rest)[1]

    def do_uid_move(self, tag, rest):
        if "MOVE" not in how["caps"]:
            return "BAD what"
        uids, end = self.copy(rest)
        for uid in uids:
            del self.chosen.mails[uid]
        # As servers do: the code before the message is gone.
        self.say("* " + end)
        return "OK done"

    def tell_news(self, over):
        # What came since it was last told of, before IDLE, too.
        while not over.is_set():
            with changed:
                changed.wait(0.05)
            if self.chosen.next != self.told and not (
                    how.get("deaf") or how.get("late")):
                self.told = self.chosen.next
                self.say("* %d EXISTS" % len(self.chosen.mails))

    def do_idle(self, tag, rest):
        if "IDLE" not in how["caps"]:
            return "BAD what"
        over = threading.Event()
        self.say("+ idling")
        teller = threading.Thread(target=self.tell_news, args=(over,))
        teller.start()
        try:
            self.hear()
        finally:
            over.set()
            teller.join()
        if how.get("late") and self.chosen.next != self.told:
            self.told = self.chosen.next
            self.say("* %d EXISTS" % len(self.chosen.mails))
        return "OK done"

    def do_logout(self, tag, rest):
        self.say("* BYE")
        return "OK done"


def serve(connection):
    talk = Talk(connection)
    talks.add(talk)
    try:
        talk.run()
    except (OSError, Gone) as error:
        log.write("ends %s\n" % error)
    talks.discard(talk)
    for end in talk.file, talk.connection:
        try:
            end.close()
        except OSError:
            pass


def listen():
    while True:
        accepted, _ = listener.accept()
        # As servers do: else an answer in two pieces waits for the first one's
        # acknowledgement, which takes 40 ms.
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(accepted,), daemon=True).start()


def look(of):
    def subject(raw):
        found = re.search(rb"^Subject: (.*?)\r$", raw, re.M)
        return found[1].decode() if found else None
    return [[uid, sorted(flags), subject(raw)]
            for uid, (raw, flags) in sorted(of.mails.items())]


def obey(verb, *words):
    if verb == "put":
        return folder(words[0]).add(
            re.sub("\r?\n", "\r\n", words[1]).encode())
    if verb == "anew":
        old, new = folder(words[0]), Folder(words[1])
        for raw, flags in old.mails.values():
            new.add(raw, flags)
        folders[words[0]] = new
    elif verb == "look":
        return look(folder(words[0]))
    elif verb == "drop":
        for talk in list(talks):
            talk.connection.shutdown(socket.SHUT_RDWR)
    return None


folder("INBOX")
listener = socket.create_server(("127.0.0.1", how.get("port", 0)))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=listen, daemon=True).start()
for order in sys.stdin:
    with changed:
        answer = obey(*json.loads(order))
        changed.notify_all()
    print(json.dumps(answer), flush=True)
