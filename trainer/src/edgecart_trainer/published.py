"""What is published in a folder of models: ``latest.json``, and in ``published.json`` the order that models came in.

Only ``latest.json`` counts for browsers. ``published.json`` is for going back: it is written before, and read from the
place of the version that ``latest.json`` names, so that a stop between the two writes changes nothing.
"""

import errno
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .durable_file import replace_durably
from .export import FILE
from .only_one import only_one

ORDER_KEPT = 100


class PublishError(Exception):
    """The folder of models can't be read or written; the message says which and why."""


@dataclass(frozen=True)
class Canary:
    """A model that is tried out. ``share``: of the browsers that take it, from 0.01 to 1."""

    version: str
    share: float


@dataclass(frozen=True)
class Latest:
    """``version``: what browsers take that do not take the canary."""

    version: str
    canary: Canary | None = None


def read_latest(models: Path) -> Latest | None:
    """What ``latest.json`` says, or None when nothing is published yet."""
    file = models / "latest.json"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        canary = content.get("canary")
        return Latest(
            _version(content["version"]),
            None if canary is None else Canary(_version(canary["version"]), float(canary["share"])),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishError(f"{file} does not name a model ({error}); mend or remove it") from error


def _version(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 64 or set(value) - set("0123456789abcdef"):
        raise ValueError(f"{value!r} is no version, which has 64 hexadecimal digits")
    return value


def write_latest(models: Path, latest: Latest) -> None:
    """Replaces ``latest.json``. Raises OSError, and then the old one stands."""
    canary = latest.canary
    tried = {} if canary is None else {"canary": {"version": canary.version, "share": canary.share}}
    replace_durably(models / "latest.json", (json.dumps({"version": latest.version, **tried}) + "\n").encode())


def read_order(models: Path, current: str) -> list[str]:
    """The versions that were the model for everybody, oldest first. Those behind ``current`` were gone back from."""
    file = models / "published.json"
    try:
        listed = [_version(version) for version in json.loads(file.read_text(encoding="utf-8"))["versions"]]
    except FileNotFoundError:
        listed = []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{file} lists no models ({error}); mend or remove it") from error
    return listed if current in listed else [*listed, current]


def append_to_order(models: Path, current: str, following: str) -> None:
    """Notes that ``following`` comes after ``current``, and forgets what was gone back from."""
    order = read_order(models, current)
    kept = [version for version in order[: order.index(current) + 1] if version != following]
    write_order(models, [*kept, following])


def write_order(models: Path, versions: list[str]) -> None:
    content = {"versions": versions[-ORDER_KEPT:]}
    replace_durably(models / "published.json", (json.dumps(content, indent=1) + "\n").encode())


def whole_versions(models: Path) -> list[str]:
    """Versions whose folders have both files, the ones written last first."""
    folders = [path for path in models.iterdir() if len(path.name) == 64 and (path / "manifest.json").exists()]
    return [path.name for path in sorted(folders, key=lambda path: -path.stat().st_mtime_ns) if (path / FILE).exists()]


def check_version(models: Path, version: str) -> None:
    """Raises PublishError unless the folder of ``version`` holds what browsers will accept."""
    folder = models / version
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        named = manifest["version"]
        hashed = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{folder} can't be read ({error}); name another version by --to") from error
    if named != version or hashed != version:
        raise PublishError(f"{folder} does not hold the model of its name; name another version by --to")


@contextmanager
def changing(models: Path) -> Iterator[None]:
    """Keeps others from publishing meanwhile; what the disk refuses becomes a PublishError."""
    busy = PublishError(f"another process publishes into {models}; wait for it")
    try:
        with only_one(models / ".lock", busy):
            yield
    except OSError as error:
        advice = "; make room there and try again" if error.errno == errno.ENOSPC else ""
        raise PublishError(f"{models} can't be written: {error}. What is published is as it was{advice}") from error
