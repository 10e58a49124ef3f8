"""P2 over the joined product: who can open which box of the whole story, on both kinds of store.

``tests/staff/test_need_to_know.py`` tries every key on one entry of every kind of part. Here the
real verbs write, and the tables below say, box by box, what custody and Information Governance may
ever read. A box that is not in them is for health professionals alone, and one that leaks fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ledger_house import House, found
from postgres_server import Server, programs, running
from test_canaries import STEM, Canaries
from whole_story import NHS_NUMBER, Story

from custodyhcp.ledger import Desk
from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.premises import KEYS_FILE, LEDGER_FILE
from custodyhcp.ledger.rows import quick_header, split_parts
from custodyhcp.vault.compartments import HOLDS, Compartment, Role
from custodyhcp.vault.hpke import OpeningKey, Unopenable
from custodyhcp.vault.parts import PartContext, open_under_own_key, open_under_person_key
from custodyhcp.vault.session import _open_person_key
from tests.disk_search import forms

WHO_IT_IS = {
    *("family", "given", "title", "preferred", "alias", "custody_ref", "cell", "family_corrected"),
    *("reason_for_call", "cell_moved", "list_ref", "list_name", "list_cell", "destination"),
    *("before_family", "before_given", "before_ref", "before_destination", "language"),
    "request_who",
}
BRIEFED = {
    *("level_reason", "call_hcp_if", "call_999_if", "conditions", "self_harm_controls", "food"),
    *("adult_reason", "review_if_missed", "label", "instructions", "allergy_told"),
    *("communication", "told_by", "transfer", "crew", "told_aloud_to", "query", "query_answer"),
    *("interview_told", "caution_place", "injury_where", "transfer_words", "needs", "referrals"),
    *("release_told", "spoke", "sheet_by", "otherwise_do"),
}
OVERSEEN = {
    "purpose",
    "earlier_purpose",
    "override_reason",
    "kept_because",
    "otherwise_kept",
    "disclosed_to",
    "letter_place",
    "review_note",
    "patient_told",
}
CHECKED = {"sent_to", "responder", "rank", "closing_note", "dice"}
# What a role may see, and nothing else. A sergeant reads no oversight; IG reads no briefing.
MAY_SEE = {
    Role.SERGEANT: WHO_IT_IS | BRIEFED,
    Role.IG: WHO_IT_IS | OVERSEEN | CHECKED,
    Role.ADMIN: set(),
}
FOR_ALL = CHECKED  # of a spot check, nothing is about a patient: it may lie in open parts
STAFF_STEPS = {"invites", "enrols", "accepts"}  # they need keyslots, which this house has not


class StoryClock:
    def __init__(self, house: House) -> None:
        self._house = house

    def __call__(self) -> Any:
        return self._house.clock()

    def forward(self, **by: float) -> None:
        self._house.clock.at += timedelta(**by)


@dataclass
class HouseAtWork:
    """A ledger on either store, with a desk for each role, as a story needs it."""

    house: House
    folder: Path

    @property
    def clock(self) -> StoryClock:
        return StoryClock(self.house)

    @cached_property
    def hcp(self) -> Desk:
        return self.house.desk("hcp")

    @cached_property
    def hcp2(self) -> Desk:
        return self.house.desk("hcp2")

    @property
    def doctor(self) -> Desk:
        """``hcp2`` is on the GMC's register here."""
        return self.hcp2

    @cached_property
    def sergeant(self) -> Desk:
        return self.house.desk("sergeant")

    @cached_property
    def ig(self) -> Desk:
        return self.house.desk("ig")

    @cached_property
    def admin(self) -> Desk:
        return self.house.desk("admin")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    if programs() is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl) on this machine")
    with running() as server:
        yield server


@pytest.fixture(params=["sqlcipher", "postgres"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[HouseAtWork, Canaries]]:
    """The whole story, told once on each kind of store."""
    on_disk = request.param == "sqlcipher"
    place = tmp_path / "store" if on_disk else request.getfixturevalue("postgres").database()
    at_work, word = HouseAtWork(found(place), tmp_path), Canaries()
    story = Story(at_work, word)
    for step in story.steps():
        if step.__name__ not in STAFF_STEPS:
            step()
            at_work.clock.forward(minutes=1)
    yield at_work, word
    at_work.house.ledger.close()


Told = tuple[HouseAtWork, Canaries]


def boxes_in(text: str, word: Canaries) -> set[str]:
    return {box for box, canary in word.given.items() if canary in text}


@pytest.mark.parametrize(
    ("who", "role"), [("sergeant", Role.SERGEANT), ("ig", Role.IG), ("admin", Role.ADMIN)]
)
def test_a_desk_opens_the_boxes_of_its_role_and_no_other(told: Told, who: str, role: Role) -> None:
    at_work, word = told
    desk: Desk = getattr(at_work, who)
    read = "\n".join(str(entry.bodies) for entry in desk.read())
    read += "\n".join(str(draft.body) for draft in desk.drafts())
    assert boxes_in(read, word) <= MAY_SEE[role] | FOR_ALL
    assert NHS_NUMBER not in read


def test_a_nurse_reads_the_care_and_not_the_oversight(told: Told) -> None:
    at_work, word = told
    read = "\n".join(str(entry.bodies) for entry in at_work.hcp.read())
    read += "\n".join(str(draft.body) for draft in at_work.hcp.drafts())
    assert NHS_NUMBER in read
    hidden = set(word.given) - boxes_in(read, word) - {"practice"}
    # To whom a copy went they may read: the person is told it when they take a permission back.
    unread = {"purpose", "earlier_purpose", "review_note", "patient_told", "kept_because"}
    unread.add("otherwise_kept")
    assert hidden == unread | (hidden & CHECKED)


@pytest.mark.parametrize(
    "own", [set(), {Role.SERGEANT}, {Role.IG}, {Role.ADMIN}, {Role.SERGEANT, Role.IG, Role.ADMIN}]
)
def test_raw_rows_with_every_key_but_the_nurses(told: Told, own: set[Role]) -> None:
    """A database administrator, each other role, and all of them together; menus bypassed."""
    at_work, word = told
    rows = raw_rows(at_work)
    held = {compartment for role in own for compartment in HOLDS[role]}
    keys = [at_work.house.keys.compartments[compartment] for compartment in held]
    opened = b"\n".join(everything_that_opens(rows, keys)).decode("utf-8", "replace")
    allowed = set().union(FOR_ALL, *(MAY_SEE[role] for role in own))
    assert boxes_in(opened, word) <= allowed
    assert NHS_NUMBER not in opened
    if own - {Role.ADMIN}:
        assert "family" in boxes_in(opened, word)  # the attack works, where it may


def test_raw_rows_say_nothing_in_the_clear(told: Told) -> None:
    """On PostgreSQL there is no shell round the file: the seals alone have to hold."""
    rows = raw_rows(told[0])
    closed = [part for raw, joined in rows.entries for part in sealed_parts(raw, joined)]
    closed += [blob for _, blob in (*rows.sealed, *rows.drafts)]
    closed += [raw for raw, _ in rows.entries]
    assert not [form for form in forms(STEM) for lying in closed if form in lying]


def sealed_parts(raw: bytes, joined: bytes) -> list[bytes]:
    """What is not for everybody; an open part holds nothing about a patient (see above)."""
    pairs = zip(quick_header(raw).parts, split_parts(joined), strict=True)
    return [part for name, part in pairs if name != Compartment.OPEN.value]


@dataclass
class Rows:
    entries: list[tuple[bytes, bytes]]  # header, parts
    sealed: list[tuple[str, bytes]]
    drafts: list[tuple[str, bytes]]


def raw_rows(at_work: HouseAtWork) -> Rows:
    """Every row, past the product: with the device's keys, or as the server's superuser."""
    asked: Callable[[str, str], list[Any]] = (
        _from_postgres(at_work) if isinstance(at_work.house.place, str) else _from_disk(at_work)
    )
    entries = asked("ledger", "SELECT header, parts FROM entries ORDER BY seq")
    sealed = asked("keys", "SELECT name, blob FROM sealed")
    drafts = asked("ledger", "SELECT key, sealed FROM drafts")
    return Rows(
        [(bytes(header), bytes(parts)) for header, parts in entries],
        [(name, bytes(blob)) for name, blob in sealed],
        [(key, bytes(blob)) for key, blob in drafts],
    )


def _from_postgres(at_work: HouseAtWork) -> Callable[[str, str], list[Any]]:
    def ask(_: str, query: str) -> list[Any]:
        with psycopg.connect(str(at_work.house.place)) as connection:
            return connection.execute(query).fetchall()  # type: ignore[call-overload]

    return ask


def _from_disk(at_work: HouseAtWork) -> Callable[[str, str], list[Any]]:
    at_work.house.ledger.close()  # one process at a time
    folder, device = Path(at_work.house.place), at_work.house.device
    files = {
        "ledger": (folder / LEDGER_FILE, device.ledger_key),
        "keys": (folder / KEYS_FILE, device.keys_key),
    }

    def ask(which: str, query: str) -> list[Any]:
        on = open_sqlcipher(*files[which])
        try:
            return list(on.execute(query))
        finally:
            on.close()

    return ask


def everything_that_opens(rows: Rows, keys: list[OpeningKey]) -> Iterator[bytes]:
    """Each part under each key, and under each person's key that one of them opens."""
    people = [opened for name, blob in rows.sealed for opened in _people(name, blob, keys)]
    for raw, joined in rows.entries:
        header = quick_header(raw)
        for name, part in zip(header.parts, split_parts(joined), strict=True):
            context = PartContext(header.id, header.kind, Compartment(name), header.person)
            if context.compartment is Compartment.OPEN:
                yield part
                continue
            for attempt in _attempts(part, context, keys, people):
                try:
                    yield attempt()
                except Unopenable:
                    continue


def _people(name: str, blob: bytes, keys: list[OpeningKey]) -> Iterator[bytes]:
    for key in keys:
        try:
            yield _open_person_key(key, name, blob)
        except (Unopenable, ValueError):
            continue


def _attempts(
    part: bytes, context: PartContext, keys: list[OpeningKey], people: list[bytes]
) -> Iterator[Callable[[], bytes]]:
    for key in keys:
        yield lambda key=key: open_under_own_key(key, part, context)  # type: ignore[misc]
    for person in people:
        yield lambda person=person: open_under_person_key(person, part, context)  # type: ignore[misc]
