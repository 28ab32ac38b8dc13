"""The result: as JSON with all samples, as a table in Markdown, and as a picture."""

import datetime
import json
import os
import pathlib
import platform
import shlex
import statistics
import subprocess
import textwrap

from . import picture

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "benchmarks" / "results"
COLUMNS = 120
CONTINUED = " \\"


def git(*arguments):
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True).stdout.strip()


def machine(folder):
    memory = next(line for line in open("/proc/meminfo") if line.startswith("MemTotal:"))
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    file_system = subprocess.run(
        ["findmnt", "-n", "-o", "FSTYPE", "--target", str(folder)], capture_output=True, text=True).stdout.strip()
    return {
        "cores": os.cpu_count(),
        "processor": models[0] if models else platform.machine(),
        "memoryMiB": int(memory.split()[1]) // 1024,
        "kernel": platform.release(),
        "fileSystem": file_system,
    }


def begin(folder, arguments):
    """The head of a result, taken before anything is measured."""
    return {
        "commit": git("rev-parse", "HEAD"),
        "changed": bool(git("status", "--porcelain", "--untracked-files=no")),
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(folder),
        "arguments": arguments,
    }


def figure(value, unit):
    digits = 0 if value >= 100 else 1
    return f"{value:,.{digits}f} {unit}"


def cell(samples, unit):
    """The median, and between what the rounds lay."""
    if not samples:
        return ""
    median = figure(statistics.median(samples), unit)
    return median if len(samples) == 1 else f"{median} ({min(samples):,.0f}..{max(samples):,.0f})"


def line(row, names):
    return "| " + " | ".join(
        [row["name"], *(cell(row["samples"].get(name, []), row["unit"]) for name in names), row["limit"]]) + " |"


def head(result, title, command, reading):
    """The beginning of a page: of what it is, and how to read it."""
    about = result["machine"]
    of = (
        f"Commit {result['commit'][:12]}{' with changes' if result['changed'] else ''}; {about['cores']} cores"
        f" ({about['processor']}), {about['memoryMiB']:,} MiB, {about['fileSystem']}, Linux {about['kernel']}."
        f" The driver runs on the same cores. {reading}")
    return [
        f"# {title} of {result['date'][:10]}",
        "",
        *textwrap.wrap(of, COLUMNS),
        "",
        *command_lines([f"benchmarks/{command}", *map(shlex.quote, result["arguments"])]),
        "",
    ]


def command_lines(words):
    """A command as a block of a page, continued where a line would be too long."""
    lines = ["   "]
    for word in words:
        if len(lines[-1]) + len(word) + len(CONTINUED) >= COLUMNS:
            lines[-1] += CONTINUED
            lines.append("       ")
        lines[-1] += " " + word
    return lines


def markdown(result, names):
    text = head(
        result, "Comparison", "compare",
        "Medians of the rounds, and between what they lay; take ratios from them.")
    if result["rows"]:
        text += ["| work | " + " | ".join(names) + " | the machine |", "|---" * (len(names) + 2) + "|"]
        text += [line(row, names) for row in result["rows"]] + [""]
    if result["memory"]:
        text += ["| resident memory, MiB | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for row in result["memory"]:
            text.append(
                f"| {row['name']} | "
                + " | ".join(f"{row['mebibytes'][name]:,.0f}" if name in row["mebibytes"] else "" for name in names)
                + " |")
        text.append("")
    if result["limits"]:
        text += ["| the machine alone | |", "|---|---|"]
        text += [f"| {name} | {figure(*limit)} |" for name, limit in result["limits"].items()] + [""]
    return "\n".join(text)


def write(result, names, output):
    """Writes the three files; the path without its ending."""
    return save(result, output, "", markdown(result, names), {"": picture.draw(result, names)})


def path(result, kind):
    """The files of a result without their endings, named after kind, day and commit."""
    return RESULTS / f"{kind}{result['date'][:10]}-{result['commit'][:12]}"


def save(result, output, kind, page, pictures):
    """Writes JSON, page and pictures, unless a path says otherwise where; the path without its ending."""
    written = pathlib.Path(output) if output else path(result, kind)
    written.parent.mkdir(parents=True, exist_ok=True)
    written.with_name(written.name + ".json").write_text(json.dumps(result, indent=1) + "\n")
    written.with_name(written.name + ".md").write_text(page)
    for name, drawn in pictures.items():
        written.with_name(written.name + name + ".svg").write_text(drawn)
    return written
