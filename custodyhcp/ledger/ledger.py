"""The ledger of one store: opened once in a process, shared by every desk.

Start in order: lock the folder, open the files, stand on the checkpoint kept in the keyring
(a rolled-back or replaced file is found here), recompute what is newer than it, fold the chain of
authority. Close in order: sign and keep the last checkpoint, end the keeper, end the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import RLock

from custodyhcp.errors import KnownError
from custodyhcp.ledger import merkle
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Body, Entry, NewEntry, canonical, new_id, stamp
from custodyhcp.ledger.faults import LedgerAltered, NoStore, StoreDamaged, StoreExists
from custodyhcp.ledger.keeping import Checker, Keeper, Kept, Watch
from custodyhcp.ledger.note import BadNote, Checkpoint, open_checkpoint, origin_of
from custodyhcp.ledger.premises import LEDGER_FILE, Lock, make_folder, refuse_network_drive
from custodyhcp.ledger.rows import quick_header, split_parts
from custodyhcp.ledger.store import Store
from custodyhcp.ledger.trust import Trust, open_body
from custodyhcp.ledger.values import Expect, Health, Prepared, Stored, Verdict
from custodyhcp.ledger.verify import Progress, newest_faults, verify_ledger
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Authority
from custodyhcp.vault.compartments import Compartment, Role
from custodyhcp.vault.device import Device
from custodyhcp.vault.session import Session

Place = Path | str  # a folder, or postgresql://...
Clock = Callable[[], datetime]


class MayNotWrite(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "You are no longer able to record here.",
            "Ask an administrator whether you are still a member of this suite.",
        )


class Ledger:
    """Make one with ``create`` or ``open``."""

    def __init__(
        self,
        store: Store,
        place: Place,
        lock: Lock | None,
        device: Device,
        clock: Clock,
        kept: Kept,
    ) -> None:
        self.store, self.device, self.place = store, device, place
        self._lock, self._clock, self._kept = lock, clock, kept
        self._turn = RLock()
        self._trust = Trust(kept.root)
        self._folded_to = 0
        self._verified_at: datetime | None = None
        self._problems: list[str] = []
        self.watch = Watch(store, device, kept)
        self._keeper = Keeper(self.watch.checkpoint)
        self._checker = Checker(self._check_tree)

    @classmethod
    def create(cls, place: Place, device: Device, clock: Clock, kept: Kept) -> Ledger:
        """A new, empty ledger. Raises ``StoreExists``, ``NotLocalDisk``, ``CannotWrite``."""
        if isinstance(place, Path):
            make_folder(place)
            if (place / LEDGER_FILE).exists():
                raise StoreExists
        made = cls._on(place, device, clock, kept, create=True)
        try:
            if made.size:
                raise StoreExists
        except BaseException:
            made.abandon()
            raise
        return made

    @classmethod
    def open(cls, place: Place, device: Device, clock: Clock, kept: Kept) -> Ledger:
        """Raises ``StoreInUse``, ``NoStore``, ``StoreDamaged``, or ``LedgerAltered`` where it is
        not the ledger that this computer last signed."""
        if isinstance(place, Path):
            refuse_network_drive(place)
            if not place.is_dir():
                raise NoStore
        made = cls._on(place, device, clock, kept)
        try:
            made._stand()
            made._fold()
            made._checker.start()
        except BaseException:
            made.abandon()
            raise
        return made

    def _stand(self) -> None:
        """Stands on the kept checkpoint, or says which entry is the first that does not fit."""
        try:
            self.watch.begin()
            self.watch.advance()
        except (LedgerAltered, StoreDamaged) as error:
            verdict = self.verify(pages=False)
            if verdict.whole:
                raise
            raise LedgerAltered(verdict.words, verdict.first_bad) from error

    @classmethod
    def _on(
        cls, place: Place, device: Device, clock: Clock, kept: Kept, *, create: bool = False
    ) -> Ledger:
        if isinstance(place, str):
            return cls(Store.on_postgres(place), place, None, device, clock, kept)
        lock = Lock(place)
        try:
            store = Store.on_disk(place, device.ledger_key, device.keys_key, create=create)
        except BaseException:
            lock.release()
            raise
        return cls(store, place, lock, device, clock, kept)

    @property
    def folder(self) -> Path:
        """Where the embedded store lies. Raises ValueError on PostgreSQL, which has none."""
        if not isinstance(self.place, Path):
            raise ValueError("a store on a server has no folder")
        return self.place

    def close(self) -> None:
        """Keeps the last checkpoint, then lets go of the files. Harmless a second time."""
        self._checker.stop()
        self._keeper.close()
        if self.store.open:
            self._keeper.run()
        self.abandon()

    def abandon(self) -> None:
        """Lets go of the files without signing anything."""
        self._checker.stop()
        self._keeper.close()
        self.store.close()
        if self._lock is not None:
            self._lock.release()

    # -- reading and writing -------------------------------------------------------------------

    def now(self) -> datetime:
        return self._clock()

    def desk(self, session: Session) -> Desk:
        return Desk(self, session)

    @property
    def size(self) -> int:
        return self.store.size()

    @property
    def authority(self) -> Authority:
        """Who is who, by every entry so far, those of other workstations too."""
        if not self.store.alone:
            self._fold()
        return self._trust.authority

    def write(
        self,
        new: Sequence[Prepared],
        sign: Callable[[bytes], bytes],
        verify_key: bytes,
        *,
        expect: Expect | None = None,
    ) -> list[Stored]:
        """For desks. Writes what is sealed already; ``verify_key`` is the signer's public key.
        Raises ``MayNotWrite`` where that is not the key its author has in the ledger."""
        self._refuse_strangers(new, verify_key)
        stored = self.store.append(new, sign, expect)
        self.watch.wrote(one.seq for one in stored)
        if any(one.kind in rules.KINDS for one in new):
            self._fold()
        self._keeper.touch()
        return stored

    def _refuse_strangers(self, new: Sequence[Prepared], verify_key: bytes) -> None:
        authority = self.authority
        founded = bool(authority.founder)
        for one in new:
            if founded and authority.signing_key(one.author) != verify_key:
                raise MayNotWrite
            role = authority.role(one.author)
            if founded and (role is None or role.value != one.role):
                raise MayNotWrite
            if not founded and new[0].kind != rules.FOUNDED:
                raise MayNotWrite

    def append_by_device(self, *new: NewEntry) -> tuple[Entry, ...]:
        """What the workstation itself records (a refused sign-in): OPEN parts only."""
        at = self.now()
        prepared = [self._by_device(one, at) for one in new]
        stored = self.write(prepared, self.device.sign, self.device.verify_key)
        return tuple(_open_entry(one.header, one.parts) for one in stored)

    def _by_device(self, new: NewEntry, at: datetime) -> Prepared:
        if set(new.parts) != {Compartment.OPEN}:
            raise ValueError("a workstation seals nothing")
        return Prepared(
            id=new_id(at),
            at=stamp(at),
            kind=new.kind,
            author=self.device.id,
            role=Role.DEVICE.value,
            device=self.device.id,
            person=new.person,
            detention=new.detention,
            supersedes=new.supersedes,
            command=new.command,
            compartments=(Compartment.OPEN.value,),
            parts=(canonical(new.parts[Compartment.OPEN]),),
        )

    def open_entries(self, kinds: Collection[str], *, after: int = -1) -> list[Entry]:
        """Entries with their OPEN parts, of those whose role writes the kind: no session needed."""
        rows = self.store.rows(None, None, kinds, after)
        found = [_open_entry(header, split_parts(parts)) for _, header, parts in rows]
        return [entry for entry in found if entry.believed]

    def _fold(self) -> None:
        """Takes in what the chain of authority gained, checking each signature."""
        with self._turn:
            for stored in self.store.stored_of_kinds(rules.KINDS, self._folded_to, LAST_SEQ):
                wrong = self._trust.take(stored)
                if wrong is not None:
                    self._problems.append(f"Entry {stored.seq} is not believed: {wrong}.")
                self._folded_to = stored.seq + 1

    # -- proofs --------------------------------------------------------------------------------

    def checkpoint(self) -> str:
        """Signs the tree as it now is, keeps the note in the keyring and in the store."""
        note = self.watch.checkpoint()
        self.store.keep_checkpoint(self.read_note(note).size, note)
        return note

    def read_note(self, note: str) -> Checkpoint:
        """A checkpoint of this ledger signed by this workstation. Raises ``BadNote``."""
        return open_checkpoint(note, origin_of(self.device.store_id), [self.device.verify_key])

    def _nodes(self) -> merkle.Nodes:
        return lambda level, index: self.store.nodes([(level, index)])[level, index]

    def root_at(self, size: int) -> bytes:
        """The root over the first ``size`` entries (a part of what a checkpoint vouches for only
        together with ``prove_growth``). Raises ValueError where there are fewer."""
        if not 0 < size <= self.size:
            raise ValueError("the ledger has no such size")
        return merkle.range_hash(self._nodes(), 0, size)

    def vouched_root(self, size: int) -> bytes:
        """``root_at``, proved to be the beginning of the tree as it is signed now. Raises
        ``LedgerAltered`` where it is not."""
        root, signed = self.root_at(size), self.read_note(self.checkpoint())
        proof = self.prove_growth(size, signed.size)
        if not merkle.verify_consistency(size, signed.size, root, signed.root, proof):
            raise LedgerAltered("The stored tree is not the one that was signed.", None)
        return root

    def prove(self, seq: int, size: int) -> list[bytes]:
        return merkle.inclusion_proof(self._nodes(), seq, size)

    def prove_range(self, start: int, end: int, size: int) -> list[bytes]:
        return merkle.range_proof(self._nodes(), start, end, size)

    def prove_growth(self, old: int, new: int) -> list[bytes]:
        return merkle.consistency_proof(self._nodes(), old, new)

    # -- health --------------------------------------------------------------------------------

    def verify(
        self, *, signatures: bool = True, pages: bool = True, progress: Progress | None = None
    ) -> Verdict:
        """Recomputes all of it, beside whoever is working. What is bad also shows in health.
        ``pages``: also each page of the files, those that hold no entry too."""
        verdict = verify_ledger(
            self.store,
            root=self._kept.root,
            kept=self._kept_checkpoints(),
            signatures=signatures,
            progress=progress,
        )
        damaged = self.store.damaged_pages() if pages and verdict.whole else []
        if damaged:
            words = f"Every entry is whole, but the file is damaged: {damaged[0]}."
            verdict = replace(verdict, whole=False, words=words)
        if verdict.whole:
            self._verified_at = self.now()
        elif verdict.words not in self._problems:
            self._problems.append(verdict.words)
        return verdict

    def _check_tree(self, progress: Progress) -> None:
        """Soon after the start, beside whoever is working: the whole tree; who wrote the newest
        entries; then a copy, if one is due and there is nothing wrong with what would be copied."""
        verdict = self.verify(signatures=False, pages=False, progress=progress)
        if verdict.whole:
            root = self._kept.root
            faults = newest_faults(self.store, verdict.size, root=root, progress=progress)
            self._problems.extend(islice(faults, MOST_FAULTS))
        if verdict.whole and isinstance(self.place, Path):
            from custodyhcp.ledger import snapshots

            if snapshots.is_due(self):
                snapshots.take(self, lambda: progress(0, 0))

    @property
    def checked(self) -> bool:
        """True once the check that begins at the start has ended."""
        return self._checker.ended

    def _kept_checkpoints(self) -> list[Checkpoint]:
        """The keyring's, and those in the store that this workstation signed."""
        found = []
        try:
            kept = self.watch.read_kept()
            found = [] if kept is None else [kept]
        except LedgerAltered as error:
            self._problems.append(error.words)
        try:
            notes = self.store.checkpoints()
        except StoreDamaged:
            notes = []  # the check of the pages will say so
        for _, note in notes:
            with suppress(BadNote):  # another workstation's: it vouches for nothing here
                found.append(self.read_note(note))
        return found

    def _losses(self) -> list[str]:
        """Each time a checked copy took the place of a damaged file: it is never forgotten."""
        bodies = [entry.body(Compartment.OPEN) for entry in self.open_entries((RESTORED,))]
        return [str(body["words"]) for body in bodies]

    def health(self) -> Health:
        problems = [*self._problems, *self._losses()]
        if self._keeper.trouble is not None:
            problems.append(f"The last checkpoint was not kept: {self._keeper.trouble.words}")
        if self.store.disk_was_full:
            problems.append("The disk is full or nearly so. Free some space on this computer.")
        return Health(self.size, self.watch.last, self._verified_at, tuple(problems))


RESTORED = "ledger.restored"
LAST_SEQ = 2**62
MOST_FAULTS = 20  # named one by one


def _open_entry(raw: bytes, parts: tuple[bytes, ...]) -> Entry:
    header = quick_header(raw)
    body: Body = open_body(header, parts)
    return Entry(header, {Compartment.OPEN: body} if body else {})


__all__ = ["Ledger", "LedgerAltered", "MayNotWrite"]
