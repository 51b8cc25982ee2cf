import numpy as np
from conftest import ITEMS, paths_frame, shop_records

from edgecart_trainer.budget import Layout, fixed_bytes
from edgecart_trainer.encoder import TrainedEncoder
from edgecart_trainer.evaluate import cart_task, evaluate
from edgecart_trainer.export import export
from edgecart_trainer.graph import pair_counts
from edgecart_trainer.interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH
from edgecart_trainer.learn import Choices, Learned
from edgecart_trainer.load_model import scorer_for
from edgecart_trainer.model import Model
from edgecart_trainer.popularity import basket_counts, popularity
from edgecart_trainer.shrink import Shape, choose_shape, shapes, shrunk
from edgecart_trainer.visits import Visits, to_visits

SIZE = len(ITEMS)


def visits(count: int, seed: int) -> Visits:
    return to_visits(paths_frame([record["items"] for record in shop_records(count, 10, seed)]), ITEMS)


def learned(dimensions: int = 16) -> Learned:
    """As if learned: items of a group lie together, with some noise along the last axes."""
    seen = visits(800, 1)
    random = np.random.default_rng(3)
    vectors = np.zeros((SIZE, dimensions))
    vectors[np.arange(SIZE), np.arange(SIZE) // 10] = 1.0
    vectors += 0.05 * random.normal(size=vectors.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    tensors = {
        "encoder.pool": np.zeros(dimensions, np.float32), "encoder.position": np.zeros(MAX_LENGTH, np.float32),
        "encoder.event_type": np.zeros(len(EVENT_TYPES), np.float32), "encoder.age": np.zeros(AGE_BUCKETS, np.float32),
        "encoder.cart": np.zeros(2, np.float32),
    }  # fmt: skip
    wanted = basket_counts(seen, SIZE)
    encoder = TrainedEncoder(vectors, tensors, 0.1, 1.0, (0.0, 0.0))
    return Learned(encoder, pair_counts(seen, SIZE), {0.0: popularity(wanted)}, np.zeros(SIZE), wanted)


def model_of(learned: Learned, choices: Choices, shape: Shape) -> Model:
    kept = {"item_categories": np.zeros(len(shape.rows), np.uint8), "persona_centroids": np.zeros((1, 1), np.float32)}
    return learned.model(choices, [ITEMS[row] for row in shape.rows], ["all"], [], kept)


def choices(of: Learned) -> Choices:
    return Choices(Layout(4, 8), 0.3, 1, of.blend(repeats=False))


def test_shapes_trade_items_for_bits_and_neighbours():
    ids = [f"{number}" for number in range(1000)]
    wanted = np.arange(1000.0)
    found = shapes(fixed_bytes(ids) + 45_000, ids, wanted, 64)
    assert {shape.layout.bits for shape in found} == {8, 4, 2, 1}
    by_size = {(shape.layout.bits, shape.layout.neighbours): len(shape.rows) for shape in found}
    assert by_size[8, 8] < by_size[8, 3] < by_size[4, 3] < 1000
    # One that keeps all items is enough of its bits.
    assert [layout for layout, size in by_size.items() if layout[0] == 1 and size == 1000] == [(1, 3)]
    # The most wanted stay.
    assert all(shape.rows.max() == 999 and (np.diff(shape.rows) > 0).all() for shape in found)
    assert shapes(fixed_bytes(ids), ids, wanted, 64) == []


def test_the_small_model_keeps_its_promise_of_bytes_and_most_of_its_quality():
    of = learned()
    held_out = [cart_task(visits(300, 2), seed=1)]
    budget = fixed_bytes(ITEMS) + 1_500
    shape, chosen = choose_shape(of, choices(of), shapes(budget, ITEMS, of.wanted, 16), held_out, model_of)
    small = model_of(shrunk(of, 0.0, shape.rows), chosen, shape)
    exported = export(small, {}, {}, seed=1)
    assert exported.size <= budget
    found = evaluate(scorer_for(small, ITEMS), held_out)["hit_rate_at_10"]
    assert found > 2 * 10 / SIZE
