import numpy as np

from edgecart_trainer.codebook import decoded, encoded
from edgecart_trainer.quantise import directions


def rows(size: int, seed: int = 1) -> np.ndarray:
    """[size, 16] of length 1: 40 groups and some noise, as items of like kinds lie together."""
    random = np.random.default_rng(seed)
    found = random.normal(size=(40, 16))[random.integers(40, size=size)] + 0.3 * random.normal(size=(size, 16))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def cosine(vectors: np.ndarray, width: int) -> float:
    codes, book = encoded(vectors, width, np.ones(len(vectors)))
    assert codes.shape == (len(vectors), 16 // width) and book.shape == (16 // width, 256, width)
    return float((directions(decoded(codes, book)) * vectors).sum(axis=1).mean())


def test_a_byte_of_four_or_eight_values_keeps_most_of_a_direction():
    vectors = rows(3000)
    assert cosine(vectors, 4) > cosine(vectors, 8) > 0.9


def test_what_has_no_more_rows_than_the_codebook_loses_next_to_nothing():
    assert cosine(rows(100), 8) > 0.98


def test_the_same_rows_give_the_same_bytes():
    first, again = (encoded(rows(600), 4, np.ones(600)) for _ in range(2))
    assert all((one == other).all() for one, other in zip(first, again, strict=True))


def test_no_row_is_without_a_direction():
    # Next to nothing in most parts: each rounds to 0 there.
    vectors = np.full((500, 16), 1e-6)
    vectors[0] = np.eye(16)[3]
    codes, book = encoded(vectors, 8, np.ones(500))
    assert decoded(codes, book).any(axis=1).all()
