"""Charts as inline SVG. Colours come from the page's style, so that they follow light and dark; every value is also text."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from .numbers_on_axes import ticks

Point = tuple[float, float]

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 8, 36


def bars(values: Mapping[str, float], percent: bool = False) -> str:
    """Horizontal bars with their names and values. HTML and not SVG: names wrap on a phone."""
    most = max([*values.values(), 0.0]) or 1.0
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{_bar(max(value, 0.0) / most, name == 'this model')}{_text(value, percent)}</dd>"
        for name, value in values.items()
    )
    return f'<dl class="bars">{rows}</dl>'


def _bar(share: float, own: bool) -> str:
    whose = "own" if own else "other"
    return f'<span class="{whose}" style="width:{80 * share:.1f}%"></span>'


def lines(series: Mapping[str, Sequence[Point]], horizontal: str, percent: bool = False) -> str:
    """Lines over one axis, named beneath by their colours. Values that are no numbers are not drawn."""
    drawn = {name: [(x, y) for x, y in points if math.isfinite(y)] for name, points in series.items()}
    every = [point for points in drawn.values() for point in points]
    if not every:
        return "<p>No values.</p>"
    xs, ys = [x for x, _ in every], [y for _, y in every]
    across, up = ticks(min(xs), max(xs), 6), ticks(0.0 if percent else min(ys), max(ys), 5)
    left, right = min(across[0], *xs), max(across[-1], *xs)

    def place(x: float, y: float) -> str:
        horizontally = LEFT + (x - left) / ((right - left) or 1) * (WIDTH - LEFT - RIGHT)
        vertically = TOP + (up[-1] - y) / ((up[-1] - up[0]) or 1) * (HEIGHT - TOP - BOTTOM)
        return f"{horizontally:.1f},{vertically:.1f}"

    parts = []
    for y in up:
        start, end = place(left, y), place(right, y)
        parts.append(f'<polyline class="grid" points="{start} {end}"/>')
        parts.append(_label(start, -5, 4, "end", _text(y, percent)))
    for x in across:
        parts.append(_label(place(x, up[0]), 0, 15, "middle", f"{x:g}"))
    parts.append(_label(f"{(LEFT + WIDTH - RIGHT) / 2:.1f},{HEIGHT}", 0, -4, "middle", horizontal))
    for at, points in enumerate(drawn.values()):
        at_points = " ".join(place(x, y) for x, y in points)
        parts.append(f'<polyline class="line c{at % 6}" points="{at_points}"/>')
    described = "; ".join(
        f"{name}: {', '.join(_text(y, percent) for _, y in points)}" for name, points in drawn.items()
    )
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(described)}">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )
    if len(drawn) == 1:
        return svg
    legend = "".join(f'<li class="c{at % 6}">{escape(name)}</li>' for at, name in enumerate(drawn))
    return f'{svg}<ul class="legend">{legend}</ul>'


def _label(place: str, right: float, down: float, anchor: str, text: str) -> str:
    x, y = (float(number) for number in place.split(","))
    return f'<text x="{x + right:.1f}" y="{y + down:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _text(value: float, percent: bool) -> str:
    return f"{100 * value:.3g} %" if percent else f"{value:.4g}"
