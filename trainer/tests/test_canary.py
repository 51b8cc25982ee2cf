import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import count_record, path_record, segment
from made_up_model import made_up

from edgecart_trainer.command_line import main
from edgecart_trainer.compare_models import compare_models
from edgecart_trainer.publish import publish
from edgecart_trainer.shown_records import SHOWN_COLUMNS, count_shown

CURRENT, CANARY = made_up("current"), made_up("canary")


def shown(
    days: int, canary_rate: float, seed: int = 1, visits_an_hour: int = 60, rate: float = 0.08, share: float = 0.2
) -> pd.DataFrame:
    """What visits did in each hour. Shoppers differ more than chance does, and so do hours."""
    random = np.random.default_rng(seed)
    rows = []
    for hour in range(24 * days):
        level = np.exp(random.normal(0.0, 0.2))
        tried = random.random(random.poisson(visits_an_hour)) < share
        for version, visits, usual in ((CURRENT.version, ~tried, rate), (CANARY.version, tried, canary_rate)):
            mean = usual * level
            inclined = random.beta(3 * mean, 3 * (1 - mean), int(visits.sum()))
            seen = 1 + random.poisson(8, len(inclined))
            followed = random.binomial(seen, inclined)
            rows.append(
                (f"2026-11-{1 + hour // 24:02d}T{hour % 24:02d}", version, int(seen.sum()), int(followed.sum()))
            )
    return pd.DataFrame(rows, columns=SHOWN_COLUMNS)


def records(counts: pd.DataFrame, kind: str = "view_item") -> Iterator[dict[str, Any]]:
    number = 0
    for hour, model, impressions, followed in counts.itertuples(index=False):
        for name, times in (("view_item_list", impressions), (kind, followed)):
            for _ in range(times):
                number += 1
                shown_as = {"model": model, "slot": number % 10}
                yield {**count_record(number, f"item-{number % 60}", name, hour), "shown": shown_as}


def verdict(counts: pd.DataFrame) -> str:
    return compare_models(counts, CURRENT.version, CANARY.version).verdict


def test_a_model_that_is_followed_a_third_less_is_found_within_a_week():
    found = compare_models(shown(7, canary_rate=0.053), CURRENT.version, CANARY.version)
    assert found.verdict == "worse"
    assert found.low < -0.027 < found.high < 0


def test_a_model_that_is_followed_more_is_found_too():
    assert verdict(shown(7, canary_rate=0.12)) == "better"


def test_equal_models_looked_at_every_day_are_rarely_called_different():
    wrong = 0
    for seed in range(20):
        counts = shown(10, canary_rate=0.08, seed=seed)
        days = counts.hour.str[8:10].astype(int)
        wrong += any(verdict(counts[days <= day]) in ("worse", "better") for day in range(2, 11))
    # 5 in 100 are allowed: of 20, more than 3 would be chance once in sixty such tests.
    assert wrong <= 3


def test_equal_models_are_as_good_in_the_end():
    assert verdict(shown(28, canary_rate=0.08, visits_an_hour=400, share=0.5)) == "as good"


def test_nothing_is_concluded_within_two_days_however_large_the_difference():
    found = compare_models(shown(1, canary_rate=0.01, visits_an_hour=600), CURRENT.version, CANARY.version)
    assert found.verdict == "too early"
    assert found.missing == ["24 of 48 hours in which both models were shown"]


def test_nothing_is_concluded_from_few_impressions():
    found = compare_models(shown(7, canary_rate=0.01, visits_an_hour=2, rate=0.03), CURRENT.version, CANARY.version)
    assert found.verdict == "too early"
    assert any("impressions of the canary" in reason for reason in found.missing)
    assert any("suggestions followed" in reason for reason in found.missing)


def test_records_that_tell_days_only_need_two_weeks_of_them():
    days = pd.concat(
        pd.DataFrame(
            {"model": [model.version[:16]], "hour": [f"2026-11-{day:02d}T00"], "impressions": [900], "followed": [90]}
        )
        for day in range(1, 14)
        for model in (CURRENT, CANARY)
    )
    assert compare_models(days, CURRENT.version, CANARY.version).missing == [
        "13 of 14 days in which both models were shown"
    ]


def test_hours_in_which_only_one_was_shown_do_not_count():
    counts = shown(7, canary_rate=0.08)
    alone = counts[(counts.model == CURRENT.version) | (counts.hour >= "2026-11-03")].copy()
    # A campaign before the canary, when everything was followed.
    alone.loc[alone.hour < "2026-11-03", "followed"] = alone.impressions
    found = compare_models(alone, CURRENT.version, CANARY.version)
    assert found.hours == 120
    assert found.verdict in ("open", "as good")


def test_a_share_that_is_raised_on_a_good_day_makes_no_difference():
    """All visits follow more on the second day, when the canary has most of them: pooled, it would look better."""
    days = [shown(1, 0.04, seed=1, rate=0.04, share=0.05), shown(1, 0.16, seed=2, rate=0.16, share=0.8)] * 2
    hours = [day.assign(hour=day.hour.str.replace("11-01", f"11-{at + 1:02d}")) for at, day in enumerate(days)]
    found = compare_models(pd.concat(hours), CURRENT.version, CANARY.version)
    assert found.canary.rate > 1.5 * found.current.rate
    assert found.verdict in ("open", "as good")


def test_records_are_counted_once_by_hour_and_model_and_other_ones_not():
    one = {**count_record(1, "a", "view_item_list"), "shown": {"model": CANARY.version, "slot": 0}}
    followed = {**count_record(2, "a", "view_item"), "shown": {"model": CANARY.version[:16], "slot": 0}}
    added = {**count_record(3, "a", "add_to_cart"), "shown": {"model": CANARY.version, "slot": 0}}
    strange = {**count_record(4, "a", "view_item"), "shown": "yes"}
    others = [count_record(5, "a", "view_item"), path_record(6, ["a", "b"]), strange]
    counted = count_shown([one, one, followed, added, *others])
    assert counted.values.tolist() == [
        ["2026-11-20T09", CANARY.version[:16], 0, 1],
        ["2026-11-20T09", CANARY.version, 1, 0],
    ]
    assert count_shown([added], "add_to_cart").followed.tolist() == [1]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    publish(folder, CURRENT)
    publish(folder, CANARY, canary_share=0.2)
    return folder


def log_of(tmp_path: Path, found: list[dict[str, Any]]) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "00000000000000000001.log").write_bytes(segment(found))
    return folder


def watch(models: Path, log: Path, *more: str) -> int:
    return main(["canary", "--publish", str(models), "--log", str(log), *more])


def latest(models: Path) -> dict:
    return json.loads((models / "latest.json").read_text())


def test_a_worse_canary_is_stopped_and_the_figures_are_told(models: Path, tmp_path: Path, capsys):
    log = log_of(tmp_path, list(records(shown(5, canary_rate=0.01, visits_an_hour=12))))
    assert watch(models, log, "--dry-run") == 0
    assert "followed less. Run this without --dry-run" in capsys.readouterr().out
    assert "canary" in latest(models)

    assert watch(models, log) == 0
    told = capsys.readouterr().out
    assert "It is stopped" in told and "surely between" in told and "view_item:" in told
    assert latest(models) == {"version": CURRENT.version}

    assert watch(models, log) == 0
    assert capsys.readouterr().out == f"There is no canary: all browsers take {CURRENT.version[:12]}.\n"


def test_a_better_canary_goes_on_and_promote_is_named(models: Path, tmp_path: Path, capsys):
    log = log_of(tmp_path, list(records(shown(5, canary_rate=0.3, visits_an_hour=12), "select_item")))
    assert watch(models, log, "--followed", "select_item") == 0
    assert "Run promote" in capsys.readouterr().out
    assert latest(models)["canary"]["version"] == CANARY.version


def test_too_few_records_stop_nothing(models: Path, tmp_path: Path, capsys):
    assert watch(models, log_of(tmp_path, list(records(shown(1, canary_rate=0.001, visits_an_hour=10))))) == 0
    told = capsys.readouterr().out
    assert " of 48 hours" in told and "Too early" in told and "goes on" in told
    assert "canary" in latest(models)


def test_no_records_of_suggestions_are_told_as_such(models: Path, tmp_path: Path, capsys):
    assert watch(models, log_of(tmp_path, [path_record(1, ["a", "b"])])) == 0
    assert "no record tells of suggestions" in capsys.readouterr().out


def test_records_without_impressions_tell_what_to_track(models: Path, tmp_path: Path, capsys):
    followed = {**count_record(1, "a", "view_item"), "shown": {"model": CANARY.version, "slot": 0}}
    assert watch(models, log_of(tmp_path, [followed])) == 0
    assert "Track view_item_list" in capsys.readouterr().out


def test_a_folder_where_nothing_is_published_or_read_is_told(models: Path, tmp_path: Path, capsys):
    assert watch(tmp_path / "elsewhere", tmp_path) == 1
    assert "nothing is published there" in capsys.readouterr().err
    assert watch(models, tmp_path / "no-log") == 1
    assert "is not a folder" in capsys.readouterr().err
    assert main(["canary", "--publish", str(models)]) == 2
    assert "--kafka <host:port>" in capsys.readouterr().err
