"""Reads a published model back, to measure it on the same task as a new one."""

import json
from pathlib import Path

import numpy as np

from .evaluate import Scorer
from .export import FILE, FORMAT
from .interactions import Sessions
from .model import Blend, Model
from .personas import Persona
from .published import PublishError
from .reference import score
from .safetensors_file import unpack


def load_model(folder: Path) -> Model:
    """The model in ``folder`` (docs/model-format.md)."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT:
        raise PublishError(
            f"the model in {folder} is of format {manifest['format']}, not {FORMAT}: publish into another folder, or remove "
            "latest.json to begin anew"
        )
    tensors, _ = unpack((folder / FILE).read_bytes())
    return Model(
        items=manifest["items"],
        categories=manifest["categories"],
        personas=[Persona(**persona) for persona in manifest["personas"]],
        tensors=tensors,
        blend=Blend(**{**manifest["blend"], "repeat": tuple(manifest["blend"]["repeat"])}),
    )


def scorer_for(model: Model, items: list[str]) -> Scorer:
    """Scores in the rows of ``items``: what ``model`` doesn't know is left out of sessions and never suggested."""
    row_of = {item: row for row, item in enumerate(model.items)}
    own = np.array([row_of.get(item, -1) for item in items], np.int64)

    def scorer(sessions: Sessions) -> np.ndarray:
        scores = score(model, translated(sessions, own))
        return np.where(own >= 0, scores[:, np.maximum(own, 0)], -np.inf)

    return scorer


def translated(sessions: Sessions, own: np.ndarray) -> Sessions:
    """Sessions in other rows: ``own`` says for each row which, -1 for what is left out."""
    rows = np.where(sessions.present, own[sessions.rows], -1)
    # Known items move up to the front, as they would have if the others had never been there.
    order = np.argsort(rows < 0, axis=1, kind="stable")
    columns = {name: np.take_along_axis(value, order, axis=1) for name, value in sessions.inputs().items()}
    rows = np.take_along_axis(rows, order, axis=1)
    return Sessions(**{**columns, "rows": np.maximum(rows, 0).astype(np.int32), "present": rows >= 0})
