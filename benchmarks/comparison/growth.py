"""How cost grows: one server measured against more and more keys, and against more and more clients."""

import os
import random
import shutil
import statistics
import subprocess
import sys
import time

from . import cost
from .driver import bench
from .rows import PAGE, make_bucket, milliseconds
from .servers import KNOWN, SLUICE, Server

LAYOUTS = ("flat", "folders")
IN_A_FOLDER = 1000
CONTENT = b"x" * 4096
WITH_CONTENT = 1000
READS = 200
PAGES = 11
IDLE_SECONDS = 2
SETTLE_SECONDS = 1
SMALL_UPLOAD = ("--parts", "1", "--part-size", "4KiB")

# A workload of the driver, what it is told besides, and the operation of its that is shown.
LOADS = {
    "put 4 KiB": ("put", (), "put"),
    "get 4 KiB": ("get", ("--objects", "500"), "get"),
    f"list page of {PAGE:,}": ("list", ("--objects", "1500"), "list"),
    "complete an upload of one part": ("multipart", SMALL_UPLOAD, "complete-upload"),
    "delete": ("delete", ("--objects", "3000"), "delete"),
}
# Beside those that need objects for each of their requests.
AGAINST_CLIENTS = [name for name, (workload, _, _) in LOADS.items() if workload != "delete"]


class Planted:
    """A bucket of as many keys, put there as files: how they came there is not measured.

    Files are empty, which takes one call and no block, but for some that have content to be read.
    """

    def __init__(self, server, layout, count):
        self.server, self.layout, self.count = server, layout, count
        self.bucket = f"{layout}-{count}"
        make_bucket(server, self.bucket)
        self.root = server.data / self.bucket
        for first in range(0, count, IN_A_FOLDER):
            if layout == "folders":
                (self.root / self.key(first)).parent.mkdir()
            folder = os.open((self.root / self.key(first)).parent, os.O_RDONLY)
            try:
                for number in range(first, min(count, first + IN_A_FOLDER)):
                    os.mknod(name(number), 0o644, dir_fd=folder)
            finally:
                os.close(folder)
        step = max(1, count // WITH_CONTENT)
        self.readable = [self.key(number) for number in range(0, count, step)]
        for key in self.readable:
            (self.root / key).write_bytes(CONTENT)
        os.sync()

    def key(self, number):
        return name(number) if self.layout == "flat" else f"folder-{number // IN_A_FOLDER:06d}/{name(number)}"

    def page(self, after=None):
        query = {"list-type": 2, "max-keys": PAGE}
        if after is not None:
            query["start-after"] = self.key(after)
        _, content = self.server.endpoint.request("GET", f"/{self.bucket}", query)
        keys = content.count(b"<Contents>")
        if keys != min(PAGE, self.count):
            sys.exit(f"{self.bucket}: a page of {keys} keys (expected: {min(PAGE, self.count)})")

    def flags(self):
        """For the driver, so that its keys lie where these do, or in folders as these."""
        return ("--bucket", self.bucket, *(("--flat",) if self.layout == "flat" else ()))


def name(number):
    return f"key-{number:08d}"


def one_client(planted, method, status):
    """The median of requests for random keys, one after the other over one connection."""
    endpoint = planted.server.endpoint
    connection = endpoint.connect()
    took = []
    for _ in range(READS):
        path = f"/{planted.bucket}/{random.choice(planted.readable)}"
        headers = endpoint.signed(method, path, "", {})
        began = time.monotonic()
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        took.append((time.monotonic() - began) * 1000)
        if answer.status != status:
            sys.exit(f"{method} {path}: {answer.status} (expected: {status})")
    connection.close()
    return statistics.median(took)


def load(planted, what, clients, seconds):
    """Requests a second, and the median latency in milliseconds."""
    workload, flags, operation = LOADS[what]
    measured = bench(
        planted.server, workload, seconds, "--clients", str(clients), *planted.flags(), *flags, warm_up=SETTLE_SECONDS)
    figures = measured["operations"][operation]
    return figures["perSecond"], figures["latencyMicros"]["p50"] / 1000


def of_keys(planted, options):
    """Figures by name and unit."""
    figures = {}
    server = planted.server
    starts, first = [], []
    for _ in range(options.starts):
        server.stop()
        starts.append(server.start())
        time.sleep(IDLE_SECONDS)
        figures["resident, idle", "MiB"] = cost.resident(server.pids)
        first.append(milliseconds(planted.page))
        figures["resident, after the first page", "MiB"] = cost.resident(server.pids)
    figures["start, to the first answer", "ms"] = statistics.median(starts)
    figures["first page after a start", "ms"] = statistics.median(first)
    bench(server, "mixed", options.warm_up, *planted.flags(), warm_up=0)
    last = max(0, planted.count - PAGE)
    figures["later page", "ms"] = statistics.median(
        milliseconds(lambda at=last * turn // PAGES: planted.page(at - 1 if at else None)) for turn in range(PAGES))
    figures["get of a random key, one client", "ms"] = one_client(planted, "GET", 200)
    figures["head of a random key, one client", "ms"] = one_client(planted, "HEAD", 200)
    with cost.Peak(server) as peak:
        for what in LOADS:
            os.sync()
            rate, latency = load(planted, what, options.loaded_by, options.seconds)
            figures[what, "/s"] = rate
            figures[what, "ms"] = latency
    figures["resident, most under load", "MiB"] = peak.mebibytes
    return figures


def fsck(server):
    """Milliseconds that a check of everything takes, with the start of its process."""
    return milliseconds(lambda: subprocess.run(
        [SLUICE, "fsck", "--quiet", "--root", str(server.data)], check=True, stdout=subprocess.DEVNULL))


def measure(options, folder, note):
    """Rows: against keys and against clients, as dictionaries."""
    keys, clients = [], []
    for layout in options.layouts:
        for count in options.keys:
            server = Server(f"{layout}-{count}", folder, KNOWN[options.server])
            try:
                server.start()
                planted = Planted(server, layout, count)
                figures = of_keys(planted, options)
                if (layout, count) == (options.layouts[0], options.clients_keys):
                    for number in options.clients:
                        for what in AGAINST_CLIENTS:
                            rate, latency = load(planted, what, number, options.seconds)
                            clients += [row(what, "/s", layout, number, rate), row(what, "ms", layout, number, latency)]
                            note(f"{number} clients: {what}: {rate:,.0f} /s, {latency:,.2f} ms")
                server.stop()
                figures["fsck of everything", "ms"] = fsck(server)
                for (what, unit), value in figures.items():
                    keys.append(row(what, unit, layout, count, value))
                    note(f"{count:,} keys, {layout}: {what}: {value:,.1f} {unit}")
            finally:
                server.stop()
                # Of ten million files nothing is kept longer than it is needed.
                shutil.rmtree(server.folder, ignore_errors=True)
    return keys, clients


def row(what, unit, layout, of, value):
    return {"what": what, "unit": unit, "layout": layout, "of": of, "value": value}
