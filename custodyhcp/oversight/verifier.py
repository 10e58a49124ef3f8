"""Says whether a bundle is complete and unaltered. Needs no store, no keys and no window.

The steps, in this order (docs/formats/bundle.md says the same for other people's verifiers):

1. The container is read strictly (container.py).
2. Each file is the one that the list of files names; none is missing, none is added.
3. Each entry reads as it is written, follows the one before, and its hashes and its author's
   signature hold, by the keys that the entries before it gave their authors.
4. The checkpoint is signed by a workstation that entry 0 names, and the entries add up to it. Size
   and root come from the checkpoint only.
5. The list of files is signed by an Information Governance officer of this suite, the bundle holds
   the entry of its own making, begins before its period and goes on to the end of the tree.
6. A spot check: committed, words, draw in their turn; frame, seed and sample follow (redrawing.py).
7. The tables for people say what the entries say.

What the caller must still do: compare the root key with the one on the suite's printed sheet.
A second verifier, ``resources/oversight/verify.py``, shares no code with this one; they must agree.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from custodyhcp.oversight.container import LARGEST, Unusable
from custodyhcp.oversight.inspection import Inspection
from custodyhcp.vault.signing import fingerprint

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Finding(Enum):
    """The value is the exit code."""

    WHOLE = 0
    ALTERED = 1
    UNUSABLE = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a bundle found. ``first_bad`` is the number of the first bad entry."""

    finding: Finding
    words: tuple[str, ...]
    first_bad: int | None = None
    root: str = ""  # the root key's fingerprint, to be compared by a person

    @property
    def ok(self) -> bool:
        return self.finding is Finding.WHOLE


def verify(path: Path, expect_key: str | None = None) -> Verdict:
    """The verdict on the bundle at ``path``."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return _unusable(f"The file cannot be read: {error.strerror}.")
    return judge(data, expect_key)


def judge(data: bytes, expect_key: str | None = None) -> Verdict:
    """The verdict on the bytes of a bundle. ``expect_key`` is the root key's fingerprint."""
    expected = _tidy(expect_key) if expect_key else None
    if expected is not None and not FINGERPRINT.fullmatch(expected):
        return _unusable("The fingerprint you expect is not 64 signs from 0-9 and a-f.")
    try:
        seen = Inspection(data).run()
    except Unusable as why:
        return _unusable(why.words)
    found = _found(seen, expected)
    return replace(found, words=tuple(map(_shown, found.words)))


def _shown(words: str) -> str:
    """On one line, with nothing that moves a terminal's cursor or turns the reading round: names
    in a bundle are whatever whoever made it wanted them to be."""
    return "".join(sign if sign.isprintable() else "?" for sign in words)


def _found(seen: Inspection, expected: str | None) -> Verdict:
    root = fingerprint(seen.root) if seen.root else ""
    if expected is not None and root != expected:
        seen.wrong.append("The root key is not the one you expect.")
    if seen.bad or seen.wrong:
        return _altered(seen, root)
    return Verdict(Finding.WHOLE, (*_whole(seen), *_about_root(root)), root=root)


def main(path: Path, expect_key: str | None = None) -> int:
    """Prints the verdict in plain words and gives the exit code: 0, 1 or 2."""
    verdict = verify(Path(path), expect_key)
    sys.stdout.write("\n".join(verdict.words) + "\n")
    return verdict.finding.value


def _tidy(text: str) -> str:
    return "".join(text.split()).replace(":", "").lower()


def _unusable(why: str) -> Verdict:
    words = (f"NOT USABLE. {why}", "Nothing can be said about what it holds.")
    return Verdict(Finding.UNUSABLE, words)


def _altered(seen: Inspection, root: str) -> Verdict:
    words = ["ALTERED. Do not rely on this bundle."]
    first = None
    if seen.bad:
        first, why = min(seen.bad, key=lambda one: one[0])
        words.append(f"First bad entry: number {first}{seen.what(first)}: {why}.")
    words += dict.fromkeys(seen.wrong)
    return Verdict(Finding.ALTERED, tuple(words), first, root)


def _whole(seen: Inspection) -> tuple[str, ...]:
    account, note = seen.manifest, seen.tree
    assert note is not None  # noqa: S101 - a whole bundle has one
    maker = seen.people.members[account["made_by"]["staff"]].name
    words = [
        "COMPLETE AND UNALTERED.",
        f"Suite: {seen.people.suite}, {seen.people.organisation}.",
        f"Period: {account['from']} to {account['to']}.",
        f"Entries {seen.first} to {note.size - 1}, every one signed, none missing.",
        f"Checkpoint: {note.size} entries. Nothing after {seen.entries[-1].header.at} is covered.",
        f"Made by {maker} (Information Governance), {account['made_at']}.",
    ]
    return (*words, *seen.notes)


def _about_root(root: str) -> tuple[str, ...]:
    return (
        f"Root key: {root}",
        "Compare the root key with the one on the suite's printed sheet.",
    )
