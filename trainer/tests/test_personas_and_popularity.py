import numpy as np
import pandas as pd
from conftest import ITEMS, PER_GROUP, count_record, paths_frame, shop_records

from edgecart_trainer.personas import category_shares, find_personas
from edgecart_trainer.popularity import basket_counts, log_counts, popularity
from edgecart_trainer.visits import to_visits

CATEGORIES = [f"Group {number}" for number in range(6)]
OF_ITEM = np.arange(len(ITEMS)) // PER_GROUP


def test_shoppers_who_buy_alike_share_a_persona_named_by_what_they_buy():
    visits = to_visits(paths_frame([record["items"] for record in shop_records(600, 10, seed=4)]), ITEMS)
    found = find_personas(visits, OF_ITEM, CATEGORIES, count=6, seed=1)
    assert sorted(persona.name for persona in found.personas) == CATEGORIES
    assert found.centroids.shape == (6, 6)
    assert np.allclose(found.centroids.sum(axis=1), 1.0, atol=1e-5)
    assert (found.centroids.argmax(axis=1) == [CATEGORIES.index(p.categories[0]) for p in found.personas]).all()


def test_too_few_visits_make_one_persona_for_all():
    visits = to_visits(paths_frame([ITEMS[:5], ITEMS[20:25]]), ITEMS)
    found = find_personas(visits, OF_ITEM, CATEGORIES, count=7, seed=1)
    assert [persona.name for persona in found.personas] == ["A bit of everything"]
    assert np.allclose(found.centroids, category_shares(visits, OF_ITEM, 6).mean(axis=0))


def test_popularity_is_one_for_the_best_seller_and_zero_for_what_nobody_wanted():
    assert popularity(np.array([0.0, 3.0, 15.0])).tolist() == [0.0, 0.5, 1.0]
    assert not popularity(np.zeros(3)).any()


def test_a_basket_counts_an_item_once_by_its_own_weight_and_browsing_does_not_count():
    table = paths_frame([["item-0", "item-0"], ["item-0"], ["item-1"]], bought=[True, True, False], weight=[1, 0.5, 1])
    assert basket_counts(to_visits(table, ITEMS[:2]), 2).tolist() == [1.5, 0.0]


def test_an_order_says_more_than_a_cart_and_a_cart_more_than_a_look():
    records = [
        count_record(number, item, kind)
        for number, (item, kind) in enumerate(
            [("a", "purchase"), ("b", "add_to_cart"), ("c", "view_item"), ("d", "view_item_list"), ("?", "purchase")]
        )
    ]
    found = log_counts(pd.DataFrame(records), ["a", "b", "c", "d"])
    assert found[0] > found[1] > found[2] > found[3] == 0
