"""Writes a package size as a shopper would read it: ``L     1 LB`` -> ``1 lb``, ``10/6.75 OZ`` -> ``10 × 6.75 oz``."""

import re

_UNITS = {
    "FL OZ": "fl oz", "OZS": "oz", "OZ": "oz", "LBS": "lb", "LB": "lb", "GAL": "gal", "GA": "gal", "QT": "qt",
    "PT": "pt", "ML": "ml", "L": "L", "CT": "ct", "PC": "ct", "PK": "pack", "DOZ": "dozen", "DZ": "dozen",
    "SQ FT": "sq ft", "FT": "ft", "LOADS": "loads", "LOAD": "loads", "LD": "loads", "STEM": "stems",
}  # fmt: skip
_UNIT = "|".join(_UNITS)
_MEASURE = re.compile(rf"(?:(?P<packs>\d+)\s*(?:PK)?\s*[-/]\s*)?(?P<number>\d+ \d/\d|\d*\.?\d+)\s*(?P<unit>{_UNIT})\b")
_FRACTION = re.compile(rf"(?P<number>1/[248]|3/4|1/3|2/3)\s*(?P<unit>{_UNIT})\b")
_BARE_UNIT = re.compile(rf"^(?P<unit>{_UNIT})$")

_LARGEST_LOOSE_POUNDS = 10


def readable_size(size: str, loose: bool = False) -> str:
    """``size`` of the data as text, empty when it says nothing a shopper could use.

    ``loose``: the product is sold by piece or weight, so that a size such as ``40 LB`` or ``48 CT`` is that of the
    grocer's crate and not of what is bought.
    """
    parsed = _parse(size.upper().strip())
    if parsed is None:
        return ""
    packs, number, unit = parsed
    if loose and (
        unit in ("ct", "stems") and _value(number) > 6 or unit == "lb" and _value(number) > _LARGEST_LOOSE_POUNDS
    ):
        return ""
    if unit == "pack" and packs is None and _value(number) > 100:
        return ""
    measure = f"{number} {unit}" if unit != "pack" else f"{number}-pack"
    return f"{packs} × {measure}" if packs is not None and _value(packs) > 1 else measure


def _parse(size: str) -> tuple[str | None, str, str] | None:
    bare = _BARE_UNIT.match(size)
    if bare:
        return None, "1", _UNITS[bare["unit"]]
    fraction = _FRACTION.match(size)
    if fraction:
        return None, fraction["number"], _UNITS[fraction["unit"]]
    measures = list(_MEASURE.finditer(size))
    if not measures:
        return None
    # "22515 32 OZ" and "(600) 4 LB" begin with the maker's own number; "14 OZ/8 CT" says weight first.
    found = measures[0]
    return found["packs"], _plain(found["number"]), _UNITS[found["unit"]]


def _plain(number: str) -> str:
    if " " in number:
        return number
    return f"{float(number):.3f}".rstrip("0").rstrip(".")


def _value(number: str) -> float:
    total = 0.0
    for part in number.split():
        over, _, under = part.partition("/")
        total += float(over) / float(under) if under else float(over)
    return total
