#!/usr/bin/python3
"""Measures the desk against two floors and a peer, and prints one table.

usage: bench.py BUILD

MF is a program that saves mails as files which survive a power cut; SPAWN is
a static program that does nothing.  The peer is Dovecot's LMTP server, where it
is installed.  They and the desk take turns, so that only ratios count and a
busy machine troubles all.  BUILD has the programs of the
desk and, in bench/, those of the benchmark; what is made goes into folders
there and is removed, but for the mix and the desk of a million tickets.

environment: BENCH_N (mails of a round, 2000), BENCH_ROUNDS (5), BENCH_MANY
(mails of the long run, 10000), BENCH_CLIENTS (who send 10 MiB at once, 200),
BENCH_TICKETS (of the big desk, 1000000).
"""
import glob
import hashlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import desk
import mix
import peer

N = int(os.environ.get("BENCH_N", "2000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
MANY = int(os.environ.get("BENCH_MANY", "10000"))
CLIENTS = int(os.environ.get("BENCH_CLIENTS", "200"))
TICKETS = int(os.environ.get("BENCH_TICKETS", "1000000"))

# Where a disk is slow, fewer rounds must do.
ROUNDS_SECONDS = 240

MOST, LEAST, BESIDE = "<=", ">=", ""
# Name, what it is, how it is bounded, the bound, its unit.
FIGURES = [
    ("F1 cpu", "maildesk-deliver: CPU", MOST, 1.5, "SPAWN"),
    ("F1 faults", "  page faults", MOST, 60, ""),
    ("F1 rss", "  RSS with a mail of 60 MiB", MOST, 3, "MiB"),
    ("F2", "pipe door, all CPU to filed, one at a time", MOST, 2.5, "ms"),
    ("F2 crowd", "  20 at once", MOST, 2.5, "ms"),
    ("F3", "pipe door accepts, one at a time", LEAST, 0.5, "MF"),
    ("F3 crowd", "  20 at once", LEAST, 1.0, "MF"),
    ("F4 1", "LMTP accepts, 1 connection", LEAST, 1.4, "MF"),
    ("F4 8", "  8 connections", LEAST, 2.8, "MF"),
    ("F4 20", "  20 connections", LEAST, 3.5, "MF"),
    ("F4 p95", "  95 of 100 wait less, 20 connections", MOST, 50, "ms"),
    ("peer 1", "  Dovecot's LMTP to Maildir, 1 connection", BESIDE, 0, "MF"),
    ("peer 8", "  8 connections", BESIDE, 0, "MF"),
    ("peer 20", "  20 connections", BESIDE, 0, "MF"),
    ("F5", "accepted to filed, one gateway", LEAST, 1.5, "MF"),
    ("F6 1", "syncs per mail, 1 connection", MOST, 1.2, ""),
    ("F6 20", "  20 connections", MOST, 0.1, ""),
    ("peer syncs", "  Dovecot's LMTP", BESIDE, 0, ""),
    ("F7 long", "CPU of the last tenth of many mails", MOST, 1.3, "x first"),
    ("F7 big", "CPU beside a million tickets", MOST, 1.3, "x empty"),
    ("F8 intake", "RSS after many mails: intake", MOST, 48, "MiB"),
    ("F8 gateway", "  gateway", MOST, 48, "MiB"),
    ("F8 sender", "  sender", MOST, 48, "MiB"),
    ("F8 flat", "  growth in the second half, of any", MOST, 4, "MiB"),
    ("F8 big", "  intake, 10 MiB from each of many at once", MOST, 48, "MiB"),
]


def note(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def per_second(found):
    return found["messages"] / found["seconds"]


def mark_of(*patterns):
    """Of the files that something was made with: other files, other mark."""
    here = os.path.dirname(os.path.abspath(__file__))
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(glob.glob(f"{here}/{pattern}")):
            with open(path, "rb") as file:
                digest.update(file.read())
    return digest.hexdigest()[:8]


class Bench:
    def __init__(self, build):
        self.build = build
        self.tools = f"{build}/bench"
        self.folder = tempfile.mkdtemp(prefix="run", dir=self.tools)
        self.mix = self.make_mix(max(N, MANY))
        self.sink = desk.Sink()
        self.desks = []
        self.peers = []
        self.floors = 0
        self.found = {}    # figure: what was measured
        self.rounds = {}   # figure: of each round
        self.details = []  # lines below the table

    def make_mix(self, count):
        """Kept from one run to the next: it is always the same."""
        def make():
            note(f"making {count} mails")
            mix.write_mix(f"{self.folder}/mix", count)
            return f"{self.folder}/mix"
        return self.keep(f"mix-{count}", mark_of("mix.py"), make)

    def keep(self, name, mark, make):
        """The folder of this name, made if it is not there or outdated."""
        folder = f"{self.tools}/{name}-{mark}"
        if not os.path.exists(folder):
            for outdated in glob.glob(f"{self.tools}/{name}-*"):
                shutil.rmtree(outdated)
            os.rename(make(), folder)
        return folder

    def new_desk(self):
        made = desk.Desk(self.build, f"{self.folder}/{len(self.desks)}",
                         self.sink.port)
        self.desks.append(made)
        return made

    def drop(self, old):
        old.kill()
        shutil.rmtree(old.folder)

    def clean(self):
        for old in self.desks + self.peers:
            old.kill()
        shutil.rmtree(self.folder)

    # --- loads --------------------------------------------------------------------

    def floor(self):
        """Its files stay until the end: where many were just removed, some
        file systems take long to make new ones."""
        self.floors += 1
        found = desk.run_json([f"{self.tools}/floor_maildir",
                               f"{self.folder}/maildir-{self.floors}", str(N),
                               self.mix])
        return per_second(found)

    def lmtp(self, where, clients, first, count, source=None,
             recipient=desk.RECIPIENT):
        found = desk.run_json([f"{self.tools}/lmtp_load", where.socket,
                               recipient, str(clients), str(first),
                               str(count), source or self.mix])
        if found["refused"] > 0:
            raise RuntimeError(f"{found['refused']} mails were refused")
        return found

    def spawn(self, command, count, at_once=1, first=1, source="/dev/null"):
        found = desk.run_json([f"{self.tools}/spawn_load", str(first),
                               str(count), str(at_once), source, *command])
        if found["failed"] > 0:
            raise RuntimeError(f"{found['failed']} of {command[0]} failed")
        return found

    def pipe(self, where, count, at_once, first=1, source=None):
        return self.spawn([f"{self.build}/maildesk-deliver",
                           f"--socket={where.socket}",
                           "--sender=kim@client.example",
                           f"--recipient={desk.RECIPIENT}",
                           f"--queue-id=q{first}-{{}}"], count, at_once,
                          first, source or self.mix)

    def file_all(self, where, count):
        """The gateway alone: seconds, and seconds of CPU, until all is filed."""
        started = time.monotonic()
        gateway = desk.Role(where, "gateway")

        def is_done():
            gateway.check()
            return where.filed() >= count
        desk.wait_for("gateway", is_done)
        seconds, cpu = time.monotonic() - started, gateway.cpu()
        gateway.stop()
        return seconds, cpu

    # --- figures ------------------------------------------------------------------

    def deliver(self):
        """F1."""
        note("F1: the pipe door's program")
        where = self.new_desk().set_up()
        where.intake()
        small = f"{self.mix}/{self.number_of('plain'):06d}.eml"
        ratios, faults = [], 0
        for k in range(5):
            noop = self.spawn([f"{self.tools}/noop"], 200)
            found = self.pipe(where, 200, 1, 1 + 200 * k, small)
            ratios.append(found["cpu"] / noop["cpu"])
            faults = max(faults, found["faults"] / found["messages"])
        self.found["F1 cpu"] = statistics.median(ratios)
        self.found["F1 faults"] = faults
        self.details.append(f"SPAWN {noop['cpu'] / 200 * 1e3:.3f} ms CPU")
        huge = self.make_huge(60 << 20)
        found = self.pipe(where, 1, 1, 100001, huge)
        self.found["F1 rss"] = found["rss_kib"] / 1024
        os.unlink(huge)
        self.drop(where)

    def number_of(self, kind):
        number = 1
        while mix.kind_of(number) != kind:
            number += 1
        return number

    def make_huge(self, size):
        path = f"{self.folder}/huge.eml"
        line = b"x" * 76 + b"\n"
        with open(path, "wb") as file:
            file.write(b"From: kim@client.example\nSubject: huge\n\n")
            file.write(line * (size // len(line) - 2))
        return path

    def one_round(self):
        """F3 to F6, with the floor before and behind."""
        got = {}
        floors = [self.floor()]
        for clients in (1, 8, 20):
            where = self.new_desk().set_up()
            count = desk.SyncCount(self.build, f"{where.folder}/syncs")
            intake = where.intake(count.environment)
            before, cpu = count.now(), intake.cpu()
            found = self.lmtp(where, clients, 1, N)
            got["intake cpu"] = (intake.cpu() - cpu) / N * 1e3
            got[f"F4 {clients}"] = per_second(found)
            got[f"F6 {clients}"] = (count.now() - before) / N
            intake.stop()
            if clients == 20:
                got["F4 p95"] = found["p95_ms"]
                floors.append(self.floor())
                seconds, cpu = self.file_all(where, N)
                got["F5"] = N / seconds
                got["cpu"] = cpu / N * 1e3
            self.drop(where)
        for name, count, at_once in (("F3", max(1, N // 4), 1),
                                     ("F3 crowd", N, 20)):
            where = self.new_desk().set_up()
            where.intake()
            got[name] = per_second(self.pipe(where, count, at_once))
            self.drop(where)
        floors.append(self.floor())
        got["MF"] = statistics.mean(floors)
        return got

    def peer_round(self):
        """The peer's F4 and F6; fewer mails, as it is slower."""
        got, cpu, count = {}, 0.0, max(1, N // 4)
        for clients in (1, 8, 20):
            where = peer.Dovecot(self.build,
                                 f"{self.folder}/peer-{len(self.peers)}")
            self.peers.append(where)
            before = where.count()
            got[f"peer {clients}"] = per_second(self.lmtp(
                where, clients, 1, count, recipient=peer.RECIPIENT))
            got["peer syncs"] = (where.count() - before) / count
            cpu = where.stop()
        got["peer cpu"] = cpu / count * 1e3
        return got

    def run_rounds(self):
        rounds, started = [], time.monotonic()
        why_not = peer.why_not(self.tools)
        while len(rounds) < ROUNDS and \
                time.monotonic() - started < ROUNDS_SECONDS:
            note(f"F3 to F6: round {len(rounds) + 1} of {ROUNDS}")
            rounds.append(self.one_round())
            if why_not is None:
                rounds[-1].update(self.peer_round())
        self.details.append(f"rounds: {len(rounds)} of {N} mails")
        for name, *_, unit in FIGURES:
            values = [got[name] / (got["MF"] if unit == "MF" else 1)
                      for got in rounds if name in got]
            if values:
                self.found[name] = statistics.median(values)
                self.rounds[name] = values
        for name, what in (("MF", "MF, mails a second"),
                           ("F4 20", "LMTP, 20 connections, mails a second"),
                           ("F5", "gateway, mails a second"),
                           ("intake cpu", "intake, ms of CPU a mail, 20"
                            " connections"),
                           ("cpu", "gateway, ms of CPU a mail"),
                           ("peer cpu", "Dovecot, ms of CPU a mail, 20"
                            " connections")):
            values = " ".join(f"{got[name]:.3g}" if name.endswith("cpu") else
                              f"{got[name]:.0f}" for got in rounds
                              if name in got)
            self.details.append(f"{what}: {values}")
        if why_not is not None:
            self.details.append(why_not)

    def pipe_cpu(self):
        """F2: client, intake, gateway and supervisor, until all is filed."""
        where = self.new_desk().set_up()
        daemon = desk.Daemon(where)
        first = 1
        for name, count, at_once in (("F2", max(1, N // 4), 1),
                                     ("F2 crowd", max(1, N // 2), 20)):
            note(f"F2: pipe door to filed, {at_once} at once")
            before, sender = daemon.cpu(), daemon.cpu_of("sender")
            found = self.pipe(where, count, at_once, first)
            first += count
            desk.wait_for("filed", lambda: where.filed() >= first - 1)
            cpu = found["cpu"] + daemon.cpu() - before
            self.found[name] = cpu / count * 1e3
            desk.wait_for("letters", lambda: where.letters() == 0)
            sent = (daemon.cpu_of("sender") - sender) / count * 1e3
            self.details.append(
                f"{name}: client {found['cpu'] / count * 1e3:.2f} ms; sending"
                f" its letters, not in it, {sent:.2f} ms")
        daemon.stop()
        self.drop(where)

    def tenths(self, where, count):
        """CPU of intake and gateway in each tenth; RSS in the middle and end."""
        tenth = count // 10
        spent, memory = [0.0] * 10, {}
        intake = where.intake()
        for k in range(10):
            before = intake.cpu()
            self.lmtp(where, 8, 1 + k * tenth, tenth)
            spent[k] += intake.cpu() - before
            if k == 4:
                memory["intake"] = [intake.rss()[0]]
        memory["intake"] += intake.rss()
        intake.stop()

        gateway = desk.Role(where, "gateway")
        before, filed = 0.0, 0
        for k in range(10):
            end = (k + 1) * tenth

            def is_done():
                gateway.check()
                return where.filed() >= end
            desk.wait_for("gateway", is_done)
            now, reached = gateway.cpu(), where.filed()
            spent[k] += (now - before) / (reached - filed) * tenth
            before, filed = now, reached
            if k == 4:
                memory["gateway"] = [gateway.rss()[0]]
        memory["gateway"] += gateway.rss()
        gateway.stop()
        return [cpu / tenth * 1e3 for cpu in spent], memory

    def long_run(self):
        """F7, and F8 of many mails."""
        note(f"F7, F8: {MANY} mails")
        where = self.new_desk().set_up()
        spent, memory = self.tenths(where, MANY // 10 * 10)
        self.found["F7 long"] = spent[9] / spent[0]
        self.details.append("intake and gateway, ms of CPU a mail, by tenths: "
                            + " ".join(f"{cpu:.3f}" for cpu in spent))
        note("F8: sending their letters")
        sender = desk.Role(where, "sender")
        total = where.letters()
        desk.wait_for("letters", lambda: where.letters() <= total // 2)
        memory["sender"] = [sender.rss()[0]]
        desk.wait_for("letters", lambda: where.letters() == 0)
        memory["sender"] += sender.rss()
        sender.stop()
        self.drop(where)
        for name, (_, _, most) in memory.items():
            self.found[f"F8 {name}"] = most
        self.found["F8 flat"] = max(end - half
                                    for half, end, _ in memory.values())

    def crowd_of_big(self):
        """F8 of many clients with big mails at once."""
        note(f"F8: {CLIENTS} clients send 10 MiB each")
        where = self.new_desk().set_up()
        intake = where.intake()
        big = self.make_huge(10 << 20)
        self.lmtp(where, CLIENTS, 1, CLIENTS, big)
        self.found["F8 big"] = intake.rss()[1]
        os.unlink(big)
        self.drop(where)

    def big_desk(self):
        """A desk of many tickets; made once, by the store's own functions."""
        def make():
            note(f"making a desk of {TICKETS} tickets")
            made = self.new_desk().set_up()
            subprocess.run([f"{self.tools}/fill_desk", made.conf,
                            str(TICKETS)], check=True)
            return f"{made.folder}/state"
        kept = self.keep(f"desk-{TICKETS}", mark_of(
            "fill_desk.c", "../../src/sql/*.sql"), make)
        where = self.new_desk()
        shutil.copytree(kept, f"{where.folder}/state")
        return where

    def cost(self, where):
        """Seconds of CPU of a mail, from the door to filed."""
        there = where.accepted()
        intake = where.intake()
        before = intake.cpu()
        self.lmtp(where, 8, 1, N)
        cpu = intake.cpu() - before
        intake.stop()
        return (cpu + self.file_all(where, there + N)[1]) / N

    def beside_a_million(self):
        """F7 of a big desk, with an empty one before and behind."""
        costs = []
        for make in (lambda: self.new_desk().set_up(), self.big_desk,
                     lambda: self.new_desk().set_up()):
            where = make()
            note("F7: a round beside %d tickets" % where.ask(
                "maildesk", "SELECT max(id) FROM ticket"))
            costs.append(self.cost(where))
            self.drop(where)
        self.found["F7 big"] = costs[1] * 2 / (costs[0] + costs[2])
        self.details.append(
            f"CPU of a mail: {costs[1] * 1e3:.3f} ms beside {TICKETS} tickets,"
            f" {costs[0] * 1e3:.3f} and {costs[2] * 1e3:.3f} on empty desks")

    # --- the table ----------------------------------------------------------------

    def run(self):
        for measure in (self.deliver, self.run_rounds, self.pipe_cpu,
                        self.long_run, self.crowd_of_big,
                        self.beside_a_million):
            measure()

    def print_table(self):
        print(f"{'':<10} {'':<44} {'measured':>9} {'target':>8}")
        for name, what, bound, limit, unit in FIGURES:
            if name not in self.found:
                continue
            value = self.found[name]
            met = value <= limit if bound == MOST else value >= limit
            spread = self.rounds.get(name, [])
            target, verdict = f"{bound:>3}{limit:>5g}", "met"
            if bound == BESIDE:
                target, verdict = " " * 8, "beside"
            elif not met:
                verdict = "MISSED"
            print(f"{name:<10} {what:<44} {value:>9.2f} {target} "
                  f"{unit:<7} {verdict}" +
                  (f"  ({min(spread):.2f} to {max(spread):.2f})"
                   if spread else ""))
        print()
        for line in self.details:
            print(line)


def machine():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        models = [line.split(":")[1].strip() for line in file
                  if line.startswith("model name")]
    load = " ".join(f"{number:.2f}" for number in os.getloadavg())
    return f"{os.cpu_count()} x {models[0] if models else '?'}, load {load}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    # So that what is made is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    before, started = machine(), time.monotonic()
    bench = Bench(os.path.abspath(sys.argv[1]))
    try:
        bench.run()
    finally:
        bench.clean()
    bench.print_table()
    print(f"machine: {before}; at the end: {machine()}")
    print(f"all in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
