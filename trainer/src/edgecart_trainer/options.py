"""What a training is told: see ``python -m edgecart_trainer train --help``."""

from dataclasses import dataclass
from pathlib import Path

from .kafka_source import KafkaSource


@dataclass(frozen=True)
class TrainOptions:
    """``max_bytes``: of the model's two files together; ``most_records``: of
    each kind that are read of ``parquet``, the newest; ``last``: a model, or a folder of models, to go on from; ``small_bytes``: of a second, smaller model, see shrink.py; ``epochs``: None for the recipe's; ``today``: last day that can be true, or empty for today."""

    catalogue: Path
    baskets: bool = False
    log: Path | None = None
    kafka: KafkaSource | None = None
    history: Path | None = None
    parquet: Path | None = None
    most_records: int = 5_000_000
    sessions: Path | None = None
    publish: Path | None = None
    last: Path | None = None
    canary: float | None = None
    epochs: int | None = None
    dimensions: int = 64
    seed: int = 7
    max_baskets: int | None = None
    min_count: int = 20
    force: bool = False
    threads: int = 1
    backend: str = "tensorflow"
    max_bytes: int = 3_000_000
    small_bytes: int | None = None
    today: str = ""
