import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from conftest import ITEMS, count_record, segment

from edgecart_trainer.clean import Report
from edgecart_trainer.command_line import main
from edgecart_trainer.count_spread import chance_above, quantile, spread_of
from edgecart_trainer.demand_cells import ADDED, BOUGHT, REMOVED, bought_cells, cells_of_history, cells_of_records
from edgecart_trainer.demand_table import ForecastError, make_table
from edgecart_trainer.forecast import grocer_cells
from edgecart_trainer.forecast_demand import forecast, learn
from edgecart_trainer.forecast_floors import hour_of_week_average, moving_average, seasonal_naive
from edgecart_trainer.forecast_series import fit_series, forecast_series
from edgecart_trainer.live_demand import fading, item_factors, live_factor
from edgecart_trainer.measure_forecast import measure
from edgecart_trainer.seasonal_profile import hourly_profile, weekday, weekly_profile

MONDAY = int(np.datetime64("2026-11-23").astype(int))
CATEGORY_OF = np.repeat([0, 1], 5)
# Shoppers come in the evening, and at weekends.
EVENING = np.where(np.arange(24) >= 16, 3.0, 0.5)
WEEKEND = np.array([1, 1, 1, 1, 1.5, 2.5, 2.0])


def cells_of(days: int, seed: int = 1):
    """Ten items in two categories for so many days, the last one being a Sunday."""
    random = np.random.default_rng(seed)
    first = MONDAY - days
    rate = np.geomspace(0.02, 2, 10) * WEEKEND[weekday(first + np.arange(days))][:, None]
    pieces = random.poisson(rate[:, None, :] * (EVENING / EVENING.mean())[None, :, None] / 4)
    day, hour, item = np.nonzero(pieces)
    return bought_cells(item, (first + day) * 24 + hour, pieces[day, hour, item])


def table_of(days: int):
    return make_table(cells_of(days), CATEGORY_OF, 2, MONDAY * 24)


def test_records_are_added_up_by_item_and_hour_and_what_can_not_be_is_told():
    records = [
        count_record(1, "a", "purchase") | {"quantityBand": 3}, count_record(2, "a", "purchase"),
        count_record(3, "a", "add_to_cart"), count_record(4, "a", "remove_from_cart"), count_record(5, "a", "view_item"),
        count_record(6, "b", "purchase"), count_record(7, "a", "purchase", "2026-11-20T23"),
        count_record(8, "a", "purchase", "9999-99-99T99"),
    ]  # fmt: skip
    report = Report()
    cells = cells_of_records(records, ["a"], "2026-11-20T10", report)
    assert len(cells.items) == 1
    assert cells.amounts[0, [BOUGHT, ADDED, REMOVED]].tolist() == [4, 1, 1]
    assert report.dropped == {"no item of the catalogue": 1, "impossible hour": 2}


def test_orders_of_the_shop_count_as_well(tmp_path: Path):
    file = tmp_path / "orders.csv"
    file.write_text("order_id,item_id,time,quantity\n1,a,2026-11-02,2\n2,a,2026-11-02T00:30:00Z,1\n3,x,2026-11-02,1\n4,a,no,1\n")
    cells = cells_of_history(file, ["a"], report := Report())
    assert cells.amounts[:, BOUGHT].tolist() == [3]
    assert sum(report.dropped.values()) == 2


def test_a_week_in_which_the_weekend_sells_more_is_told_from_the_weekdays():
    table = table_of(56)
    profile = weekly_profile(table.categories_by_day(), table.first_day)
    assert np.allclose(profile.mean(axis=0), 1)
    assert (profile[5] > 1.3).all() and (profile[0] < 1).all()
    hours = hourly_profile(table.by_hour, table.first_day)
    assert np.allclose(hours.sum(axis=1), 1)
    assert (hours[:, 20] > 2 * hours[:, 8]).all()


def test_a_few_days_have_no_week_yet():
    assert (weekly_profile(np.ones((13, 3)), MONDAY) == 1).all()


def test_a_long_series_is_smoothed_and_its_interval_holds_as_often_as_it_should():
    random = np.random.default_rng(3)
    series = random.poisson(40 * WEEKEND[weekday(MONDAY + np.arange(200))]).astype(float)
    fitted = fit_series(series[:150])
    inside = []
    for end in range(150, 193):
        made = forecast_series(series[:end], fitted, 7, 0.8)
        inside.append((series[end : end + 7] >= made.low) & (series[end : end + 7] <= made.high))
        assert (made.low <= made.mean).all() and (made.mean <= made.high).all()
    assert 0.7 <= np.mean(inside) <= 0.92
    assert made.mean[2] > 1.5 * made.mean[0], "Saturday and Thursday"


@pytest.mark.parametrize("series", [np.zeros(100), np.array([3.0]), np.ones(60), np.array([0.0, 5.0] * 5)])
def test_series_that_are_empty_constant_or_short_have_a_plain_forecast(series: np.ndarray):
    made = forecast_series(series, fit_series(series), 3, 0.8)
    assert np.isfinite([made.mean, made.low, made.high]).all()
    assert made.mean == pytest.approx(np.full(3, series[-14:].mean()))


def test_the_spread_of_counts_is_found_and_gives_quantiles():
    random = np.random.default_rng(5)
    mean = np.full((400, 3), 6.0)
    actual = random.poisson(mean * random.gamma(2, 0.5, mean.shape))
    spread = spread_of(actual, mean)
    assert spread == pytest.approx(np.full(3, 0.5), abs=0.15)
    high = quantile(0.9, mean[0], spread)
    assert (actual <= high).mean() == pytest.approx(0.9, abs=0.04)
    assert chance_above(high, mean[0], spread) == pytest.approx(np.full(3, 0.1), abs=0.04)
    assert quantile(0.9, np.zeros(1), np.zeros(1)) == 0


def test_carts_move_a_forecast_as_far_as_they_are_evidence():
    assert live_factor(np.array([0.0]), np.array([0.0]), 20) == 1
    few, many = live_factor(np.array([2.0, 200.0]), np.array([1.0, 100.0]), 20)
    assert 1 < few < 1.1 < 1.7 < many < 2
    assert fading(np.array([2.0]), 1) == pytest.approx(2**0.5)
    factors = item_factors(np.array([300.0, 100.0]), np.array([100.0, 100.0]), np.array([0, 0]))
    assert factors[0] > factors[1]


def test_the_floors_are_last_week_and_the_last_weeks_mean():
    history = np.arange(14.0)[:, None]
    assert seasonal_naive(history, 9)[:, 0].tolist() == [*range(7, 14), 7, 8]
    assert moving_average(history, 2, 4)[:, 0].tolist() == [11.5, 11.5]
    assert hour_of_week_average(np.tile(np.arange(168.0), 3)[:, None], 170)[:, 0].tolist() == [*range(168), 0, 1]


def test_what_is_forecast_beats_both_floors_on_weeks_that_it_has_not_seen():
    figures = measure(table_of(120), 21).figures()
    for kind in ("shop_days", "category_days", "item_days", "item_weeks", "category_hours"):
        errors = figures["errors"][kind]
        for floor in ("seasonal_naive", "moving_average"):
            assert errors["this"]["rmse"] < errors[floor]["rmse"], (kind, floor)
    assert 0.7 <= figures["intervals"]["category_days"]["coverage"] <= 0.97
    assert figures["intervals"]["item_days"]["coverage"] >= 0.75


@pytest.mark.parametrize("days", [1, 2, 7, 13, 14, 20, 21, 29])
def test_any_number_of_days_is_enough_for_some_forecast(days: int):
    table = table_of(days)
    made = forecast(table, learn(table), 3, 0.8)
    for part in (made.items, made.item_low, made.item_high, made.hours, made.hour_low, made.hour_high):
        assert np.isfinite(part).all() and (part >= 0).all()


def test_records_of_today_only_are_too_few():
    with pytest.raises(ForecastError, match="one whole UTC day"):
        make_table(bought_cells(np.array([0]), np.array([MONDAY * 24]), np.array([1.0])), CATEGORY_OF, 2, MONDAY * 24 + 2)


def shop_log(folder: Path) -> Path:
    """Thirty days in which item-0 is bought a lot, item-1 now and then, and item-0 lies in many carts today."""
    records = []
    for day in range(1, 31):
        hour = f"2026-10-{day:02d}T18"
        records += [count_record(day * 100 + n, ITEMS[0], "purchase", hour) for n in range(12)]
        records += [count_record(day * 100 + 50, ITEMS[1], "purchase", hour)] if day % 2 else []
        records += [count_record(day * 100 + 60 + n, ITEMS[0], "add_to_cart", f"2026-10-{day:02d}T08") for n in range(3)]
    records += [count_record(90_000 + n, ITEMS[0], "add_to_cart", "2026-10-31T08") for n in range(90)]
    (folder / "data").mkdir()
    (folder / "data" / "00000000000000000001.log").write_bytes(segment(records))
    return folder / "data"


def test_a_log_becomes_a_file_that_the_dashboard_reads(tmp_path: Path, catalogue: Path):
    options = ["forecast", "--catalogue", str(catalogue), "--log", str(shop_log(tmp_path)), "--out", str(tmp_path / "supply")]
    assert main([*options, "--now", "2026-10-31T10", "--days", "3"]) == 0
    content = json.loads((tmp_path / "supply" / "forecast.json").read_text())
    assert (content["format"], content["version"], content["from_hour"]) == ("edgecart-forecast", 1, "2026-10-31T10")
    assert [day["day"] for day in content["shop"]["days"]] == ["2026-10-31", "2026-11-01", "2026-11-02"]
    assert content["shop"]["hours"][0]["hour"] == "2026-10-31T10"
    assert [item["item"] for item in content["items"]] == [ITEMS[0]], "item-1 is in fewer than 20 records"
    bananas = content["items"][0]
    assert bananas["cart"] == 90
    assert 12 < bananas["days"][0]["expected"] < 60, "drawn up by what is in carts"
    assert bananas["days"][2]["expected"] < bananas["days"][0]["expected"]
    before = (tmp_path / "supply" / "forecast.json").read_bytes()
    assert main([*options, "--now", "2026-10-31T10", "--days", "3"]) == 0
    assert (tmp_path / "supply" / "forecast.json").read_bytes() == before


def test_what_is_missing_is_said_in_one_line(tmp_path: Path, catalogue: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["forecast", "--catalogue", str(catalogue)]) == 2
    assert "nothing to forecast from" in capsys.readouterr().err
    log = ["--log", str(shop_log(tmp_path))]
    assert main(["forecast", "--catalogue", str(catalogue), *log, "--now", "yesterday"]) == 1
    assert "--now must be a UTC hour" in capsys.readouterr().err
    assert main(["forecast", "--catalogue", str(catalogue), *log, "--now", "2026-10-31T10", "--held-out", "21"]) == 1
    assert "30 days are too few to hold 21 back" in capsys.readouterr().err


def test_the_demos_year_ends_now(monkeypatch: pytest.MonkeyPatch):
    end = int(datetime(2018, 1, 1, tzinfo=UTC).timestamp()) // 3600
    hours = np.arange(end - 24 * 30, end + 4)
    lines = (np.zeros(len(hours), int), hours, np.ones(len(hours)))
    monkeypatch.setattr("edgecart_trainer.completejourney.grocer_hours", lambda items: lines)

    class Shop:
        items = ["a"]

    for now in (end, end + 1, end + 168, end + 5_000):
        cells = grocer_cells(Shop(), now)
        assert cells.hours.max() == now - 1
        assert (cells.hours.min() - hours[0]) % 168 == 0
