"""A keyring in a file, where the operating system's would stand: it outlives a killed process."""

from __future__ import annotations

import os
from pathlib import Path

from custodyhcp.vault.throwaway import MemoryKeyring


class FileKeyring(MemoryKeyring):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        if path.exists():
            self._held = MemoryKeyring.from_text(path.read_text("utf-8"))._held

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        new = self._path.with_suffix(".new")
        new.write_text(self.to_text(), "utf-8")
        os.replace(new, self._path)  # noqa: PTH105 - whole or not at all
