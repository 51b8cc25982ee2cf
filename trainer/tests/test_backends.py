import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_quality import group_walks, write

ROOT = Path(__file__).resolve().parents[2]
needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is an optional extra")


def quality(folder: Path, backend: str) -> dict:
    """In its own process: Keras takes one backend for its whole life."""
    out = folder / backend
    options = ["--data", folder, "--out", out, "--epochs", "3", "--runs", "1", "--dimensions", "16", "--no-floors"]
    command = [sys.executable, "-W", "ignore", "-m", "edgecart_trainer", "quality", *options, "--backend", backend]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "trainer" / "src"), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads((out / "quality.json").read_text())


@needs_torch
def test_both_backends_reach_the_same_quality(tmp_path: Path):
    write(tmp_path / "train.txt.gz", [" ".join(walk) for walk in group_walks(800, 1)])
    write(tmp_path / "test.txt.gz", [f"{' '.join(walk[:3])}\t{walk[3]}" for walk in group_walks(300, 2)])
    tensorflow, torch = (quality(tmp_path, backend)["rounded"] for backend in ("tensorflow", "torch"))
    assert abs(tensorflow["mrr_at_20"] - torch["mrr_at_20"]) < 0.05
    assert min(tensorflow["hit_rate_at_20"], torch["hit_rate_at_20"]) > 0.5


def test_a_backend_that_is_not_installed_is_told(tmp_path: Path, monkeypatch, capsys):
    from edgecart_trainer.backend import BackendError, choose_backend

    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(BackendError, match="needs the Python package torch, which is not installed here"):
        choose_backend("torch")
