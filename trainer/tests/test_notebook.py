import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ITEMS, count_record, segment, shop_records

from edgecart_trainer.command_line import main

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "behaviour.ipynb"
for needed in ("duckdb", "ipykernel", "matplotlib", "nbclient"):
    pytest.importorskip(needed, reason="it is in requirements-notebook.lock, which `npm test` installs")


def behaviour(random: np.random.Generator) -> list[dict]:
    """Counts of a few days: looks, carts, orders, and suggestions of which some are followed."""
    types = {"view_item": 900, "add_to_cart": 500, "remove_from_cart": 90, "begin_checkout": 80, "purchase": 250}
    made = []
    for kind, number in types.items():
        for item, day, hour in zip(random.integers(8, size=number), random.integers(1, 8, number), random.integers(8, 22, number)):
            made.append(count_record(1_000_000 + len(made), ITEMS[item], kind, f"2026-11-{day:02d}T{hour:02d}"))
    for at in range(300):
        shown = {"shown": {"model": "none", "slot": at % 4}}
        kind = "select_item" if at % 10 == 0 else "view_item_list"
        made.append(count_record(2_000_000 + at, ITEMS[at % 8], kind) | shown)
    return made


def test_the_notebook_runs_over_an_export_and_shows_plots(tmp_path: Path, catalogue: Path):
    log, export, shown = tmp_path / "data", tmp_path / "parquet", tmp_path / "shown.ipynb"
    log.mkdir()
    records = [*shop_records(2_000, 7, seed=3), *behaviour(np.random.default_rng(5))]
    (log / "00000000000000000001.log").write_bytes(segment(records))
    assert main(["parquet", "--log", str(log), "--out", str(export)]) == 0
    # In a process of its own: Jupyter's parts warn of their own future.
    command = [sys.executable, "-m", "edgecart_trainer", "notebook", "--notebook", str(NOTEBOOK), "--export", str(export)]
    done = subprocess.run([*command, "--catalogue", str(catalogue), "--out", str(shown)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    outputs = [output for cell in json.loads(shown.read_text())["cells"] for output in cell.get("outputs", [])]
    plots = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    assert len(plots) == 3
    assert all(len(base64.b64decode(plot)) > 3_000 for plot in plots)
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert "best: 6" in "".join("".join(output.get("text", "")) for output in outputs), "the shop has six groups"


def test_the_notebook_is_committed_without_what_it_showed():
    cells = [cell for cell in json.loads(NOTEBOOK.read_text())["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_a_folder_that_is_no_export_is_said_in_one_line(tmp_path: Path, catalogue: Path, capsys: pytest.CaptureFixture[str]):
    given = ["--export", str(tmp_path), "--catalogue", str(catalogue), "--out", str(tmp_path / "x.ipynb")]
    assert main(["notebook", "--notebook", str(NOTEBOOK), *given]) == 1
    assert "is no export" in capsys.readouterr().err
