import numpy as np

from edgecart_trainer.content import described_vectors, description_matrix, placed, words_of

COLOURS, KINDS = ["red", "green", "blue"], ["shirt", "shoe", "hat", "coat"]


def shop(random: np.random.Generator, per_kind: int = 12):
    """Items whose vectors are a sum of what their words mean, and a little of their own."""
    meaning = {word: random.normal(size=8) for word in [*COLOURS, *KINDS]}
    items, vectors = [], []
    for kind in KINDS:
        for colour in COLOURS:
            for number in range(per_kind):
                items.append({"item_category": kind, "item_name": f"{colour.title()} {kind}", "price": 10 + number})
                vectors.append(meaning[kind] + meaning[colour] + 0.2 * random.normal(size=8))
    vectors = np.array(vectors)
    return items, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_an_item_is_described_by_category_brand_price_and_the_words_of_its_name():
    words = words_of({"item_id": "1", "item_category": "Milk", "item_brand": "Lane", "price": 2.0, "item_name": "Whole MILK, 1 l"})
    assert words == ("item_category:Milk", "item_brand:Lane", "price:2", "name:whole", "name:milk")
    assert words_of({"item_id": "1", "price": True, "item_brand": 7, "item_name": None}) == ()


def test_a_new_item_lies_where_its_description_says():
    items, vectors = shop(np.random.default_rng(1))
    wanted = np.full(len(items), 20.0)
    new = np.arange(0, len(items), 7)
    wanted[new] = 0.0
    unknown = vectors.copy()
    unknown[new] = np.random.default_rng(2).normal(size=(len(new), 8))
    unknown[new] /= np.linalg.norm(unknown[new], axis=1, keepdims=True)
    described = described_vectors(unknown, wanted, description_matrix([words_of(item) for item in items]))
    assert described is not None
    found = placed(unknown, wanted, described, trust=3.0)
    assert (found[new] * vectors[new]).sum(axis=1).min() > 0.9
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0)


def test_what_is_wanted_often_keeps_its_own_vector():
    items, vectors = shop(np.random.default_rng(3))
    described = described_vectors(vectors, np.full(len(items), 50.0), description_matrix([words_of(i) for i in items]))
    assert described is not None
    assert np.allclose(placed(vectors, np.full(len(items), 1e9), described, trust=30.0), vectors, atol=1e-6)
    assert np.allclose(placed(vectors, np.ones(len(items)), described, trust=0.0), vectors)


def test_without_descriptions_or_with_too_few_items_nothing_is_placed():
    vectors = np.eye(4)
    assert described_vectors(vectors, np.full(4, 9.0), description_matrix([("a",)] * 4)) is None
    items, vectors = shop(np.random.default_rng(4))
    assert described_vectors(vectors, np.full(len(items), 9.0), description_matrix([()] * len(items))) is None


def test_an_item_that_nothing_describes_keeps_its_own_vector():
    items, vectors = shop(np.random.default_rng(5))
    words = [words_of(item) for item in items]
    words[0] = ()
    described = described_vectors(vectors, np.full(len(items), 9.0), description_matrix(words))
    assert described is not None
    assert np.allclose(placed(vectors, np.zeros(len(items)), described, 3.0)[0], vectors[0])
