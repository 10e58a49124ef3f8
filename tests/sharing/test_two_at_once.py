"""One withdraws while another is about to look, print, draft or send: the later is refused.

The withdrawal falls into the very gap between what the other desk read and what it writes, on a
store in a file and on PostgreSQL; there also from another workstation, and from eight at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from ledger_house import House, found
from postgres_server import Server, programs, running
from sharing_examples import SUMMARY
from sharing_people import ASSESSMENT, PLACE, directions_at

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    LookedAt,
    Relationship,
    Scope,
    Surgery,
    SurgeryEvidence,
)
from custodyhcp.consent.surgery import SurgeryAnswer
from custodyhcp.errors import KnownError
from custodyhcp.ledger import Desk
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.ledger.ledger import Ledger
from custodyhcp.ledger.values import Expect
from custodyhcp.records import assessing, people, viewing
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.directions import Basis
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.viewing import Findings, Relied
from custodyhcp.sharing import publishing, register, sending
from custodyhcp.sharing.draft_files import DraftFiles

WHAT_LEAVES = {"disclosure.made", "summary.prepared", "summary.outcome", "scr.viewed", "gp.viewed"}


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    if programs() is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl) on this machine")
    with running() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlcipher", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[House]:
    on_disk = request.param == "sqlcipher"
    place = (
        tmp_path_factory.mktemp("two") / "store"
        if on_disk
        else request.getfixturevalue("postgres").database()
    )
    made = found(place)
    yield made
    made.ledger.close()


class Overtaken(Desk):
    """A desk at which somebody else always gets in first, once."""

    meanwhile: Callable[[], object] | None = None

    def append(self, *new: NewEntry, expect: Expect | None = None) -> tuple[Entry, ...]:
        if self.meanwhile is not None:
            first, self.meanwhile = self.meanwhile, None
            first()
        return super().append(*new, expect=expect)


@dataclass
class Stay:
    desk: Overtaken
    ids: people.BookedIn

    def asks(self, scope: Scope, answer: Answer = Answer.YES) -> Any:
        asked = Asked(scope, answer, Capacity.HAS, 31, relationship=Relationship.WORKGROUP)
        return recording.record(self.desk, self.ids.person, self.ids.detention, asked).permission

    def withdraws(self, desk: Desk, scope: Scope) -> None:
        recording.withdraw(desk, self.ids.person, self.ids.detention, [scope], age=31)

    def prepared(self) -> tuple[sending.Sending, sending.Ready]:
        ready, permission = self.ready(), self.asks(Scope.SEND_GP)
        made = sending.prepare_summary(
            self.desk, permission, ready, person=self.ids.person, detention=self.ids.detention
        )
        return made, ready

    def ready(self) -> sending.Ready:
        summary = replace(SUMMARY, seen_at=self.desk.now(), prepared_at=self.desk.now())
        to = sending.addressed("practice@nhs.net", "practice@nhs.net")
        return sending.make_ready(summary, to, "NG/26/4411")


def staying(house: House, ledger: Ledger | None = None) -> Stay:
    at = ledger or house.ledger
    desk = Overtaken(at, house.keys.session("hcp", at.authority))
    who = Identity("Kowalczyk", "Łukasz", dob=date(1995, 1, 3), sex=Sex.MALE)
    return Stay(desk, people.book_in(desk, Arrival(who, "NG/26/4411", "7", house.clock.at)))


def _findings(stay: Stay, looked_at: LookedAt) -> Findings:
    return Findings(stay.desk.now(), (looked_at,), (Relied("Treatments", "own inhaler"),))


def looks(stay: Stay, _folder: Path) -> Callable[[], object]:
    permission = stay.asks(Scope.VIEW_SCR)
    return lambda: viewing.record_scr_view(stay.desk, permission, _findings(stay, LookedAt.SCR))


def looks_at_the_gp_record(stay: Stay, _folder: Path) -> Callable[[], object]:
    now = stay.desk.now()
    answer = SurgeryAnswer(Surgery.AGREED, now, SurgeryEvidence.VERBAL, "A Patel", "Z99001")
    recording.record_surgery_answer(stay.desk, stay.ids.person, stay.ids.detention, answer)
    permission = stay.asks(Scope.VIEW_GP)
    return lambda: viewing.record_gp_view(
        stay.desk, permission, _findings(stay, LookedAt.GP_RECORD)
    )


def prepares(stay: Stay, _folder: Path) -> Callable[[], object]:
    permission, ready = stay.asks(Scope.SEND_GP), stay.ready()
    ids = {"person": stay.ids.person, "detention": stay.ids.detention}
    return lambda: sending.prepare_summary(stay.desk, permission, ready, **ids)


def saves_the_pdf(stay: Stay, _folder: Path) -> Callable[[], object]:
    made, ready = stay.prepared()
    return lambda: sending.disclose_pdf(stay.desk, made, ready, "file")


def opens_the_draft(stay: Stay, folder: Path) -> Callable[[], object]:
    made, ready = stay.prepared()
    return lambda: sending.save_draft_file(stay.desk, made, ready, DraftFiles(folder))


def says_it_was_sent(stay: Stay, folder: Path) -> Callable[[], object]:
    made, _ = stay.prepared()
    return lambda: sending.record_outcome(
        stay.desk, made, sent=True, mailbox="m", drafts=DraftFiles(folder)
    )


def prints(stay: Stay, _folder: Path) -> Callable[[], object]:
    stay.asks(Scope.SHARE_CUSTODY)
    told = directions_at(stay.desk, basis=Basis.CONSENT)
    assessing.sign(stay.desk, stay.ids.detention, ASSESSMENT, told)
    made = publishing.publish(stay.desk, stay.ids.detention, PLACE)
    printed = register.What.BRIEFING_PRINT
    return lambda: publishing.hand_on(stay.desk, made, printed, "printer 1", b"%PDF")


CASES = [
    (looks, Scope.VIEW_SCR),
    (looks_at_the_gp_record, Scope.VIEW_GP),
    (prepares, Scope.SEND_GP),
    (saves_the_pdf, Scope.SEND_GP),
    (opens_the_draft, Scope.SEND_GP),
    (says_it_was_sent, Scope.SEND_GP),
    (prints, Scope.SHARE_CUSTODY),
]


def left(stay: Stay) -> int:
    return len(stay.desk.read(detention=stay.ids.detention, kinds=WHAT_LEAVES))


@pytest.mark.parametrize(
    ("about_to", "scope"), CASES, ids=lambda case: getattr(case, "__name__", "")
)
def test_a_withdrawal_in_between_refuses_it(
    house: House, tmp_path: Path, about_to: Any, scope: Scope
) -> None:
    stay, other = staying(house), house.desk("hcp2")
    act = about_to(stay, tmp_path)
    before = left(stay)
    stay.desk.meanwhile = lambda: stay.withdraws(other, scope)
    with pytest.raises(KnownError) as refused:
        act()
    assert "withdrew" in refused.value.words
    assert refused.value.then
    assert left(stay) == before, "nothing was written"
    assert not list(tmp_path.rglob("*.eml"))


@pytest.mark.parametrize(
    ("about_to", "scope"), CASES, ids=lambda case: getattr(case, "__name__", "")
)
def test_anything_else_in_between_does_not(
    house: House, tmp_path: Path, about_to: Any, scope: Scope
) -> None:
    stay, other = staying(house), house.desk("hcp2")
    act = about_to(stay, tmp_path)
    before = left(stay)
    stay.desk.meanwhile = lambda: people.move_cell(other, stay.ids.detention, "9")
    act()
    assert left(stay) > before


def test_from_another_workstation_too(postgres: Server, tmp_path: Path) -> None:
    house = found(postgres.database())
    elsewhere = Ledger.open(house.place, house.device, house.clock, house.secrets)
    stay = staying(house)
    act = looks(stay, tmp_path)
    other = elsewhere.desk(house.keys.session("hcp2", elsewhere.authority))
    stay.desk.meanwhile = lambda: stay.withdraws(other, Scope.VIEW_SCR)
    with pytest.raises(viewing.NotPermitted, match="withdrew"):
        act()
    elsewhere.abandon()
    house.ledger.close()


def test_whoever_comes_first_nothing_is_looked_at_after_the_withdrawal(postgres: Server) -> None:
    """Real threads at ledgers of their own: in the order of the ledger no look follows it."""
    house = found(postgres.database())
    stay = staying(house)
    permission = stay.asks(Scope.VIEW_SCR)
    findings = _findings(stay, LookedAt.SCR)
    start, refused = Barrier(5), []

    def work(number: int) -> None:
        ledger = Ledger.open(house.place, house.device, house.clock, house.secrets)
        desk = ledger.desk(house.keys.session("hcp2", ledger.authority))
        start.wait()
        try:
            for _ in range(4):
                if number == 0:
                    people.move_cell(desk, stay.ids.detention, "9")
                    continue
                viewing.record_scr_view(desk, permission, findings)
        except KnownError as error:
            refused.append(error)
        if number == 0:
            stay.withdraws(desk, Scope.VIEW_SCR)
        ledger.abandon()

    threads = [Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pytest.raises(viewing.NotPermitted, match="withdrew"):
        viewing.record_scr_view(stay.desk, permission, findings)
    entries = stay.desk.read(detention=stay.ids.detention)
    withdrawn = max(e.header.seq for e in entries if e.header.kind == "consent.decided")
    assert all(e.header.seq < withdrawn for e in entries if e.header.kind == "scr.viewed")
    house.ledger.close()


def test_what_was_prepared_before_stays_unusable_when_they_agree_again(
    house: House, tmp_path: Path
) -> None:
    stay = staying(house)
    made, ready = stay.prepared()
    stay.withdraws(stay.desk, Scope.SEND_GP)
    stay.asks(Scope.SEND_GP)
    (standing,) = sending.sendings(stay.desk, stay.ids.detention)
    assert standing.unusable
    with pytest.raises(sending.CannotSend, match="do not send"):
        sending.disclose_pdf(stay.desk, made, ready, "file")
    drafts = DraftFiles(tmp_path)
    answered, _ = sending.record_outcome(stay.desk, made, sent=False, mailbox="", drafts=drafts)
    assert not sending.sendings(stay.desk, stay.ids.detention)[0].unusable
    assert answered.answered


def test_that_it_had_gone_before_can_still_be_said(house: House, tmp_path: Path) -> None:
    stay, drafts = staying(house), DraftFiles(tmp_path)
    made, _ = stay.prepared()
    house.clock.at += timedelta(minutes=2)
    sent_at = house.clock.at
    house.clock.at += timedelta(minutes=2)
    stay.withdraws(stay.desk, Scope.SEND_GP)
    house.clock.at += timedelta(minutes=2)
    wrong = (house.clock.at, made.at - timedelta(hours=1))
    for at in wrong:
        with pytest.raises(sending.CannotSend, match="between"):
            sending.sent_before_withdrawal(stay.desk, made, at=at, mailbox="m", drafts=drafts)
    said, _ = sending.sent_before_withdrawal(
        stay.desk, made, at=sent_at, mailbox="m", drafts=drafts
    )
    (standing,) = sending.sendings(stay.desk, stay.ids.detention)
    assert (standing.stage, said.claimed_at) == (sending.Stage.SENT, sent_at)
    assert standing.claimed_at is not None
    assert abs(standing.claimed_at - sent_at) < timedelta(seconds=1)
