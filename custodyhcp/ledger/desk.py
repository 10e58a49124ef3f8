"""The desk: a signed-in person at this workstation's ledger. Every verb takes one.

Rules kept here:

* What is appended is sealed first, each part to its compartment; nothing clinical is ever handed
  to the store in the clear.
* What is read is opened with this session's keys and no others. A part they do not open is left
  out; a part that should open and does not is ``PartDamaged``, never silently skipped. Only for
  oversight, which others write who cannot read it back, is it left out: an author who seals rubbish
  there must not shut the officer's screens. What says nothing there is looked into (oversight).
* What an author says whose role does not write that kind (``ledger.writers``) is not read at all,
  nor what no room can read (``ledger.legible``): one such entry shuts nobody's record.
* A draft is sealed like an entry, and is not one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import (
    Body,
    Entry,
    Header,
    NewEntry,
    canonical,
    new_id,
    stamp,
    unstamp,
)
from custodyhcp.ledger.faults import Moved
from custodyhcp.ledger.legible import legible
from custodyhcp.ledger.rows import parsed, quick_header, split_parts
from custodyhcp.ledger.store import NameTaken
from custodyhcp.ledger.values import Expect, Health, Prepared, SavedDraft, Stored
from custodyhcp.ledger.writers import may_write, on_register
from custodyhcp.vault.authority import Authority
from custodyhcp.vault.compartments import Compartment, Role
from custodyhcp.vault.hpke import Unopenable
from custodyhcp.vault.parts import PERSON_FORM, PartContext, form_and_generation
from custodyhcp.vault.session import ERASED, Erased, Session

if TYPE_CHECKING:
    from custodyhcp.ledger.ledger import Ledger

__all__ = ["Desk", "Expect", "Health", "Moved", "PartDamaged", "SavedDraft"]

DRAFT_KIND = "draft"
_PERSON_KEYS = "person/"
_COMPARTMENTS = {compartment.value: compartment for compartment in Compartment}
_DRAFTS_GO_TO = (Compartment.CLINICAL, Compartment.BRIEFING, Compartment.OVERSIGHT)


class PartDamaged(KnownError):
    def __init__(self, seq: int) -> None:
        super().__init__(
            f"Entry {seq} does not open, although you hold its key: it was altered.",
            "Do not rely on this record. Tell Information Governance and IT now.",
        )
        self.seq = seq


class Desk:
    """A session at a ledger. Make one with ``Ledger.desk(session)``."""

    def __init__(self, ledger: Ledger, session: Session) -> None:
        self.ledger = ledger
        self.session = session

    @property
    def authority(self) -> Authority:
        """Who is who and holds what, as the ledger stands now."""
        return self.ledger.authority

    def now(self) -> datetime:
        """The injected clock, aware, UTC."""
        return self.ledger.now()

    # -- entries -------------------------------------------------------------------------------

    def append(self, *new: NewEntry, expect: Expect | None = None) -> tuple[Entry, ...]:
        """Writes them all in one transaction, on the disk when this returns. A command that was
        written before gives its earlier entry back. Raises ``Moved``, ``DiskFull``,
        ``CannotWrite``, ``Erased``; then nothing was written."""
        prepared = [self._prepare(one) for one in new]
        stored = self.ledger.write(
            prepared, self.session.sign, self.session.verify_key, expect=expect
        )
        asked = zip(stored, prepared, new, strict=True)
        return tuple(self._written(one, was, what) for one, was, what in asked)

    def _written(self, stored: Stored, prepared: Prepared, new: NewEntry) -> Entry:
        """As its author would read it; an earlier entry of the same command is opened for real."""
        header = quick_header(stored.header)
        if header.id != prepared.id:
            return self._opened(stored.header, stored.parts)
        readable = {
            compartment: json.loads(canonical(body))
            for compartment, body in new.parts.items()
            if compartment is Compartment.OPEN or self.session.holds(compartment)
        }
        return Entry(header, readable)

    def read(
        self,
        *,
        person: str | None = None,
        detention: str | None = None,
        kinds: Collection[str] | None = None,
        after: int = -1,
        before: int | None = None,
        last: int | None = None,
        only: Collection[Compartment] | None = None,
    ) -> list[Entry]:
        """The entries that match all that is given, in the order of ``seq``, opened. ``last``: of
        those only the last so many. ``only``: no other compartment is opened, which is what takes
        the time where a list is read."""
        rows = self.ledger.store.rows(person, detention, kinds, after, before, last)
        return [self._opened(header, split_parts(parts), only) for _, header, parts in rows]

    def headers(self, *, kinds: Collection[str], after: int = -1) -> list[Header]:
        """Who, when and what kind, in the order of ``seq``: nothing is opened."""
        rows = self.ledger.store.rows(None, None, kinds, after)
        return [quick_header(header) for _, header, _ in rows]

    def _prepare(self, new: NewEntry) -> Prepared:
        at = self.now()
        entry_id = new_id(at)
        sealed = {
            compartment: self._seal(
                canonical(body), PartContext(entry_id, new.kind, compartment, new.person)
            )
            for compartment, body in new.parts.items()
        }
        return Prepared(
            id=entry_id,
            at=stamp(at),
            kind=new.kind,
            author=self.session.staff,
            role=self.session.role.value,
            device=self.ledger.device.id,
            person=new.person,
            detention=new.detention,
            supersedes=new.supersedes,
            command=new.command,
            compartments=tuple(compartment.value for compartment in sealed),
            parts=tuple(sealed.values()),
        )

    def _seal(self, plaintext: bytes, context: PartContext) -> bytes:
        if context.compartment is Compartment.OPEN:
            return plaintext
        try:
            return self.session.seal_part(plaintext, context, self)
        except NameTaken:  # another workstation made this person's key first: use theirs
            return self.session.seal_part(plaintext, context, self)

    def _opened(
        self, raw: bytes, parts: tuple[bytes, ...], only: Collection[Compartment] | None = None
    ) -> Entry:
        header = quick_header(raw)
        if not may_write(header.kind, header.role):
            return Entry(header, {})
        if not self._on_register(header):
            return Entry(header, {}, unregistered=True)
        if len(header.parts) != len(parts):
            raise PartDamaged(header.seq)
        bodies: dict[Compartment, Body] = {}
        for name, part in zip(header.parts, parts, strict=True):
            compartment = _COMPARTMENTS[name]
            if only is not None and compartment not in only:
                continue
            body = self._open(header, compartment, part)
            if body is not None:
                bodies[compartment] = body
        entry = Entry(header, bodies)
        return entry if legible(entry) else Entry(header, {}, crooked=True)

    def _on_register(self, header: Header) -> bool:
        member = self.authority.members.get(header.author)
        return on_register(header.kind, member.professional_body if member else "")

    def _open(self, header: Header, compartment: Compartment, part: bytes) -> Body | None:
        if compartment is Compartment.OPEN:
            return _body(part, header.seq)
        context = PartContext(header.id, header.kind, compartment, header.person)
        try:
            _, generation = form_and_generation(part)
            if not self.session.holds_generation(compartment, generation):
                return None
            return _body(self.session.open_part(part, context, self), header.seq)
        except Unopenable:
            if compartment is Compartment.OVERSIGHT and header.role != Role.IG.value:
                return None
            raise PartDamaged(header.seq) from None
        except Erased:
            return None

    # -- drafts --------------------------------------------------------------------------------

    def save_draft(self, key: str, body: Body, *, person: str | None = None) -> datetime:
        """Saves typing under this person's name and ``key``, over what was there. Sealed."""
        at = self.now()
        compartment = self._draft_compartment()
        context = _draft_context(key, self.session.staff, compartment, person)
        blob = compartment.value.encode() + b"\n" + self._seal(canonical(body), context)
        self.ledger.store.save_draft(key, self.session.staff, person, stamp(at), blob)
        return at

    def _draft_compartment(self) -> Compartment:
        for compartment in _DRAFTS_GO_TO:
            if self.session.holds(compartment):
                return compartment
        raise KnownError("Nothing can be saved as a draft with this role.")

    def drafts(self) -> list[SavedDraft]:
        """Everybody's, oldest first; ``body`` is None where this session cannot open it."""
        return [self._open_draft(*row) for row in self.ledger.store.drafts()]

    def _open_draft(
        self, key: str, author: str, person: str | None, saved_at: str, blob: bytes
    ) -> SavedDraft:
        name, _, sealed = bytes(blob).partition(b"\n")
        body: Body | None = None
        try:
            compartment = Compartment(name.decode())
            if not self._could_have_typed(compartment, sealed, person):
                raise Unopenable
            context = _draft_context(key, author, compartment, person)
            body = json.loads(self.session.open_part(sealed, context, self))
        except (Unopenable, Erased, ValueError):
            body = None
        return SavedDraft(key, author, person, unstamp(saved_at), body)

    def _could_have_typed(
        self, compartment: Compartment, sealed: bytes, person: str | None
    ) -> bool:
        """A draft has no signature. One about a person is sealed under that person's key, which
        only those who hold the compartment have; anybody else's is not given back as one's own."""
        if not self.session.holds(compartment) or compartment is not self._draft_compartment():
            return False
        return person is None or form_and_generation(sealed)[0] == PERSON_FORM

    def drop_draft(self, key: str, *, author: str | None = None) -> None:
        """Takes a draft away: one's own, or ``author``'s when it was taken over."""
        self.ledger.store.drop_draft(key, author or self.session.staff)

    # -- sealed keys (keys.db) -----------------------------------------------------------------

    def put_sealed(self, name: str, blob: bytes) -> None:
        """Keeps a sealed blob. A person's key is never replaced: ``NameTaken``."""
        replace = not name.startswith(_PERSON_KEYS)
        self.ledger.store.put_sealed(name, blob, replace=replace)

    def sealed(self, name: str) -> bytes | None:
        return self.ledger.store.sealed(name)

    def destroy_sealed(self, name: str) -> None:
        """Overwrites it on the disk. For a person's key a mark stays, so that none is made anew."""
        if name.startswith(_PERSON_KEYS):
            self.ledger.store.put_sealed(name, ERASED, replace=True)
        else:
            self.ledger.store.drop_sealed(name)

    # -- proofs and health ---------------------------------------------------------------------

    def checkpoint(self) -> str:
        """A signed C2SP note of the tree as it now is, after recomputing each new leaf from the
        stored bytes. Raises ``LedgerAltered``."""
        return self.ledger.checkpoint()

    def stored(self, start: int, end: int) -> list[Stored]:
        """Entries as their bytes lie there, for an export."""
        return self.ledger.store.stored(start, end)

    def prove(self, seq: int, size: int) -> list[bytes]:
        """That entry ``seq`` is in the tree of ``size`` entries (RFC 6962)."""
        return self.ledger.prove(seq, size)

    def prove_range(self, start: int, end: int, size: int) -> list[bytes]:
        return self.ledger.prove_range(start, end, size)

    def prove_growth(self, old: int, new: int) -> list[bytes]:
        """That the tree of ``new`` entries begins with the tree of ``old``."""
        return self.ledger.prove_growth(old, new)

    def vouched_root(self, size: int) -> bytes:
        """The root over the first ``size`` entries, shown to be the beginning of the tree that is
        signed now. Raises ``LedgerAltered``, and ValueError where there are fewer entries."""
        return self.ledger.vouched_root(size)

    def health(self) -> Health:
        return self.ledger.health()


def _draft_context(
    key: str, author: str, compartment: Compartment, person: str | None
) -> PartContext:
    return PartContext(f"{author}/{key}", DRAFT_KIND, compartment, person)


def _body(plaintext: bytes, seq: int) -> Mapping[str, Any]:
    try:
        found = parsed(plaintext)
    except ValueError:
        raise PartDamaged(seq) from None
    if not isinstance(found, dict):
        raise PartDamaged(seq)
    return found
