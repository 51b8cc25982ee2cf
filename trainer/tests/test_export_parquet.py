import json
from pathlib import Path

import pytest
from conftest import count_record, path_record, segment

from edgecart_trainer.analysis_rules import AnalysisRules, analysis_rules
from edgecart_trainer.command_line import main
from edgecart_trainer.export_parquet import export_parquet
from edgecart_trainer.hour_cells import hour_cells

duckdb = pytest.importorskip("duckdb", reason="it is in requirements-notebook.lock, which `npm test` installs")


def a_log(folder: Path, records: list[dict]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "00000000000000000001.log").write_bytes(segment(records))
    return folder


def records() -> list[dict]:
    made = [count_record(n, "a|b", "add_to_cart", f"2026-11-2{n % 2}T0{n % 3}") for n in range(300)]
    made += [count_record(300 + n, "c", "purchase", "2026-11-20T00") | {"quantityBand": 3} for n in range(5)]
    made[0] |= {"shown": {"model": "none", "slot": 3}, "priceBand": -2}
    return [*made, made[1], path_record(900, ["a", "c"]), path_record(901, ["c", "a"], "2026-11-21", bought=False)]


def test_records_lie_by_hour_and_are_asked_by_sql(tmp_path: Path):
    log, out = a_log(tmp_path / "data", records()), tmp_path / "out"
    assert main(["parquet", "--log", str(log), "--out", str(out)]) == 0
    assert (out / "counts" / "day=2026-11-21" / "hour=01" / "records.parquet").is_file()
    counts = f"read_parquet('{out}/counts/**/*.parquet', hive_partitioning = true)"
    by_hour = duckdb.sql(f"select day, hour, count(*) from {counts} where type = 'add_to_cart' group by all order by all")
    assert [(str(day), int(hour), number) for day, hour, number in by_hour.fetchall()] == [
        ("2026-11-20", 0, 50), ("2026-11-20", 1, 50), ("2026-11-20", 2, 50),
        ("2026-11-21", 0, 50), ("2026-11-21", 1, 50), ("2026-11-21", 2, 50),
    ]  # fmt: skip
    shown = duckdb.sql(f"select item, price_band, model, slot from {counts} where model is not null").fetchall()
    assert shown == [("a|b", -2, "none", 3)]
    assert duckdb.sql(f"select sum(quantity_band) from {counts}").fetchall() == [(15,)]
    paths = duckdb.sql(f"select items, bought from read_parquet('{out}/paths/**/*.parquet') order by bought").fetchall()
    assert paths == [(["c", "a"], False), (["a", "c"], True)]


def test_of_an_hour_only_what_rests_on_enough_records_is_told(tmp_path: Path):
    out = tmp_path / "out"
    assert main(["parquet", "--log", str(a_log(tmp_path / "data", records())), "--out", str(out)]) == 0
    cells = dict(duckdb.sql(f"select cell, value from read_parquet('{out}/cells/**/*.parquet')").fetchall())
    assert cells["item-hour|a%7Cb|add_to_cart|2026-11-20T00"] == 50
    assert cells["cart-demand|a%7Cb|2026-11-20T00"] == 50
    assert cells["funnel|add_to_cart|2026-11-21T02"] == 50
    assert not [cell for cell in cells if "purchase" in cell or cell.startswith("shown")]
    assert analysis_rules().k == 20


def test_removals_and_quantities_count_and_machines_do_not():
    rules = AnalysisRules(k=1, max_per_cell=3, cart_demand={"add_to_cart": 1, "remove_from_cart": -1})
    made = [count_record(n, "a") | {"quantityBand": 2} for n in range(9)] + [count_record(9, "a", "remove_from_cart")]
    assert dict(hour_cells(made, rules)) == {
        "item-hour|a|add_to_cart|2026-11-20T09": 3, "item-hour|a|remove_from_cart|2026-11-20T09": 1,
        "cart-demand|a|2026-11-20T09": 5, "funnel|add_to_cart|2026-11-20T09": 3,
        "funnel|remove_from_cart|2026-11-20T09": 1,
    }  # fmt: skip


def test_the_same_records_make_the_same_files_in_whatever_order_they_came(tmp_path: Path):
    def content(name: str, given: list[dict]) -> dict[str, bytes]:
        out = tmp_path / name
        export_parquet(out, lambda take: [take(json.dumps(record).encode()) for record in given])
        return {str(file.relative_to(out)): file.read_bytes() for file in sorted(out.rglob("*.parquet"))}

    assert content("one", records()) == content("two", records()[::-1])


def test_what_is_no_record_or_would_leave_the_folder_is_left_out_with_its_reason(tmp_path: Path):
    wrong = [None, b"{", json.dumps(count_record(1, "a", hour="../../etc/x")).encode()]
    wrong += [json.dumps(path_record(2, ["a", "b"], day)).encode() for day in ("2026-02-31", "20260203", "..")]
    told = export_parquet(tmp_path / "out", lambda take: [take(payload) for payload in wrong])
    assert told.dropped == {"unreadable: no value": 1, "unreadable: not JSON": 1, "impossible hour or day": 4}
    assert list((tmp_path / "out").rglob("*")) == []


def test_an_export_replaces_the_one_before_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    first = ["parquet", "--log", str(a_log(tmp_path / "data", records())), "--out", str(out)]
    assert main(first) == 0
    a_log(tmp_path / "data", records()[:1])
    assert main(first) == 0
    assert len(list(out.rglob("*.parquet"))) == 1
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "letter").write_text("dear")
    assert main([*first[:-1], str(tmp_path / "precious")]) == 1
    assert "holds something else" in capsys.readouterr().err
    assert (tmp_path / "precious" / "letter").read_text() == "dear"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
