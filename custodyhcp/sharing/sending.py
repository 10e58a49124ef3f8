"""The verbs of the care summary: prepare it, open a draft, say whether it was sent.

Rules kept here:

- Nothing is prepared, handed over or said to be sent without a ``Permission`` for SEND_GP in force
  for this detention; the ledger is asked again in the very moment of each step, so that a
  withdrawal counts at once. What was prepared before a withdrawal or a no is never used again, not
  even where they agree anew: its words rest on the answer that was taken back.
- The address passes the recipient gate and was typed twice or read back; an address that needs
  ``[secure]`` needs a sender on NHSmail as well, for elsewhere the word does nothing.
- The finished envelope is searched for identifiers and blocked on a find.
- The program never says "sent" by itself: a person claims it, and until then it is on the list of
  what is not yet answered for, which outlives a shift. Answering removes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from pathlib import Path

from custodyhcp import __version__
from custodyhcp.consent.codes import Decision, Scope
from custodyhcp.consent.fold import DECIDED
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.recording import state_of
from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp, unstamp
from custodyhcp.records.dates import cui_short, local
from custodyhcp.records.permitted import append_under
from custodyhcp.sharing import register, summary_record
from custodyhcp.sharing.draft_files import DraftFiles
from custodyhcp.sharing.eml import draft_bytes
from custodyhcp.sharing.envelope import (
    Covering,
    Envelope,
    Identifiers,
    envelope_for,
    initials,
    refuse_identifiers,
)
from custodyhcp.sharing.left_out import leaving_out
from custodyhcp.sharing.pdf import pages, summary_pdf
from custodyhcp.sharing.recipient import Recipient, RecipientClass, classify
from custodyhcp.sharing.summary import Summary
from custodyhcp.vault.compartments import Compartment

PREPARED, OPENED, OUTCOME = "summary.prepared", "summary.draft_opened", "summary.outcome"
KINDS = (PREPARED, OPENED, OUTCOME)
OVERDUE_AFTER = timedelta(hours=24)  # domain outputs 2.3


class CannotSend(KnownError):
    """The summary may not be prepared or handed over like this. Nothing was recorded."""


class Confirmed(Enum):
    """How the address was checked."""

    TYPED_TWICE = "TYPED_TWICE"
    READ_BACK = "READ_BACK"


@dataclass(frozen=True, slots=True)
class Addressed:
    """An address that has passed the gate, and how it was checked."""

    recipient: Recipient
    confirmed: Confirmed
    sender_on_nhsmail: bool

    @property
    def secure_word(self) -> bool:
        return self.recipient.klass is RecipientClass.NEEDS_SECURE


@dataclass(frozen=True, slots=True)
class Ready:
    """A summary as it would leave: the document, the envelope round it, and the draft."""

    summary: Summary
    addressed: Addressed
    pdf: bytes
    envelope: Envelope
    eml: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.pdf).hexdigest()


def addressed(
    address: str,
    again: str | None = None,
    *,
    read_back: bool = False,
    sender_on_nhsmail: bool = True,
    added_by_ig: Iterable[str] = (),
) -> Addressed:
    """``address`` through the gate. Raises CannotSend with words where it may not be used."""
    recipient = classify(address, frozenset(added_by_ig))
    if not recipient.klass.may_send:
        raise CannotSend(recipient.why)
    if recipient.klass is RecipientClass.NEEDS_SECURE and not sender_on_nhsmail:
        raise CannotSend(
            "This address needs [secure], which only works from an NHSmail account.",
            "Use the practice's nhs.net address, or send from NHSmail.",
        )
    if again is not None and again == address:
        return Addressed(recipient, Confirmed.TYPED_TWICE, sender_on_nhsmail)
    if read_back:
        return Addressed(recipient, Confirmed.READ_BACK, sender_on_nhsmail)
    raise CannotSend("The two addresses are not the same.", "Type the address again, both times.")


def new_reference(now: datetime, draw: Callable[[int], int]) -> str:
    """``CH-2026-000123``: the year and ``draw(1_000_000)``, nothing of the person."""
    return f"CH-{local(now).year}-{draw(1_000_000):06d}"


def identifiers(summary: Summary, custody_ref: str) -> Identifiers:
    """What of this person must not be seen from outside."""
    p = summary.patient
    return Identifiers(
        names=(p.family, p.given, p.preferred),
        dob=p.dob,
        nhs_number=p.nhs_number or "",
        postcode=p.address[-1] if p.address else "",
        phone=p.phone,
        custody_ref=custody_ref,
    )


def make_ready(summary: Summary, to: Addressed, custody_ref: str) -> Ready:
    """The document, envelope and draft. Raises IdentifierFound or CannotDraft."""
    pdf = summary_pdf(summary)
    covering = Covering(
        reference=summary.reference,
        version=summary.version,
        initials=initials(summary.patient.given, summary.patient.family),
        seen_on=local(summary.seen_at).date(),
        service=summary.service.name,
        role=summary.clinician.role,
        phone=summary.service.phone,
        mailbox=summary.service.mailbox,
        actions=len(summary.actions),
        pages=pages(pdf),
        pdf_sha256=sha256(pdf).hexdigest(),
        app_version=__version__,
        replaces=summary.replaces,
    )
    envelope = envelope_for(to.recipient.address, to.secure_word, covering)
    sender = (summary.service.name, summary.clinician.role, summary.service.mailbox)
    refuse_identifiers(envelope, identifiers(summary, custody_ref), sender)
    return Ready(summary, to, pdf, envelope, draft_bytes(envelope, pdf))


class Stage(Enum):
    PREPARED = "PREPARED"
    DRAFT_OPENED = "DRAFT_OPENED"
    SENT = "SENT"
    NOT_SENT = "NOT_SENT"


@dataclass(frozen=True, slots=True)
class Sending:
    """Where one summary stands. Only a person's word makes it SENT."""

    entry: str
    person: str
    detention: str
    reference: str
    version: int
    practice: str
    address: str
    at: datetime
    author: str
    stage: Stage
    file_name: str
    claimed_at: datetime | None = None
    mailbox: str = ""
    withdrawn_at: datetime | None = None

    @property
    def unusable(self) -> bool:
        """Withdrawn; do not send: they took back what it rests on, and nobody had sent it."""
        return self.withdrawn_at is not None and not self.answered

    @property
    def answered(self) -> bool:
        return self.stage in (Stage.SENT, Stage.NOT_SENT)

    def overdue(self, now: datetime) -> bool:
        return not self.answered and now - self.at >= OVERDUE_AFTER


def prepare_summary(
    desk: Desk, permission: Permission, ready: Ready, *, person: str, detention: str
) -> Sending:
    """Records that this summary, for this address, is about to leave. Raises CannotSend."""
    _matches(permission, detention)
    body = {
        "ref": ready.summary.reference,
        "version": ready.summary.version,
        "practice": ready.summary.practice.name,
        "practice_code": ready.summary.practice.code,
        "address": ready.addressed.recipient.address,
        "class": ready.addressed.recipient.klass.value,
        "confirmed": ready.addressed.confirmed.value,
        "permission": permission.entry,
        "pdf_sha256": ready.sha256,
        "file_name": eml_name(ready.envelope),
        "summary": summary_record.to_body(ready.summary),
    }
    entry = NewEntry(
        PREPARED,
        {Compartment.CLINICAL: body},
        person=person,
        detention=detention,
    )

    def made(now: Permission) -> Sequence[NewEntry]:
        _within_limits(ready.summary, now)
        return (entry,)

    return _sending(_append(desk, detention, made)[0])


def _within_limits(summary: Summary, permission: Permission) -> None:
    if leaving_out(summary, permission.limits.leave_out) != summary:
        raise CannotSend(
            "The summary says something that they asked to be left out.",
            "Go back, change something, and check it again: it is left out then.",
        )


def _matches(permission: Permission, detention: str) -> None:
    if permission.scope is not Scope.SEND_GP:
        raise CannotSend("This permission is not for sending to a GP.", "Ask, and record it.")
    if permission.detention != detention or permission.entry is None:
        raise CannotSend("This permission is for another stay in custody.", "Ask again.")


def _append(
    desk: Desk, detention: str, make: Callable[[Permission], Sequence[NewEntry]]
) -> tuple[Entry, ...]:
    """Under the permission in force in that very moment. Raises CannotSend."""
    return append_under(desk, detention, Scope.SEND_GP, make, CannotSend)


def permission_now(desk: Desk, person: str, detention: str) -> Permission | None:
    """The permission to send to the GP that is in force, or None."""
    return state_of(desk, person, detention).permission(Scope.SEND_GP, desk.now())


def eml_name(envelope: Envelope) -> str:
    return envelope.file_name.removesuffix(".pdf") + ".eml"


def save_draft_file(desk: Desk, sending: Sending, ready: Ready, drafts: DraftFiles) -> Path:
    """Records the disclosure, then writes the draft for the mail program. Returns where it lies."""
    _disclose(
        desk, sending, register.What.SUMMARY_EML, ready.addressed.recipient.address, ready.eml
    )
    return drafts.write(sending.file_name, ready.eml)


def disclose_eml(desk: Desk, sending: Sending, ready: Ready, to: str) -> bytes:
    """The ``.eml`` for a place of the user's own choosing, recorded as a disclosure."""
    _disclose(desk, sending, register.What.SUMMARY_EML, to, ready.eml)
    return ready.eml


def disclose_pdf(desk: Desk, sending: Sending, ready: Ready, to: str) -> bytes:
    """The PDF for a place of the user's own choosing, recorded as a disclosure."""
    _disclose(desk, sending, register.What.SUMMARY_PDF, to, ready.pdf)
    return ready.pdf


def _disclose(desk: Desk, sending: Sending, what: register.What, to: str, content: bytes) -> None:
    ids = {"person": sending.person, "detention": sending.detention}

    def made(_now: Permission) -> Sequence[NewEntry]:
        _usable(desk, sending)
        copy = register.copy_number(desk, sending.detention)
        body = {"summary": sending.entry, "what": what.value, "copy": copy, "to": to}
        opened = NewEntry(OPENED, {Compartment.CLINICAL: body}, **ids)
        return register.disclosure(what, to, content, copy=copy, **ids), opened

    _append(desk, sending.detention, made)


def record_outcome(
    desk: Desk, sending: Sending, *, sent: bool, mailbox: str, drafts: DraftFiles
) -> tuple[Sending, bool]:
    """A person's word that it was sent, or not. Removes the draft; False where it is still there
    because a mail program holds it open. That it was not sent can always be said; that it was,
    only while they still agree, or with ``sent_before_withdrawal``."""
    _unanswered(desk, sending)
    outcome = _outcome(desk, sending, sent, mailbox)
    if sent:

        def made(_now: Permission) -> Sequence[NewEntry]:
            _usable(desk, sending)
            return (outcome,)

        _append(desk, sending.detention, made)
    else:
        desk.append(outcome)
    gone = drafts.remove(sending.file_name)
    return _answered(sending, sent, desk.now(), mailbox), gone


def sent_before_withdrawal(
    desk: Desk, sending: Sending, *, at: datetime, mailbox: str, drafts: DraftFiles
) -> tuple[Sending, bool]:
    """It had gone, ``at`` a time before they took their permission back, and nobody had said so
    yet: the record must not claim that it never left. Raises CannotSend where the time is not
    between the two."""
    _unanswered(desk, sending)
    now = {one.entry: one for one in sendings(desk, sending.detention)}[sending.entry]
    if now.withdrawn_at is None:
        raise CannotSend("They have not withdrawn it.", "Answer with I sent it, or Not sent.")
    if not sending.at.replace(second=0, microsecond=0) <= at < now.withdrawn_at:
        began, ended = cui_short(sending.at, desk.now()), cui_short(now.withdrawn_at, desk.now())
        raise CannotSend(
            f"It was prepared {began} and withdrawn {ended}: the time is not between the two.",
            "Check when it was sent. If it went after they withdrew, tell Information Governance.",
        )
    desk.append(_outcome(desk, sending, True, mailbox, at))
    gone = drafts.remove(sending.file_name)
    return _answered(sending, True, at, mailbox), gone


def _outcome(
    desk: Desk, sending: Sending, sent: bool, mailbox: str, at: datetime | None = None
) -> NewEntry:
    body = {
        "summary": sending.entry,
        "sent": sent,
        "by": desk.session.staff,
        "mailbox": mailbox,
        "at": stamp(at or desk.now()),
    }
    ids = {"person": sending.person, "detention": sending.detention}
    return NewEntry(OUTCOME, {Compartment.CLINICAL: body}, **ids)


def _answered(sending: Sending, sent: bool, at: datetime, mailbox: str) -> Sending:
    stage = Stage.SENT if sent else Stage.NOT_SENT
    return replace(sending, stage=stage, claimed_at=at, mailbox=mailbox)


def _unanswered(desk: Desk, sending: Sending) -> None:
    now = {s.entry: s for s in sendings(desk, sending.detention)}.get(sending.entry)
    if now is None:
        raise CannotSend("This summary was never prepared.", "Prepare it again.")
    if now.answered:
        raise CannotSend("This summary has already been answered for.", "Prepare a new version.")


def _usable(desk: Desk, sending: Sending) -> None:
    _unanswered(desk, sending)
    now = {one.entry: one for one in sendings(desk, sending.detention)}[sending.entry]
    if now.withdrawn_at is not None:
        at = cui_short(now.withdrawn_at, desk.now())
        raise CannotSend(
            f"Withdrawn; do not send: they took back their permission at {at}.",
            "Answer that it was not sent. If they agree again, prepare a new one.",
        )


def sendings(desk: Desk, detention: str | None = None) -> list[Sending]:
    """Every summary prepared, oldest first; of one detention where it is given."""
    made = desk.read(detention=detention, kinds=KINDS)
    waiting = {one.detention for one in fold(made) if not one.answered}
    said = [e for stay in sorted(waiting) for e in desk.read(detention=stay, kinds={DECIDED})]
    return fold(sorted((*made, *said), key=lambda entry: entry.header.seq))


def unanswered(desk: Desk) -> list[Sending]:
    """Those nobody has answered for, oldest first: the list that outlives a shift."""
    return [sending for sending in sendings(desk) if not sending.answered]


def fold(entries: Iterable[Entry]) -> list[Sending]:
    """From the entries of this room and the answers about sending to the GP, in their order."""
    found: dict[str, Sending] = {}
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if not body:
            continue
        if entry.header.kind == PREPARED:
            found[entry.header.id] = _sending(entry)
        elif entry.header.kind == DECIDED:
            _take_back(found, entry)
        elif (before := found.get(str(body.get("summary")))) is not None:
            found[before.entry] = _stepped(before, entry)
    return list(found.values())


_TAKEN_BACK = frozenset({Decision.WITHDRAWN.value, Decision.REFUSED.value})


def _take_back(found: dict[str, Sending], entry: Entry) -> None:
    body = entry.body(Compartment.CLINICAL)
    if body.get("scope") != Scope.SEND_GP.value or body.get("decision") not in _TAKEN_BACK:
        return
    for one in found.values():
        if one.detention == entry.header.detention and not one.answered and not one.withdrawn_at:
            found[one.entry] = replace(one, withdrawn_at=entry.at)


def _stepped(before: Sending, entry: Entry) -> Sending:
    body = entry.body(Compartment.CLINICAL)
    if entry.header.kind == OPENED:
        return before if before.answered else replace(before, stage=Stage.DRAFT_OPENED)
    at = unstamp(body["at"]) if body["sent"] and body.get("at") else entry.at
    return _answered(before, bool(body["sent"]), at, str(body["mailbox"]))


def _sending(entry: Entry) -> Sending:
    body = entry.body(Compartment.CLINICAL)
    return Sending(
        entry=entry.header.id,
        person=entry.header.person or "",
        detention=entry.header.detention or "",
        reference=str(body["ref"]),
        version=int(body["version"]),
        practice=str(body["practice"]),
        address=str(body["address"]),
        at=entry.at,
        author=entry.header.author,
        stage=Stage.PREPARED,
        file_name=str(body["file_name"]),
    )


def next_version(
    past: Iterable[Sending], reference: Callable[[], str]
) -> tuple[str, int, int | None]:
    """Reference, version and what it replaces: a new version of the last one sent, or a first."""
    sent = [sending for sending in past if sending.stage is Stage.SENT]
    if not sent:
        return reference(), 1, None
    last = sent[-1]
    return last.reference, last.version + 1, last.version


def summary_of(desk: Desk, sending: Sending) -> Summary:
    """What was prepared, read back, so that the very same document can be made again."""
    entries = desk.read(detention=sending.detention, kinds={PREPARED})
    body = next(e.body(Compartment.CLINICAL) for e in entries if e.header.id == sending.entry)
    return summary_record.from_body(body["summary"])


def _can_be_read(entry: Entry) -> object:
    return _sending(entry) if entry.header.kind == PREPARED else _stepped(_ANY, entry)


_ANY = Sending("", "", "", "", 0, "", "", unstamp("2000-01-01T00:00:00Z"), "", Stage.PREPARED, "")
legible.register(KINDS, Compartment.CLINICAL, _can_be_read)
