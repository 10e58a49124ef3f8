"""The one folder where an unsent email may lie in the clear, and only until it is answered for.

Rules kept here (promise P8, domain outputs 1.6):

- The folder is inside the store's own folder: on the local disk, owned by the program, and found
  again after a crash, which a shared temporary folder is not. Only its owner may read it.
- A file is gone when "sent" or "not sent" is answered, on lock, on exit, and at the next start:
  whoever opens a store calls ``clear()`` first.
- Bytes are overwritten before the name is removed. That is an attempt, not a promise: a disk may
  keep old blocks, and a mail program keeps a copy of its own.
- A file that a mail program still holds open (Windows) cannot be removed yet; it is named, and
  tried again at the next ``clear()``.
"""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from custodyhcp.errors import KnownError

if TYPE_CHECKING:
    from custodyhcp.ledger import Ledger

FOLDER = "outgoing"


def drafts_of(ledger: Ledger) -> DraftFiles:
    """The folder in the store's own; for a store on a server, in this user's data folder."""
    try:
        return DraftFiles(ledger.folder)
    except ValueError:
        return DraftFiles(platformdirs.user_data_path("custodyhcp", appauthor=False))


class TakenBack(Enum):
    """What became of a draft that may no longer be sent."""

    GONE = "GONE"
    SPOILT = "SPOILT"  # still there, with words in it that say not to send it
    STILL_THERE = "STILL_THERE"


WITHDRAWN_WORDS = b"Subject: WITHDRAWN; DO NOT SEND\r\n\r\nWITHDRAWN; DO NOT SEND.\r\n"


class DraftFolder(KnownError):
    """The folder for drafts cannot be used. Nothing was written."""


class DraftFiles:
    """``DraftFiles(store_folder)``: the folder ``outgoing`` in it, made when first needed."""

    def __init__(self, store_folder: Path) -> None:
        self.folder = store_folder / FOLDER

    def write(self, name: str, content: bytes) -> Path:
        """``content`` under ``name`` in the folder, readable by its owner only. Returns where."""
        if not name or Path(name).name != name or name.startswith("."):
            raise DraftFolder("The draft's file name cannot be used.", "Check the reference.")
        self._ready()
        where = self.folder / name
        self._remove(where)
        try:
            handle = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise DraftFolder(
                "The draft could not be written.",
                "Check that the disk is not full, then try again.",
            ) from error
        return where

    def _ready(self) -> None:
        if self.folder.is_symlink():
            raise DraftFolder(
                "The folder for drafts has been replaced by a link.", "Tell your administrator."
            )
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True, parents=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise DraftFolder(
                "The folder for drafts cannot be made.", "Check that the disk is not full."
            ) from error

    def lying(self) -> tuple[Path, ...]:
        """The files that are there now."""
        if not self.folder.is_dir() or self.folder.is_symlink():
            return ()
        return tuple(sorted(self.folder.iterdir()))

    def remove(self, name: str) -> bool:
        """Removes one file; True when it is not there any more."""
        return self._remove(self.folder / name)

    def take_back(self, name: str) -> TakenBack:
        """Removes a draft that was withdrawn. Where a program holds it, its words are replaced by
        "do not send"; where even that cannot be done, whoever asked must say so to a person."""
        where = self.folder / name
        if self._remove(where):
            return TakenBack.GONE
        try:
            with where.open("r+b") as file:
                file.write(WITHDRAWN_WORDS)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            return TakenBack.STILL_THERE
        return TakenBack.SPOILT

    def clear(self) -> tuple[Path, ...]:
        """Removes every file. Returns those that could not be removed yet, none as a rule."""
        return tuple(where for where in self.lying() if not self._remove(where))

    def _remove(self, where: Path) -> bool:
        try:
            if where.is_file() and not where.is_symlink():
                self._overwrite(where)
            where.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _overwrite(self, where: Path) -> None:
        with where.open("r+b") as file:
            file.write(b"\0" * where.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
