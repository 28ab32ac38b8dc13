"""Resident memory of each server: idle after its start, and the most under each load."""

import threading
import time

IDLE_SECONDS = 5
LOOK_SECONDS = 0.1
KIBIBYTE = 1024


def resident(pids):
    """MiB of all processes together. Pages that several share, such as the JVM's archive, count once for each process in
    proportion (Pss), where this user may ask."""
    return sum(of_process(pid) for pid in pids) / KIBIBYTE


def of_process(pid):
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            with open(f"/proc/{pid}/{name}") as lines:
                for line in lines:
                    if line.startswith(field):
                        return int(line.split()[1])
        except OSError:
            continue
    return 0


class Peak:
    """The most memory that a server has while this is entered."""

    def __init__(self, server):
        self.server = server
        self.mebibytes = 0
        self.done = threading.Event()
        self.looking = threading.Thread(target=self.look)

    def look(self):
        while True:
            self.mebibytes = max(self.mebibytes, resident(self.server.pids))
            if self.done.wait(LOOK_SECONDS):
                return

    def __enter__(self):
        self.looking.start()
        return self

    def __exit__(self, *failure):
        self.done.set()
        self.looking.join()


def measure(servers, loaded, seconds, warm_up, note):
    """A list of rows: name and, by server, MiB. Each load meets a server that was started for it."""
    table = [("idle after the start", {})]
    for server in servers:
        server.stop()
        server.start()
        time.sleep(IDLE_SECONDS)
        table[0][1][server.name] = resident(server.pids)
    note(table[0])
    for row in loaded:
        figures = {}
        for server in servers:
            server.stop()
            server.start()
            with Peak(server) as peak:
                row.measure(server, seconds, warm_up)
            figures[server.name] = peak.mebibytes
        table.append((row.name, figures))
        note(table[-1])
    return table
