"""The rounds of a comparison: each row, the servers in turns."""

import os

from . import report
from .driver import SETTLE_SECONDS


def measure(result, compared, chosen, options, names):
    for row in chosen:
        able = [server for server in compared if server.can(row)]
        samples = {server.name: [] for server in able}
        if row.loaded:
            for server in able:
                server.measure(row, 1, options.warm_up)
        for turn in range(options.rounds):
            first = turn % len(able) if able else 0
            for server in able[first:] + able[:first]:
                os.sync()  # nobody pays for what the one before left to be written
                samples[server.name].append(server.measure(row, options.seconds, SETTLE_SECONDS))
        beside = "; ".join(f"{report.figure(*result['limits'][name])}: {name}" for name in row.limit)
        result["rows"].append({"name": row.name, "unit": row.unit, "limit": beside, "samples": samples})
        print(report.line(result["rows"][-1], names), flush=True)
