"""P1: nothing clinical or identifying is ever on the disk in the clear.

Every box of every verb gets a canary of its own; then every file that the program could have
touched is searched for each of them, in every form that bytes take when somebody is careless.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from whole_story import BORN, NHS_NUMBER, Story

from tests.disk_search import files, forms, found

STEM = "Quokka"


class Canaries:
    """A word for each box, like no other word, and short enough for the narrowest box."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}

    def __call__(self, box: str) -> str:
        return self.given.setdefault(box, f"{STEM}{len(self.given):03d}x")


@pytest.fixture
def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Home, temporary, working and runtime folders of this test's own; the store lies beside."""
    for name, variables in {
        "home": ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
        "temporary": ("TMPDIR", "TEMP", "TMP"),
        "config": ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"),
        "runtime": ("XDG_RUNTIME_DIR",),
        "working": (),
    }.items():
        (tmp_path / name).mkdir(mode=0o700)
        for variable in variables:
            monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path / "working")
    return [tmp_path]


def test_no_word_of_a_whole_story_is_on_the_disk(suite: Any, everywhere: list[Path]) -> None:
    story = Story(suite, Canaries())
    for step in story.steps():
        step()
        suite.clock.forward(minutes=1)
        if step != story.drafts_the_mail:  # the one file that may lie there until it is answered
            assert not found(everywhere, identifying(suite)), step.__name__
    suite.close()
    assert not found(everywhere, identifying(suite))


def identifying(suite: Any) -> dict[str, str]:
    """What every canary begins with, and what else tells who somebody is or lets them in."""
    known = {"a canary": STEM, "nhs number": NHS_NUMBER, "date of birth": BORN.isoformat()}
    for who, (login, passphrase) in suite.passphrases.items():
        known |= {f"{who}'s name": login, f"{who}'s passphrase": passphrase}
    return known


def test_every_canary_is_really_kept(suite: Any) -> None:
    """The search proves nothing unless the words were there to be found: read them all back."""
    word = Canaries()
    Story(suite, word).run()
    desks = (suite.hcp, suite.sergeant, suite.ig)
    opened = [str(entry.bodies) for desk in desks for entry in desk.read()]
    opened += [str(draft.body) for draft in suite.hcp.drafts()]
    everything = "\n".join(opened)
    assert len(word.given) > 90
    lost = {box for box, canary in word.given.items() if canary not in everything}
    assert lost <= NOT_KEPT


# Sealed beside the entries, or kept as a hash: not in any entry's words.
NOT_KEPT = {"practice", "passphrase"}


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    for number, form in enumerate(forms("Quokka000x")):
        (tmp_path / "file").write_bytes(b"\0\1" + form + b"\2")
        assert found([tmp_path], {"box": "Quokka000x"}), number


def test_the_mail_draft_is_the_only_plain_file_and_is_gone_when_answered(
    suite: Any, everywhere: list[Path]
) -> None:
    """P8. The pdf inside is packed, so the file itself is counted, not searched."""
    word = Canaries()
    story = Story(suite, word)
    before: set[Path] = set()
    for step in story.steps():
        if step == story.drafts_the_mail:
            before = files(everywhere)
        step()
        suite.clock.forward(minutes=1)
        if step == story.drafts_the_mail:
            (draft,) = {path for path in files(everywhere) - before if path.suffix == ".eml"}
            assert draft.stat().st_mode & 0o077 == 0
        if step == story.sends:
            assert not draft.exists()
