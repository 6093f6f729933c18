#!/usr/bin/python3
"""Looks into a mailbox by IMAP, as a mail program does: STARTTLS, LOGIN.

    imap.py PORT CA USER PASSWORD count         how many messages INBOX has
    imap.py PORT CA USER PASSWORD fetch N       message N, byte for byte
"""
import imaplib
import ssl
import sys

port, ca, user, password, verb = sys.argv[1:6]
# On 127.0.0.2, where Dovecot takes no password in clear.
with imaplib.IMAP4("127.0.0.2", int(port), timeout=60) as m:
    m.starttls(ssl.create_default_context(cafile=ca))
    m.login(user, password)
    status, count = m.select("INBOX", readonly=True)
    if status != "OK":
        sys.exit(f"{user}: {count[0].decode()}")
    if verb == "count":
        print(int(count[0]))
    else:
        status, data = m.fetch(sys.argv[6], "(BODY.PEEK[])")
        if status != "OK" or not isinstance(data[0], tuple):
            sys.exit(f"{user} has no message {sys.argv[6]}")
        sys.stdout.buffer.write(data[0][1])
