"""Writes files so that a reader, or a machine that stops in between, sees the old content or the new, never a part."""

import os
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Writes a file that nobody reads yet, and waits until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, content: bytes) -> None:
    """Puts ``content`` into the place of the file by one rename. A failure leaves the old file and nothing beside it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_durably(unfinished, content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the names in the folder are on the disk."""
    if os.name == "nt":
        return  # Windows can't open a folder
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
