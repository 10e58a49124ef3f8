"""What the tests of records share: the large public data, and entries made by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Finds a file of the public data that this repository does not carry, or skips."""

    def find(name: str) -> Path:
        folder = os.environ.get("CUSTODYHCP_SHARED")
        beside = Path(__file__).resolve().parents[3] / "shared"
        path = (Path(folder) if folder else beside) / "data" / name
        if not path.is_file():
            pytest.skip(f"{name} is not here: set CUSTODYHCP_SHARED to the folder with data/ in it")
        return path

    return find
