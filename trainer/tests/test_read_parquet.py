import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ITEMS, count_record, path_record, segment

from edgecart_trainer.catalogue_file import read_catalogue
from edgecart_trainer.command_line import main
from edgecart_trainer.export_error import ExportError
from edgecart_trainer.export_parquet import export_parquet
from edgecart_trainer.options import TrainOptions
from edgecart_trainer.read_parquet import read_parquet
from edgecart_trainer.train import _read

# Reads or writes, and prints the most memory that the process held, in MB.
MEASURED = """
import json, sys
from pathlib import Path
from edgecart_trainer.export_parquet import export_parquet
from edgecart_trainer.read_parquet import read_parquet

def made(number):
    for at in range(number):
        hour = f"2026-11-{1 + at % 20:02d}T{at % 24:02d}"
        yield json.dumps({"id": f"{at:032x}", "kind": "count", "type": "view_item", "item": f"i{at % 500}", "hour": hour}).encode()

what, folder, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
if what == "export":
    export_parquet(folder, lambda take: [take(payload) for payload in made(number)] and None)
else:
    read_parquet(folder, number)
used = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used / 1024)
"""


def most_memory(what: str, folder: Path, number: int) -> float:
    command = [sys.executable, "-c", MEASURED, what, str(folder), str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.strip().splitlines()[-1])


def an_export(tmp_path: Path, records: list[dict]) -> Path:
    folder = tmp_path / "parquet"
    export_parquet(folder, lambda take: [take(json.dumps(record).encode()) for record in records])
    return folder


def test_an_export_teaches_what_the_log_that_it_came_of_teaches(tmp_path: Path, catalogue: Path, log: Path):
    early = [count_record(2_000_000 + at, ITEMS[at % 9], hour="2026-11-02T09") for at in range(50)]
    (log / "00000000000000000003.log").write_bytes(segment(early))
    assert main(["parquet", "--log", str(log), "--out", str(tmp_path / "parquet")]) == 0
    shop = read_catalogue(catalogue)
    of_log = _read(TrainOptions(catalogue, log=log, today="2026-11-23"), shop)
    of_parquet = _read(TrainOptions(catalogue, parquet=tmp_path / "parquet", today="2026-11-23"), shop)
    assert len(of_log.paths) == 2600 and len(of_log.counts) == 50
    pd.testing.assert_frame_equal(of_parquet.paths, of_log.paths)
    pd.testing.assert_frame_equal(of_parquet.counts, of_log.counts)
    assert of_parquet.origin == of_log.origin


def test_of_more_than_may_be_read_the_newest_are(tmp_path: Path):
    records = [path_record(at, ITEMS[:3], f"2026-11-{1 + at % 4:02d}") for at in range(40)]
    records += [count_record(100 + at, ITEMS[0], hour=f"2026-11-20T{at % 10:02d}") for at in range(40)]
    read = read_parquet(an_export(tmp_path, records), 15)
    assert read.paths.day.value_counts().to_dict() == {"2026-11-04": 10, "2026-11-03": 5}
    assert read.counts.hour.min() == "2026-11-20T06" and len(read.counts) == 15
    assert read.left_out == 3 + 7
    everything = read_parquet(tmp_path / "parquet", 1_000)
    assert (len(everything.paths), len(everything.counts), everything.left_out) == (40, 40, 0)
    assert everything.paths["items"][0] == ITEMS[:3]


def test_a_folder_that_is_no_export_or_a_damaged_one_is_told(tmp_path: Path):
    with pytest.raises(ExportError, match="is no export"):
        read_parquet(tmp_path, 10)
    folder = an_export(tmp_path, [count_record(1, ITEMS[0])])
    next(folder.rglob("*.parquet")).write_bytes(b"PAR1")
    with pytest.raises(ExportError, match="damaged"):
        read_parquet(folder, 10)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the most memory that a process held")
def test_memory_does_not_grow_with_the_data(tmp_path: Path):
    small = most_memory("export", tmp_path / "small", 60_000)
    large = most_memory("export", tmp_path / "large", 240_000)
    assert large - small < 15, "a buffer and an hour; the records more are 45 MB as they come"
    bounded = most_memory("read", tmp_path / "large", 10_000)
    assert abs(bounded - most_memory("read", tmp_path / "small", 10_000)) < 10
    assert most_memory("read", tmp_path / "large", 1_000_000) - bounded > 15
