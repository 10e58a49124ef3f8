from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from file_keyring import FileKeyring


@pytest.fixture
def keyring_file(suite: Any, tmp_path: Path) -> Path:
    """The suite's keyring, in a file that a child process can use and that outlives it."""
    path = tmp_path / "keyring.json"
    path.write_text(suite.ring.to_text(), "utf-8")
    suite.ring = FileKeyring(path)
    return path
