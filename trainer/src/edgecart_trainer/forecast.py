"""The steps from records to ``forecast.json`` and ``inventory.json``, in their order; each is a module named after it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from .catalogue_file import ShopCatalogue, read_catalogue
from .clean import Report
from .demand_cells import DemandCells, add_cells, bought_cells, cells_of_history, cells_of_records
from .demand_table import HOURS, DemandTable, ForecastError, make_table
from .durable_file import replace_durably
from .forecast_demand import forecast, learn
from .forecast_file import forecast_content
from .forecast_options import ForecastOptions
from .inventory import MOST_SIGNALS, inventory_content
from .measure_forecast import measure
from .progress import say

WEEK_HOURS = 7 * 24


def make_forecast(options: ForecastOptions) -> dict[str, Any]:
    """Reads, learns, forecasts, and writes ``forecast.json`` and, where there is a stock file, ``inventory.json`` into the
    folder ``out``. Returns the forecast's content."""
    catalogue = read_catalogue(options.catalogue)
    table, now = read_demand(options, catalogue)
    measured = None
    if options.held_out:
        if table.days < options.held_out + 28:
            raise ForecastError(
                f"{table.days} days are too few to hold {options.held_out} back; give a smaller --held-out, or none"
            )
        say(f"Measuring on the last {options.held_out} days ...")
        measured = measure(table, options.held_out).figures()
    say(f"Forecasting {options.days} days from {table.days} days ...")
    made = forecast(table, learn(table), options.days, options.interval)
    content = forecast_content(options, catalogue, table, made, now, measured)
    if options.out is not None:
        write_supply(options.out, "forecast.json", content)
    if options.stock is not None:
        inventory = inventory_content(options.stock, catalogue, table, made, now)
        if options.out is not None:
            write_supply(options.out, "inventory.json", inventory | {"signals": inventory["signals"][:MOST_SIGNALS]})
        if options.signals is not None:
            from .send_signals import send_signals

            send_signals(options.signals, inventory["signals"])
    return content


def write_supply(folder: Path, name: str, content: dict[str, Any]) -> None:
    """By one rename: the dashboard reads the old file or the new one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_durably(folder / name, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    except OSError as error:
        raise ForecastError(f"{folder / name} can't be written ({error.strerror}); the old one stays") from error
    say(f"{folder / name} written.")


def read_demand(options: ForecastOptions, catalogue: ShopCatalogue) -> tuple[DemandTable, datetime]:
    """What was bought of each item in each hour, up to now."""
    now = _now(options.now)
    report = Report()
    parts = [cells for cells in _sources(options, catalogue, now, report) if not cells.empty]
    for line in report.lines():
        say(line)
    if not parts:
        raise ForecastError("no record of the catalogue's items was found; wait for more, or give --history <orders>")
    names = sorted(set(catalogue.categories))
    number = {name: at for at, name in enumerate(names)}
    category_of = np.array([number[name] for name in catalogue.categories])
    return make_table(add_cells(parts), category_of, len(names), int(now.timestamp()) // 3600), now


def _now(given: str) -> datetime:
    if not given:
        return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    try:
        return datetime.strptime(given, "%Y-%m-%dT%H").replace(tzinfo=UTC)
    except ValueError as error:
        raise ForecastError(f"--now must be a UTC hour such as 2026-11-23T09, not {given}") from error


def _sources(
    options: ForecastOptions, catalogue: ShopCatalogue, now: datetime, report: Report
) -> Iterator[DemandCells]:
    last_hour = now.strftime("%Y-%m-%dT%H")
    if options.baskets:
        say("Reading The Complete Journey ...")
        yield grocer_cells(catalogue, int(now.timestamp()) // 3600)
    if options.history is not None:
        say(f"Reading the shop's own history in {options.history} ...")
        yield cells_of_history(options.history, catalogue.items, report)
    from .record_sources import records_of_kafka, records_of_log

    if options.log is not None:
        say(f"Reading the log in {options.log} ...")
        yield cells_of_records(records_of_log(options.log), catalogue.items, last_hour, report)
    if options.kafka is not None:
        say(f"Reading Kafka at {options.kafka.bootstrap} ...")
        yield cells_of_records(records_of_kafka(options.kafka), catalogue.items, last_hour, report)


def grocer_cells(catalogue: ShopCatalogue, now_hour: int) -> DemandCells:
    """The grocer's year, moved by whole weeks, and what is then in the future left out, so that it ends now: for the demo."""
    from .completejourney import grocer_hours

    items, hours, pieces = grocer_hours(catalogue.items)
    # The first of January is cut short.
    end = (int(hours.max()) // HOURS) * HOURS
    hours = hours + -((end - now_hour) // WEEK_HOURS) * WEEK_HOURS
    past = hours < now_hour
    return bought_cells(items[past], hours[past], pieces[past])


