#!/usr/bin/python3
"""A mail server with TLS for tests: smtp_sink.py starttls|implicit CERT KEY LOG

Listens on 127.0.0.1, prints its port, takes every letter, and writes what was
said to it into LOG, each line with "tls " or "clear " before it.
"""
import socket
import ssl
import sys
import threading

mode, cert, key, log_path = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
log = open(log_path, "a", buffering=1)


class Talk:
    def __init__(self, connection):
        self.connection = connection
        self.secure = False
        self.file = connection.makefile("rb")

    def say(self, line):
        self.connection.sendall(line.encode() + b"\r\n")

    def hear(self):
        line = self.file.readline().rstrip(b"\r\n").decode(errors="replace")
        log.write(("tls " if self.secure else "clear ") + line + "\n")
        return line

    def begin_tls(self):
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rb")
        self.secure = True

    def run(self):
        if mode == "implicit":
            self.begin_tls()
        self.say("220 sink")
        while True:
            line = self.hear()
            verb = line[:4].upper()
            if verb == "EHLO":
                self.say("250-sink")
                if not self.secure:
                    self.say("250-STARTTLS")
                self.say("250 AUTH PLAIN LOGIN")
            elif verb == "STAR":
                self.say("220 go")
                self.begin_tls()
            elif verb == "AUTH":
                self.say("235 2.7.0 ok")
            elif verb == "DATA":
                self.say("354 go")
                while self.file.readline() not in (b".\r\n", b""):
                    pass
                self.say("250 2.0.0 kept")
            elif verb in ("", "QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


def serve(connection):
    try:
        Talk(connection).run()
    except OSError as error:
        log.write("error %s\n" % error)
    connection.close()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
