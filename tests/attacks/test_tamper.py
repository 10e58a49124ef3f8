"""Nothing is changed unseen (P4): every way of tampering is found, and the first bad entry named.

The attacker here holds the database key and writes to the file with the program closed. Where it
says *forger*, they also recompute leaves and tree so that the file agrees with itself.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import SIGNING_PREFIX, NewEntry, canonical
from custodyhcp.ledger.faults import LedgerAltered, StoreDamaged
from custodyhcp.ledger.ledger import Ledger
from custodyhcp.ledger.merkle import Frontier
from custodyhcp.ledger.rows import join_parts, split_parts
from custodyhcp.ledger.values import Stored
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.device import DeviceSecrets
from custodyhcp.vault.signing import SigningKey

ADDED = 12  # entries recorded before the attack


class Scene:
    """A suite with a few decisions in it; closed while the attacker is at work."""

    def __init__(self, suite: Any) -> None:
        self.suite = suite
        suite.hcp.health()
        self.first = suite.ledger.size
        self.record(ADDED // 2)
        self.middle = suite.ledger.read_note(suite.hcp.checkpoint()).size
        self.record(ADDED // 2)
        self.size = suite.ledger.size
        self.close()

    def record(self, count: int) -> None:
        for number in range(count):
            _decide(self.suite.hcp, number)

    def close(self) -> None:
        self.device = self.suite.ledger.device
        self.suite.close()

    def raw(self, work: Callable[[Any], object], file: str = "ledger.db") -> None:
        key = self.device.ledger_key if file == "ledger.db" else self.device.keys_key
        with closing(open_sqlcipher(self.suite.folder / file, key)) as connection:
            connection.execute("BEGIN")
            work(connection)
            connection.execute("COMMIT")

    def verdict(self) -> tuple[bool, int | None, str]:
        """(found at the start, first bad entry, words) as the next process finds it."""
        try:
            self.suite.reopen()
            ledger = self.suite.ledger
        except LedgerAltered as error:
            return True, error.first_bad, error.words
        verdict = ledger.verify()
        assert not verdict.whole, "not found"
        return False, verdict.first_bad, verdict.words

    def forge(self, change: Callable[[list[Stored]], list[Stored]], sign: bool = False) -> None:
        """Rewrites the entries, then makes leaves, nodes and columns agree with them."""

        def work(connection: Any) -> None:
            rows = connection.execute(
                "SELECT seq, header, signature, parts FROM entries ORDER BY seq"
            ).fetchall()
            changed = change([Stored(r[0], r[1], split_parts(r[3]), r[2]) for r in rows])
            connection.execute("DELETE FROM entries")
            connection.execute("DELETE FROM leaves")
            tree = Frontier()
            for seq, stored in enumerate(changed):
                header = json.loads(stored.header)
                connection.execute(
                    "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        seq,
                        header["command"],
                        header["kind"],
                        header["person"],
                        header["detention"],
                        stored.header,
                        stored.signature,
                        join_parts(stored.parts),
                    ),
                )
                hashes = tree.append(stored.leaf())
                connection.execute("INSERT INTO leaves VALUES (?, ?)", (seq, hashes))

        self.raw(work)


def _decide(desk: Desk, number: int) -> None:
    desk.append(
        NewEntry(
            "consent.decided",
            {
                Compartment.CLINICAL: {"scope": "SCR", "decision": "REFUSED", "number": number},
                Compartment.OVERSIGHT: {"scope": "SCR", "outcome": "BLOCK"},
            },
            person=f"p-{number % 3}",
            detention=f"d-{number % 3}",
        )
    )


def _with_header(stored: Stored, **changes: Any) -> Stored:
    header = canonical({**json.loads(stored.header), **changes})
    return Stored(stored.seq, header, stored.parts, stored.signature)


@pytest.fixture
def scene(suite: Any) -> Iterator[Scene]:
    made = Scene(suite)
    yield made
    for name in ("ledger",):
        if name in suite.__dict__:
            suite.ledger.abandon()


EDITS = {
    "a sealed part": "parts = CAST(substr(parts, 1, length(parts) - 1) || x'00' AS BLOB)",
    "the signature": "signature = zeroblob(64)",
    "a short signature": "signature = x'00'",
    "the header": "header = CAST(replace(header, 'consent.decided', 'consent.deleted') AS BLOB)",
    "the kind it is found by": "kind = 'consent.other'",
    "the person it is found by": "person = 'p-9'",
    "the stay it is found by": "detention = NULL",
    "the command": "command = 'another'",
    "all its bytes": "header = x'', parts = x''",
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("offset", [0, 5, 11])
def test_an_edited_entry_is_named(scene: Scene, edit: str, offset: int) -> None:
    seq = scene.first + offset
    scene.raw(lambda on: on.execute(f"UPDATE entries SET {EDITS[edit]} WHERE seq = {seq}"))
    _, first_bad, words = scene.verdict()
    assert first_bad == seq, words
    assert f"Entry {seq}" in words


@pytest.mark.parametrize("offset", [0, 5, 10])
def test_a_deleted_entry_is_named(scene: Scene, offset: int) -> None:
    seq = scene.first + offset
    scene.raw(lambda on: on.execute(f"DELETE FROM entries WHERE seq = {seq}"))
    assert scene.verdict()[1] == seq


def test_a_deleted_leaf_is_named(scene: Scene) -> None:
    seq = scene.first + 3
    scene.raw(lambda on: on.execute(f"DELETE FROM leaves WHERE seq = {seq}"))
    assert scene.verdict()[1] == seq


def test_an_edited_node_of_the_tree_is_named(scene: Scene) -> None:
    seq = next(at for at in range(scene.first, scene.size) if at % 2)
    spoilt = "CAST(substr(hashes, 1, 32) || zeroblob(32) AS BLOB)"
    scene.raw(lambda on: on.execute(f"UPDATE leaves SET hashes = {spoilt} WHERE seq = {seq}"))
    assert scene.verdict()[1] == seq


def test_entries_that_changed_places_are_named(scene: Scene) -> None:
    one, other = scene.first + 2, scene.first + 7

    def swap(on: Any) -> None:
        for was, now in ((one, -1), (other, one), (-1, other)):
            on.execute(f"UPDATE entries SET seq = {now} WHERE seq = {was}")

    scene.raw(swap)
    assert scene.verdict()[1] == one


def test_an_inserted_entry_is_named(scene: Scene) -> None:
    def insert(on: Any) -> None:
        for seq in range(scene.size - 1, scene.first + 3, -1):
            on.execute(f"UPDATE entries SET seq = {seq + 1} WHERE seq = {seq}")
        on.execute(
            "INSERT INTO entries SELECT seq + 1, 'inserted', kind, person, detention, header,"
            f" signature, parts FROM entries WHERE seq = {scene.first + 3}"
        )

    scene.raw(insert)
    assert scene.verdict()[1] == scene.first + 4


@pytest.mark.parametrize("cut", [1, 4])
def test_a_cut_tail_is_found_at_the_start(scene: Scene, cut: int) -> None:
    left = scene.size - cut
    for table in ("entries", "leaves"):
        scene.raw(lambda on, table=table: on.execute(f"DELETE FROM {table} WHERE seq >= {left}"))  # type: ignore[misc]
    at_start, first_bad, words = scene.verdict()
    assert at_start and first_bad == left
    assert "missing" in words


def test_a_whole_file_rolled_back_is_found_at_the_start(suite: Any, tmp_path: Path) -> None:
    scene = Scene(suite)
    old = tmp_path / "old"
    shutil.copytree(suite.folder, old)
    suite.reopen()
    scene.record(3)
    scene.close()
    for file in ("ledger.db", "keys.db"):
        shutil.copy(old / file, suite.folder / file)
    at_start, first_bad, words = scene.verdict()
    assert at_start and first_bad == scene.size
    assert f"{scene.size + 3} are missing" in words


# -- forgers: the file agrees with itself ------------------------------------------------------


def _drop(at: int) -> Callable[[list[Stored]], list[Stored]]:
    def change(entries: list[Stored]) -> list[Stored]:
        left = entries[:at] + entries[at + 1 :]
        return [_with_header(one, seq=seq) if seq >= at else one for seq, one in enumerate(left)]

    return change


def _edit_body(at: int) -> Callable[[list[Stored]], list[Stored]]:
    def change(entries: list[Stored]) -> list[Stored]:
        one = entries[at]
        part = one.parts[0][:-1] + bytes([one.parts[0][-1] ^ 1])
        made = Stored(one.seq, one.header, (part, *one.parts[1:]), one.signature)
        return [*entries[:at], made, *entries[at + 1 :]]

    return change


def _sign_as_somebody_else(at: int) -> Callable[[list[Stored]], list[Stored]]:
    def change(entries: list[Stored]) -> list[Stored]:
        one = _with_header(entries[at], kind="consent.withdrawn")
        signature = SigningKey.fresh().sign(SIGNING_PREFIX + one.preimage())
        made = Stored(one.seq, one.header, one.parts, signature)
        return [*entries[:at], made, *entries[at + 1 :]]

    return change


@pytest.mark.parametrize("change", [_drop, _edit_body, _sign_as_somebody_else])
@pytest.mark.parametrize("offset", [1, 8])
def test_a_forger_without_the_authors_key_is_named(
    scene: Scene, change: Callable[[int], Callable[[list[Stored]], list[Stored]]], offset: int
) -> None:
    seq = scene.first + offset
    scene.forge(change(seq))
    at_start, first_bad, words = scene.verdict()
    assert at_start
    assert first_bad == seq, words


def test_a_swapped_public_key_is_named(scene: Scene) -> None:
    """Somebody puts their own signing key in a colleague's invitation."""
    found: list[int] = []

    def change(entries: list[Stored]) -> list[Stored]:
        for at, one in enumerate(entries):
            if json.loads(one.header)["kind"] == "staff.enrolled" and not found:
                found.append(at)
                body = json.loads(one.parts[0])
                body["sign_key"] = SigningKey.fresh().public.hex()
                entries[at] = Stored(one.seq, one.header, (canonical(body),), one.signature)
        return entries

    scene.forge(change)
    assert scene.verdict()[1] == found[0]


def test_a_swapped_founder_is_not_the_pinned_one(scene: Scene) -> None:
    own = SigningKey.fresh()

    def change(entries: list[Stored]) -> list[Stored]:
        from custodyhcp.vault.wire import to_text

        body = json.loads(entries[0].parts[0])
        body["admin"]["sign_key"] = to_text(own.public)
        made = Stored(0, entries[0].header, (canonical(body),), b"")
        signature = own.sign(SIGNING_PREFIX + made.preimage())
        return [Stored(0, made.header, made.parts, signature), *entries[1:]]

    scene.forge(change)
    at_start, first_bad, words = scene.verdict()
    assert at_start and first_bad == 0, words


def test_a_fork_signed_by_its_own_author_is_bounded_by_the_checkpoint(suite: Any) -> None:
    """A nurse's own workstation and own key, used to write her refusals anew as consents: every
    signature holds, and only the checkpoint kept in the keyring says no."""
    scene = Scene(suite)
    signing = suite.hcp.session.sign

    def change(entries: list[Stored]) -> list[Stored]:
        made = []
        for one in entries:
            if one.seq >= scene.middle:
                one = _with_header(one, at="2026-11-23T03:30:00.000Z")
                signature = signing(SIGNING_PREFIX + one.preimage())
                one = Stored(one.seq, one.header, one.parts, signature)
            made.append(one)
        return made

    scene.forge(change)
    at_start, first_bad, words = scene.verdict()
    assert at_start and first_bad == scene.middle
    assert "replaced" in words


def test_a_changed_checkpoint_in_the_keyring_is_found(scene: Scene) -> None:
    secrets = DeviceSecrets(scene.device.store_id, scene.suite.ring)
    note = secrets.checkpoint
    assert note is not None
    secrets.checkpoint = note.replace(f"\n{scene.size}\n", f"\n{scene.size - 1}\n")
    with pytest.raises(LedgerAltered, match="checkpoint"):
        scene.suite.reopen()
        _ = scene.suite.ledger


# -- bytes -------------------------------------------------------------------------------------


def test_an_old_page_inside_a_newer_file_is_found(suite: Any, tmp_path: Path) -> None:
    """SQLCipher passes it: each page is whole, only not of the same age."""
    scene = Scene(suite)
    page = 4096
    old = (suite.folder / "ledger.db").read_bytes()
    suite.reopen()
    scene.record(ADDED)
    scene.close()
    new = (suite.folder / "ledger.db").read_bytes()
    replayed = [
        at for at in range(page, len(old), page) if old[at : at + page] != new[at : at + page]
    ]
    assert len(replayed) >= 3
    for at in replayed:
        spoilt = new[:at] + old[at : at + page] + new[at + page :]
        (suite.folder / "ledger.db").write_bytes(spoilt)
        assert _is_found(suite), f"page {at // page + 1} of an older file passed"


def _is_found(suite: Any) -> bool:
    """Opened without going back to a copy, which would mend it."""
    suite.close()
    secrets = DeviceSecrets(suite.ledger.device.store_id, suite.ring)
    try:
        ledger = Ledger.open(suite.folder, secrets.load(), suite.clock, secrets)
    except (LedgerAltered, StoreDamaged):
        return True
    try:
        return not ledger.verify().whole
    finally:
        ledger.abandon()


def flips(suite: Any, count: int, file: str) -> None:
    scene = Scene(suite)
    scene.close()
    path = suite.folder / file
    whole = path.read_bytes()
    chosen = random.Random(20261123)  # noqa: S311 - to choose places, not secrets
    for place in [0, 15, 16, 17, 100, len(whole) - 1, *chosen.sample(range(len(whole)), count)]:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chosen.randrange(8)
        path.write_bytes(bytes(spoilt))
        assert _is_found(suite), f"a bit flipped at {place} of {file} passed"
    path.write_bytes(whole)
    assert not _is_found(suite)


def test_a_bit_flipped_at_200_places_is_found(suite: Any) -> None:
    flips(suite, 200, "ledger.db")


def test_a_bit_flipped_in_the_keys_is_found(suite: Any) -> None:
    flips(suite, 20, "keys.db")


@pytest.mark.soak
def test_a_bit_flipped_at_5000_places_is_found(suite: Any) -> None:
    flips(suite, 5000, "ledger.db")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000))
def test_a_random_edit_is_named(scene: Scene, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311
    seq = chosen.randrange(scene.first, scene.size)
    edit = EDITS[chosen.choice(sorted(EDITS))]
    scene.raw(lambda on: on.execute(f"UPDATE entries SET {edit} WHERE seq = {seq}"))
    assert scene.verdict()[1] == seq


def test_a_forged_entry_at_the_end_is_never_signed_over(scene: Scene) -> None:
    """Newer than the kept checkpoint, well-formed, its leaf in the tree: only its signature is not
    its author's. The next start must not put a checkpoint over it."""

    def change(entries: list[Stored]) -> list[Stored]:
        last = entries[-1]
        one = _with_header(last, seq=last.seq + 1, command="forged")
        signature = SigningKey.fresh().sign(SIGNING_PREFIX + one.preimage())
        return [*entries, Stored(one.seq, one.header, one.parts, signature)]

    scene.forge(change)
    secrets = DeviceSecrets(scene.device.store_id, scene.suite.ring)
    kept = secrets.checkpoint
    at_start, first_bad, words = scene.verdict()
    assert at_start and first_bad == scene.size
    assert "signature" in words
    assert secrets.checkpoint == kept
