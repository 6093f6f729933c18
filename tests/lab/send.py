#!/usr/bin/python3
"""Sends one message file by SMTP, as a mail program does.

    send.py --port PORT [--auth USER:PASSWORD --ca FILE] FROM TO[,TO...] FILE

FROM `<>` is the null sender; FILE `-` is standard input; LF becomes CRLF.
With --auth it is a submission: STARTTLS first, the certificate checked.
Exit status: 0 accepted for all, 69 refused (5xx), 75 not now (4xx).
"""
import argparse
import smtplib
import ssl
import sys

p = argparse.ArgumentParser()
p.add_argument("--port", type=int, required=True)
p.add_argument("--ca")
p.add_argument("--auth")
p.add_argument("sender")
p.add_argument("recipients")
p.add_argument("file")
a = p.parse_args()

with sys.stdin.buffer if a.file == "-" else open(a.file, "rb") as source:
    data = source.read()
if b"\r\n" not in data:
    data = data.replace(b"\n", b"\r\n")

worst = 0


def check(code, text, what):
    global worst
    if code not in (250, 251):
        print(f"{what}: {code} {text.decode('utf-8', 'replace')}", file=sys.stderr)
        worst = max(worst, code)
    return code in (250, 251)


with smtplib.SMTP("localhost", a.port, local_hostname="client.example.test", timeout=60) as s:
    s.ehlo()
    if a.auth:
        s.starttls(context=ssl.create_default_context(cafile=a.ca))
        s.ehlo()
        s.login(*a.auth.split(":", 1))
    options = ["BODY=8BITMIME"] if any(b > 127 for b in data) else []
    if check(*s.mail("" if a.sender == "<>" else a.sender, options), "MAIL FROM"):
        accepted = [check(*s.rcpt(r), f"RCPT TO {r}") for r in a.recipients.split(",")]
        if any(accepted):
            check(*s.data(data), "DATA")
sys.exit(0 if not worst else 75 if worst < 500 else 69)
