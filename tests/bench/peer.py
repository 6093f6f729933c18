"""Dovecot's LMTP server, a peer that saves mails as files, to be measured.

Its settings are those of the tests' mail system (tests/lab), but it syncs, as
one must who says 250.
"""
import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess

import desk

RECIPIENT = "support@help.test"
OWNER = "nobody"
TEMPLATE = f"{os.path.dirname(os.path.abspath(__file__))}/../lab/dovecot.conf.in"
# Later settings win.
CHANGES = """
protocols = lmtp
ssl = no
mail_fsync = always
import_environment = $import_environment LD_PRELOAD={counter} SYNC_COUNT={syncs}
service lmtp {{
  unix_listener {socket} {{
    mode = 0600
    user = root
  }}
}}
"""


def why_not(folder):
    """Why it cannot be measured here, in a sentence; None: it can."""
    if shutil.which("dovecot") is None or \
            not os.path.exists("/usr/lib/dovecot/lmtp"):
        return "Dovecot's LMTP is not measured: dovecot-lmtpd is not installed"
    if os.geteuid() != 0:
        return "Dovecot's LMTP is not measured: only root can start it"
    if len(f"{folder}/peer-100/dovecot/run/auth-userdb-long-name") > 100:
        return "Dovecot's LMTP is not measured: the folder's path is too long"
    reaches = subprocess.run(
        ["setpriv", f"--reuid={OWNER}", "--clear-groups", "test", "-x",
         os.path.dirname(folder)], check=False)
    if reaches.returncode != 0:
        return f"Dovecot's LMTP is not measured: {OWNER} cannot reach {folder}"
    return None


class Dovecot:
    def __init__(self, build, folder):
        self.folder = folder
        self.socket = f"{folder}/lmtp.sock"
        self.syncs = f"{folder}/syncs"
        self.counter = f"{build}/bench/sync_count.so"
        self.make()
        with open(f"{folder}/log/start.log", "wb") as log:
            self.process = subprocess.Popen(
                ["dovecot", "-F", "-c", f"{folder}/dovecot/dovecot.conf"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        desk.wait_for("dovecot", self.answers)

    def make(self):
        owner = pwd.getpwnam(OWNER)
        for name in ("dovecot/run", "dovecot/state", "log", "mail", "tls",
                     "sock"):
            os.makedirs(f"{self.folder}/{name}")
        os.chown(f"{self.folder}/mail", owner.pw_uid, owner.pw_gid)
        for path in (os.path.dirname(self.folder), self.folder):
            os.chmod(path, 0o755)
        # Its processes count there as whoever they are.
        with open(self.syncs, "wb") as file:
            file.write(bytes(8))
        os.chmod(self.syncs, 0o666)
        with open(f"{self.folder}/dovecot/users", "w",
                  encoding="ascii") as users:
            users.write(f"{RECIPIENT}:secret::::::\n")
        with open(TEMPLATE, encoding="ascii") as template:
            conf = template.read()
        for word, value in (("LAB_DIR", self.folder), ("USER", OWNER),
                            ("GROUP", str(owner.pw_gid)), ("IMAP_PORT", "0"),
                            ("IMAPS_PORT", "0")):
            conf = conf.replace(f"@{word}@", value)
        kept = [line for line in conf.splitlines()
                if not line.startswith(("ssl_cert", "ssl_key"))]
        with open(f"{self.folder}/dovecot/dovecot.conf", "w",
                  encoding="ascii") as file:
            file.write("\n".join(kept))
            file.write(CHANGES.format(socket=self.socket, syncs=self.syncs,
                                      counter=self.counter))

    def answers(self):
        if self.process.poll() is not None:
            with open(f"{self.folder}/log/start.log", encoding="utf-8",
                      errors="replace") as log:
                raise RuntimeError(f"dovecot ended: {log.read()}")
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(self.socket) == 0

    def count(self):
        """Syncs of all its processes."""
        with open(self.syncs, "rb") as file:
            return struct.unpack("=Q", file.read(8))[0]

    def kill(self):
        if self.process.returncode is None:
            self.stop()

    def stop(self):
        """Seconds of CPU of all its processes, which it has waited for."""
        self.process.send_signal(signal.SIGTERM)
        _, _, used = os.wait4(self.process.pid, 0)
        self.process.returncode = 0
        return used.ru_utime + used.ru_stime
