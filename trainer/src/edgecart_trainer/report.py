"""The page about a model, ``report.html``: one file without scripts or anything from elsewhere, for the shop's people.

A pure function of what the trainer hands over; what is empty is left out, so a model that was not measured has a page too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from .report_charts import bars, lines
from .report_style import STYLE


@dataclass(frozen=True)
class Example:
    """A session and what the model suggests for it, by the items' names. ``next``: what was taken, if that is known."""

    session: Sequence[str]
    suggested: Sequence[str]
    next: str = ""


@dataclass(frozen=True)
class ReportInput:
    """``figures``: measures (``hit_rate_at_20``, …) by who was measured: ``this model``, ``last published``, the floors.

    ``curves``: values by epoch, by name (``validation``, ``loss``). ``coverage``: by who, the share of the model's items
    that is among anybody's first 20 on the held-out carts. ``popularity_bias``: by who, what share of suggestions goes to
    each tenth of the items, most wanted first (10 numbers); ``demand``: the same of what was taken. ``calibration``:
    (predicted, observed) pairs, each of equally many. ``drift``: what is different since the last model, by name.
    ``dropped``: of the records, by reason.
    """

    version: str
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    trained_on: Mapping[str, str | float] = field(default_factory=dict)
    held_out: int = 0
    curves: Mapping[str, Sequence[float]] = field(default_factory=dict)
    coverage: Mapping[str, float] = field(default_factory=dict)
    popularity_bias: Mapping[str, Sequence[float]] = field(default_factory=dict)
    demand: Sequence[float] = ()
    calibration: Sequence[tuple[float, float]] = ()
    examples: Sequence[Example] = ()
    drift: Mapping[str, float] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)


def report(given: ReportInput) -> str:
    """The page's HTML. The same input gives the same bytes."""
    sections = [
        _metrics(given),
        _curves(given),
        _coverage(given),
        _popularity(given),
        _calibration(given),
        _examples(given),
        _drift(given),
        _origin(given),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Also where it is served from a collector: nothing but its own style may have an effect.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Model {escape(given.version[:12])}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Model <code>{escape(given.version[:12])}</code></h1>\n"
        + "\n".join(section for section in sections if section)
        + "\n</main>\n</body>\n</html>\n"
    )


def _section(title: str, note: str, content: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n<p>{escape(note)}</p>\n{content}\n</section>"


def _name(text: str) -> str:
    return text.replace("_", " ").replace("mrr", "MRR")


def _metrics(given: ReportInput) -> str:
    if not given.figures:
        return _section("Not measured", "There were too few days of records to hold some out.", "")
    measures = list(dict.fromkeys(name for figures in given.figures.values() for name in figures))
    best = {name: max(figures.get(name, 0.0) for figures in given.figures.values()) for name in measures}
    rows = [["", *(_name(name) for name in measures)]]
    for who, figures in given.figures.items():
        cells = [_cell(figures.get(name), best[name]) for name in measures]
        rows.append([f"<b>{escape(_name(who))}</b>" if who == "this model" else escape(_name(who)), *cells])
    chart = bars({_name(who): figures[measures[0]] for who, figures in given.figures.items() if measures[0] in figures})
    on = f"On {given.held_out:,} held-out carts, later than what was learned from. " if given.held_out else ""
    return _section(
        "Beside the floors",
        f"{on}The model should be above each simpler way to suggest. The bars show {_name(measures[0])}.",
        chart + _table(rows),
    )


def _cell(value: float | None, best: float) -> str:
    if value is None:
        return "–"
    return f"<mark>{value:.4f}</mark>" if value == best else f"{value:.4f}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Cells are HTML; the first row is the head and the first column the names."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>\n' for row in rows[1:]
    )
    return f'<div class="wide"><table>\n<tr>{head}</tr>\n{body}</table></div>'


def _curves(given: ReportInput) -> str:
    drawn = {name: list(enumerate(values, 1)) for name, values in given.curves.items() if len(values) > 1}
    if not drawn:
        return ""
    charts = "".join(
        f"<figure><figcaption>{escape(_name(name))}</figcaption>{lines({_name(name): points}, 'epoch')}</figure>"
        for name, points in drawn.items()
    )
    return _section("How it learned", "After each pass over the sessions.", f'<div class="beside">{charts}</div>')


def _coverage(given: ReportInput) -> str:
    if not given.coverage:
        return ""
    return _section(
        "Coverage",
        "The share of the model's items that come up among the first 20 of at least one held-out cart.",
        bars({_name(who): share for who, share in given.coverage.items()}, percent=True),
    )


def _popularity(given: ReportInput) -> str:
    shares = {**given.popularity_bias, **({"what was taken": given.demand} if given.demand else {})}
    if not shares:
        return ""
    drawn = {_name(who): list(enumerate(values, 1)) for who, values in shares.items()}
    return _section(
        "Best sellers",
        "What share of the suggestions goes to each tenth of the items, most wanted first. A line above that of what was "
        "taken on the left suggests best sellers too often.",
        lines(drawn, "tenth of the items", percent=True),
    )


def _calibration(given: ReportInput) -> str:
    if not given.calibration:
        return ""
    points = [(100 * predicted, observed) for predicted, observed in given.calibration]
    most = max(predicted for predicted, _ in points)
    return _section(
        "Calibration",
        "What was predicted, and how often it came true. The closer to the straight line, the more a probability can be "
        "taken at its word.",
        lines({"came true": points, "as predicted": [(0, 0), (most, most / 100)]}, "predicted, %", percent=True),
    )


def _examples(given: ReportInput) -> str:
    if not given.examples:
        return ""
    shown = "".join(
        f"<article><h3>{escape(' · '.join(one.session)) or 'An empty session'}</h3>\n<ol>"
        + "".join(
            f"<li>{f'<mark>{escape(name)}</mark>' if name == one.next else escape(name)}</li>" for name in one.suggested
        )
        + "</ol>"
        + (f"<p>Taken next: {escape(one.next)}</p>" if one.next else "")
        + "</article>\n"
        for one in given.examples
    )
    return _section("Examples", "Sessions, and what the model suggests for them.", f'<div class="beside">{shown}</div>')


def _drift(given: ReportInput) -> str:
    if not given.drift:
        return ""
    rows = [["", "value"], *([escape(_name(name)), _number(value)] for name, value in given.drift.items())]
    return _section("Since the last model", "How far suggestions moved.", _table(rows))


def _origin(given: ReportInput) -> str:
    rows = [["", "value"], *([escape(_name(name)), _number(value)] for name, value in given.trained_on.items())]
    rows += [[f"dropped: {escape(reason)}", f"{count:,}"] for reason, count in given.dropped.items()]
    if len(rows) == 1:
        return ""
    return _section("What it was trained on", f"Version {given.version}.", _table(rows))


def _number(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
