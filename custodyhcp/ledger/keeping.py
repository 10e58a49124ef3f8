"""The last signed checkpoint, kept outside the file it vouches for.

Rules kept here:

* A new root is signed only after each new leaf was recomputed from the stored bytes, on top of
  the tree that the last checkpoint vouched for, and after each new signature was checked (those
  made by this process a moment ago were made, not read). What does not follow is never signed.
* The checkpoint in the operating system's keyring is at most ``LAG`` seconds behind the ledger
  while it is written to, and level with it when it is closed. Nobody who records waits for it.
* It finds a file that was rolled back, cut or replaced, which encryption alone does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Condition, RLock, Thread
from typing import Protocol

from custodyhcp.errors import KnownError
from custodyhcp.ledger.faults import LedgerAltered, StoreDamaged
from custodyhcp.ledger.merkle import Frontier, peaks_of
from custodyhcp.ledger.note import (
    BadNote,
    Checkpoint,
    open_checkpoint,
    origin_of,
    sign_checkpoint,
)
from custodyhcp.ledger.rows import split_parts
from custodyhcp.ledger.store import Store
from custodyhcp.ledger.trust import Trust
from custodyhcp.ledger.values import Stored
from custodyhcp.ledger.verify import Row, check_row, missing_words
from custodyhcp.vault.authority import KINDS
from custodyhcp.vault.device import Device

LAG = 1.0  # seconds
CHUNK = 500  # entries recomputed before others get their turn at the store


class Kept(Protocol):
    """Where the last checkpoint and the pinned root lie: ``vault.device.DeviceSecrets``."""

    @property
    def root(self) -> str: ...

    @property
    def checkpoint(self) -> str | None: ...

    @checkpoint.setter
    def checkpoint(self, note: str) -> None: ...


class Watch:
    """Follows a store, recomputing what is new, and keeps the checkpoint."""

    def __init__(self, store: Store, device: Device, kept: Kept) -> None:
        self._store, self._device, self._kept = store, device, kept
        self._origin = origin_of(device.store_id)
        self._tree = Frontier()  # what was recomputed from stored bytes and is vouched for
        self._trust = Trust(kept.root)  # as it stands after those
        self._own: set[int] = set()  # entries this process has just signed itself
        self._note: str | None = None
        self._turn = RLock()

    @property
    def last(self) -> str | None:
        return self._note

    def read_kept(self) -> Checkpoint | None:
        """The checkpoint in the keyring. Raises ``LedgerAltered`` for one we did not sign."""
        note = self._kept.checkpoint
        if note is None:
            return None
        try:
            checkpoint = open_checkpoint(note, self._origin, [self._device.verify_key])
        except BadNote:
            raise LedgerAltered(
                "The checkpoint that this computer keeps was changed or is of other records.", None
            ) from None
        self._note = note
        return checkpoint

    def begin(self) -> None:
        """Stands on the kept checkpoint. Raises ``LedgerAltered`` where the store does not."""
        kept = self.read_kept()
        if kept is None:
            return
        size = self._store.size()
        if size < kept.size:
            raise LedgerAltered(missing_words(size, kept.size), size)
        try:
            nodes = self._store.nodes(peaks_of(kept.size))
        except StoreDamaged:
            raise LedgerAltered(NOT_AS_SIGNED, None) from None
        tree = Frontier(kept.size, [nodes[node] for node in peaks_of(kept.size)])
        if tree.root() != kept.root:
            raise LedgerAltered(NOT_AS_SIGNED, None)
        for stored in self._store.stored_of_kinds(KINDS, 0, kept.size):
            self._trust.take(stored)
        self._tree = tree

    def wrote(self, seqs: Iterable[int]) -> None:
        """These were signed here a moment ago: their signatures need no second look."""
        self._own.update(seqs)

    def advance(self) -> Frontier:
        """Recomputes what is new, and checks each signature that was not made here. Raises
        ``LedgerAltered`` naming the first bad entry."""
        with self._turn:
            while rows := self._store.stored_with_columns(self._tree.size, self._tree.size + CHUNK):
                tree = self._tree.copy()
                for row in rows:
                    self._take(row, tree)
                self._own.difference_update(range(self._tree.size, tree.size))
                self._tree = tree
            return self._tree.copy()

    def _take(self, row: Row, tree: Frontier) -> None:
        seq = tree.size
        wrong = check_row(row, seq, tree)
        if wrong is None:
            stored = Stored(row[0], row[1], split_parts(row[3]), row[2])
            wrong = self._trust.take(stored, check=seq not in self._own)
        if wrong is not None:
            raise LedgerAltered(f"Entry {seq} is not as it was recorded: {wrong}.", seq)

    def checkpoint(self) -> str:
        """Recomputes, signs, and keeps the note in the keyring."""
        with self._turn:
            tree = self.advance()
            made = Checkpoint(self._origin, tree.size, tree.root())
            note = sign_checkpoint(made, self._device.verify_key, self._device.sign)
            if note != self._note:
                self._kept.checkpoint = note
                self._note = note
            return note


NOT_AS_SIGNED = (
    "The records on the disk are not the ones this computer last signed: they were replaced or "
    "changed."
)


class Keeper:
    """Calls ``keep`` soon after each ``touch``, in a thread of its own, at most once in ``lag``."""

    def __init__(self, keep: Callable[[], object], lag: float = LAG) -> None:
        self._keep, self._lag = keep, lag
        self._wake = Condition()
        self._touched = self._ending = False
        self.trouble: KnownError | None = None
        self._thread = Thread(target=self._work, name="custodyhcp-keeper", daemon=True)
        self._thread.start()

    def touch(self) -> None:
        """Something was written. Wakes the thread only where it is not awake to it already: what
        is written until it runs is in its checkpoint anyway."""
        if not self._touched:
            with self._wake:
                self._touched = True
                self._wake.notify()

    def close(self) -> None:
        with self._wake:
            self._ending = True
            self._wake.notify()
        self._thread.join()

    def _work(self) -> None:
        while self._wait():
            self.run()

    def _wait(self) -> bool:
        """True when it is time to keep; False when it is time to end."""
        with self._wake:
            while not (self._touched or self._ending):
                self._wake.wait()
            if not self._ending:
                self._wake.wait_for(lambda: self._ending, timeout=self._lag / 2)
            self._touched = False
            return not self._ending

    def run(self) -> None:
        try:
            self._keep()
            self.trouble = None
        except KnownError as error:
            self.trouble = error


class Checker:
    """Runs one long check in a thread of its own; ``stop`` ends it between two of its steps."""

    def __init__(self, check: Callable[[Callable[[int, int], None]], object]) -> None:
        self._check = check
        self._stopping = False
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._work, name="custodyhcp-checker", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        return self._thread is not None and not self._thread.is_alive()

    def stop(self) -> None:
        self._stopping = True
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        with suppress(_Stopped, KnownError):
            self._check(self._step)

    def _step(self, _done: int, _of: int) -> None:
        if self._stopping:
            raise _Stopped


class _Stopped(Exception):
    pass
