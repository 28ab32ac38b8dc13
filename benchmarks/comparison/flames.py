"""Where the CPU time of a server goes under one load: samples of JFR, folded into stacks and drawn as a flame graph."""

import collections
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

from .driver import SETTLE_SECONDS, bench

WIDTH, LINE, HEAD, FOOT = 1600, 16, 54, 10
NARROWEST = 0.4  # pixels; what is narrower is left out
LETTER = 6.2
DEPTH = 200
INTERVAL = "10ms"
LOAD = ("--size", "4KiB", "--clients", "16")
# So few that storing them is over before the samples begin, and what they take to begin.
OBJECTS = {"get": 100, "head": 100, "list": 100, "mixed": 100}
BEGIN_SECONDS = 2
# Packages by the beginning of a class's name; the colour says whose code it is.
FAMILIES = [
    ("dev.sluice", "#e8934a", "Sluice"),
    ("org.eclipse.jetty", "#d8c24a", "Jetty"),
    ("io.grpc", "#8bb36a", "gRPC, Netty, Protobuf"),
    ("io.netty", "#8bb36a", None),
    ("com.google.protobuf", "#8bb36a", None),
    ("", "#8fb2d0", "the JDK and others"),
]
TICKS = os.sysconf("SC_CLK_TCK")
# Threads of the JVM that run no Java, by the beginnings of their names; JFR does not sample them.
MACHINERY = {"compiler": ("C1 Comp", "C2 Comp"), "collector": ("GC Thread", "G1 ")}


def tool(pid, name):
    """A tool of the JDK that a process runs on."""
    return str(pathlib.Path(os.readlink(f"/proc/{pid}/exe")).parent / name)


def jcmd(pid, *arguments):
    run = subprocess.run([tool(pid, "jcmd"), str(pid), *arguments], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"jcmd {' '.join(arguments)}: {(run.stdout + run.stderr)[-1000:]}")


def cpu_seconds(pid):
    """CPU time of a process's threads by kind."""
    seconds = collections.Counter()
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            name, fields = (task / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue  # it has ended
        kind = next((kind for kind, begins in MACHINERY.items() if name.startswith(begins)), "Java")
        user, system = fields.split()[11:13]
        seconds[kind] += (int(user) + int(system)) / TICKS
    return seconds


class Recording:
    """What one process does while this is entered: folded stacks, and CPU seconds of its threads by kind."""

    def __init__(self, pid, file):
        self.pid, self.file = pid, file
        self.stacks, self.seconds, self.lost = collections.Counter(), {}, 0

    def __enter__(self):
        jcmd(self.pid, "JFR.start", "name=flames", "settings=none", "+jdk.CPUTimeSample#enabled=true",
             f"+jdk.CPUTimeSample#throttle={INTERVAL}", "+jdk.CPUTimeSamplesLost#enabled=true")
        self.before = cpu_seconds(self.pid)
        return self

    def __exit__(self, failure, *rest):
        after = cpu_seconds(self.pid)
        jcmd(self.pid, "JFR.stop", "name=flames", f"filename={self.file}")
        if failure is None:
            self.seconds = {kind: after[kind] - self.before[kind] for kind in after}
            self.fold()

    def fold(self):
        command = [tool(self.pid, "jfr"), "print", "--json", "--stack-depth", str(DEPTH), "--events",
                   "jdk.CPUTimeSample,jdk.CPUTimeSamplesLost", str(self.file)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for event in json.loads(printed)["recording"]["events"]:
            values = event["values"]
            if event["type"].endswith("SamplesLost"):
                self.lost += values["lostSamples"]
            elif values.get("stackTrace"):
                self.stacks[stack(values["stackTrace"]["frames"])] += 1


def stack(frames):
    """The frames of a sample, the outermost first; hidden classes without the number that each process gives them."""
    return tuple(
        re.sub(r"[./+]0x[0-9a-f]+", "", frame["method"]["type"]["name"]).replace("/", ".") + "." + frame["method"]["name"]
        for frame in reversed(frames))


def measure(server, workload, seconds, warm_up, folder):
    """Recordings of a server's processes while a load goes on that they are warm of, and the driver's measurement."""
    bench(server, workload, warm_up, *LOAD, warm_up=0)
    measured = []
    few = ("--objects", str(OBJECTS[workload])) if workload in OBJECTS else ()
    # It outlasts the samples by as much as it takes to begin and to end them.
    load = threading.Thread(target=lambda: measured.append(
        bench(server, workload, seconds + 2 * BEGIN_SECONDS, *LOAD, *few)))
    load.start()
    time.sleep(BEGIN_SECONDS + SETTLE_SECONDS)
    recordings = [Recording(pid, folder / f"{workload}-{number}.jfr") for number, pid in enumerate(server.pids)]
    for recording in recordings:
        recording.__enter__()
    time.sleep(seconds)
    for recording in recordings:
        recording.__exit__(None)
    load.join()
    if not measured:
        sys.exit(f"{workload}: no measurement")
    return recordings, measured[0]


def tree(stacks):
    root = {"value": 0, "children": {}}
    for frames, count in stacks.items():
        at = root
        at["value"] += count
        for frame in frames:
            at = at["children"].setdefault(frame, {"value": 0, "children": {}})
            at["value"] += count
    return root


def depth(node):
    return 1 + max((depth(child) for child in node["children"].values()), default=0)


def color(frame):
    return next(shade for begin, shade, _ in FAMILIES if frame.startswith(begin))


def draw(title, stacks):
    """A picture that needs nothing else; each frame says its name and share where the pointer rests on it."""
    root = tree(stacks)
    height = HEAD + LINE * depth(root) + FOOT
    parts = []

    def place(node, x, level):
        for name, child in sorted(node["children"].items()):
            width = WIDTH * child["value"] / root["value"]
            if width >= NARROWEST:
                y = height - FOOT - LINE * level
                share = 100 * child["value"] / root["value"]
                parts.append(
                    f'<g><title>{html.escape(name)}: {share:.2f} %</title><rect x="{x:.1f}" y="{y}" width="{width:.1f}"'
                    f' height="{LINE - 1}" fill="{color(name)}"/>{label(name, x, y, width)}</g>')
                place(child, x, level + 1)
            x += width

    place(root, 0, 1)
    x = 10
    for _, shade, who in FAMILIES:
        if who:
            parts.append(
                f'<rect x="{x}" y="32" width="10" height="10" fill="{shade}"/><text x="{x + 14}" y="41">{who}</text>')
            x += 30 + LETTER * len(who)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' font-family="monospace" font-size="10.5">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="20" font-size="13">{html.escape(title)}</text>',
        *parts,
        "</svg>",
        "",
    ])


def label(name, x, y, width):
    letters = int((width - 4) / LETTER)
    if letters < 3:
        return ""
    shown = ".".join(name.split(".")[-2:])
    if len(shown) > letters:
        shown = shown[: letters - 2] + ".."
    return f'<text x="{x + 2:.1f}" y="{y + 11}">{html.escape(shown)}</text>'


def top(stacks, count):
    """The methods that most samples were in themselves, and those that most were in or below: shares of all."""
    own, below = collections.Counter(), collections.Counter()
    for frames, samples in stacks.items():
        own[frames[-1]] += samples
        below.update(dict.fromkeys(set(frames), samples))
    total = sum(stacks.values())
    return [[(name, samples / total) for name, samples in counted.most_common(count)] for counted in (own, below)]
