"""Where the data that the rules read lies: beside the source, in a wheel, or in a built bundle."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _root() -> Path:
    bundled = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    for candidate in (
        *([Path(bundled) / "resources"] if bundled else []),
        here.parent / "resources",
        here / "_resources",
    ):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("resources")


def path(name: str) -> Path:
    """The file ``name`` (with forward slashes) under ``resources/``."""
    return _root() / name


def load_json(name: str) -> Any:
    """The parsed content of a JSON file under ``resources/``."""
    return json.loads(path(name).read_text(encoding="utf-8"))
