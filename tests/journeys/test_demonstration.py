"""The demonstration shows every state it promises, read at real desks of the suite it builds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from custodyhcp import staff
from custodyhcp.consent.codes import Answer, Ground, Scope
from custodyhcp.consent.recording import state_of
from custodyhcp.demonstration import people as cast
from custodyhcp.demonstration.building import build
from custodyhcp.demonstration.stories import STORIES
from custodyhcp.ledger import Desk, Ledger
from custodyhcp.oversight import alerts
from custodyhcp.records import drafts, importing
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import years
from custodyhcp.records.people import detentions, read_detention
from custodyhcp.sharing import publishing
from custodyhcp.sharing.composing import Written, patient_of
from custodyhcp.staff.people import members, staffing
from custodyhcp.staff.recovering import codes_checked
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.throwaway import MemoryKeyring

OPENING = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder: Path = tmp_path_factory.mktemp("demonstration") / "suite"
    made = build(folder, OPENING, backend=MemoryKeyring(), kdf=KdfParams(64, 1, 1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def nurse(ledger: Ledger) -> Desk:
    return staff.sign_in(ledger, cast.HCP.login, cast.HCP.passphrase)


@pytest.fixture(scope="module")
def stays(nurse: Desk) -> dict[str, Detention]:
    found = [one for one in detentions(nurse) if one.here]
    return {one.custody_ref: read_detention(nurse, one.id).detention for one in found}


def test_twelve_people_are_in_the_cells(stays: dict[str, Detention]) -> None:
    assert len(stays) == len(STORIES) == 12
    assert len({stay.cell for stay in stays.values()}) == 12


def test_somebody_is_asleep_and_was_not_asked(nurse: Desk, stays: dict[str, Detention]) -> None:
    asleep = _answered(nurse, stays, Answer.NOT_ASKED)
    assert asleep
    assert all("Asleep" in words for words in asleep.values())


def test_somebody_refused_and_no_permission_is_in_force(
    nurse: Desk, stays: dict[str, Detention]
) -> None:
    for reference in _answered(nurse, stays, Answer.NO):
        stay = stays[reference]
        state = state_of(nurse, stay.person, stay.id)
        assert state.permission(Scope.VIEW_SCR, nurse.now()) is None
        return
    pytest.fail("nobody refused")


def test_somebody_is_overdue_and_somebody_is_due_later(stays: dict[str, Detention]) -> None:
    due = [s.directions.next_review for s in stays.values() if s.directions is not None]
    known = [at for at in due if at is not None]
    assert any(at < OPENING for at in known)
    assert any(at > OPENING for at in known)


def test_an_override_waits_for_oversight(ledger: Ledger) -> None:
    officer = staff.sign_in(ledger, cast.OFFICER.login, cast.OFFICER.passphrase)
    waiting = alerts.queue(alerts.read(officer).values())
    assert waiting
    assert any(alert.reason for alert in waiting)


def test_an_override_is_what_it_says(nurse: Desk, stays: dict[str, Detention]) -> None:
    stay = stays["NG/26/4411"]
    latest = state_of(nurse, stay.person, stay.id).latest(Scope.VIEW_SCR)
    assert latest is not None
    assert latest.asked.ground is Ground.COULD_NOT_ASK


def test_somebody_is_not_fit_and_custody_reads_it(
    ledger: Ledger, stays: dict[str, Detention]
) -> None:
    not_fit = [s for s in stays.values() if s.directions and s.directions.fitness.not_fit]
    sergeant = staff.sign_in(ledger, cast.SERGEANT.login, cast.SERGEANT.passphrase)
    for stay in not_fit:
        current = publishing.stay(sergeant, stay.id).current
        assert current is not None
        assert current.briefing.not_fit
        assert "NOT FIT" in current.briefing.headline.text.upper()
    assert not_fit


def test_somebody_is_under_18(stays: dict[str, Detention]) -> None:
    born = [stay.who.dob for stay in stays.values()]
    ages = [years(dob, OPENING.date()) for dob in born if dob is not None]
    assert min(ages) < 18 < max(ages)
    assert None in born


def test_names_are_as_difficult_as_names_are(stays: dict[str, Detention]) -> None:
    names = " ".join(f"{s.who.family}|{s.who.given}|" for s in stays.values())
    for part in ("’", "Ł", "Ö", "á", "de Sousa-Kemp", "الزهراء", "Ng|"):
        assert part in names, part
    assert any(not stay.who.given for stay in stays.values())


def test_no_fixed_abode_is_in_words(nurse: Desk, stays: dict[str, Detention]) -> None:
    begun = [drafts.restore(nurse, "summary", stay.id) for stay in stays.values()]
    lives = {str(one.fields["home_address"]): one for one in begun if one is not None}
    assert set(lives) == {"No fixed abode"}
    stay = stays["NG/26/4410"]
    for typed in ("No fixed abode", "zz99 3vz", "ZZ993VZ"):
        assert patient_of(stay, typed).address == ("No fixed abode",)
    written = Written.from_body(lives["No fixed abode"].fields)
    assert "ZZ99" not in str(written)


def test_there_are_practices_to_choose_from(nurse: Desk) -> None:
    found = importing.practices(nurse)
    assert any(one.usable for one in found)
    assert any(not one.usable for one in found)


def test_at_level_1_nobody_is_roused_and_a_reason_says_why(stays: dict[str, Detention]) -> None:
    seen = [s.directions.observation for s in stays.values() if s.directions is not None]
    assert {one.level for one in seen} == {1, 2, 3, 4}
    for one in seen:
        assert one.rouse is (one.level > 1)
        assert one.reason


def test_the_administrator_has_nothing_to_put_right(ledger: Ledger) -> None:
    admin = staff.sign_in(ledger, cast.ADMIN.login, cast.ADMIN.passphrase)
    assert codes_checked(ledger)
    assert len(members(admin)) == 7
    for one in staffing(admin):
        assert len(one.holders) > 1 or one.compartment is Compartment.BRIEFING
        assert one.recoverable


def _answered(nurse: Desk, stays: dict[str, Detention], answer: Answer) -> dict[str, str]:
    """By custody reference, why nobody asked, of those whose last answer about the SCR is this."""
    found = {}
    for reference, stay in stays.items():
        latest = state_of(nurse, stay.person, stay.id).latest(Scope.VIEW_SCR)
        if latest is not None and latest.asked.answer is answer:
            found[reference] = latest.asked.not_asked_because
    return found
