"""The result of a growth measurement: as JSON, as tables in Markdown, and as pictures."""

from . import plot, report

KEYS, CLIENTS = "keys in the bucket", "clients"


def tables(rows, axis, measured_of):
    """A table for each layout: a line for each figure, a column for each number, and how much the last is of the
    first."""
    text = []
    for layout in unique(row["layout"] for row in rows):
        own = [row for row in rows if row["layout"] == layout]
        numbers = unique(row["of"] for row in own)
        text += [f"## {layout}, by {axis}{measured_of}", ""]
        text += ["| what | " + " | ".join(f"{number:,}" for number in numbers) + " | last / first |"]
        text += ["|---" * (len(numbers) + 2) + "|"]
        for what, unit in unique((row["what"], row["unit"]) for row in own):
            values = {row["of"]: row["value"] for row in own if (row["what"], row["unit"]) == (what, unit)}
            first, last = values[numbers[0]], values[numbers[-1]]
            cells = [cell(values[number], unit) for number in numbers]
            ratio = f"{last / first:.2f}" if first else ""
            text.append(f"| {what} | " + " | ".join(cells) + f" | {ratio} |")
        text.append("")
    return text


def cell(value, unit):
    return f"{value:.2f} {unit}" if unit == "ms" and value < 10 else report.figure(value, unit)


def unique(values):
    return list(dict.fromkeys(values))


def page(result):
    text = report.head(
        result, "Growth", "growth",
        f"`{result['server']}`; one figure each: what differs little between two columns may be the machine's.")
    text += tables(result["keys"], KEYS, f", {result['loadedBy']} clients")
    text += tables(result["clients"], CLIENTS, f", {result['clientsKeys']:,} keys")
    return "\n".join(text)


def lines(rows, unit, chosen):
    """Points of the figures that are chosen, by name."""
    found = {}
    for row in rows:
        if row["unit"] == unit and chosen(row["what"]):
            found.setdefault(row["what"], []).append((row["of"], row["value"]))
    return found


def panels(result, loads):
    drawn = []

    def panel(rows, title, axis, unit, chosen):
        drawn.append((title, axis, unit, lines(rows, unit, chosen)))

    for layout in unique(row["layout"] for row in result["keys"]):
        own = [row for row in result["keys"] if row["layout"] == layout]
        panel(own, f"{layout}: requests of {result['loadedBy']} clients", KEYS, "/s", lambda what: True)
        panel(own, f"{layout}: median latency of {result['loadedBy']} clients", KEYS, "ms", lambda what: what in loads)
        panel(own, f"{layout}: one client", KEYS, "ms",
              lambda what: what not in loads and ("one client" in what or "page" in what))
        panel(own, f"{layout}: the process", KEYS, "ms", lambda what: what.startswith(("start", "fsck", "first page")))
        panel(own, f"{layout}: memory", KEYS, "MiB", lambda what: True)
    panel(result["clients"], "requests", CLIENTS, "/s", lambda what: True)
    panel(result["clients"], "median latency", CLIENTS, "ms", lambda what: True)
    return drawn


def write(result, loads, output):
    about = result["machine"]
    title = f"Growth: commit {result['commit'][:12]}, {result['date'][:10]}, {about['cores']} cores, " \
        f"{about['fileSystem']}; both axes are logarithmic"
    return report.save(
        result, output, "growth-", page(result), {"": plot.draw(title, panels(result, loads))})
