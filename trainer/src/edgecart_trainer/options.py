"""What a training is told: see ``python -m edgecart_trainer train --help``."""

from dataclasses import dataclass
from pathlib import Path

from .kafka_source import KafkaSource


@dataclass(frozen=True)
class TrainOptions:
    """``min_count``: least records that must name an item; ``max_bytes``: of the model's two files together;
    ``most_records``: of each kind that are read of ``parquet``, the newest; ``last``: a model, or a folder of models, to go
    on from; ``choices_of``: one whose choices hold again, to see what the seed alone does; ``small_bytes``: of a second,
    smaller model, see shrink.py; ``epochs``: None for the recipe's; ``runs``: of the training, whose mean is taken;
    ``today``: last day that can be true, or empty for today."""

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
    choices_of: Path | None = None
    canary: float | None = None
    epochs: int | None = None
    runs: int = 3
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

    @property
    def min_pair(self) -> int:
        """Least orders or bought paths that must name two items together. Who buys an item makes some four records of it
        (looked at, added, bought, in a path) and one of the pair, so this asks as much of a pair as ``min_count`` of an item."""
        return -(-self.min_count // 4)
