"""Writes JSON that is compact and still has readable diffs: one element of the long list per line."""

import json
from pathlib import Path
from typing import Any


def write_json(path: Path, value: dict[str, Any], long_list: str) -> None:
    """Writes ``value`` with each element of ``value[long_list]`` on a line of its own."""
    lines = []
    for key, part in value.items():
        if key == long_list:
            lines.append(f"{_compact(key)}:[\n" + ",\n".join(_compact(element) for element in part) + "\n]")
        else:
            lines.append(f"{_compact(key)}:{_compact(part)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
