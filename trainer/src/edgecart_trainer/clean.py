"""Takes out what must not be learned from, and says what was taken out and why. Pure functions of frames."""

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from .visits import PATH_COLUMNS

MOST_SAME_PATHS_A_DAY = 20
LEAST_SUSPICIOUS_BURST = 200
BURST_OVER_USUAL_HOUR = 50
LEAST_HOURS = 5

# GA4 names that say that somebody wanted the item; how much each weighs in popularity is in popularity.py.
COUNT_TYPES = (
    "view_item_list select_item view_item add_to_cart remove_from_cart update_cart_quantity view_cart begin_checkout "
    "purchase"
).split()


@dataclass
class Report:
    """How many records were read, kept, and dropped for which reason."""

    read: int = 0
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    def drop(self, reason: str, count: int) -> None:
        if count:
            self.dropped[reason] = self.dropped.get(reason, 0) + count

    def lines(self, what: str = "records") -> list[str]:
        reasons = [f"  dropped {count:,}: {reason}" for reason, count in sorted(self.dropped.items())]
        return [f"  kept {self.kept:,} of {self.read:,} {what}", *reasons]


def clean_paths(paths: pd.DataFrame, catalogue_items: Collection[str], today: str, report: Report) -> pd.DataFrame:
    """Paths with known ids only, without duplicates, impossible days and machine-like repetitions.

    ``today``: last day that can be true, ``2026-11-23``. A path keeps what is left of it when items go; whether one
    item alone is still of use is for the reader of the answer to decide.
    """
    report.read += len(paths)
    paths = _unique(paths, report)
    paths = _keep(paths, _possible_days(paths.day, today), "impossible day", report)
    known = set(catalogue_items)
    paths = paths.assign(items=[[item for item in items if item in known] for items in paths["items"]])
    paths = _keep(paths, paths["items"].map(len) > 0, "no item of the catalogue", report)
    paths = _keep(paths, ~_machine_like(paths), "machine-like: the same path again and again within a day", report)
    report.kept += len(paths)
    return paths[PATH_COLUMNS].reset_index(drop=True)


def clean_counts(counts: pd.DataFrame, catalogue_items: Collection[str], today: str, report: Report) -> pd.DataFrame:
    """Counts with known ids and types only, without duplicates, impossible hours and bursts on one item."""
    report.read += len(counts)
    counts = _unique(counts, report)
    hours = pd.to_datetime(counts.hour, format="%Y-%m-%dT%H", errors="coerce")
    counts = _keep(counts, hours.notna() & (counts.hour.str[:10] <= today), "impossible hour", report)
    counts = _keep(counts, counts["type"].isin(COUNT_TYPES), "unknown event type", report)
    counts = _keep(counts, counts["item"].isin(set(catalogue_items)), "no item of the catalogue", report)
    counts = _keep(counts, ~_burst(counts), "machine-like: a burst on one item within an hour", report)
    report.kept += len(counts)
    return counts.reset_index(drop=True)


def items_with_enough_records(paths: pd.DataFrame, counts: pd.DataFrame, least: int) -> set[str]:
    """Items named by at least ``least`` distinct records: below that, a model could tell of single people."""
    in_paths = paths["items"].map(set).explode().dropna()
    named = pd.concat([in_paths, counts["item"]]).value_counts()
    return set(named[named >= least].index)


def _unique(records: pd.DataFrame, report: Report) -> pd.DataFrame:
    return _keep(records, ~records.id.duplicated(), "duplicate id", report)


def _keep(records: pd.DataFrame, good: pd.Series, reason: str, report: Report) -> pd.DataFrame:
    good = good.astype(bool)
    report.drop(reason, int((~good).sum()))
    return records[good]


def _possible_days(days: pd.Series, today: str) -> pd.Series:
    return pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").notna() & (days <= today)


def _machine_like(paths: pd.DataFrame) -> pd.Series:
    """People rarely walk through the same three products in the same order as others do; scripts always do."""
    walked = paths["items"].map(tuple)
    long = walked.map(len) >= 3
    repeats = walked.groupby([paths.day, walked]).transform("size") if len(paths) else pd.Series(dtype=int)
    alone = walked.map(lambda items: len(items) > 1 and len(set(items)) == 1)
    return (long & paths.ordered & (repeats > MOST_SAME_PATHS_A_DAY)) | (alone & paths.ordered)


def _burst(counts: pd.DataFrame) -> pd.Series:
    """Far more in an hour than is usual for the item, or, for one seen in few hours, than is usual in the shop."""
    if not len(counts):
        return pd.Series(dtype=bool, index=counts.index)
    cell = ["item", "type", "hour"]
    sizes = counts.groupby(cell).size().rename("size").reset_index()
    own = sizes.groupby(["item", "type"])["size"].agg(["median", "size"])
    usual = own["median"].where(own["size"] >= LEAST_HOURS, sizes["size"].median()).rename("usual")
    sizes = sizes.merge(usual, left_on=["item", "type"], right_index=True)
    suspicious = (sizes["size"] >= LEAST_SUSPICIOUS_BURST) & (sizes["size"] > BURST_OVER_USUAL_HOUR * sizes.usual)
    bursts = pd.MultiIndex.from_frame(sizes.loc[suspicious, cell])
    return pd.Series(pd.MultiIndex.from_frame(counts[cell]).isin(bursts), index=counts.index)
