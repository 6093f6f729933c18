"""A desk in a folder, and its roles as processes to be measured."""
import json
import os
import socket
import sqlite3
import struct
import subprocess
import threading
import time

PATIENCE = 600  # seconds that any one step may take
RECIPIENT = "support@desk.example"

# The mix's few senders write in seconds what people write in weeks: nothing is
# to be held back, so that every mail makes its ticket and its letters.
CONF = """desk = {{ domain = "desk.example"; }};
state = {{ dir = "state"; }};
intake = {{ socket = "lmtp.sock"; max_clients = 1200; }};
smtp = {{ host = "127.0.0.1"; port = {port}; tls = "none"; }};
counters = {{
    ack_per_hour = 1000000; ack_per_day = 1000000;
    ack_domain_hour = 1000000; ack_total_hour = 1000000;
    auto_total_hour = 1000000;
    auto_in_a_row = 1000000; reflex_times = 1000000;
    tickets_per_hour = 1000000; machine_tickets_per_hour = 1000000;
}};
"""


def run_json(command, **more):
    """A program of the benchmark, and what it found."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True,
                          timeout=PATIENCE, **more)
    return json.loads(done.stdout)


def wait_for(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.005)


def read_process(pid, name):
    with open(f"/proc/{pid}/{name}", encoding="ascii",
              errors="replace") as file:
        return file.read()


def cpu_of(pid):
    """Seconds on a CPU, of user and system."""
    return int(read_process(pid, "schedstat").split()[0]) / 1e9


class Process:
    """A maildeskd of this desk, the supervisor or a role alone."""

    def __init__(self, desk, name, words, environment):
        self.desk = desk
        self.name = name
        with open(f"{desk.folder}/{name}.log", "ab") as log:
            self.process = subprocess.Popen(
                [f"{desk.build}/maildeskd", "--config", desk.conf, *words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **environment})
        desk.processes.append(self)

    def check(self):
        if self.process.poll() is not None:
            with open(f"{self.desk.folder}/{self.name}.log",
                      encoding="utf-8") as log:
                last = log.readlines()[-3:]
            raise RuntimeError(f"{self.name} ended: {''.join(last)}")

    def wait_until_it_answers(self):
        def answers():
            self.check()
            with socket.socket(socket.AF_UNIX) as client:
                return client.connect_ex(self.desk.socket) == 0
        wait_for(self.name, answers)
        return self

    def stop(self):
        """A role that is killed instead would outlive its supervisor."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        self.desk.processes.remove(self)


class Role(Process):
    def __init__(self, desk, name, environment=None):
        super().__init__(desk, name, ["--role", name], environment or {})

    def cpu(self):
        return cpu_of(self.process.pid)

    def rss(self):
        """MiB in memory: now, and the most there ever were."""
        status = read_process(self.process.pid, "status")
        fields = dict(line.split(":", 1) for line in status.splitlines())
        return tuple(int(fields[name].split()[0]) / 1024
                     for name in ("VmRSS", "VmHWM"))


class Daemon(Process):
    """The supervisor and its roles."""

    def __init__(self, desk):
        super().__init__(desk, "maildeskd", [], {})
        self.wait_until_it_answers()

    def pid_of(self, role):
        for entry in os.listdir("/proc"):
            try:
                words = read_process(entry, "cmdline").split("\0")
                status = read_process(entry, "status")
            except OSError:
                continue
            if role in words and f"PPid:\t{self.process.pid}\n" in status:
                return int(entry)
        raise RuntimeError(f"there is no {role}")

    def cpu_of(self, role):
        return cpu_of(self.pid_of(role))

    def cpu(self):
        """Of all that is needed until a mail is filed."""
        return cpu_of(self.process.pid) + self.cpu_of("intake") + \
            self.cpu_of("gateway")


class Desk:
    def __init__(self, build, folder, port=25):
        self.build = build
        self.folder = folder
        self.conf = f"{folder}/desk.conf"
        self.socket = f"{folder}/lmtp.sock"
        self.processes = []
        os.makedirs(folder)
        with open(self.conf, "w", encoding="ascii") as conf:
            conf.write(CONF.format(port=port))

    def set_up(self):
        """The databases, a department, and an agent who hears of tickets."""
        for words in (["init"], ["department", "add", "Support", RECIPIENT],
                      ["agent", "add", "Anna Agent", "anna@desk.example",
                       "--department", "Support", "--manager"]):
            self.command(*words)
        return self

    def command(self, *words):
        subprocess.run([f"{self.build}/maildesk", "--config", self.conf,
                        *words], check=True, stdout=subprocess.DEVNULL)

    def intake(self, environment=None):
        return Role(self, "intake", environment).wait_until_it_answers()

    def ask(self, database, query):
        """One number; 0 when there is none."""
        path = f"file:{self.folder}/state/{database}.db?mode=ro"
        connection = sqlite3.connect(path, uri=True)
        try:
            return connection.execute(query).fetchone()[0] or 0
        finally:
            connection.close()

    def accepted(self):
        return self.ask("archive", "SELECT max(id) FROM message")

    def filed(self):
        return self.ask("maildesk", "SELECT max(archive_id) FROM filing")

    def letters(self):
        return self.ask("maildesk", "SELECT count(*) FROM letter"
                        " WHERE state IN ('queued', 'sending')")

    def kill(self):
        for process in list(self.processes):
            process.stop()


class SyncCount:
    """How often a process synced: see sync_count.c."""

    def __init__(self, build, path):
        self.path = path
        self.environment = {"LD_PRELOAD": f"{build}/bench/sync_count.so",
                            "SYNC_COUNT": path}

    def now(self):
        with open(self.path, "rb") as file:
            return struct.unpack("=Q", file.read(8))[0]


class Sink:
    """A mail server on loopback that takes every letter and keeps none."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.talk, args=(client,),
                             daemon=True).start()

    @staticmethod
    def talk(client):
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 sink\r\n")
            for line in lines:
                verb = line[:4].upper()
                if verb == b"DATA":
                    client.sendall(b"354 go\r\n")
                    while lines.readline() not in (b".\r\n", b""):
                        pass
                client.sendall(b"250 2.0.0 ok\r\n")
                if verb == b"QUIT":
                    return
