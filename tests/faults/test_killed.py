"""kill -9 of a real process while it decides and autosaves (P3).

After each kill the store is opened as the next process would open it: every entry that was
acknowledged is there and opens, each has its leaf, nothing is written twice by a retry, and the
last draft is the last one that was acknowledged, or newer.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from file_keyring import FileKeyring

from custodyhcp.vault.compartments import Compartment

AT_WORK = Path(__file__).with_name("at_work.py")
LONGEST = 0.12  # seconds at work before the kill


def work_until_killed(suite: Any, keyring: Path, first: int, seconds: float) -> list[list[str]]:
    """What the child acknowledged before it died."""
    login, passphrase = suite.passphrases["hcp"]
    child = subprocess.Popen(
        [
            sys.executable,
            str(AT_WORK),
            str(suite.folder),
            str(keyring),
            login,
            passphrase,
            str(first),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None and child.stderr is not None
    ready = child.stdout.readline()
    if ready != b"ready\n":
        raise AssertionError(child.stderr.read().decode())
    timer = Timer(seconds, child.kill)
    timer.start()
    said = [line.decode().split() for line in child.stdout if line.endswith(b"\n")]
    timer.join()
    trouble = child.stderr.read().decode()
    child.stdout.close()
    child.stderr.close()
    assert child.wait() == -signal.SIGKILL, trouble
    return said


def kill_again_and_again(suite: Any, keyring: Path, kills: int) -> None:
    chosen = random.Random(kills)
    acknowledged: dict[int, int] = {}
    last_draft = 0
    number = 0
    for _ in range(kills):
        suite.close()
        said = work_until_killed(suite, keyring, number, chosen.uniform(0.0, LONGEST))
        for what, one, other in said:
            if what == "entry":
                acknowledged[int(one)] = number = int(other)
            else:
                last_draft = int(one)
        suite.ring = FileKeyring(keyring)
        suite.reopen()
        number = max(number, _check(suite, acknowledged, last_draft))
    assert len(acknowledged) >= kills, "the processes were killed before they did anything"


def _check(suite: Any, acknowledged: dict[int, int], last_draft: int) -> int:
    """Nothing acknowledged is lost. Returns the highest number written, acknowledged or not."""
    ledger = suite.ledger
    verdict = ledger.verify()
    assert verdict.whole, verdict.words  # a leaf for every entry, and an entry for every leaf
    decided = suite.hcp.read(kinds={"story.told"})
    found = {entry.header.seq: entry.body(Compartment.CLINICAL)["number"] for entry in decided}
    for seq, number in acknowledged.items():
        assert found.get(seq) == number, f"entry {seq} was acknowledged and is lost"
    numbers = list(found.values())
    assert len(set(numbers)) == len(numbers), "a decision was written twice"
    drafts = {draft.key: draft.body for draft in suite.hcp.drafts()}
    if last_draft:
        assert drafts["assessment"]["typed"] >= last_draft
    return max(numbers, default=0)


def test_nothing_acknowledged_is_lost_in_50_kills(suite: Any, keyring_file: Path) -> None:
    kill_again_and_again(suite, keyring_file, 50)


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_in_5000_kills(suite: Any, keyring_file: Path) -> None:
    kill_again_and_again(suite, keyring_file, 5000)
