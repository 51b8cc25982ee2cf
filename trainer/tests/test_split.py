import pandas as pd

from edgecart_trainer.split import HALF_LIFE_DAYS, recency_weights, split_by_day


def days(count: int, per_day: int) -> pd.Series:
    return pd.Series([f"2026-11-{1 + day:02d}" for day in range(count) for _ in range(per_day)])


def test_what_is_measured_on_is_later_than_what_is_learned_from():
    table = pd.DataFrame({"day": days(20, 200)}).sample(frac=1, random_state=1)
    table["part"] = split_by_day(table.day)
    first, last = table.groupby("part").day.min(), table.groupby("part").day.max()
    assert last["train"] < first["validation"] <= last["validation"] < first["test"]


def test_too_few_days_or_paths_are_all_learned_from():
    assert set(split_by_day(days(6, 1000))) == {"train"}
    assert set(split_by_day(days(20, 5))) == {"train"}
    assert set(split_by_day(pd.Series([], dtype=str))) == set()


def test_of_little_more_is_kept_to_choose_by_and_to_measure_on():
    def sizes(per_day: int) -> tuple[int, int]:
        part = split_by_day(days(20, per_day))
        return int(part.eq("validation").sum()), int(part.eq("test").sum())

    assert sizes(1000) == (1000, 2000)
    assert sizes(100) == (200, 200)
    assert sizes(40) == (200, 200)
    assert sizes(39) == (0, 0)


def test_newer_training_days_weigh_more_and_other_parts_one():
    old = (pd.Timestamp("2026-11-20") - pd.Timedelta(days=HALF_LIFE_DAYS)).strftime("%Y-%m-%d")
    weights = recency_weights(pd.Series(["2026-11-20", old, "2026-11-23"]), pd.Series(["train", "train", "test"]))
    assert weights.tolist() == [1.0, 0.5, 1.0]
