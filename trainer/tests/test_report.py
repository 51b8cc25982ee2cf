import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from edgecart_trainer.numbers_on_axes import ticks
from edgecart_trainer.report import Example, ReportInput, report
from edgecart_trainer.report_charts import lines
from edgecart_trainer.report_figures import by_who, calibration, coverage, overlap, tenths
from edgecart_trainer.report_file import write_report

FULL = ReportInput(
    version="ab" * 32,
    figures={
        "popularity": {"hit_rate_at_20": 0.1139, "mrr_at_20": 0.0403},
        "covisitation": {"hit_rate_at_20": 0.229, "mrr_at_20": 0.0782},
        "last published": {"hit_rate_at_20": 0.23, "mrr_at_20": 0.079},
        "this model": {"hit_rate_at_20": 0.2413, "mrr_at_20": 0.0821},
    },
    trained_on={"training_visits": 126_168, "first_day": "2026-01-01", "share": 0.25},
    held_out=15_132,
    curves={"validation hit rate at 20": [0.11, 0.18, 0.21, 0.23, 0.235], "loss": [7.1, 6.2, 5.9, 5.8, 5.7]},
    coverage={"popularity": 0.02, "this model": 0.61},
    popularity_bias={"this model": [0.4, 0.2, 0.12, 0.08, 0.06, 0.05, 0.04, 0.02, 0.02, 0.01]},
    demand=[0.35, 0.2, 0.14, 0.1, 0.07, 0.05, 0.04, 0.03, 0.01, 0.01],
    calibration=[(0.01, 0.012), (0.05, 0.047), (0.12, 0.13), (0.3, 0.27), (0.62, 0.6)],
    examples=[
        Example(
            ["White milk, 1 gal", "Bananas"], ["Eggs, 12", "<script>alert(1)</script>", "Butter & jam"], "Eggs, 12"
        ),
        Example([], ["Bananas", "White milk, 1 gal"]),
    ],
    drift={"top_20_in_common": 0.83, "items_new": 120},
    dropped={"duplicate id": 12, "impossible day": 3},
)


class Tags(HTMLParser):
    """Collects tags and complains of those that are not closed."""

    EMPTY = {"meta", "polyline"}  # noqa: RUF012

    def __init__(self, page: str):
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]):
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]):
        self.seen.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str):
        assert self.open.pop() == tag


def test_the_page_is_one_whole_file_without_scripts_and_links():
    page = Tags(report(FULL))
    assert not {"script", "link", "img", "iframe", "a"} & page.seen
    assert not {"src", "href"} & {name for name, _ in page.attributes}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "url(" not in report(FULL) and "@import" not in report(FULL)


def test_names_from_the_catalogue_are_text_and_nothing_else():
    page = report(FULL)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Butter &amp; jam" in page


def test_each_part_of_what_is_handed_over_is_on_the_page():
    page = report(FULL)
    for told in [
        "Beside the floors", "On 15,132 held-out carts", "<mark>0.2413</mark>", "last published", "How it learned",
        "Coverage", "61 %", "Best sellers", "Calibration", "White milk, 1 gal · Bananas", "Taken next: Eggs, 12",
        "An empty session", "Since the last model", "top 20 in common", "0.8300", "dropped: duplicate id", "126,168",
    ]:  # fmt: skip
        assert told in page, told
    assert report(FULL) == page


def test_a_model_that_was_not_measured_has_a_page_that_says_so():
    page = report(ReportInput(version="cd" * 32))
    assert "Not measured" in page
    Tags(page)
    assert page.count("<section>") == 1


def test_what_is_no_number_is_not_drawn():
    drawn = lines({"loss": [(1, 5.0), (2, float("nan")), (3, float("inf")), (4, 4.0)]}, "epoch")
    assert "nan" not in drawn and "inf" not in drawn
    assert len(re.findall(r"class=\"line c0\" points=\"([^\"]*)\"", drawn)[0].split()) == 2
    assert lines({"loss": [(1, float("nan"))]}, "epoch") == "<p>No values.</p>"


def test_one_value_or_equal_ones_are_drawn_within_the_picture():
    for points in ([(1.0, 3.0)], [(1.0, 3.0), (2.0, 3.0)], [(0.0, 0.0), (0.0, 0.0)]):
        drawn = lines({"one": points}, "x")
        numbers = [
            float(number) for points in re.findall(r'points="([^"]*)"', drawn) for number in re.split("[ ,]", points)
        ]
        assert all(0 <= number <= 360 for number in numbers)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]), (5.7, 7.1, [5.5, 6, 6.5, 7, 7.5]), (1, 5, [1, 2, 3, 4, 5]), (3, 3, [3, 4])],
)
def test_axes_have_round_numbers(low: float, high: float, expected: list[float]):
    assert ticks(low, high, 5) == pytest.approx(expected)


def test_figures_of_suggestions():
    top = np.array([[0, 1, -1], [1, 2, 3]])
    assert coverage(top, 8) == 0.5
    assert overlap(top, np.array([[1, 5, 6], [1, 2, 3]])) == 0.75
    assert tenths(np.array([9, 9, 0, -1]), np.arange(10.0)) == pytest.approx([2 / 3, *[0] * 8, 1 / 3])
    assert calibration(np.array([0.1, 0.9, 0.2, 0.8]), np.array([0, 1, 0, 0]), 2) == [
        (pytest.approx(0.15), 0.0),
        (pytest.approx(0.85), 0.5),
    ]
    metrics = {"hit_rate_at_10": 0.2, "popularity_hit_rate_at_10": 0.1, "held_out_carts": 9}
    assert by_who(metrics, ("hit_rate_at_10",)) == {
        "this model": {"hit_rate_at_10": 0.2},
        "popularity": {"hit_rate_at_10": 0.1},
    }


def test_the_page_lies_beside_the_model_and_a_failure_is_told_only(tmp_path: Path, capsys):
    write_report(tmp_path, FULL)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == report(FULL)
    write_report(tmp_path / "gone", FULL)
    assert "Without a page about it" in capsys.readouterr().out
