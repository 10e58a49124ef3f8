"""P8 through the real door: no email draft outlives a crash, a lock or an exit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from custodyhcp.app import Rooms
from custodyhcp.sharing.draft_files import DraftFiles
from custodyhcp.ui.door import Found
from custodyhcp.vault.throwaway import MemoryKeyring


def left(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.eml"))


def test_at_the_next_start_on_lock_and_on_exit(suite: Any) -> None:
    drafts = DraftFiles(suite.folder)
    drafts.write("left-by-a-crash.eml", b"X-Unsent: 1")
    rooms = Rooms(suite.folder, backend=suite.ring, clock=suite.clock)
    assert rooms.look() is Found.SUITE
    assert left(suite.folder) == []
    desk = rooms.sign_in(*suite.passphrases["hcp"])
    drafts.write("open-at-the-lock.eml", b"X-Unsent: 1")
    rooms.lock(desk)
    assert left(suite.folder) == []
    drafts.write("open-at-the-end.eml", b"X-Unsent: 1")
    rooms.close()
    assert left(suite.folder) == []


def test_even_where_this_computer_has_lost_its_key(suite: Any) -> None:
    DraftFiles(suite.folder).write("left.eml", b"X-Unsent: 1")
    rooms = Rooms(suite.folder, backend=MemoryKeyring(), clock=suite.clock)
    assert rooms.look() is Found.KEY_MISSING
    assert left(suite.folder) == []
    rooms.close()
