"""The rows as bars, one group for each row, each scaled by its own best; drawn without any library."""

import html
import statistics

COLORS = ["#1b6ca8", "#5aa9d6", "#2a9d6f", "#8fd0b5", "#7a5aa8", "#c77d0a", "#b33a3a", "#777777"]
LABEL, BAR, FIGURE = 300, 460, 190
HEIGHT, GAP, HEAD = 15, 14, 44


def draw(result, names):
    groups = [(row["name"], row["unit"], means(row["samples"])) for row in result["rows"]]
    groups += [(f"memory: {row['name']}", "MiB", row["mebibytes"]) for row in result["memory"]]
    parts = []
    y = HEAD
    for name, unit, values in groups:
        if not values:
            continue
        lower = unit in ("ms", "MiB")
        parts.append(text(LABEL - 10, y + 11, name + (" (less is better)" if lower else ""), "end"))
        longest = max(values.values())
        for server in names:
            if server not in values:
                continue
            value = values[server]
            width = max(1, BAR * value / longest)
            color = COLORS[names.index(server) % len(COLORS)]
            parts.append(f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="{HEIGHT - 3}" fill="{color}"/>')
            digits = 0 if value >= 100 else 1
            parts.append(text(LABEL + width + 5, y + 10, f"{value:,.{digits}f} {unit} {server}"))
            y += HEIGHT
        y += GAP
    width = LABEL + BAR + FIGURE
    title = f"Commit {result['commit'][:12]}, {result['date'][:10]}, {result['machine']['cores']} cores, " \
        f"{result['machine']['fileSystem']}: medians; each group has a scale of its own"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{y}" fill="#ffffff"/>',
        text(10, 22, title),
        *parts,
        "</svg>",
        "",
    ])


def means(samples):
    return {name: statistics.median(of) for name, of in samples.items() if of}


def text(x, y, content, anchor="start"):
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" fill="#222222">{html.escape(content)}</text>'
