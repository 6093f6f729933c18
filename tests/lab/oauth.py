#!/usr/bin/python3
"""An OAuth 2.0 server for the lab.

    oauth.py FOLDER

Listens on 127.0.0.1 and prints two ports: HTTP, where Dovecot asks what a token
is worth (RFC 7662), and HTTPS, where clients ask for tokens (RFC 6749), with the
certificate FOLDER/tls/server.pem, which is read when the first one comes.

The refresh token of USER is refresh-USER.  FOLDER/oauth-lifetime holds for how
many seconds an access token is good (3600); while there is FOLDER/oauth-down
nobody gets one.  FOLDER/log/oauth.log has a line for each question.
"""
import http.server
import json
import os
import secrets
import ssl
import sys
import threading
import time
import urllib.parse

folder = sys.argv[1]
tokens = {}  # access token: user, end


def note(line):
    with open(os.path.join(folder, "log", "oauth.log"), "a") as log:
        log.write(line + "\n")


def lifetime():
    try:
        with open(os.path.join(folder, "oauth-lifetime")) as file:
            return int(file.read())
    except FileNotFoundError:
        return 3600


def grant(form):
    refresh = form.get("refresh_token", "")
    if os.path.exists(os.path.join(folder, "oauth-down")):
        return 503, {"error": "temporarily_unavailable"}
    if (form.get("grant_type") != "refresh_token" or
            not refresh.startswith("refresh-")):
        return 400, {"error": "invalid_grant"}
    access, seconds = secrets.token_urlsafe(40), lifetime()
    tokens[access] = refresh.removeprefix("refresh-"), time.time() + seconds
    return 200, {"access_token": access, "token_type": "Bearer",
                 "expires_in": seconds}


def introspect(form):
    user, end = tokens.get(form.get("token", ""), ("", 0))
    # Dovecot wants a name of a token that is not good, too.
    return 200, {"active": end > time.time(), "username": user}


class Handler(http.server.BaseHTTPRequestHandler):
    timeout = 30

    def log_message(self, *_):
        pass

    def do_POST(self):
        size = min(int(self.headers.get("Content-Length") or 0), 65536)
        form = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode()))
        code, answer = {"/token": grant, "/introspect": introspect}.get(
            self.path, lambda _: (404, {}))(form)
        note(f"{self.path} {code} {answer.get('username', '')}".rstrip())
        said = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


class Secure(http.server.ThreadingHTTPServer):
    def process_request_thread(self, request, client_address):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "tls", "server.pem"))
        try:
            request = context.wrap_socket(request, server_side=True)
        except OSError as error:
            note(f"TLS {error}")
            self.shutdown_request(request)
            return
        super().process_request_thread(request, client_address)


plain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
secure = Secure(("127.0.0.1", 0), Handler)
for server in plain, secure:
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(plain.server_port, secure.server_port, flush=True)
sys.stdin.read()  # until whoever began us is gone
