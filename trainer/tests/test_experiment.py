import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import count_record, segment

from edgecart_trainer.arm_counts import ARM_COLUMNS, EXPLORED_COLUMNS, ArmCounts
from edgecart_trainer.command_line import main
from edgecart_trainer.experiment_file import Experiment, ExperimentArm, ExperimentError, read_experiment
from edgecart_trainer.policy_file import read_policies, usual_policies
from edgecart_trainer.policy_value import Policy, policy_value
from edgecart_trainer.uplift import measure_uplift

SEEN = 4


def day(number: int) -> str:
    return f"2026-{1 + number // 28:02d}-{1 + number % 28:02d}T00"


def shop(
    days: int, rates: list[float], shares: list[float], seed: int = 1, visits: int = 400, unit: str = "page", truth: float = 1.0
) -> pd.DataFrame:
    """What records tell of a shop day by day. Shoppers differ more than chance does, and so do days."""
    random = np.random.default_rng(seed)
    arms = len(rates)
    rows = []
    for number in range(days):
        level = np.exp(random.normal(0, 0.15))
        inclined = 10 * random.beta(3, 27, random.poisson(visits))
        pages = 1 + random.poisson(2, len(inclined))
        owner = np.repeat(np.arange(len(inclined)), pages)
        if unit == "page":
            arm = random.choice(arms, len(owner), p=shares)
        else:
            arm = np.repeat(random.choice(arms, len(inclined), p=shares), pages)
        followed = random.binomial(SEEN, np.clip(np.array(rates)[arm] * inclined[owner] * level, 0, 0.9))
        added = random.binomial(followed, 0.3)
        other = random.integers(0, arms - 1, len(arm))
        told = np.where(random.random(len(arm)) < truth, arm, other + (other >= arm))
        for at in range(arms):
            own = told == at
            rows.append((day(number), at + 1, SEEN * int(own.sum()), int(followed[own].sum()), int(added[own].sum())))
    return pd.DataFrame(rows, columns=ARM_COLUMNS)


def experiment(shares: list[float], truth: float = 1.0) -> Experiment:
    return Experiment("prices", [ExperimentArm(f"arm {at}", share, None) for at, share in enumerate(shares)], truth)


def test_a_known_uplift_is_found_and_lies_within_the_interval():
    found = measure_uplift(shop(28, [0.08, 0.10], [0.5, 0.5]), experiment([0.5, 0.5])).arms[1]
    assert found.verdict == "better"
    assert found.low < 0.02 < found.high
    assert found.difference == pytest.approx(0.02, abs=0.006)


def test_what_is_worse_is_called_so_among_several_arms():
    shares = [0.6, 0.2, 0.2]
    found = measure_uplift(shop(28, [0.08, 0.08, 0.055], shares, visits=800), experiment(shares))
    assert found.arms[2].verdict == "worse"
    assert found.arms[1].verdict in ("open", "same")


@pytest.mark.parametrize("unit", ["page", "device"])
def test_equal_arms_looked_at_again_and_again_are_rarely_called_different(unit: str):
    wrong = 0
    for seed in range(8):
        counts = shop(30, [0.08, 0.08], [0.5, 0.5], seed=seed, unit=unit)
        looks = [measure_uplift(counts[counts.time <= day(last)], experiment([0.5, 0.5])) for last in (14, 21, 29)]
        wrong += any(look.arms[1].verdict in ("better", "worse") for look in looks)
    # 5 in 100 are allowed: of 8, more than 2 would be chance once in a hundred and fifty such tests.
    assert wrong <= 2


def test_an_arm_that_records_tell_with_noise_is_solved_for():
    shares, truth = [0.5, 0.5], 0.65
    counts = shop(42, [0.08, 0.12], shares, visits=2_000, unit="device", truth=truth)
    found = measure_uplift(counts, experiment(shares, truth)).arms[1]
    assert found.verdict == "better"
    assert found.difference == pytest.approx(0.04, abs=0.012)
    assert found.low < 0.04 < found.high
    # Taken for the truth, the noise would hide more than half of it.
    assert measure_uplift(counts, experiment(shares)).arms[1].difference < 0.02


def test_nothing_is_concluded_too_early_however_large_the_difference():
    found = measure_uplift(shop(7, [0.08, 0.3], [0.5, 0.5]), experiment([0.5, 0.5]))
    assert found.arms[1].verdict == "too early"
    assert found.missing == ["7 of 14 days"]
    nothing = measure_uplift(pd.DataFrame(columns=ARM_COLUMNS), experiment([0.5, 0.5]))
    assert nothing.arms[1].verdict == "too early"
    assert "0 of 1,000 impressions of arm 0" in nothing.missing


def test_an_arm_that_loses_records_makes_the_experiment_doubtful():
    counts = shop(28, [0.08, 0.08], [0.5, 0.5])
    assert measure_uplift(counts, experiment([0.5, 0.5])).warnings == []
    lossy = counts.assign(shown=np.where(counts.arm == 2, counts.shown * 0.9, counts.shown).astype(int))
    warnings = measure_uplift(lossy, experiment([0.5, 0.5])).warnings
    assert any(warning.startswith("arm 1 has 47.") for warning in warnings)


POOL = 8


def explored(days: int, rate_by_rank: np.ndarray, milk: float = 1.0, seed: int = 1, shown: int = 300) -> pd.DataFrame:
    """Impressions of a random draw of the pool; items named milk are followed ``milk`` times as often."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(days):
        level = np.exp(random.normal(0, 0.1))
        for rank in range(POOL):
            for item, factor in (("milk", milk), ("bread", 1.0)):
                count = int(random.binomial(shown, 0.5))
                rows.append(
                    (day(number), rank, item, count, int(random.binomial(count, rate_by_rank[rank] * factor * level)))
                )
    return pd.DataFrame(rows, columns=EXPLORED_COLUMNS)


RATES = 0.12 * 0.8 ** np.arange(POOL)


def test_the_value_of_each_policy_is_known_from_one_random_draw():
    covered = 0
    for seed in range(4):
        table = explored(30, RATES, seed=seed)
        for policy in usual_policies(POOL):
            found = policy_value(table, POOL, policy)
            truth = float((policy.ranks * RATES).sum())
            assert found.verdict == "estimated"
            assert found.rate == pytest.approx(truth, abs=0.01)
            covered += found.low < truth < found.high
    # Of 20 intervals of 95 %.
    assert covered >= 16


def test_favouring_items_is_worth_what_they_are():
    table = explored(30, RATES, milk=1.5)
    uniform = np.full(POOL, 1 / POOL)
    found = policy_value(table, POOL, Policy("milk", uniform, {"milk": 3.0}))
    assert found.rate == pytest.approx(RATES.mean() * (1.5 * 3 + 1) / 4, abs=0.008)


def test_a_policy_that_the_draw_hardly_shows_is_not_judged():
    table = explored(10, RATES, shown=20)
    found = policy_value(table, POOL, Policy("first", np.eye(POOL)[0], {}))
    assert found.verdict == "too early"
    assert found.effective < 400
    assert any(reason.startswith("an effective") for reason in found.missing)


def test_weights_are_clipped_and_that_is_told():
    found = policy_value(explored(20, RATES), POOL, Policy("first", np.eye(POOL)[0], {}), clip=2)
    assert found.clipped == pytest.approx(1 / POOL, abs=0.01)
    assert found.rate == pytest.approx(RATES[0], abs=0.01)
    assert found.plain < found.rate / 2


def write_log(folder: Path, records: list[dict[str, Any]]) -> Path:
    (folder / "data").mkdir()
    (folder / "data" / "00000000000000000001.log").write_bytes(segment(records))
    return folder / "data"


def records_of(arms: pd.DataFrame) -> Iterator[dict[str, Any]]:
    number = 0
    for time, arm, shown, followed, added in arms.itertuples(index=False):
        for kind, times in (("view_item_list", shown), ("view_item", followed), ("add_to_cart", added)):
            for _ in range(times):
                number += 1
                told = {"model": "none", "slot": number % SEEN, "arm": int(arm)}
                yield {**count_record(number, f"item-{number % 60}", kind, time), "shown": told}


def test_counts_come_from_records_that_name_an_arm_once_each():
    arms = pd.DataFrame([(day(0), 1, 3, 1, 1), (day(1), 2, 2, 2, 0)], columns=ARM_COLUMNS)
    records = [*records_of(arms), {**count_record(999, "x", "view_item_list"), "shown": {"model": "none", "slot": 0}}]
    assert ArmCounts([*records, *records], "view_item").arms.equals(arms)
    assert ArmCounts(records, "view_item", since="2026-01-02").arms.arm.tolist() == [2]


def definition(folder: Path, **more: Any) -> Path:
    path = folder / "experiment.json"
    arms = [{"name": "order", "share": 0.5}, {"name": "draw", "share": 0.5, "explore": {"pool": 4}}]
    path.write_text(json.dumps({"name": "ranks", "arms": arms, **more}))
    return path


def test_the_commands_tell_what_a_log_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    log = write_log(tmp_path, list(records_of(shop(15, [0.1, 0.1], [0.5, 0.5], visits=12))))
    path = str(definition(tmp_path))
    assert main(["uplift", "--experiment", path, "--log", str(log)]) == 0
    told = capsys.readouterr().out
    assert "Experiment ranks, 15 times told by records" in told
    assert "of 1,000 impressions of" in told or "draw less order" in told
    assert main(["uplift", "--experiment", path, "--log", str(log), "--json"]) == 0
    assert [arm["name"] for arm in json.loads(capsys.readouterr().out)["arms"]] == ["order", "draw"]
    assert main(["replay", "--experiment", path, "--log", str(log)]) == 0
    assert "arm draw: " in capsys.readouterr().out
    assert main(["replay", "--experiment", path, "--log", str(log), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["policies"]) == 5


def test_what_is_wrong_with_an_experiment_or_a_policy_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = definition(tmp_path, truth=0.65)
    assert main(["replay", "--experiment", str(path), "--log", str(tmp_path)]) == 1
    assert 'records must tell the arm as it was ("truth": 1)' in capsys.readouterr().err
    assert main(["uplift", "--experiment", str(path)]) == 2
    assert "where are the records?" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["uplift", "--experiment", str(path), "--log", str(tmp_path), "--since", "monday"])
    assert ended.value.code == 2
    path.write_text('{"name": "x", "arms": [{"name": "a", "share": 0.7}, {"name": "b", "share": 0.2}]}')
    with pytest.raises(ExperimentError, match="the shares sum to 0.9, not to 1"):
        read_experiment(path)
    policies = tmp_path / "policies.json"
    policies.write_text('[{"name": "far", "ranks": [4]}]')
    with pytest.raises(ExperimentError, match="/0/ranks must be a list of whole numbers from 0 to 3"):
        read_policies(policies, 4, None)
    policies.write_text('[{"name": "milk", "favour": {"category": {"Milk": 3}}}]')
    with pytest.raises(ExperimentError, match="give --catalogue"):
        read_policies(policies, 4, None)
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text('{"items": [{"item_id": "m", "item_category": "Milk"}, {"item_id": "b", "item_category": "x"}]}')
    [policy] = read_policies(policies, 4, catalogue)
    assert policy.favoured == {"m": 3}
