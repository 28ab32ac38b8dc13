"""The servers that are compared: Sluice in its modes, what can be had from Maven Central, and peers that run already."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

from .client import Endpoint

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SLUICE = str(ROOT / "sluice")
KEY = ("AKCOMPARE", "the-secret-of-the-comparison")
START_SECONDS = 60


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Peer:
    """A server that runs already, by its URL."""

    own = False
    flags = ()

    def __init__(self, name, url, key, pids=()):
        self.name = name
        self.endpoint = Endpoint(url, key)
        self.pids = list(pids)

    def can(self, row):
        return not row.ours

    def fill(self, bucket, form, count):
        """Whether files were put beside it."""
        return False

    def measure(self, row, seconds, warm_up):
        return row.measure(self, seconds, warm_up)

    def start(self):
        """It has started."""

    def stop(self):
        """It goes on."""


class Server:
    """A server of this run, as the processes that it takes: on loopback, with one key and a data folder of its own.

    `commands` makes of a server the commands of its processes, each with its environment. `has_folder` is whether its
    objects lie in its data folder.
    """

    own = True
    # Of the driver, beside those of a row.
    flags = ()

    def __init__(self, name, folder, commands, has_folder=True):
        self.name = name
        self.folder = folder / name
        self.data = self.folder / "data"
        self.data.mkdir(parents=True)
        self.port = free_port()
        self.agent_port = free_port()
        self.endpoint = Endpoint(f"http://127.0.0.1:{self.port}", KEY)
        self.commands = commands
        self.has_folder = has_folder
        self.processes = []

    @property
    def pids(self):
        return [process.pid for process in self.processes]

    def can(self, row):
        return self.has_folder or not row.ours

    def fill(self, bucket, form, count):
        """Puts files into a bucket, named by numbers."""
        for number in range(count):
            (self.data / bucket / form.format(number)).write_bytes(b"x")
        return True

    def measure(self, row, seconds, warm_up):
        return row.measure(self, seconds, warm_up)

    def start(self):
        """Starts it; returns after how many milliseconds it answered."""
        began = time.monotonic()
        for number, (command, environment) in enumerate(self.commands(self)):
            with open(self.folder / f"log-{number}", "ab") as log:
                self.processes.append(
                    subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **environment}))
        while True:
            try:
                answer, _ = self.endpoint.attempt("GET", "/")
                if answer.status < 500:
                    return (time.monotonic() - began) * 1000
            except OSError:
                pass
            if time.monotonic() > began + START_SECONDS:
                sys.exit(f"{self.name} does not answer; see {self.folder}")
            time.sleep(0.01)

    def stop(self):
        end(self.processes)
        self.processes = []


def end(processes):
    """Asks processes to end, the last that began first, and kills those that do not."""
    for process in reversed(processes):
        process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fetched(pom):
    """The folder with the jars of a POM beside this file, from Maven Central."""
    libraries = HERE.parent / "target" / pom
    if not libraries.is_dir():
        fresh = libraries.with_name(f"{pom}-fetched")
        shutil.rmtree(fresh, ignore_errors=True)
        subprocess.run(
            ["mvn", "-q", "-B", "-f", str(HERE / f"{pom}.pom.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={fresh}"], check=True)
        fresh.rename(libraries)
    return libraries


def with_key():
    return {"SLUICE_ACCESS_KEY": KEY[0], "SLUICE_SECRET_KEY": KEY[1]}


def standalone(durability):
    return lambda server: [(
        [SLUICE, "standalone", "--data", str(server.data), "--listen", f"127.0.0.1:{server.port}",
         "--admin-listen", "127.0.0.1:0", "--durability", durability], with_key())]


def two_processes(durability, tcp=False):
    def commands(server):
        agent = [SLUICE, "agent", "--data", str(server.data), "--admin-listen", "127.0.0.1:0",
                 "--durability", durability]
        frontend = [SLUICE, "frontend", "--listen", f"127.0.0.1:{server.port}", "--admin-listen", "127.0.0.1:0"]
        own = server.data / ".sluice"
        if tcp:
            at = f"127.0.0.1:{server.agent_port}"
            agent += ["--agent-listen", at]
            frontend += ["--agents", at, "--agent-token-file", str(own / "agent-token")]
        else:
            frontend += ["--agents", f"unix:{own / 'agent.sock'}"]
        return [(agent, {}), (frontend, with_key())]

    return commands


def s3proxy(server):
    libraries = fetched("peers")
    properties = server.folder / "s3proxy.conf"
    properties.write_text(
        "s3proxy.authorization=aws-v2-or-v4\n"
        f"s3proxy.identity={KEY[0]}\ns3proxy.credential={KEY[1]}\n"
        f"s3proxy.endpoint={server.endpoint.url}\n"
        "jclouds.provider=filesystem-nio2\n"
        "jclouds.identity=none\njclouds.credential=none\n"
        f"jclouds.filesystem.basedir={server.data}\n")
    return [(
        [os.environ.get("PEER_JAVA", "java"), f"-Dlogback.configurationFile={HERE / 'peers-logback.xml'}",
         "-cp", f"{libraries}/*", "org.gaul.s3proxy.Main", "--properties", str(properties)], {})]


# `unsynced` is --durability os, `two-tier` a frontend and an agent by Unix socket.
KNOWN = {
    "standalone": standalone("fsync"),
    "unsynced": standalone("os"),
    "two-tier": two_processes("fsync"),
    "two-tier-unsynced": two_processes("os"),
    "two-tier-tcp": two_processes("fsync", tcp=True),
    "s3proxy": s3proxy,
}


def sluice(name, folder, arguments):
    """One process of Sluice with settings of its own and no key."""
    return Server(name, folder, lambda server: [(
        [SLUICE, "standalone", "--data", str(server.data), "--listen", f"127.0.0.1:{server.port}",
         "--admin-listen", "127.0.0.1:0", *arguments], {})])
