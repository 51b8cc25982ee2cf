"""Puts a model where the collector serves it from: a new folder, then ``latest.json``, each by one rename.

Who reads meanwhile sees the old model or the new one, never half of one, also when the machine stops in between. Old
models stay: browsers may still be loading them.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from .export import FILE, Exported


class PublishError(Exception):
    """The folder of models can't be read or written; the message says which and why."""


def last_published(models: Path) -> dict[str, Any] | None:
    """The manifest of the model that ``latest.json`` names, or None when there is none yet."""
    latest = models / "latest.json"
    if not latest.exists():
        return None
    try:
        version = json.loads(latest.read_text(encoding="utf-8"))["version"]
        return json.loads((models / version / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{latest} does not name a readable model ({error}); mend or remove it") from error


def publish(models: Path, exported: Exported) -> Path:
    """Writes the model's folder and makes it the latest. Answers with the folder.

    A version that is already there is left as it is: browsers keep its files for ever.
    """
    folder = models / exported.version
    try:
        models.mkdir(parents=True, exist_ok=True)
        if not (folder / "manifest.json").exists():
            _write_folder(models, folder, exported)
        _replace(models / "latest.json", (json.dumps({"version": exported.version}) + "\n").encode())
    except OSError as error:
        raise PublishError(f"{models} can't be written: {error}") from error
    return folder


def _write_folder(models: Path, folder: Path, exported: Exported) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=models))
    try:
        _write(unfinished / FILE, exported.file)
        _write(unfinished / "manifest.json", exported.manifest.encode())
        unfinished.chmod(0o755)  # mkdtemp's own is for its maker only; the collector may be somebody else
        _sync_folder(unfinished)
        if folder.exists():
            shutil.rmtree(folder)  # without a manifest: nobody can have used it
        unfinished.rename(folder)
        _sync_folder(models)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    _write(unfinished, content)
    unfinished.replace(path)
    _sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows can't open a folder
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
