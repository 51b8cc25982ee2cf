"""Turns a model into the two files of docs/model-format.md."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from .golden import golden_examples
from .interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH
from .model import Model
from .safetensors_file import dtype_name, pack

FORMAT = "edgecart-model/2"
FILE = "model.safetensors"


@dataclass(frozen=True)
class Exported:
    """``version``: SHA-256 of ``file``; ``manifest``: JSON text."""

    version: str
    file: bytes
    manifest: str

    @property
    def size(self) -> int:
        """Bytes of both files."""
        return len(self.file) + len(self.manifest.encode())


def export(
    model: Model, metrics: dict[str, float], trained_on: dict[str, Any], seed: int, space: str | None = None
) -> Exported:
    """The files of ``model``. Nothing in them tells when they were made: the same model gives the same bytes. ``space``: see
    docs/model-format.md."""
    items_sha256 = hashlib.sha256("\n".join(model.items).encode()).hexdigest()
    file = pack(model.tensors, {"format": FORMAT, "items_sha256": items_sha256})
    version = hashlib.sha256(file).hexdigest()
    manifest = {
        "format": FORMAT,
        "version": version,
        "file": FILE,
        "bytes": len(file),
        "items": model.items,
        "categories": model.categories,
        "dimensions": int(model.vectors.shape[1]),
        **({} if space is None else {"space": space}),
        "encoder": {"max_length": MAX_LENGTH, "event_types": EVENT_TYPES, "age_buckets": AGE_BUCKETS},
        "blend": asdict(model.blend),
        "personas": [asdict(persona) for persona in model.personas],
        "tensors": {
            name: {"dtype": dtype_name(tensor), "shape": list(tensor.shape)}
            for name, tensor in sorted(model.tensors.items())
        },
        "metrics": metrics,
        "trained_on": trained_on,
        "golden": golden_examples(model, seed),
    }
    return Exported(version, file, _readable(manifest))


def _readable(manifest: dict[str, Any]) -> str:
    """Compact JSON with one key, and one golden example, per line."""
    lines = []
    for key, value in manifest.items():
        if key == "golden":
            text = "[\n" + ",\n".join(_compact(example) for example in value) + "\n]"
        else:
            text = _compact(value)
        lines.append(f"{_compact(key)}:{text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
