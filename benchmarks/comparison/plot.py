"""Lines over a logarithmic axis, in panels beside each other; drawn without any library."""

import html
import math

from .picture import COLORS, text

WIDTH, HEIGHT = 400, 230
LEFT, RIGHT, TOP, BOTTOM = 66, 18, 78, 44
COLUMNS = 2
LEGEND_COLUMN = 205
LEGEND_LINE = 14


def draw(title, panels):
    """A picture. A panel is a title, the name of the axis, the unit, and by name its lines: lists of (x, y)."""
    panels = [panel for panel in panels if any(panel[3].values())]
    rows = math.ceil(len(panels) / COLUMNS)
    width, height = COLUMNS * (LEFT + WIDTH + RIGHT), 34 + rows * (TOP + HEIGHT + BOTTOM)
    parts = []
    for number, panel in enumerate(panels):
        x = number % COLUMNS * (LEFT + WIDTH + RIGHT)
        y = 34 + number // COLUMNS * (TOP + HEIGHT + BOTTOM)
        parts += draw_panel(x + LEFT, y + TOP, *panel)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        text(10, 22, title),
        *parts,
        "</svg>",
        "",
    ])


def draw_panel(left, top, title, axis, unit, lines):
    points = [point for line in lines.values() for point in line if point[1] > 0]
    if not points:
        return []
    across = scale([x for x, _ in points], left, WIDTH)
    # Never less than two decades, so that a line that does not rise is seen not to.
    upward = scale([y for _, y in points], top + HEIGHT, -HEIGHT, decades=2)
    parts = [text(left, top - 58, f"{title}, {unit}")]
    for value in ticks([y for _, y in points], decades=2):
        y = upward(value)
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{left + WIDTH}" y2="{y:.1f}" stroke="#e4e4e4"/>')
        parts.append(text(left - 6, y + 4, short(value), "end"))
    for value in sorted({x for x, _ in points}):
        x = across(value)
        parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{top + HEIGHT}" stroke="#f0f0f0"/>')
        parts.append(text(x, top + HEIGHT + 15, short(value), "middle"))
    parts.append(text(left + WIDTH / 2, top + HEIGHT + 30, axis, "middle"))
    for number, (name, line) in enumerate(lines.items()):
        color = COLORS[number % len(COLORS)]
        drawn = [(across(x), upward(y), y) for x, y in line if y > 0]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in drawn)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="1.6"/>')
        for x, y, value in drawn:
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{color}">'
                f"<title>{html.escape(name)}: {value:,.4g} {unit}</title></circle>")
        x, y = left + number % 2 * LEGEND_COLUMN, top - 42 + number // 2 * LEGEND_LINE
        parts.append(f'<rect x="{x}" y="{y - 7}" width="9" height="7" fill="{color}"/>')
        parts.append(text(x + 13, y, name))
    return parts


def bounds(values, decades):
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    if high - low < decades:
        high = low + decades
    return low, high


def scale(values, origin, length, decades=0):
    """Where on the axis a value lies."""
    low, high = bounds(values, decades) if decades else (math.log10(min(values)), math.log10(max(values)))
    span = high - low or 1
    return lambda value: origin + length * (math.log10(value) - low) / span


def ticks(values, decades):
    low, high = bounds(values, decades)
    return [10.0 ** power for power in range(low, high + 1)]


def short(value):
    for power, suffix in ((1_000_000, "M"), (1_000, "k")):
        if value >= power:
            return f"{value / power:g}{suffix}"
    return f"{value:g}"
