"""One Sluice, two buckets, anonymous callers of whom every request is decided: one bucket without any setting, and one with
a policy of 20 statements, access control lists that take part, and a tag on each object that is read.

wrk and ab drive it: what is read has tags and lists of its own, and the callers may do nothing but read and write.
"""

import json
import os
import re
import statistics
import subprocess
import sys

from .client import Endpoint
from .servers import HERE, SLUICE, sluice

STATEMENTS = 20
OBJECTS = 1000


def start(folder):
    """One whose anonymous callers are let into `plain` by the credentials file, and into `ruled` by that bucket's policy
    alone: open access decides nothing, and wrk signs nothing."""
    credentials = folder / "credentials.yaml"
    credentials.write_text(
        "identities:\n"
        "  - {access-key: AKBENCH, secret-key: the-secret-of-the-bench, grants: []}\n"
        "anonymous: {grants: [{actions: ['s3:*'], resources: [plain]}]}\n")
    # A scrub would read while the one bucket is measured, and have read all while the other is.
    server = sluice("settings", folder, ["--credentials", str(credentials), "--scrub-rate", "0B"])
    server.endpoint = Endpoint(server.endpoint.url, None)
    server.start()
    return server


def wrk(server, script, seconds, *arguments):
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "-s", str(HERE / "wrk" / script), server.endpoint.url, "--",
               *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output:
        sys.exit(f"{script}: {output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


def put(server, bucket, seconds, turn):
    return wrk(server, "put.lua", seconds, str(turn), bucket)


def get(server, bucket, seconds, turn):
    return wrk(server, "read.lua", seconds, bucket)


def head(server, bucket, seconds, turn):
    # wrk waits for the body that an answer to HEAD only announces; ab knows better.
    output = subprocess.run(
        ["ab", "-q", "-k", "-i", "-c", "16", "-t", str(seconds), "-n", "1000000",
         f"{server.endpoint.url}/{bucket}/small/7"], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"Requests per second:\s+([\d.]+)", output).group(1))


ROWS = [("put 4 KiB, 16 clients", put), ("get 4 KiB, 16 clients", get), ("head, 16 clients", head)]


def policy(bucket):
    """Statements that are looked at and left, and two that let everybody read and write."""
    resource = f"arn:aws:s3:::{bucket}"
    statements = [
        {
            "Sid": f"statement{number}",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": f"{resource}/secret-{number}/*",
            "Condition": {"NotIpAddress": {"aws:SourceIp": [f"10.{number}.0.0/16"]}},
        }
        for number in range(STATEMENTS - 2)
    ]
    statements.append(
        {
            "Sid": "readers",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"{resource}/*",
            "Condition": {"StringNotEqualsIfExists": {"s3:ExistingObjectTag/kind": "secret"}},
        }
    )
    statements.append(
        {
            "Sid": "writers",
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"],
            "Resource": f"{resource}/*",
        }
    )
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def prepare(server):
    """Buckets are made by the command, which needs no grant."""
    to = ["--root", str(server.data)]
    for bucket in ("plain", "ruled"):
        subprocess.run([SLUICE, "mb", bucket, *to], check=True)
    document = server.folder / "policy.json"
    document.write_text(policy("ruled"))
    subprocess.run(
        [SLUICE, "bucket", "settings", "ruled", "--policy", str(document), "--ownership", "ObjectWriter",
         "--acl", "public-read-write", *to], check=True)
    for number in range(OBJECTS):
        server.endpoint.request("PUT", f"/plain/small/{number}", body=b"x" * 4096)
        server.endpoint.request("PUT", f"/ruled/small/{number}", body=b"x" * 4096,
                                headers={"x-amz-tagging": "kind=small", "x-amz-acl": "public-read"})


def cpu_seconds(pids):
    """Of all threads of these processes, in user code and in the kernel, since they started."""
    ticks = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as line:
            fields = line.read().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Samples:
    """Of one bucket: requests a second, and CPU time of the server for each request, in microseconds."""

    def __init__(self):
        self.rates = []
        self.costs = []

    def take(self, server, measure, bucket, seconds, turn):
        before = cpu_seconds(server.pids)
        rate = measure(server, bucket, seconds, turn)
        self.rates.append(rate)
        self.costs.append((cpu_seconds(server.pids) - before) / (rate * seconds) * 1e6)


def row(name, plain, ruled):
    columns = []
    for of, unit in (("rates", "/s"), ("costs", "µs")):
        before, after = (statistics.median(getattr(samples, of)) for samples in (plain, ruled))
        columns.append(f"{before:,.0f} {unit} | {after:,.0f} {unit} | {after / before:.3f}")
    return f"| {name} | {' | '.join(columns)} |"


def compare(folder, rounds, seconds, warm_up):
    """The table, as it grows and at the end."""
    server = start(folder)
    try:
        prepare(server)
        table = [
            "| work | plain bucket | policy of 20 statements, ACLs, tag | ratio | CPU a request, plain | with settings | ratio |",
            "|---|---|---|---|---|---|---|",
        ]
        for name, measure in ROWS:
            for bucket in ("plain", "ruled"):
                measure(server, bucket, warm_up, "warm")
            samples = {"plain": Samples(), "ruled": Samples()}
            for turn in range(rounds):
                # Who is first alternates: the second finds the disk and the compiler warmer.
                for bucket in samples if turn % 2 == 0 else reversed(samples):
                    os.sync()
                    samples[bucket].take(server, measure, bucket, seconds, turn)
            table.append(row(name, samples["plain"], samples["ruled"]))
            print(table[-1], flush=True)
        return "\n".join(table) + "\n"
    finally:
        server.stop()
