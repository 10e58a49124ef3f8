from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from custodyhcp.sharing.draft_files import DraftFiles, DraftFolder


def test_only_its_owner_can_read_a_draft(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path)
    where = drafts.write("summary.eml", b"To: a@nhs.net")
    assert where.read_bytes() == b"To: a@nhs.net"
    if sys.platform != "win32":
        assert drafts.folder.stat().st_mode & 0o777 == 0o700
        assert where.stat().st_mode & 0o777 == 0o600


def test_a_second_draft_of_the_same_name_takes_its_place(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path)
    drafts.write("summary.eml", b"a longer first one")
    assert drafts.write("summary.eml", b"second").read_bytes() == b"second"


@pytest.mark.parametrize("name", ["", "../out.eml", "a/b.eml", ".hidden", ".."])
def test_a_draft_cannot_be_put_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(DraftFolder):
        DraftFiles(tmp_path).write(name, b"x")


def test_what_a_crash_left_is_cleared_at_the_next_start(tmp_path: Path) -> None:
    DraftFiles(tmp_path).write("summary.eml", b"x")
    again = DraftFiles(tmp_path)
    assert [where.name for where in again.lying()] == ["summary.eml"]
    assert again.clear() == ()
    assert again.lying() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "outgoing").symlink_to(elsewhere)
    with pytest.raises(DraftFolder):
        DraftFiles(tmp_path).write("summary.eml", b"x")
    assert DraftFiles(tmp_path).clear() == ()
    assert list(elsewhere.iterdir()) == []


def test_the_bytes_are_overwritten_before_the_name_goes(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path)
    where = drafts.write("summary.eml", b"secret words")
    keep = tmp_path / "same-file"
    os.link(where, keep)
    drafts.remove("summary.eml")
    assert keep.read_bytes() == bytes(len(b"secret words"))
