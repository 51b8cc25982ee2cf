import numpy as np
import pandas as pd
from conftest import count_record, paths_frame

from edgecart_trainer.clean import (
    MOST_SAME_PATHS_A_DAY,
    Report,
    clean_counts,
    clean_paths,
    items_with_enough_records,
)

TODAY = "2026-11-23"
KNOWN = ["a", "b", "c", "d"]


def counts_frame(items: list[str], **columns) -> pd.DataFrame:
    records = [count_record(number, item) for number, item in enumerate(items)]
    return pd.DataFrame(records)[["id", "type", "item", "hour"]].assign(**columns)


def test_a_record_that_came_twice_counts_once():
    paths = paths_frame([["a", "b"], ["b", "c"]])
    report = Report()
    assert len(clean_paths(pd.concat([paths, paths]), KNOWN, TODAY, report)) == 2
    assert report.dropped == {"duplicate id": 2}


def test_days_that_do_not_exist_or_have_not_come_are_dropped():
    paths = paths_frame([["a", "b"]] * 4, day=["2026-11-23", "2026-11-24", "2026-13-01", "yesterday"])
    report = Report()
    assert list(clean_paths(paths, KNOWN, TODAY, report).day) == ["2026-11-23"]
    assert report.dropped == {"impossible day": 3}


def test_items_that_the_catalogue_does_not_have_leave_their_path():
    report = Report()
    cleaned = clean_paths(paths_frame([["a", "?", "b"], ["?", "!"]]), KNOWN, TODAY, report)
    assert list(cleaned["items"]) == [["a", "b"]]
    assert report.dropped == {"no item of the catalogue": 1}


def test_the_same_path_again_and_again_within_a_day_is_a_machine():
    often = paths_frame([["a", "b", "c"]] * (MOST_SAME_PATHS_A_DAY + 1) + [["a", "c", "d"]], ordered=True)
    report = Report()
    assert list(clean_paths(often, KNOWN, TODAY, report)["items"]) == [["a", "c", "d"]]


def test_alike_baskets_are_not_a_machine_because_they_have_no_order():
    alike = paths_frame([["a", "b", "c"]] * 100, ordered=False)
    assert len(clean_paths(alike, KNOWN, TODAY, Report())) == 100


def test_a_burst_of_counts_on_one_item_is_dropped_and_a_best_seller_is_not():
    usual = counts_frame(["a", "b"] * 12, hour=[f"2026-11-20T{hour:02d}" for hour in range(12) for _ in range(2)])
    hours = [f"2026-11-20T{hour:02d}" for hour in range(6) for _ in range(300)]
    best_seller = counts_frame(["c"] * 1800, hour=hours).assign(id=[f"best {n}" for n in range(1800)])
    burst = counts_frame(["d"] * 500, hour="2026-11-20T10").assign(id=[f"burst {n}" for n in range(500)])
    report = Report()
    cleaned = clean_counts(pd.concat([usual, best_seller, burst]), KNOWN, TODAY, report)
    assert cleaned["item"].value_counts().to_dict() == {"c": 1800, "a": 12, "b": 12}
    assert report.dropped == {"machine-like: a burst on one item within an hour": 500}


def test_counts_with_impossible_hours_types_or_items_are_dropped():
    counts = counts_frame(["a", "a", "a", "?"])
    counts.loc[1, "hour"] = "2026-11-20T24"
    counts.loc[2, "type"] = "stare_at_item"
    report = Report()
    assert len(clean_counts(counts, KNOWN, TODAY, report)) == 1
    assert report.dropped == {"impossible hour": 1, "unknown event type": 1, "no item of the catalogue": 1}


def test_what_is_kept_and_what_is_dropped_add_up():
    random = np.random.default_rng(3)
    for _ in range(20):
        paths = [[str(item) for item in random.choice(list("abcdxyz"), random.integers(1, 6))] for _ in range(50)]
        table = paths_frame(paths, day=random.choice(["2026-11-20", "2027-01-01", ""], 50), ordered=True)
        table["id"] = random.choice(table["id"], 50)
        report = Report()
        kept = clean_paths(table, KNOWN, TODAY, report)
        assert report.read == 50
        assert report.kept == len(kept) == 50 - sum(report.dropped.values())


def test_items_below_k_distinct_records_are_refused_however_often_one_record_names_them():
    paths = paths_frame([["a", "b", "b", "b"], ["a", "c"]])
    counts = counts_frame(["c", "d"])
    assert items_with_enough_records(paths, counts, 2) == {"a", "c"}
    assert items_with_enough_records(paths, counts, 1) == set(KNOWN)


def test_empty_input_is_fine():
    empty_counts = pd.DataFrame(columns=["id", "type", "item", "hour"])
    assert len(clean_counts(empty_counts, KNOWN, TODAY, Report())) == 0
    assert len(clean_paths(paths_frame([]), KNOWN, TODAY, Report())) == 0
    assert items_with_enough_records(paths_frame([]), empty_counts, 1) == set()
