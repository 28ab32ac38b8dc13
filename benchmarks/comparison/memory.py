"""Loads against Sluice whose processes have a small heap: whether it passes them, and what it had in memory."""

import collections
import json
import os
import shutil
import subprocess

from .cost import Peak
from .report import head
from .servers import KNOWN, SLUICE, Server

SERVERS = ("standalone", "two-tier", "two-tier-tcp")

# What the whole run of a load may take beside its own seconds: storing what it reads, and removing it.
PATIENCE_SECONDS = 600

MEBIBYTE = 1 << 20

# `arguments` are those of `./sluice bench`, the workload first.
Load = collections.namedtuple("Load", "name arguments")

LOADS = [
    Load("put 4 KiB, 64 clients", ("put", "--size", "4KiB", "--clients", "64")),
    Load("get 4 KiB, 64 clients", ("get", "--size", "4KiB", "--clients", "64")),
    Load("head, 64 clients", ("head", "--size", "4KiB", "--clients", "64")),
    Load("delete, 64 clients", ("delete", "--size", "1KiB", "--clients", "64", "--objects", "20000")),
    Load("list pages of 1,000, 16 clients", ("list", "--size", "1", "--clients", "16", "--objects", "10000", "--flat")),
    Load("mixed, 64 clients", ("mixed", "--size", "64KiB", "--clients", "64")),
    Load("multipart of 4 x 8 MiB, 8 clients", ("multipart", "--part-size", "8MiB", "--parts", "4", "--clients", "8")),
    Load("race, 16 clients", ("race", "--size", "4KiB", "--clients", "16")),
    Load("put 1 MiB, 64 clients", ("put", "--size", "1MiB", "--clients", "64")),
    Load("put 64 MiB, 16 clients", ("put", "--size", "64MiB", "--clients", "16")),
    Load("get 1 MiB, 64 clients", ("get", "--size", "1MiB", "--clients", "64")),
    Load("get 64 MiB, 64 clients", ("get", "--size", "64MiB", "--clients", "64", "--objects", "4")),
    Load("get 4 KiB, 512 clients", ("get", "--size", "4KiB", "--clients", "512")),
    Load("put 4 KiB, 512 clients", ("put", "--size", "4KiB", "--clients", "512")),
]


def with_heap(commands, heap):
    return lambda server: [
        (command, environment | {"SLUICE_JAVA_OPTS": f"-Xmx{heap}"}) for command, environment in commands(server)]


def meet(load, name, folder, options):
    """Starts a server for a load and puts it on; the outcome."""
    server = Server(name, folder, with_heap(KNOWN[name], options.heap))
    try:
        server.start()
        with Peak(server) as peak:
            run = drive(server, load, options.seconds)
        alive = all(process.poll() is None for process in server.processes)
        return {"load": load.name, "server": name, "residentMiB": peak.mebibytes, **judged(run, alive, complaints(server))}
    finally:
        server.stop()
        shutil.rmtree(server.folder)


def drive(server, load, seconds):
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": server.endpoint.key[0],
                   "AWS_SECRET_ACCESS_KEY": server.endpoint.key[1]}
    return subprocess.run(
        [SLUICE, "bench", *load.arguments, "--endpoint", server.endpoint.url, "--duration", f"{seconds}s",
         "--timeout", "300", "--json", "--quiet"],
        capture_output=True, text=True, env=environment, timeout=seconds + PATIENCE_SECONDS)


def complaints(server):
    """The lines of its logs that speak of too little memory."""
    return [line.strip() for log in sorted(server.folder.glob("log-*")) for line in log.read_text().splitlines()
            if "OutOfMemory" in line]


def judged(run, alive, said):
    reasons = [*said[:1]]
    if not alive:
        reasons.append("a process has ended")
    reached = {}
    try:
        measured = json.loads(run.stdout)["measurements"][0]
        bytes_per_second = sum(one["bytesPerSecond"] for one in measured["operations"].values())
        reached = {"perSecond": measured["perSecond"], "mebibytesPerSecond": bytes_per_second / MEBIBYTE,
                   "requests": measured["requests"], "failed": measured["failed"]}
        reasons += [f"{failure['count']} x {name}: {failure['first']}" for name, failure in measured["failures"].items()]
    except (ValueError, LookupError):
        reasons.append((run.stdout + run.stderr).strip()[-300:])
    if run.returncode != 0 and not reasons:
        reasons.append(f"exit code {run.returncode} of the driver: {run.stderr.strip()[-300:]}")
    return {"passed": not reasons, "reasons": reasons, **reached}


def reached(outcome):
    if "perSecond" not in outcome:
        return ""
    rate, bytes_per_second = outcome["perSecond"], outcome["mebibytesPerSecond"]
    return f"{rate:,.0f} /s" if bytes_per_second < 50 else f"{bytes_per_second:,.0f} MiB/s"


def verdict(outcome):
    return "passed" if outcome["passed"] else "FAILED: " + "; ".join(outcome["reasons"])


def line(outcome):
    return (f"{outcome['load']}, {outcome['server']}: {verdict(outcome)}, {reached(outcome)}, "
            f"{outcome['residentMiB']:,.0f} MiB resident")


def page(result, names):
    text = head(
        result, f"Loads with -Xmx{result['heap']} for each process", "memory",
        "What a load reached, and resident memory of all processes of the server together.")
    text += ["| load | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for load in dict.fromkeys(outcome["load"] for outcome in result["loads"]):
        cells = {outcome["server"]: outcome for outcome in result["loads"] if outcome["load"] == load}
        text.append(f"| {load} | " + " | ".join(
            f"{verdict(cells[name])}, {reached(cells[name])}, {cells[name]['residentMiB']:,.0f} MiB" for name in names) + " |")
    return "\n".join(text) + "\n"
