import json
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from conftest import ITEMS
from test_forecast import shop_log

from edgecart_trainer.command_line import main
from edgecart_trainer.inventory import signal
from edgecart_trainer.reorder import ItemDemand, outlook
from edgecart_trainer.stock_file import Stock, StockError, read_stock

STEADY = ItemDemand(np.full(7, 4.0), 0.1, 0.05)
EXAMPLE = Path(__file__).parents[2] / "packages" / "protocol" / "src" / "inventory-signal.example.json"


def rows(tmp_path: Path, text: str, name: str = "stock.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_stock(file, {"a", "b", "c"})


def test_a_stock_file_is_csv_of_any_separator_or_json(tmp_path: Path):
    wanted = [Stock("a", 3, 2.5, 0.9, 6, 12), Stock("b", 0)]
    comma = "item,on_hand,lead_time_days,service_level,pack_size,incoming\na,3,2.5,0.9,6,12\nb,0\n"
    assert rows(tmp_path, comma) == (wanted, [])
    assert rows(tmp_path, "\ufeff" + comma.replace(",", ";").replace("item", "ITEM_ID")) == (wanted, [])
    items = [{"item": "a", "on_hand": 3, "lead_time_days": 2.5, "service_level": 0.9, "pack_size": 6, "incoming": 12}]
    items.append({"item": "b", "on_hand": 0})
    assert rows(tmp_path, json.dumps({"items": items}), "stock.json") == (wanted, [])
    assert rows(tmp_path, json.dumps(items), "stock.json") == (wanted, [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,3", "item: is not in the catalogue"), (",3", "item: is missing, or no text"), ("a,", "on_hand: is missing"),
        ("a,many", "on_hand: must be a whole number from 0"), ("a,-1", "on_hand: must be a whole number from 0"),
        ("a,1.5", "on_hand: must be a whole number from 0"), ("a,nan", "on_hand: must be a whole number from 0"),
        ("a,1e400", "on_hand: must be a whole number from 0"), ("b,1", "item: is there twice; the first row counts"),
        ("a,3,0", "lead_time_days: must be a number of days above 0, at most 365"),
        ("a,3,1,95", "service_level: must be a share from 0.5 to 0.999, such as 0.95"),
        ("a,3,1,0.9,0", "pack_size: must be a whole number from 1"), ("a,3,1,0.9,1,x", "incoming: must be a whole number from 0"),
    ],
)  # fmt: skip
def test_a_row_of_nonsense_has_a_reason_and_costs_no_other(tmp_path: Path, row: str, reason: str):
    head = "item,on_hand,lead_time_days,service_level,pack_size,incoming\nb,5\n"
    good, rejected = rows(tmp_path, f"{head}{row}\nc,7\n")
    assert [stock.item for stock in good] == ["b", "c"]
    assert [(one.row, one.reason) for one in rejected] == [(2, reason)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "lacks the column item and the column on_hand"), ("sku;price\n", "lacks the column on_hand"),
        ("{", "begins like JSON and is none"), ('{"rows":[]}', 'an object with a list "items"'),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_as_a_whole(tmp_path: Path, text: str, told: str):
    with pytest.raises(StockError, match=told):
        rows(tmp_path, text)


def test_json_rows_that_are_no_objects_have_a_reason_too(tmp_path: Path):
    good, rejected = rows(tmp_path, '[1, null, {"item": 7}, {"item": "a", "on_hand": true}, {"item": "a", "on_hand": 1}]', "s.json")
    assert good == [Stock("a", 1)]
    assert len(rejected) == 4


def test_stock_that_lasts_is_left_alone_and_stock_that_does_not_is_ordered_in_time():
    assert outlook(Stock("a", 400), STEADY).reorder is None
    low = outlook(Stock("a", 20), STEADY)
    assert low.state == "at-risk" and low.risk > 0.8 and low.cover_days == 5.0
    assert low.reorder is not None and low.reorder.days_from_now == 0
    later = outlook(Stock("a", 60), STEADY)
    assert later.state == "ok" and later.reorder is not None and later.reorder.days_from_now > 0
    assert outlook(Stock("a", 0), STEADY).state == "out"
    assert outlook(Stock("a", 3), ItemDemand(np.zeros(7), 0.5, 0.5)).cover_days is None


def test_more_is_ordered_for_longer_waits_better_service_and_whole_packs_less_for_what_is_on_its_way():
    def ordered(**about: float) -> int:
        reorder = outlook(Stock("a", 10, **{"lead_time_days": 5.0, **about}), STEADY).reorder
        return 0 if reorder is None else reorder.quantity

    assert ordered(lead_time_days=9.0) > ordered()
    assert ordered(service_level=0.999) > ordered(service_level=0.5)
    assert ordered(pack_size=24) % 24 == 0 and ordered(pack_size=24) >= ordered()
    assert ordered(incoming=12) == ordered() - 12


def test_a_shop_that_follows_what_is_said_runs_out_no_more_often_than_its_service_level_allows():
    random = np.random.default_rng(11)
    stock, coming, cycles, short = 30, [], 0, 0
    for day in range(2_000):
        arrived = [quantity for due, quantity in coming if due <= day]
        coming = [(due, quantity) for due, quantity in coming if due > day]
        cycles += len(arrived)
        short += len(arrived) if stock < 0 else 0
        stock = max(stock, 0) + sum(arrived)
        on_way = sum(quantity for _, quantity in coming)
        reorder = outlook(Stock("a", stock, 4.0, 0.95, 1, on_way), ItemDemand(np.full(7, 4.0), 0.1, 0.02)).reorder
        if reorder is not None and reorder.days_from_now == 0:
            coming.append((day + 4, reorder.quantity))
        stock -= int(random.negative_binomial(10, 10 / 14))
    assert cycles > 150
    assert short / cycles <= 0.06


def test_what_is_said_has_the_form_that_the_protocol_states():
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    stocks = [Stock("4711", 0, pack_size=12), Stock("0815", 22, 3.0, 0.9, 1, 6), Stock("1082185", 900)]
    made = [signal(stock, outlook(stock, STEADY), f"Item {stock.item}", now) for stock in stocks]
    text = json.dumps(made, indent=2) + "\n"
    if os.environ.get("EDGECART_WRITE_EXAMPLES"):
        EXAMPLE.write_text(text, encoding="utf-8")
    assert json.loads(EXAMPLE.read_text(encoding="utf-8")) == made


def test_the_command_writes_what_is_urgent_first_and_why_rows_are_left_out(tmp_path: Path, catalogue: Path, capsys):
    stock = tmp_path / "stock.csv"
    stock.write_text(f"item,on_hand,lead_time_days\n{ITEMS[1]},50,3\n{ITEMS[0]},5,3\nnobody,1,1\n{ITEMS[2]},0,3\n")
    options = ["forecast", "--catalogue", str(catalogue), "--log", str(shop_log(tmp_path)), "--now", "2026-10-31T10"]
    assert main([*options, "--stock", str(stock), "--out", str(tmp_path / "supply")]) == 0
    content = json.loads((tmp_path / "supply" / "inventory.json").read_text())
    assert [(one["item"], one["state"]) for one in content["signals"]] == [
        (ITEMS[2], "out"),
        (ITEMS[0], "at-risk"),
        (ITEMS[1], "ok"),
    ]
    assert content["signals"][1]["reorder"]["quantity"] > 50
    assert content["rejected"] == [{"row": 3, "reason": "item: is not in the catalogue"}]
    assert "row 3 left out: item: is not in the catalogue" in capsys.readouterr().out
    assert main([*options, "--signals"]) == 2
    assert main([*options, "--signals-kafka", "127.0.0.1:9"]) == 2
    assert main([*options, "--stock", str(tmp_path / "none.csv")]) == 1
