"""Puts a model where the collector serves it from: a new folder, then ``latest.json``, each by one rename.

Who reads meanwhile sees the old model or the new one, never half of one, also when the machine stops in between. Old
models stay: browsers may still be loading them, and they are what can be gone back to.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .durable_file import sync_folder, write_durably
from .export import FILE, Exported
from .published import Canary, Latest, PublishError, append_to_order, changing, read_latest, write_latest


@dataclass(frozen=True)
class Publication:
    """``folder``: of the model; ``told``: what was done, in one line for people."""

    folder: Path
    told: str


def last_published(models: Path) -> dict[str, Any] | None:
    """The manifest of the model for everybody (not of a canary), or None when nothing is published yet."""
    latest = read_latest(models)
    if latest is None:
        return None
    manifest = models / latest.version / "manifest.json"
    try:
        return json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(
            f"{models / 'latest.json'} names a model that can't be read ({error}); mend or remove it"
        ) from error


def publish(models: Path, exported: Exported, canary_share: float | None = None) -> Publication:
    """Writes the model's folder and makes it the model for everybody, or, with ``canary_share``, for that share of them.

    A version that is already there is left as it is: browsers keep its files for ever. A canary that lives is replaced.
    Raises PublishError, and then what is published is as it was.
    """
    version = exported.version
    with changing(models):
        for left in models.glob(".unfinished-*"):
            shutil.rmtree(left, ignore_errors=True)  # of a process that was stopped
        latest = read_latest(models)
        if not (models / version / "manifest.json").exists():
            _write_folder(models, models / version, exported)
        ended = "" if latest is None or latest.canary is None else f"; the canary {latest.canary.version[:12]} ends"
        if canary_share is not None and latest is not None and latest.version != version:
            write_latest(models, Latest(latest.version, Canary(version, canary_share)))
            if latest.canary is not None and latest.canary.version == version:
                ended = ""
            told = f"Published as canary for {canary_share:.0%} of the browsers, beside {latest.version[:12]}{ended}"
        else:
            if latest is not None:
                append_to_order(models, latest.version, version)
            write_latest(models, Latest(version))
            alone = canary_share is not None and latest is None
            told = "Published for all browsers" + (" (there is none to try it beside)" if alone else "") + ended
    return Publication(models / version, f"{told}: {models / version}")


def _write_folder(models: Path, folder: Path, exported: Exported) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=models))
    try:
        write_durably(unfinished / FILE, exported.file)
        write_durably(unfinished / "manifest.json", exported.manifest.encode())
        unfinished.chmod(0o755)  # mkdtemp's own is for its maker only; the collector may be somebody else
        sync_folder(unfinished)
        if folder.exists():
            shutil.rmtree(folder)  # without a manifest: nobody can have used it
        unfinished.rename(folder)
        sync_folder(models)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
