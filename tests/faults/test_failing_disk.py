"""Disk full, input/output error, read-only disk, permission lost: at every n-th operation.

The failures are real: a library loaded before the C library makes the n-th write, sync,
truncation or creation in the store's folder fail with that error. Each time: a clear message or a
saved entry, the old data whole, and the same press again works once the disk does.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from file_keyring import FileKeyring

from custodyhcp.ledger.faults import DiskFull
from custodyhcp.ledger.premises import Ballast
from custodyhcp.vault.compartments import Compartment

HERE = Path(__file__).parent
ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT")
ENOUGH = 120  # file operations: more than a decision, an autosave and opening again do


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs Linux and a C compiler, to make real file operations fail")
    library = tmp_path_factory.mktemp("disk") / "failing_disk.so"
    source = str(HERE / "failing_disk.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], check=True
    )
    return library


def press_on_a_failing_disk(
    suite: Any, keyring: Path, library: Path, error: str, keep: bool, most: int
) -> list[dict[str, Any]]:
    suite.close()
    login, passphrase = suite.passphrases["hcp"]
    child = subprocess.run(
        [
            sys.executable,
            str(HERE / "on_failing_disk.py"),
            *(str(suite.folder), str(keyring), login, passphrase),
            *(str(getattr(errno, error)), str(int(keep)), str(most)),
        ],
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr.decode()
    assert not child.stderr, "nothing is said on standard error"
    suite.ring = FileKeyring(keyring)
    suite.reopen()
    return [json.loads(line) for line in child.stdout.splitlines()]


def check(suite: Any, answers: list[dict[str, Any]]) -> None:
    failed = [answer for answer in answers if answer["words"]]
    assert failed, "the disk never failed"
    assert any(not answer["words"] for answer in answers), "the last ones do not fail any more"
    for answer in failed:
        name, words, then = answer["words"]
        assert name in {"DiskFull", "CannotWrite"}, answer
        assert "not be saved" in words and then
    found = {
        entry.body(Compartment.CLINICAL)["number"]: entry.header.seq
        for entry in suite.hcp.read(kinds={"story.told"})
    }
    for answer in answers:
        assert answer["seq"] in (None, answer["again"]), "what was acknowledged stayed the same"
        assert found[answer["n"]] == answer["again"]
    assert len(found) == len(answers), "no decision was written twice"
    verdict = suite.ledger.verify()
    assert verdict.whole, verdict.words


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("keep", [False, True], ids=["once", "from-then-on"])
def test_each_operation_fails_in_turn(
    suite: Any, keyring_file: Path, failing_disk: Path, error: str, keep: bool
) -> None:
    check(suite, press_on_a_failing_disk(suite, keyring_file, failing_disk, error, keep, ENOUGH))


@pytest.mark.soak
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("keep", [False, True], ids=["once", "from-then-on"])
def test_each_of_200_operations_fails_in_turn(
    suite: Any, keyring_file: Path, failing_disk: Path, error: str, keep: bool
) -> None:
    check(suite, press_on_a_failing_disk(suite, keyring_file, failing_disk, error, keep, 200))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MiB that can really be filled."""
    where = tmp_path / "disk"
    where.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux, to mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(where)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield where
    subprocess.run(["umount", "-l", str(where)], check=True)


def test_a_full_disk_gives_up_the_ballast_and_the_decision_is_saved(
    suite: Any, small_disk: Path
) -> None:
    from custodyhcp.ledger.entry import NewEntry

    suite.close()
    shutil.move(suite.folder, small_disk / "store")
    suite.folder = small_disk / "store"
    suite.reopen()
    desk = suite.hcp
    assert Ballast(suite.folder).held
    filler = small_disk / "somebody-elses.iso"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(bytes(4096))
    (saved,) = desk.append(
        NewEntry("story.told", {Compartment.CLINICAL: {"n": 1}}, person="p", detention="d")
    )
    assert not Ballast(suite.folder).held
    assert any("disk" in problem for problem in desk.health().problems)
    with pytest.raises(DiskFull) as refused:
        for _ in range(10_000):
            desk.append(
                NewEntry("note", {Compartment.CLINICAL: {"words": "x" * 30_000}}, person="p")
            )
    assert "Everything saved before is safe" in refused.value.words
    read = desk.read(person="p")
    assert read[0].header == saved.header, "what was saved can still be read"
    filler.unlink()
    desk.append(NewEntry("note", {Compartment.CLINICAL: {"words": "after"}}, person="p"))
    assert suite.ledger.verify().whole
    suite.reopen()
    assert suite.ledger.verify().whole
    assert Ballast(suite.folder).held, "it comes back when there is room"
    suite.close()
