"""Data that a rule reads says where it is from and when that was looked at."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT, files, name

TABLES = [
    path
    for path in files()
    if path.is_relative_to(ROOT / "resources") and path.suffix in {".json", ".toml"}
]


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_a_table_has_a_source_and_a_date(path: Path) -> None:
    table = _read(path)
    assert str(table["source"]).strip()
    assert date(2026, 1, 1) <= date.fromisoformat(str(table["checked"]))


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_a_table_is_used(path: Path) -> None:
    folders = (ROOT / "custodyhcp", ROOT / "resources" / "oversight")
    sources = [source.read_text("utf-8") for folder in folders for source in folder.rglob("*.py")]
    assert any(re.search(re.escape(path.stem), source) for source in sources)


def test_nothing_national_is_shipped() -> None:
    """The practice file and the like are their owners'; a user brings their own."""
    assert not [name(path) for path in files() if path.suffix == ".csv" and _size(path) > 100_000]


def _size(path: Path) -> int:
    return path.stat().st_size


def _read(path: Path) -> dict[str, Any]:
    text = path.read_text("utf-8")
    read: dict[str, Any] = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    return read
