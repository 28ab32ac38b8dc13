"""Load by `./sluice bench`, one run against one server."""

import json
import os
import subprocess
import sys

from .servers import SLUICE

SETTLE_SECONDS = 2
MEBIBYTE = 1 << 20


def bench(server, workload, seconds, *arguments, warm_up=SETTLE_SECONDS):
    """Puts load on a server; the measurement of `./sluice bench --json`. A failed request ends the comparison."""
    command = [
        SLUICE, "bench", workload, "--endpoint", server.endpoint.url, "--duration", f"{seconds}s",
        "--warm-up", f"{warm_up}s", "--timeout", "300", "--json", "--quiet", *server.flags, *arguments]
    key = server.endpoint.key
    environment = dict(os.environ)
    if key is None:
        command.append("--anonymous")
    else:
        environment.update(AWS_ACCESS_KEY_ID=key[0], AWS_SECRET_ACCESS_KEY=key[1])
    run = subprocess.run(command, capture_output=True, text=True, env=environment)
    if run.returncode != 0:
        sys.exit(f"{server.name}: {' '.join(command)}: {(run.stdout + run.stderr)[-2000:]}")
    return json.loads(run.stdout)["measurements"][0]


def per_second(measured):
    return measured["perSecond"]


def mebibytes_per_second(measured):
    return sum(operation["bytesPerSecond"] for operation in measured["operations"].values()) / MEBIBYTE
