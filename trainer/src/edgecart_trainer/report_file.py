"""Writes the page about a model beside the model."""

from pathlib import Path

from .durable_file import replace_durably
from .progress import say
from .report import ReportInput, report


def write_report(folder: Path, given: ReportInput) -> None:
    """``report.html`` in the model's folder; the collector does not serve it. Where that fails it is told, no more: the
    model is published already."""
    try:
        replace_durably(folder / "report.html", report(given).encode())
    except OSError as error:
        say(f"Without a page about it: {folder / 'report.html'} can't be written ({error}).")
    else:
        say(f"A page about it: {folder / 'report.html'}")
