"""Makes what is committed under ``demo/``: catalogue, replay baskets and the first model."""

import shutil
from pathlib import Path

from .catalogue import build_catalogue
from .completejourney import read_grocer
from .demo_stock import demo_stock
from .json_lines import write_json
from .progress import say
from .replay import pick_replay
from .options import TrainOptions
from .train import train


def make_demo_data(
    out: Path, items: int, replay: int, epochs: int | None, seed: int, threads: int, with_model: bool = True
) -> None:
    """Writes ``public/catalogue.json``, ``public/replay.json``, ``stock.csv`` and ``model/`` below ``out``; the old ones go."""
    say("Making the catalogue from The Complete Journey ...")
    grocer = read_grocer()
    catalogue = build_catalogue(grocer, items, seed)
    known = {item["item_id"] for item in catalogue["items"]}
    files = [out / "public" / "catalogue.json", out / "public" / "replay.json"]
    write_json(files[0], catalogue, long_list="items")
    write_json(files[1], pick_replay(grocer, known, replay, seed), long_list="baskets")
    files.append(out / "stock.csv")
    files[2].write_text(demo_stock(grocer, [item["item_id"] for item in catalogue["items"]], seed), encoding="utf-8")
    for file in files:
        say(f"  {file}: {file.stat().st_size / 1000:,.0f} kB")
    if with_model:
        models = out / "model"
        before = set(models.glob("*")) if models.exists() else set()
        train(
            TrainOptions(
                catalogue=files[0], baskets=True, publish=models, epochs=epochs, seed=seed, threads=threads, force=True
            )
        )
        _keep_latest(models, before)


def _keep_latest(models: Path, before: set[Path]) -> None:
    """The demo is committed with one model: the ones from before go. (A collector's folder keeps them all.)"""
    from .publish import last_published

    manifest = last_published(models)
    for folder in before:
        if folder.is_dir() and manifest is not None and folder.name != manifest["version"]:
            shutil.rmtree(folder)
