"""What a forecast is told: see ``python -m edgecart_trainer forecast --help``."""

from dataclasses import dataclass
from pathlib import Path

from .kafka_source import KafkaSource


@dataclass(frozen=True)
class ForecastOptions:
    """``now``: first hour that is not over, ``2026-11-23T09`` UTC, or empty for this hour; ``held_out``: days to measure
    on, 0 for none; ``interval``: share of the truths that should lie between low and high; ``min_count``: least records
    that must name an item, for the item to be told of by itself; ``stock``: stock file; ``signals``: where in Kafka what is
    said of stock goes."""

    catalogue: Path
    out: Path | None = None
    baskets: bool = False
    log: Path | None = None
    kafka: KafkaSource | None = None
    history: Path | None = None
    days: int = 7
    interval: float = 0.8
    held_out: int = 0
    min_count: int = 20
    now: str = ""
    stock: Path | None = None
    signals: KafkaSource | None = None
