import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import ITEMS, shop_records

from edgecart_trainer import history_file
from edgecart_trainer.command_line import main
from edgecart_trainer.history import read_history
from edgecart_trainer.history_file import HistoryError
from edgecart_trainer.sessions_file import read_sessions

TODAY = "2026-11-23"
ABC = ["a", "b", "c", "d"]


def write(tmp_path: Path, text: str, name: str = "history.csv", encoding: str = "utf-8") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


def paths(file: Path) -> list[tuple]:
    found = read_history(file, ABC, TODAY).paths
    return [tuple(row) for row in found[["items", "day", "bought", "ordered"]].itertuples(index=False)]


def test_orders_become_baskets_without_an_order_in_time(tmp_path: Path):
    file = write(
        tmp_path,
        "order_id,item_id,time,quantity\n"
        "2,c,2026-11-02,1\n"
        "1,a,2026-11-01,1\n"
        "1,b,2026-11-01,3\n"
        "2,d,2026-11-02,\n"
        "1,a,2026-11-01,2\n",
    )
    assert paths(file) == [(["a", "b"], "2026-11-01", True, False), (["c", "d"], "2026-11-02", True, False)]


def test_sessions_become_paths_in_order_of_time_and_what_was_bought_one_of_its_own(tmp_path: Path):
    file = write(
        tmp_path,
        "session_id,item_id,time,event\n"
        "s,c,2026-11-01T10:02:00Z,add_to_cart\n"
        "s,a,2026-11-01T10:00:00Z,view_item\n"
        "s,b,2026-11-01T10:01:00Z,add_to_cart\n"
        "s,b,2026-11-01T10:05:00Z,purchase\n"
        "s,c,2026-11-01T10:05:00Z,purchase\n",
    )
    assert paths(file) == [
        (["a", "b", "c", "b", "c"], "2026-11-01", False, True),
        (["b", "c"], "2026-11-01", True, True),
    ]


def test_a_session_is_split_where_nothing_happened_for_half_an_hour(tmp_path: Path):
    file = write(
        tmp_path,
        "session_id,item_id,time\n"
        "s,a,2026-11-01T10:00:00\ns,b,2026-11-01T10:29:00\ns,c,2026-11-01T11:00:00\ns,d,2026-11-01T11:01:00\n",
    )
    assert [found[0] for found in paths(file)] == [["a", "b"], ["c", "d"]]


def test_a_page_that_was_reloaded_counts_once(tmp_path: Path):
    file = write(tmp_path, "session_id,item_id,time\n" + "".join(f"s,{item},2026-11-01\n" for item in "aaabba"))
    assert [found[0] for found in paths(file)] == [["a", "b", "a"]]


@pytest.mark.parametrize(
    "time",
    ["2026-11-01T09:30:00Z", "2026-11-01 10:30:00+01:00", "2026-11-01", "1793525400", "1793525400000"],
)
def test_times_are_read_in_the_documented_forms(tmp_path: Path, time: str):
    assert paths(write(tmp_path, f"order_id,item_id,time\n1,a,{time}\n"))[0][1] == "2026-11-01"


def test_rows_that_can_not_be_used_are_counted_by_reason(tmp_path: Path, capsys):
    file = write(
        tmp_path,
        "order_id;Item_ID;time;quantity;event\n"
        "1;a;2026-11-01;1;purchase\n"
        ";a;2026-11-01;1;purchase\n"
        "1;x;2026-11-01;1;purchase\n"
        "1;b;yesterday;1;purchase\n"
        "1;b;2031-01-01;1;purchase\n"
        "1;b;2026-11-01;-1;purchase\n"
        "1;b;2026-11-01;some;purchase\n"
        "1;b;2026-11-01;1;view_item\n"
        "1;b;2026-11-01;1;wishlist\n"
        "1;b;2026-11-01;1;purchase\n",
    )
    assert paths(file) == [(["a", "b"], "2026-11-01", True, False)]
    told = capsys.readouterr().out
    assert "kept 2 of 10 rows" in told
    for reason in [
        "no session_id or order_id", "not in the catalogue", "a time that is none", "in the future",
        "of 0 or less", "is no number", "no purchase", "an event that is not one of",
    ]:  # fmt: skip
        assert any(line.startswith("  dropped 1:") and reason in line for line in told.splitlines()), reason


def test_a_separator_at_the_end_of_each_row_moves_nothing(tmp_path: Path):
    file = write(tmp_path, "order_id,item_id,time\n1,a,2026-11-01,\n1,b,2026-11-01,\n")
    assert paths(file) == [(["a", "b"], "2026-11-01", True, False)]


def test_a_file_is_read_in_pieces_and_a_visit_may_lie_in_several(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(history_file, "ROWS_AT_ONCE", 2)
    file = write(
        tmp_path,
        "order_id,item_id,time\n1,a,2026-11-01\n2,a,2026-11-02\n2,b,2026-11-02\n1,b,2026-11-01\n1,c,2026-11-01\n",
    )
    assert [found[0] for found in paths(file)] == [["a", "b", "c"], ["a", "b"]]


def test_parquet_and_compressed_csv_are_read_like_csv(tmp_path: Path):
    frame = pd.DataFrame(
        {
            "order_id": [7, 7, 8],
            "item_id": ["a", "b", "c"],
            "time": pd.to_datetime(["2026-11-01 10:00", "2026-11-01 10:00", "2026-11-02 09:00"]),
            "quantity": [1.0, None, 2.0],
            "customer": ["x", "y", "z"],
        }
    )
    frame.to_parquet(tmp_path / "history.parquet")
    frame.to_csv(tmp_path / "history.csv.gz", index=False)
    expected = [(["a", "b"], "2026-11-01", True, False), (["c"], "2026-11-02", True, False)]
    assert paths(tmp_path / "history.parquet") == expected
    assert paths(tmp_path / "history.csv.gz") == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"order_id,item_id,time\n", "has columns but no rows"),
        (b"order,sku,time\n1,a,2026-11-01\n", "lacks the column session_id or order_id and the column item_id .it has: order, sku, time"),
        (b"order_id,item_id,time\n1,zzz,2026-11-01\n", "no row .* are its item ids those of the catalogue"),
        ("order_id,item_id,time\n1,ä,2026-11-01\n".encode("latin-1"), "is not UTF-8 .byte 0xe4.*iconv"),
        ("order_id,item_id,time\n".encode("utf-16"), "is UTF-16.*iconv"),
        (b'order_id,item_id,time\n1,"a,2026-11-01\n', "quotation mark that is not closed"),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_used_is_refused_with_what_to_do(tmp_path: Path, content: bytes, told: str):
    file = tmp_path / "history.csv"
    file.write_bytes(content)
    with pytest.raises(HistoryError, match=told):
        read_history(file, ABC, TODAY)


def test_damaged_and_missing_files_are_told(tmp_path: Path):
    with pytest.raises(HistoryError, match="can't be read .No such file"):
        read_history(tmp_path / "none.csv", ABC, TODAY)
    (tmp_path / "text.parquet").write_text("order_id,item_id,time\n")
    with pytest.raises(HistoryError, match="is no Parquet file"):
        read_history(tmp_path / "text.parquet", ABC, TODAY)
    (tmp_path / "short.csv.gz").write_bytes(gzip.compress(b"order_id,item_id,time\n" + b"1,a,2026-11-01\n" * 99)[:-12])
    with pytest.raises(HistoryError, match="cut short or damaged"):
        read_history(tmp_path / "short.csv.gz", ABC, TODAY)


def test_a_machine_in_one_session_is_left_out(tmp_path: Path, capsys):
    rows = "".join(f"bot,{ABC[at % 4]},2026-11-01T10:{at // 60:02d}:{at % 60:02d}\n" for at in range(600))
    file = write(tmp_path, f"session_id,item_id,time\n{rows}s,a,2026-11-01\ns,b,2026-11-01\n")
    assert [found[0] for found in paths(file)] == [["a", "b"]]
    assert "dropped 600: machine-like" in capsys.readouterr().out


def test_sessions_without_times_keep_their_order(tmp_path: Path, capsys):
    file = tmp_path / "train.txt.gz"
    file.write_bytes(gzip.compress(b"a b a\n\nx y\nc  d\n" + b"a d\n" * 198))
    found = read_sessions(file, ABC).paths
    assert found["items"].tolist()[:3] == [["a", "b", "a"], ["c", "d"], ["a", "d"]]
    assert found.ordered.all() and not found.bought.any()
    assert found.day.is_monotonic_increasing and found.day.nunique() == 100
    told = capsys.readouterr().out
    assert "dropped 1: an empty line" in told and "dropped 1: no item of the catalogue" in told


def test_sessions_that_name_nothing_known_are_refused(tmp_path: Path):
    with pytest.raises(HistoryError, match="one session a line"):
        read_sessions(write(tmp_path, "a,b,c\n"), ABC)


def as_history(tmp_path: Path) -> Path:
    """The small shop's paths as its own orders."""
    orders = shop_records(2600, 12, seed=1)
    rows = [f"{at},{item},{order['day']}" for at, order in enumerate(orders) for item in order["items"]]
    return write(tmp_path, "order_id,item_id,time\n" + "\n".join(rows) + "\n", "orders.csv")


def test_a_model_is_trained_on_the_first_day_from_past_orders(tmp_path: Path, catalogue: Path, capsys):
    models = tmp_path / "models"
    options = ["--catalogue", str(catalogue), "--publish", str(models), "--epochs", "1", "--runs", "1", "--dimensions", "8", "--force"]
    assert main(["train", "--history", str(as_history(tmp_path)), *options]) == 0
    told = capsys.readouterr().out
    assert "2,600 orders" in told
    version = json.loads((models / "latest.json").read_text())["version"]
    manifest = json.loads((models / version / "manifest.json").read_text())
    assert manifest["items"] == ITEMS
    assert manifest["metrics"]["covisitation_hit_rate_at_10"] > manifest["metrics"]["popularity_hit_rate_at_10"]


def test_wrong_history_ends_with_one_line(tmp_path: Path, catalogue: Path, capsys):
    wrong = write(tmp_path, "a,b\n1,2\n")
    assert main(["train", "--history", str(wrong), "--catalogue", str(catalogue)]) == 1
    assert capsys.readouterr().err.startswith(f"edgecart: {wrong} lacks the column")
    both = ["--sessions", str(wrong), "--history", str(wrong)]
    assert main(["train", *both, "--catalogue", str(catalogue)]) == 2
    assert "--sessions has no times" in capsys.readouterr().err
