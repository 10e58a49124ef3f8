"""The verbs of the sealed letter: what may be chosen, the next copy, and handing it over.

Rules kept here (domain consent 3.6, 4.5; outputs 6): it rests on the person's permission to share
with other care teams, or on a basis of the disclosure rule with its reason; both are judged
anew in the very append by which the copy leaves, and so is every item, so that what was taken back
or struck in between refuses it. A copy is recorded before it is handed over. Only a health
professional makes one: the entry is clinical, and custody's keys open none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from custodyhcp.consent import disclosure
from custodyhcp.consent.codes import Answer, Basis, Capacity, Scope
from custodyhcp.consent.disclosure import Case, Content, DisclosureBasis, May, Profession
from custodyhcp.consent.fold import ConsentState
from custodyhcp.consent.limits import Limits
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.recording import state_of
from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Body, Entry, NewEntry
from custodyhcp.records import dates, words
from custodyhcp.records.observing import age_of
from custodyhcp.records.people import Opened, read_detention
from custodyhcp.records.permitted import append_judged, insisted
from custodyhcp.sharing import publishing, register
from custodyhcp.sharing.papers import AnotherCopy
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.sealed_letter import (
    LONGEST_PLACE,
    Item,
    Letter,
    from_body,
    offered,
    to_body,
)
from custodyhcp.sharing.sealed_letter_pdf import sealed_letter_pdf
from custodyhcp.vault.compartments import Compartment

MADE = "sealed_letter.made"
SCOPE = Scope.SHARE_OTHER_CARE
LONGEST_REASON = 1_000
WITHOUT_PERMISSION = {
    DisclosureBasis.BEST_INTERESTS: "Their best interests: they cannot decide",
    DisclosureBasis.PUBLIC_INTEREST_RISK_OTHERS: "Serious risk to others",
    DisclosureBasis.SAFEGUARDING_CHILD: "Safeguarding a child",
    DisclosureBasis.SAFEGUARDING_ADULT: "Safeguarding an adult at risk",
}


class CannotSeal(KnownError):
    """The letter may not leave like this. Nothing was recorded."""

    def __init__(
        self,
        words: str = "There is no permission in force for this.",
        then: str = "Ask, and record the answer, under Consent.",
    ) -> None:
        super().__init__(words, then)


@dataclass(frozen=True, slots=True)
class Without:
    """On what it rests where there is no permission: the basis, and why in words."""

    basis: DisclosureBasis
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the page needs, read at once. ``made``: the versions that left, oldest first."""

    opened: Opened
    permission: Permission | None
    items: tuple[Item, ...]
    made: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class LetterCopy:
    """One numbered copy, not recorded yet. ``pdf`` is what is shown and what comes out;
    ``permission`` the entry that it rests on, None where it rests on ``without``."""

    detention: str
    letter: Letter
    number: int
    pdf: bytes
    permission: str | None
    without: Without | None


def read(desk: Desk, detention: str) -> Found:
    opened = read_detention(desk, detention)
    state = state_of(desk, opened.detention.person, detention)
    permission = None if state.closed_at else state.permission(SCOPE, desk.now())
    return Found(opened, permission, _items(opened, state, permission), made(opened.entries))


def _items(opened: Opened, state: ConsentState, permission: Permission | None) -> tuple[Item, ...]:
    return offered(opened, state, permission.limits.leave_out if permission else ())


def made(entries: Sequence[Entry]) -> tuple[Letter, ...]:
    """Each version that left, oldest first."""
    every = (
        from_body(body)
        for one in entries
        if one.header.kind == MADE and one.believed and (body := one.body(Compartment.CLINICAL))
    )
    return tuple({letter.version: letter for letter in every}.values())


def next_copy(
    desk: Desk,
    detention: str,
    place: str,
    chosen: Sequence[str],
    *,
    reference: str,
    suite: str,
    phone: str,
    without: Without | None = None,
) -> LetterCopy:
    """The copy that would leave now. ``chosen``: names of items; ``reference`` for a first version.
    Raises ``CannotSeal`` with what is in the way."""
    found = read(desk, detention)
    stay = found.opened.detention
    if not one_line(place) or len(one_line(place)) > LONGEST_PLACE:
        raise CannotSeal("Say where it is to be opened.", f"At most {LONGEST_PLACE} characters.")
    items = tuple(item for item in found.items if item.name in set(chosen))
    if not items or len(items) != len(set(chosen)):
        raise CannotSeal(*_GONE)
    state = state_of(desk, stay.person, detention)
    now = desk.now()
    letter = Letter(
        reference=found.made[-1].reference if found.made else reference,
        version=1,
        place=one_line(place),
        name=stay.who.name,
        born=stay.who.dob,
        nhs_number=stay.nhs_number,
        custody_ref=stay.custody_ref,
        basis=_rests_on(state, found.opened, without, now),
        by=publishing.signature(desk),
        suite=suite,
        phone=phone,
        at=now,
        items=items,
    )
    letter = replace(letter, version=_version(letter, found.made))
    number = register.copy_number(desk, detention)
    pdf = sealed_letter_pdf(letter, number)
    permission = _permission_entry(found.permission, without)
    return LetterCopy(detention, letter, number, pdf, permission, without)


def _permission_entry(permission: Permission | None, without: Without | None) -> str | None:
    return None if without is not None or permission is None else permission.entry


_GONE = (
    "Something that you chose is not there any more: it was struck, changed or taken back.",
    "Choose again from the list as it stands now.",
)


def _version(letter: Letter, before: Sequence[Letter]) -> int:
    """The same words keep their version."""
    if not before:
        return 1
    last = before[-1]
    return last.version if letter.same_words(last) else last.version + 1


def hand_over(desk: Desk, copy: LetterCopy, by_way_of: str) -> Entry:
    """Records that this copy is about to leave, ``by_way_of`` a printer or a file. Raises
    ``CannotSeal`` where what it rests on or an item is gone since, ``AnotherCopy``."""
    letter, detention = copy.letter, copy.detention
    to = one_line(f"healthcare at {letter.place}, {by_way_of}")

    def judged(state: ConsentState) -> Sequence[NewEntry]:
        opened = read_detention(desk, detention)
        now = desk.now()
        permission = state.permission(SCOPE, now)
        _rests_on(state, opened, copy.without, now)
        if copy.permission != _permission_entry(permission, copy.without):
            raise CannotSeal(*_GONE)
        if not set(letter.items) <= set(_items(opened, state, permission)):
            raise CannotSeal(*_GONE)
        before = made(opened.entries)
        wrong = _version(letter, before) != letter.version
        if wrong or register.copy_number(desk, detention) != copy.number:
            raise AnotherCopy
        ids = {"person": opened.detention.person, "detention": detention}
        what = register.What.SEALED_LETTER
        body: Body = to_body(letter) | {
            "copy": copy.number,
            "by_way_of": one_line(by_way_of),
            "permission": copy.permission,
            "without": None if copy.without is None else copy.without.basis.value,
            "reason": "" if copy.without is None else words.paragraphs(copy.without.reason),
        }
        return (
            NewEntry(MADE, {Compartment.CLINICAL: body}, **ids),
            register.disclosure(what, to, copy.pdf, copy=copy.number, **ids),
        )

    return append_judged(desk, detention, judged)[0]


def _rests_on(state: ConsentState, opened: Opened, without: Without | None, now: datetime) -> str:
    """On what it rests, in words for the letter. Raises ``CannotSeal``."""
    if without is None:
        permission = insisted(state, SCOPE, now, CannotSeal)
        return _on_permission(permission, permission.limits)
    if state.closed_at is not None or state.sealed:
        insisted(state, SCOPE, now, CannotSeal)
    if not without.reason.strip() or len(without.reason) > LONGEST_REASON:
        raise CannotSeal("Say why, in words.", f"At most {LONGEST_REASON} characters.")
    case = _case(state, opened, without, now)
    answer = disclosure.decide(case)
    if not isinstance(answer, May):
        raise CannotSeal("It may not go on that basis.", answer.instead)
    at = dates.cui_date_time(now)
    return f"Shared without a permission, {at}: {WITHOUT_PERMISSION[without.basis].lower()}."


_RESTS = {
    Basis.CONSENT: "They agreed to this being shared,",
    Basis.CONSENT_PROXY: "Somebody entitled to decide for them agreed to this being shared,",
    Basis.BEST_INTERESTS: "Shared in their best interests, as they could not decide,",
}


def _on_permission(permission: Permission, limits: Limits) -> str:
    at = "" if permission.start is None else f" {dates.cui_date_time(permission.start)}"
    said = f"{_RESTS.get(permission.code, 'Shared on a basis recorded')}{at}."
    return f"{said} Limits they set: {one_line(limits.words)}." if limits.words else said


def _case(state: ConsentState, opened: Opened, without: Without, now: datetime) -> Case:
    latest, finding = state.latest(SCOPE), state.capacity_finding(SCOPE)
    answer = Answer.NOT_ASKED if latest is None else latest.asked.answer
    capacity = latest.asked.capacity if latest is not None else None
    if finding is not None and (latest is None or finding.seq > latest.seq):
        capacity = finding.conclusion
    refused = state.proxy_refused(SCOPE) or SCOPE in state.refused_before
    interests = without.basis is DisclosureBasis.BEST_INTERESTS
    return Case(
        basis=without.basis,
        to=disclosure.Recipient.HEALTH_CARE,
        purpose=disclosure.Purpose.CARE,
        content=Content.CLINICAL,
        answer=answer,
        capacity=capacity or Capacity.UNDETERMINED,
        age=18 if (age := age_of(opened.detention, now)) is None else age,
        competent=None,
        statute=None,
        profession=Profession.OTHER,
        complete=not interests or (state.best_interests(SCOPE) is not None and not refused),
        day=dates.today(now),
    )


legible.register(
    MADE, Compartment.CLINICAL, lambda entry: from_body(entry.body(Compartment.CLINICAL))
)
