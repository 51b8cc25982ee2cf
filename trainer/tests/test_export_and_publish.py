import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from edgecart_trainer.export import Exported, export
from edgecart_trainer.golden import UNKNOWN_ITEM
from edgecart_trainer.interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH
from edgecart_trainer.item_vectors import vector_tensors
from edgecart_trainer.load_model import load_model, scorer_for
from edgecart_trainer.model import Blend, Model
from edgecart_trainer.personas import Persona
from edgecart_trainer.publish import last_published, publish
from edgecart_trainer.published import PublishError
from edgecart_trainer.quantise import quantise_popularity, quantise_shares
from edgecart_trainer.safetensors_file import pack, unpack
from edgecart_trainer.train import too_large

N, D, K, C, P = 40, 8, 3, 2, 2


def any_model(seed: int = 1, bits: int = 8) -> Model:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(N, D))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    shapes = {
        "pool": (D,), "position": (MAX_LENGTH,), "event_type": (len(EVENT_TYPES),), "age": (AGE_BUCKETS,), "cart": (2,),
    }  # fmt: skip
    return Model(
        items=[f"item-{number}" for number in range(N)],
        categories=["Bread", "Milk"],
        personas=[Persona("Bread", ["Bread"]), Persona("Milk", ["Milk"])],
        tensors={
            **vector_tensors(vectors, bits, np.ones(N)),
            "item_categories": random.integers(0, C, N).astype(np.uint8),
            "popularity": quantise_popularity(random.random(N)),
            "graph_items": np.array([random.choice(N, K, replace=False) for _ in range(N)]).astype(np.uint16),
            "graph_weights": quantise_shares(-np.sort(-random.random((N, K)))),
            "persona_centroids": random.random((P, C)).astype(np.float32),
            **{f"encoder.{name}": random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()},
        },
        blend=Blend(temperature=0.07, popularity=2.0, graph=3.0, decay=2.0, repeat=(0.5, 1.5)),
    )


def exported(seed: int = 1) -> Exported:
    return export(any_model(seed), {"hit_rate_at_10": 0.5}, {"baskets": "made up"}, seed=1)


def test_the_same_model_gives_the_same_bytes():
    assert exported() == exported()
    assert exported(1).version != exported(2).version


def test_the_version_is_the_hash_of_the_file_and_the_file_names_its_items():
    made = exported()
    manifest = json.loads(made.manifest)
    _, metadata = unpack(made.file)
    assert made.version == manifest["version"] == hashlib.sha256(made.file).hexdigest()
    assert manifest["bytes"] == len(made.file)
    items = "\n".join(manifest["items"]).encode()
    assert metadata == {"format": "edgecart-model/2", "items_sha256": hashlib.sha256(items).hexdigest()}


def test_tensors_have_the_types_and_shapes_of_the_format():
    manifest = json.loads(exported().manifest)
    length, types, ages = MAX_LENGTH, len(EVENT_TYPES), AGE_BUCKETS
    expected = {
        "item_vectors": ("I8", [N, D]), "item_categories": ("U8", [N]), "popularity": ("U8", [N]),
        "graph_items": ("U16", [N, K]), "graph_weights": ("U8", [N, K]), "persona_centroids": ("F32", [P, C]),
        "encoder.position": ("F32", [length]), "encoder.event_type": ("F32", [types]), "encoder.age": ("F32", [ages]),
        "encoder.cart": ("F32", [2]), "encoder.pool": ("F32", [D]),
    }  # fmt: skip
    assert {name: (t["dtype"], t["shape"]) for name, t in manifest["tensors"].items()} == expected


def test_what_is_written_is_read_back():
    tensors = any_model().tensors
    read, metadata = unpack(pack(tensors, {"format": "x"}))
    assert metadata == {"format": "x"}
    assert read.keys() == tensors.keys()
    assert all((read[name] == tensors[name]).all() and read[name].dtype == tensors[name].dtype for name in tensors)


def test_every_tensor_starts_at_a_multiple_of_its_element_size():
    file = pack({"one": np.zeros(3, np.int8), "two": np.zeros(5, np.float32), "three": np.zeros(1, np.uint16)}, {})
    length = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + length])
    sizes = {"I8": 1, "U16": 2, "F32": 4}
    entries = [entry for name, entry in header.items() if name != "__metadata__"]
    assert all((8 + length + entry["data_offsets"][0]) % sizes[entry["dtype"]] == 0 for entry in entries)


def test_a_type_that_the_format_does_not_know_is_refused():
    with pytest.raises(ValueError, match="float64"):
        pack({"wide": np.zeros(2)}, {})


def test_golden_examples_reach_every_branch():
    golden = json.loads(exported().manifest)["golden"]
    sessions = [example["session"] for example in golden]
    assert len(golden) >= 8
    assert [] in sessions
    assert any(len(session) == 1 for session in sessions)
    assert any(len(session) > MAX_LENGTH for session in sessions)
    assert any(len({one["item_id"] for one in session}) < len(session) for session in sessions)
    assert any(len({one["type"] for one in session}) >= len(EVENT_TYPES) for session in sessions)
    assert any(one["type"] not in EVENT_TYPES for session in sessions for one in session)
    assert any(one["age_minutes"] > 2**AGE_BUCKETS for session in sessions for one in session)
    assert any({one["in_cart"] for one in session} == {True, False} for session in sessions)
    assert any(one["item_id"] == UNKNOWN_ITEM for session in sessions for one in session)
    for example in golden:
        scores = [one["score"] for one in example["top"]]
        assert len(scores) == 20
        assert scores == sorted(scores, reverse=True)


def test_an_unknown_item_changes_nothing_and_an_empty_session_is_answered_by_popularity():
    model = any_model()
    golden = {json.dumps(example["session"]): example["top"] for example in json.loads(exported().manifest)["golden"]}
    popular = np.argsort(-model.tensors["popularity"], kind="stable")[:20]
    assert [one["item_id"] for one in golden["[]"]] == [model.items[row] for row in popular]
    only_unknown = next(top for session, top in golden.items() if UNKNOWN_ITEM in session and session.count("{") == 1)
    assert only_unknown == golden["[]"]


def test_publishing_names_the_new_model_and_keeps_the_old(tmp_path: Path):
    models = tmp_path / "models"
    assert last_published(models) is None
    first, second = exported(1), exported(2)
    publish(models, first)
    publish(models, second)
    assert json.loads((models / "latest.json").read_text()) == {"version": second.version}
    assert last_published(models)["version"] == second.version
    assert {path.name for path in models.iterdir() if path.is_dir()} == {first.version, second.version}
    assert (models / first.version / "model.safetensors").read_bytes() == first.file


def test_a_published_version_is_never_written_again(tmp_path: Path):
    made = exported()
    folder = publish(tmp_path, made).folder
    before = (folder / "manifest.json").stat().st_mtime_ns
    publish(tmp_path, Exported(made.version, made.file, "{}"))
    assert (folder / "manifest.json").stat().st_mtime_ns == before


def test_a_half_written_folder_from_a_crash_is_replaced(tmp_path: Path):
    made = exported()
    (tmp_path / made.version).mkdir()
    (tmp_path / made.version / "model.safetensors").write_bytes(b"half")
    folder = publish(tmp_path, made).folder
    assert (folder / "model.safetensors").read_bytes() == made.file


def test_a_latest_that_names_nothing_readable_is_an_error_that_says_so(tmp_path: Path):
    (tmp_path / "latest.json").write_text('{"version":"gone"}')
    with pytest.raises(PublishError, match="latest.json"):
        last_published(tmp_path)


def test_a_published_model_scores_as_before_also_in_another_order_of_items(tmp_path: Path):
    from edgecart_trainer.interactions import cart_sessions
    from edgecart_trainer.reference import score

    model = any_model()
    loaded = load_model(publish(tmp_path, exported()).folder)
    rows = np.full((1, MAX_LENGTH), -1)
    rows[0, :3] = [4, 7, 9]
    expected = score(model, cart_sessions(rows, rows >= 0))
    assert np.allclose(scorer_for(loaded, model.items)(cart_sessions(rows, rows >= 0)), expected)

    turned = ["new item", *model.items[::-1]]
    moved = rows.copy()
    moved[0, :4] = [turned.index("item-4"), 0, turned.index("item-7"), turned.index("item-9")]
    scores = scorer_for(loaded, turned)(cart_sessions(moved, moved >= 0))[0]
    assert scores[0] == -np.inf
    # The new item stood between: it made the two behind it a minute older, and nothing else.
    assert np.abs(scores[1:][::-1] - expected[0]).max() < 60


def test_a_model_that_does_not_fit_its_bytes_says_what_can_be_done():
    told = too_large(any_model(bits=4), 60_000)
    assert "more than --max-bytes 60,000" in told and "has 4 bits" in told and "--min-count" in told


@pytest.mark.parametrize("bits", [8, 4, 2, 1])
def test_a_model_is_read_back_with_the_vectors_that_it_was_made_of(tmp_path: Path, bits: int):
    model = any_model(bits=bits)
    again = load_model(publish(tmp_path, export(model, {}, {}, seed=1)).folder)
    assert again.bits == model.bits == bits
    assert (again.vectors == model.vectors).all()
    assert np.linalg.norm(again.vectors, axis=1) == pytest.approx(1.0)
