"""Is the whole ledger what was signed? Recomputed from the stored bytes, entry by entry.

What is checked, in this order, and the first bad entry is named:

1. the numbers run from 0 without a gap;
2. the columns that rows are found by say what the header says;
3. the leaf recomputed from header and parts, and the inner nodes it completes, are as stored;
4. the tree passes through the checkpoint that was kept elsewhere;
5. no entry is hidden by an old page put back into an index;
6. each signature was made with the key its author had at that moment, by the chain of authority
   from the pinned first administrator (``signatures=True``; many times the work of the rest).

What it does not do: open anything that is sealed. No key but public ones is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, Protocol

from custodyhcp.ledger.entry import unstamp
from custodyhcp.ledger.faults import StoreDamaged
from custodyhcp.ledger.merkle import Frontier
from custodyhcp.ledger.note import Checkpoint
from custodyhcp.ledger.rows import read_header, split_parts
from custodyhcp.ledger.trust import Trust
from custodyhcp.ledger.values import Stored, Verdict
from custodyhcp.ledger.writers import may_write, on_register
from custodyhcp.vault.authority import KINDS

CHUNK = 1000
NEWEST = 5000  # entries whose signatures are checked soon after each start
CLOCKS_DIFFER = timedelta(minutes=10)  # two workstations of one suite
SIGNATURE_BYTES = 64
Row = Sequence[Any]  # seq, header, signature, parts, command, kind, person, detention, hashes
Progress = Callable[[int, int], object]  # entries checked, entries in all


class Rows(Protocol):
    """What is verified: ``ledger.store.Store``."""

    def size(self) -> int: ...

    def stored_with_columns(self, start: int, end: int) -> Sequence[Row]: ...

    def stored_of_kinds(self, kinds: Collection[str], start: int, end: int) -> Sequence[Stored]: ...

    def lost_by_an_index(self, size: int) -> int | None: ...


class Bad(Exception):
    """Entry ``seq`` is the first bad one."""

    def __init__(self, seq: int | None, words: str) -> None:
        super().__init__(words)
        self.seq = seq
        self.words = words


def check_row(row: Row, seq: int, tree: Frontier) -> str | None:
    """Checks 1 to 3 on one row, and appends its leaf to ``tree``. What is wrong, or None."""
    found, header, signature, parts, command, kind, person, detention, hashes = row
    if found != seq:
        return "it is missing"
    if len(signature) != SIGNATURE_BYTES or not _agree(
        header, seq, command, kind, person, detention
    ):
        return "what it is found by is not what it says"
    preimage = [b"\x00", header]
    preimage += [sha256(part).digest() for part in split_parts(parts)]
    if tree.append(sha256(b"".join(preimage)).digest()) != hashes:
        return "its bytes are not the ones that were recorded"
    return None


def _agree(
    header: bytes, seq: int, command: str, kind: str, person: str | None, detention: str | None
) -> bool:
    """The header is canonical JSON: sorted names, and so these next to each other. A quotation
    mark within a value is escaped, so no value can pass for a field."""
    text = header.decode("ascii", "replace")
    about = "null" if person is None else f'"{person}"'
    stay = "null" if detention is None else f'"{detention}"'
    return (
        f'"command":"{command}","detention":{stay},"device":"' in text
        and f'","kind":"{kind}","parts":[' in text
        and f'],"person":{about},"role":"' in text
        and f'","seq":{seq},"supersedes":' in text
    )


def verify_ledger(
    rows: Rows,
    *,
    root: str,
    kept: Sequence[Checkpoint] = (),
    signatures: bool = True,
    progress: Progress | None = None,
) -> Verdict:
    """Checks everything up to the size the ledger has now. ``root``: the pinned fingerprint.
    ``kept``: checkpoints whose own signatures were already checked."""
    trust = Trust(root) if signatures else None
    size = 0
    try:
        size = _size_of(rows)
        checked = _check_all(rows, size, trust, kept, progress)
        _not_shorter(size, kept)
        _not_hidden(rows, size)
    except Bad as bad:
        return Verdict(False, size, bad.seq or 0, bad.seq, bad.words)
    return Verdict(True, size, checked, None, _whole_words(checked, signatures))


def newest_faults(
    rows: Rows, size: int, *, root: str, progress: Progress | None = None
) -> Iterator[str]:
    """What is wrong with who wrote the newest ``NEWEST`` entries, and when, in words. The tree
    alone does not tell: whoever holds this workstation's secret can sign a tree over entries of
    their own."""
    start, trust, before = max(0, size - NEWEST), Trust(root), None
    for stored in rows.stored_of_kinds(KINDS, 0, start):
        trust.take(stored)
    for begin in range(start, size, CHUNK):
        for row in rows.stored_with_columns(begin, min(begin + CHUNK, size)):
            stored = Stored(row[0], row[1], split_parts(row[3]), row[2])
            wrong = trust.take(stored)
            if wrong is not None:
                yield f"Entry {stored.seq} is not as it was recorded: {wrong}."
                continue
            header = read_header(row[1])
            member = trust.authority.members.get(header.author)
            listed = on_register(header.kind, member.professional_body if member else "")
            if not may_write(header.kind, header.role) or not listed:
                yield f"Entry {stored.seq} ({row[5]}) is not believed: its author may not write it."
            at = unstamp(header.at)
            if before is not None and before - at > CLOCKS_DIFFER:
                yield f"Entry {stored.seq} says {header.at}: the clock had been put back."
            before = at
        if progress is not None:
            progress(min(begin + CHUNK, size), size)


def _not_shorter(size: int, kept: Sequence[Checkpoint]) -> None:
    longest = max((checkpoint.size for checkpoint in kept), default=0)
    if size < longest:
        raise Bad(size, missing_words(size, longest))


def _not_hidden(rows: Rows, size: int) -> None:
    try:
        lost = rows.lost_by_an_index(size)
    except StoreDamaged:
        raise Bad(None, "Every entry is whole, but the file around them is damaged.") from None
    if lost is not None:
        raise Bad(lost, f"Entry {lost} is there, but hidden from whoever looks for it.")


def missing_words(found: int, expected: int) -> str:
    one = expected == found + 1
    which = f"entry {found} is" if one else f"entries {found} to {expected - 1} are"
    return f"The records on the disk are older than they were: {which} missing."


def _size_of(rows: Rows) -> int:
    try:
        return rows.size()
    except StoreDamaged:
        raise Bad(0, "No entry can be read: the file is damaged.") from None


def _check_all(
    rows: Rows,
    size: int,
    trust: Trust | None,
    kept: Sequence[Checkpoint],
    progress: Progress | None,
) -> int:
    tree = Frontier()
    waiting = sorted(kept, key=lambda checkpoint: checkpoint.size)
    agreed = _pass_checkpoints(tree, waiting, 0)
    for row in _all_rows(rows, size, progress):
        seq = tree.size
        wrong = check_row(row, seq, tree)
        if wrong is None and trust is not None:
            wrong = trust.take(Stored(row[0], row[1], split_parts(row[3]), row[2]))
        if wrong is not None:
            raise Bad(seq, f"Entry {seq} is not as it was recorded: {wrong}.")
        if waiting and waiting[0].size == tree.size:
            agreed = _pass_checkpoints(tree, waiting, agreed)
    if tree.size != size:
        raise Bad(tree.size, f"Entry {tree.size} is missing.")
    return size


def _pass_checkpoints(tree: Frontier, waiting: list[Checkpoint], agreed: int) -> int:
    """The tree passes here; every checkpoint of this size must say so."""
    while waiting and waiting[0].size == tree.size:
        checkpoint = waiting.pop(0)
        if checkpoint.root != tree.root():
            raise Bad(
                agreed,
                f"The records are not the ones that were signed at {checkpoint.size} entries: "
                f"something from entry {agreed} on was replaced.",
            )
        agreed = checkpoint.size
    return agreed


def _all_rows(rows: Rows, size: int, progress: Progress | None) -> Iterator[Row]:
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        try:
            yield from rows.stored_with_columns(start, end)
        except StoreDamaged:
            yield from _one_by_one(rows, start, end)
        if progress is not None:
            progress(end, size)


def _one_by_one(rows: Rows, start: int, end: int) -> Iterator[Row]:
    """Up to the first entry that cannot be read at all."""
    for seq in range(start, end):
        try:
            yield from rows.stored_with_columns(seq, seq + 1)
        except StoreDamaged:
            raise Bad(
                seq, f"Entry {seq} cannot be read: its place on the disk is damaged."
            ) from None


def _whole_words(size: int, signatures: bool) -> str:
    entries = "1 entry" if size == 1 else f"all {size:,} entries"
    also = ", each signed by somebody who had the right to" if signatures else ""
    return f"The ledger is whole: {entries} as recorded{also}."
