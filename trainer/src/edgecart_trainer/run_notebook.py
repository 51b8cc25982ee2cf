"""Runs a notebook over an export of records, and keeps what it shows in a copy."""

import os
from pathlib import Path

from .export_error import ExportError

CELL_SECONDS = 600


def run_notebook(notebook: Path, export: Path, catalogue: Path, out: Path) -> None:
    """Writes the notebook with its outputs to ``out``. Raises ExportError with the cell's error when one fails."""
    if not (export / "counts").is_dir():
        raise ExportError(f"{export} is no export; make one: parquet --log <collector's data> --out {export}")
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError
    except ImportError as error:
        raise ExportError(
            "running a notebook needs what is in trainer/requirements-notebook.lock; "
            "pip install --no-deps -r trainer/requirements-notebook.lock"
        ) from error
    opened = nbformat.read(notebook, as_version=4)
    given = {"EDGECART_EXPORT": str(export.resolve()), "EDGECART_CATALOGUE": str(catalogue.resolve())}
    client = NotebookClient(opened, timeout=CELL_SECONDS, kernel_name="python3")
    try:
        client.execute(env={**os.environ, **given})
    except CellExecutionError as error:
        raise ExportError(f"a cell of {notebook} failed: {error.ename}: {error.evalue}") from error
    out.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(opened, out)
