"""What is committed under demo/ holds together."""

import hashlib
import json
from pathlib import Path

import pytest

from edgecart_trainer.golden import to_sessions
from edgecart_trainer.load_model import load_model
from edgecart_trainer.reference import score

DEMO = Path(__file__).parents[2] / "demo"
MODELS = DEMO / "model"


@pytest.fixture(scope="module")
def catalogue() -> dict:
    return json.loads((DEMO / "public" / "catalogue.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder() -> Path:
    return MODELS / json.loads((MODELS / "latest.json").read_text())["version"]


def test_the_catalogue_is_one_that_a_shop_could_have(catalogue):
    items = catalogue["items"]
    assert 2000 <= len(items) <= 5000
    assert len({item["item_id"] for item in items}) == len(items)
    assert len({(item["item_name"], item.get("item_brand")) for item in items}) == len(items)
    assert all(item["price"] > 0 and item["item_name"] != item["item_name"].upper() for item in items)
    assert 15 <= len({item["item_category"] for item in items}) <= 25
    assert 5 <= sum(item.get("in_stock") is False for item in items) <= 10


def test_the_replay_has_items_of_the_catalogue_only(catalogue):
    replay = json.loads((DEMO / "public" / "replay.json").read_text(encoding="utf-8"))
    known = {item["item_id"] for item in catalogue["items"]}
    assert len(replay["baskets"]) >= 100
    assert all(5 <= len(basket["items"]) <= 25 and set(basket["items"]) <= known for basket in replay["baskets"])
    assert min(basket["day"] for basket in replay["baskets"]) >= "2017-12-11"


def test_the_model_is_what_its_name_says_and_was_not_trained_on_the_replay(catalogue, folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    file = (folder / "model.safetensors").read_bytes()
    assert folder.name == manifest["version"] == hashlib.sha256(file).hexdigest()
    assert manifest["items"] == [item["item_id"] for item in catalogue["items"]]
    assert manifest["trained_on"]["last_day"] < "2017-12-11"


def test_the_model_beats_popularity_and_stands_level_with_co_visitation(folder):
    """On baskets without order or views there is little more to know than what goes together."""
    metrics = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["metrics"]
    for figure in ("hit_rate_at_10", "hit_rate_at_20", "mrr_at_20"):
        assert metrics[figure] > 1.5 * metrics[f"popularity_{figure}"]
        assert metrics[figure] > 0.97 * metrics[f"covisitation_{figure}"]


def test_the_reference_reproduces_the_golden_examples_from_the_file(folder):
    model = load_model(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for example in manifest["golden"]:
        scores = score(model, to_sessions(example["session"], model.items))[0]
        rows = [model.items.index(one["item_id"]) for one in example["top"]]
        assert scores[rows].tolist() == pytest.approx([one["score"] for one in example["top"]], abs=1e-5)


def test_all_of_it_is_under_two_megabytes(folder):
    files = [*(DEMO / "public").glob("*.json"), *folder.iterdir(), MODELS / "latest.json"]
    assert sum(file.stat().st_size for file in files) < 2_000_000
