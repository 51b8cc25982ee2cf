from dataclasses import replace

import numpy as np
from conftest import ITEMS, paths_frame, shop_records
from test_export_and_publish import any_model

from edgecart_trainer.blend import _candidates, _ranks, tune_blend
from edgecart_trainer.budget import Budget, Layout, fixed_bytes
from edgecart_trainer.evaluate import evaluate, cart_task, next_item_task, ranks
from edgecart_trainer.export import export
from edgecart_trainer.model import Blend
from edgecart_trainer.reference import score
from edgecart_trainer.visits import to_visits


def walks_of(model, seed: int = 3):
    random = np.random.default_rng(seed)
    contexts = [random.integers(0, len(model.items), random.integers(1, 6)) for _ in range(200)]
    return next_item_task(contexts, random.integers(-1, len(model.items), 200))


def test_ranks_among_the_candidates_are_those_among_the_whole_catalogue():
    model = any_model(bits=1)
    blends = [
        Blend(0.1, 0.5, 0.0, 1.0, (0.0, 0.0)), Blend(0.2, 1.0, 40.0, 2.0, (1.0, -1.0)),
        Blend(0.07, 0.3, 9000.0, 1000.0, (-0.5, 3.0)),
    ]  # fmt: skip
    for task in (walks_of(model), replace(walks_of(model), repeats=False)):
        part = _candidates(model, task)
        for blend in blends:
            whole = ranks(score(model.with_blend(blend), task.sessions), task)
            among = _ranks(part, blend)
            assert ((whole == among) | ((whole > 20) & (among > 20))).all()


def test_the_blend_that_is_found_is_no_worse_than_the_first_and_says_what_it_reaches():
    model = any_model()
    random = np.random.default_rng(1)
    contexts = [random.integers(0, len(model.items), 4) for _ in range(300)]
    # What comes next is always a neighbour of the newest item: the graph must be seen to say so.
    targets = np.array([int(model.tensors["graph_items"][context[-1], 0]) for context in contexts])
    task = next_item_task(contexts, targets)
    blend, value = tune_blend(model, [task])
    found = evaluate(lambda part: score(model.with_blend(blend), part), [task])
    assert np.isclose(found["hit_rate_at_20"] + 0.5 * found["mrr_at_20"], value)
    first = evaluate(lambda part: score(model.with_blend(replace(model.blend, graph=0.0)), part), [task])
    assert found["hit_rate_at_20"] > first["hit_rate_at_20"]
    assert blend.graph > 0 and blend.popularity > 0


def test_without_a_validation_part_the_blend_stays():
    model = any_model()
    assert tune_blend(model, []) == (model.blend, 0.0)


def test_a_cart_is_never_answered_with_what_it_holds():
    visits = to_visits(paths_frame([record["items"] for record in shop_records(50, 5, seed=1)]), ITEMS[:40])
    task = cart_task(visits, seed=1)
    part = _candidates(any_model(), task)
    own = np.concatenate([part.newest, part.earlier])
    assert len(own)
    assert np.isneginf(part.likeness[own]).all()


def test_the_bytes_are_spent_on_bits_and_what_is_left_on_neighbours():
    items = [f"{number}" for number in range(40_000)]
    layouts = Budget(3_000_000, items, {}).layouts(64)
    assert layouts == [Layout(4, 11)]
    assert Budget(30_000_000, items, {}).layouts(64) == [Layout(8, 40), Layout(4, 40)]
    # Codebooks where bytes are scarce: vectors of fewer bits, and more neighbours for it.
    assert Budget(2_400_000, items, {}).layouts(64) == [Layout(4, 6), Layout(2, 11)]
    assert Budget(1_000_000, items, {}).layouts(64) == [Layout(1, 2)]
    assert Budget(1, items, {}).layouts(64) == [Layout(1, 1)]
    assert Budget(1, items, {}).layouts(62) == [Layout(4, 1)]


def test_a_model_of_a_layout_has_no_more_bytes_than_it_was_given():
    model = any_model()
    exported = export(model, {}, {}, seed=1)
    size = len(model.items)
    kept = {name: model.tensors[name] for name in ("item_categories", "persona_centroids")}
    fixed = fixed_bytes(model.items)
    least = exported.size
    assert Budget(0, model.items, kept).layouts(8) == [Layout(1, 1)]
    assert Budget(fixed + 20 * size + 3 * size * 3 + 8 * size, model.items, kept).layouts(8)[0].bits == 8
    assert least < fixed + 20 * size
