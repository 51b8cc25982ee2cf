"""Takes a model back, or makes a canary the model for everybody: ``latest.json`` is replaced, no model is touched.

Each answers with one line for people, and raises PublishError when there is nothing to do.
"""

from pathlib import Path

from .published import (
    Latest,
    PublishError,
    append_to_order,
    changing,
    check_version,
    read_latest,
    read_order,
    whole_versions,
    write_latest,
    write_order,
)


def roll_back(models: Path, to: str | None = None) -> str:
    """Stops the canary if there is one; else goes back to the model before. ``to``: a version, or how one begins."""
    _published(models)
    with changing(models):
        latest = _published(models)
        stopped = "" if latest.canary is None else f"; the canary {latest.canary.version[:12]} is stopped"
        if to is None and latest.canary is not None:
            write_latest(models, Latest(latest.version))
            return f"Stopped the canary {latest.canary.version[:12]}: all browsers take {latest.version} again"
        order = read_order(models, latest.version)
        place = order.index(latest.version)
        if to is None:
            if place == 0:
                raise PublishError(
                    f"there is nothing to roll back to: no model was published before {latest.version[:12]}. "
                    + _choices(models, latest)
                )
            target = order[place - 1]
        else:
            target = _chosen(models, latest, to)
        if target == latest.version:
            if latest.canary is None:
                raise PublishError(f"{target[:12]} is what all browsers take already. {_choices(models, latest)}")
        else:
            check_version(models, target)
            if target not in order:
                write_order(models, [*order[:place], target, *order[place:]])
        write_latest(models, Latest(target))
        return f"Rolled back from {latest.version[:12]}: all browsers take {target}{stopped}"


def promote(models: Path) -> str:
    """Makes the canary the model for everybody."""
    _published(models)
    with changing(models):
        latest = _published(models)
        if latest.canary is None:
            raise PublishError("there is no canary to promote; publish one with train --canary 0.1")
        version = latest.canary.version
        check_version(models, version)
        append_to_order(models, latest.version, version)
        write_latest(models, Latest(version))
        return f"Promoted the canary: all browsers take {version}; rollback returns to {latest.version[:12]}"


def stop_canary(models: Path, version: str) -> None:
    """Takes the canary ``version`` back; when it ended meanwhile, or another took its place, nothing is changed."""
    with changing(models):
        latest = _published(models)
        if latest.canary is not None and latest.canary.version == version:
            write_latest(models, Latest(latest.version))


def _published(models: Path) -> Latest:
    latest = read_latest(models) if models.is_dir() else None
    if latest is None:
        raise PublishError(f"{models} has no latest.json: nothing is published there. Is this the folder of --publish?")
    return latest


def _chosen(models: Path, latest: Latest, to: str) -> str:
    matching = [version for version in whole_versions(models) if version.startswith(to)]
    if len(matching) != 1:
        what = "several models begin" if matching else "no model begins"
        raise PublishError(f"{what} with {to}. {_choices(models, latest)}")
    if latest.canary is not None and matching[0] == latest.canary.version:
        raise PublishError(f"{matching[0][:12]} is the canary; promote makes it the model for everybody")
    return matching[0]


def _choices(models: Path, latest: Latest) -> str:
    others = [version[:12] for version in whole_versions(models) if version != latest.version]
    if not others:
        return f"{models} holds no other model"
    return f"Choose one by --to: {', '.join(others[:10])}"
