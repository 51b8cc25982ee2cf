import json

import pandas as pd
import pytest

from edgecart_trainer.brand_names import HOUSE_BRAND, NO_MAKER, brand_names
from edgecart_trainer.catalogue import build_catalogue
from edgecart_trainer.completejourney import TEST_WEEKS, Grocer, grocer_paths
from edgecart_trainer.demo_stock import demo_stock
from edgecart_trainer.json_lines import write_json
from edgecart_trainer.product_names import product_name
from edgecart_trainer.product_size import readable_size
from edgecart_trainer.stock_file import read_stock
from edgecart_trainer.replay import LARGEST, SMALLEST, pick_replay


@pytest.mark.parametrize(
    ("size", "readable"),
    [
        ("1 GA", "1 gal"), ("GAL", "1 gal"), ("1/2 GAL", "1/2 gal"), ("L     1 LB", "1 lb"), ("15 1/4 OZ", "15 1/4 oz"),
        ("13.00 OZ", "13 oz"), (".5 L", "0.5 L"), ("10/6.75 OZ", "10 × 6.75 oz"), ("10-6.75 OZ", "10 × 6.75 oz"),
        ("6 PK/4 OZ", "6 × 4 oz"), ("12 PK", "12-pack"), ("1 DZ", "1 dozen"), ("(600) 4 LB", "4 lb"),
        ("22515 32 OZ", "32 oz"), ("26 LOADS", "26 loads"), ("148.5 SQ FT", "148.5 sq ft"), ("16 CT/24 OZ", "16 ct"),
        ("7 OZ AEROS", "7 oz"), ("16 OZS.", "16 oz"), ("", ""), ("912170  PK", ""), ("ASSORTED", ""),
    ],
)  # fmt: skip
def test_sizes_read_as_a_shopper_would_write_them(size: str, readable: str):
    assert readable_size(size) == readable


def test_the_size_of_the_grocers_crate_is_not_the_size_of_what_is_sold():
    assert [readable_size(size, loose=True) for size in ("40 LB", "48-54 CT", "3 LB", "3 CT")] == [
        "",
        "",
        "3 lb",
        "3 ct",
    ]


def test_types_have_readable_names_and_what_is_not_for_the_shop_has_none():
    milk = product_name("FLUID MILK PRODUCTS", "FLUID MILK WHITE ONLY")
    assert milk is not None
    assert (milk.name, milk.aisle) == ("White milk", "Dairy & eggs")
    for category, kind in [
        ("FUEL", "GASOLINE-REG UNLEADED"), ("CIGARETTES", "CIGARETTES"), ("BEERS/ALES", "BEERALEMALT LIQUORS"),
        ("TICKETS", "TICKETS"), ("COUPON/MISC ITEMS", "MISC SALES TRANS"), ("", ""), ("BUTTER", "aisle"),
    ]:  # fmt: skip
        assert product_name(category, kind) is None


def test_brand_names_differ_and_do_not_change_between_runs():
    makers = [NO_MAKER, *range(10, 600)]
    names = brand_names(makers)
    assert len(set(names.values())) == len(names) == 590
    assert NO_MAKER not in names
    assert names == brand_names(makers[::-1])
    with pytest.raises(ValueError, match="brand names"):
        brand_names(range(5000))


def grocer() -> Grocer:
    """Four products of one kind and one that is not for the shop, sold in weeks 1 to 53."""
    baskets = [(week * 100 + number, week) for week in range(1, 54) for number in range(4)]
    lines = [
        {
            "basket": basket, "item": item, "quantity": 2, "paid": 3.0, "shelf_value": 5.0 if week < 50 else 50.0,
            "week": week, "day": f"2017-{1 + week // 5:02d}-01",
        }
        for basket, week in baskets
        for item in ("1", "2", "3", "4", "5", "9")[: 5 + (week > 25)]
    ]  # fmt: skip
    products = [
        {
            "item": item, "manufacturer": 69 if item < "3" else 77, "department": "GROCERY",
            "category": "FUEL" if item == "9" else "YOGURT",
            "type": "GASOLINE-REG UNLEADED" if item == "9" else "YOGURT NOT MULTI-PACKS", "size": "6 OZ",
            "own_brand": item < "3",
        }
        for item in "123459"
    ]  # fmt: skip
    return Grocer(pd.DataFrame(lines), pd.DataFrame(products))


def test_no_two_products_share_name_and_brand():
    items = build_catalogue(grocer(), size=10, seed=1)["items"]
    assert [item["item_name"] for item in items[:3]] == ["Yogurt, 6 oz", "Yogurt No. 2, 6 oz", "Yogurt, 6 oz"]
    assert items[0]["item_brand"] == HOUSE_BRAND != items[2]["item_brand"]
    assert len({(item["item_name"], item["item_brand"]) for item in items}) == len(items) == 5


def test_prices_are_those_of_the_training_weeks_per_unit_before_discounts():
    assert {item["price"] for item in build_catalogue(grocer(), size=10, seed=1)["items"]} == {2.5}


def test_replay_baskets_are_of_the_last_weeks_and_name_no_shopper():
    replay = pick_replay(grocer(), {"1", "2", "3", "4", "5"}, count=6, seed=1)
    assert replay["weeks"] == [TEST_WEEKS.start, TEST_WEEKS.stop - 1] == [51, 53]
    assert len(replay["baskets"]) == 6
    for basket in replay["baskets"]:
        assert basket.keys() == {"id", "day", "items"}
        assert basket["day"] == "2017-11-01"
        assert SMALLEST <= len(set(basket["items"])) == len(basket["items"]) <= LARGEST
    assert replay == pick_replay(grocer(), {"1", "2", "3", "4", "5"}, count=6, seed=1)
    assert replay != pick_replay(grocer(), {"1", "2", "3", "4", "5"}, count=6, seed=2)


def test_baskets_become_paths_split_by_week_and_limited_by_the_training_part():
    paths = grocer_paths(grocer(), ["1", "2"], max_baskets=None, seed=1)
    assert paths.part.value_counts().to_dict() == {"train": 196, "test": 12, "validation": 4}
    assert set(paths["items"].map(tuple)) == {("1", "2")}
    assert 80 <= len(grocer_paths(grocer(), ["1", "2"], max_baskets=98, seed=1)) <= 130


def test_json_has_one_element_of_the_long_list_per_line(tmp_path):
    file = tmp_path / "some" / "file.json"
    write_json(file, {"note": "ü", "items": [{"a": 1}, {"b": 2}], "more": [3]}, long_list="items")
    text = file.read_text(encoding="utf-8")
    assert json.loads(text) == {"note": "ü", "items": [{"a": 1}, {"b": 2}], "more": [3]}
    assert '{"a":1},\n{"b":2}' in text


def test_the_demos_stock_is_made_up_by_seed_and_can_be_read(tmp_path):
    file = tmp_path / "stock.csv"
    file.write_text(demo_stock(grocer(), ["1", "2", "3"], seed=1), encoding="utf-8")
    rows, rejected = read_stock(file, {"1", "2", "3"})
    assert [row.item for row in rows] == ["1", "2", "3"] and rejected == []
    assert demo_stock(grocer(), ["1", "2", "3"], seed=1) == file.read_text(encoding="utf-8")
