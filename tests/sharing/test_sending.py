from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sharing_examples import PATIENT, SUMMARY
from sharing_people import booked

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Scope
from custodyhcp.ledger import Desk
from custodyhcp.sharing import sending
from custodyhcp.sharing.draft_files import DraftFiles
from custodyhcp.sharing.envelope import IdentifierFound
from custodyhcp.sharing.sending import Confirmed, Ready, Sending, Stage
from custodyhcp.vault.compartments import Compartment

GOOD = "practice@nhs.net"


def agreed(desk: Desk, ids: Any, answer: Answer = Answer.YES) -> Any:
    asked = Asked(Scope.SEND_GP, answer, Capacity.HAS, 31)
    return recording.record(desk, ids.person, ids.detention, asked).permission


def ready(desk: Desk, to: str = GOOD) -> Ready:
    summary = replace(SUMMARY, seen_at=desk.now(), prepared_at=desk.now())
    return sending.make_ready(summary, sending.addressed(to, to), "NG/26/4411")


def prepared(desk: Desk) -> tuple[Sending, Ready]:
    ids = booked(desk)
    permission, made = agreed(desk, ids), ready(desk)
    return sending.prepare_summary(desk, permission, made, **_ids(ids)), made


def _ids(ids: Any) -> dict[str, str]:
    return {"person": ids.person, "detention": ids.detention}


def test_from_permission_to_sent_and_the_file_is_gone(suite: Any, tmp_path: Path) -> None:
    made, out = prepared(suite.hcp)
    drafts = DraftFiles(tmp_path)
    where = sending.save_draft_file(suite.hcp, made, out, drafts)
    message = message_from_bytes(where.read_bytes(), policy=default)
    assert (message["To"], message["X-Unsent"]) == (GOOD, "1")
    assert sending.sendings(suite.hcp, made.detention)[0].stage is Stage.DRAFT_OPENED
    answered, gone = sending.record_outcome(
        suite.hcp, made, sent=True, mailbox="custody@nhs.net", drafts=drafts
    )
    assert (answered.stage, gone, drafts.lying()) == (Stage.SENT, True, ())
    assert sending.sendings(suite.hcp, made.detention) == [answered]
    disclosed = suite.ig.read(kinds={"disclosure.made"})
    assert disclosed[0].body(Compartment.OVERSIGHT)["to"] == GOOD
    assert disclosed[0].body(Compartment.OVERSIGHT)["what"] == "summary_eml"


def test_without_a_permission_there_is_none_to_give(suite: Any) -> None:
    ids = booked(suite.hcp)
    assert agreed(suite.hcp, ids, Answer.NO) is None
    assert sending.permission_now(suite.hcp, ids.person, ids.detention) is None


def test_a_withdrawal_stops_it_at_every_step(suite: Any, tmp_path: Path) -> None:
    ids = booked(suite.hcp)
    permission, out = agreed(suite.hcp, ids), ready(suite.hcp)
    made = sending.prepare_summary(suite.hcp, permission, out, **_ids(ids))
    recording.withdraw(suite.hcp, ids.person, ids.detention, [Scope.SEND_GP], age=31)
    drafts = DraftFiles(tmp_path)
    with pytest.raises(sending.CannotSend, match="permission"):
        sending.save_draft_file(suite.hcp, made, out, drafts)
    with pytest.raises(sending.CannotSend, match="permission"):
        sending.disclose_pdf(suite.hcp, made, out, "a file")
    with pytest.raises(sending.CannotSend, match="permission"):
        sending.prepare_summary(suite.hcp, permission, out, **_ids(ids))
    assert drafts.lying() == ()
    assert suite.ig.read(kinds={"disclosure.made"}) == []


def test_a_permission_for_something_or_somebody_else_does_not_do(suite: Any) -> None:
    ids, other = booked(suite.hcp, "A"), booked(suite.hcp, "B")
    agreed(suite.hcp, ids)
    theirs, out = agreed(suite.hcp, other), ready(suite.hcp)
    with pytest.raises(sending.CannotSend, match="another stay"):
        sending.prepare_summary(suite.hcp, theirs, out, **_ids(ids))
    asked = Asked(Scope.SHARE_OTHER_CARE, Answer.YES, Capacity.HAS, 31)
    wrong = recording.record(suite.hcp, ids.person, ids.detention, asked).permission
    assert wrong is not None
    with pytest.raises(sending.CannotSend, match="not for sending"):
        sending.prepare_summary(suite.hcp, wrong, out, **_ids(ids))


def test_the_gate_asks_for_the_address_twice_or_read_back() -> None:
    assert sending.addressed(GOOD, GOOD).confirmed is Confirmed.TYPED_TWICE
    assert sending.addressed(GOOD, read_back=True).confirmed is Confirmed.READ_BACK
    for again in (None, "", "practise@nhs.net"):
        with pytest.raises(sending.CannotSend):
            sending.addressed(GOOD, again)
    for bad in ("a@x.gsi.gov.uk", "a@nhs.net, b@nhs.net", "", "a@xn--nhs-4na.net"):
        with pytest.raises(sending.CannotSend):
            sending.addressed(bad, bad)


def test_secure_in_brackets_needs_a_sender_on_nhsmail() -> None:
    to = sending.addressed("a@surgery.example", "a@surgery.example")
    assert sending.make_ready(SUMMARY, to, "X/1").envelope.subject.startswith("[secure] ")
    with pytest.raises(sending.CannotSend, match="NHSmail"):
        sending.addressed("a@surgery.example", "a@surgery.example", sender_on_nhsmail=False)
    sending.addressed(GOOD, GOOD, sender_on_nhsmail=False)


def test_a_reference_that_shows_who_it_is_stops_it() -> None:
    told = replace(SUMMARY, reference="KOWALCZYK-1")
    with pytest.raises(IdentifierFound):
        sending.make_ready(told, sending.addressed(GOOD, GOOD), "NG/26/4411")


def test_a_reference_is_the_year_and_a_draw(suite: Any) -> None:
    assert sending.new_reference(suite.clock(), lambda n: 123) == "CH-2026-000123"


def test_what_nobody_answered_for_is_on_the_list_of_the_next_shift(suite: Any) -> None:
    made, _ = prepared(suite.hcp)
    assert [s.entry for s in sending.unanswered(suite.hcp2)] == [made.entry]
    assert not made.overdue(suite.clock.forward(hours=23))
    assert made.overdue(suite.clock.forward(hours=1))
    sending.record_outcome(
        suite.hcp2, made, sent=False, mailbox="", drafts=DraftFiles(suite.folder)
    )
    assert sending.unanswered(suite.hcp) == []


def test_it_is_answered_for_once(suite: Any, tmp_path: Path) -> None:
    made, out = prepared(suite.hcp)
    drafts = DraftFiles(tmp_path)
    sending.record_outcome(suite.hcp, made, sent=True, mailbox="x", drafts=drafts)
    with pytest.raises(sending.CannotSend, match="already"):
        sending.record_outcome(suite.hcp, made, sent=False, mailbox="x", drafts=drafts)
    with pytest.raises(sending.CannotSend, match="already"):
        sending.save_draft_file(suite.hcp, made, out, drafts)
    assert drafts.lying() == ()


def test_a_correction_is_a_new_version_of_the_same_reference(suite: Any, tmp_path: Path) -> None:
    made, _ = prepared(suite.hcp)
    past = sending.sendings(suite.hcp, made.detention)
    assert sending.next_version(past, lambda: "CH-2026-000009") == ("CH-2026-000009", 1, None)
    sending.record_outcome(suite.hcp, made, sent=True, mailbox="x", drafts=DraftFiles(tmp_path))
    past = sending.sendings(suite.hcp, made.detention)
    assert sending.next_version(past, str) == ("CH-2026-000123", 2, 1)


def test_what_was_prepared_can_be_made_again_to_the_byte(suite: Any) -> None:
    made, out = prepared(suite.hcp)
    again = sending.summary_of(suite.hcp2, made)
    assert again == out.summary
    assert sending.make_ready(again, out.addressed, "NG/26/4411").pdf == out.pdf


def test_only_health_professionals_see_it(suite: Any) -> None:
    prepared(suite.hcp)
    for desk in (suite.sergeant, suite.ig, suite.admin):
        assert sending.sendings(desk) == []
        assert not any(entry.bodies for entry in desk.read(kinds=sending.KINDS))


class DraftLife(RuleBasedStateMachine):
    """P8: whatever order people do things in, a file lies there only while it is unanswered for."""

    suite: Any
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.desk: Desk = self.suite.hcp
        self.drafts = DraftFiles(self.folder)
        self.drafts.clear()
        self.open: dict[str, tuple[Sending, Ready]] = {}
        self.expected: set[str] = set()

    @rule(draw=st.integers(0, 999_999))
    def prepare(self, draw: int) -> None:
        ids = booked(self.desk, f"REF{draw}")
        permission = agreed(self.desk, ids)
        summary = replace(
            SUMMARY,
            reference=sending.new_reference(self.desk.now(), lambda _: draw),
            patient=replace(PATIENT, nhs_number=None),
        )
        out = sending.make_ready(summary, sending.addressed(GOOD, GOOD), "NG/26/4411")
        made = sending.prepare_summary(self.desk, permission, out, **_ids(ids))
        self.open[made.file_name] = (made, out)

    @precondition(lambda self: self.open)
    @rule(pick=st.integers(0, 99))
    def open_in_mail_program(self, pick: int) -> None:
        made, out = self._one(pick)
        assert sending.save_draft_file(self.desk, made, out, self.drafts).is_file()
        self.expected.add(made.file_name)

    @precondition(lambda self: self.open)
    @rule(pick=st.integers(0, 99), sent=st.booleans())
    def answer(self, pick: int, sent: bool) -> None:
        made, out = self._one(pick)
        sending.record_outcome(self.desk, made, sent=sent, mailbox="m", drafts=self.drafts)
        del self.open[made.file_name]
        self.expected.discard(made.file_name)
        with pytest.raises(sending.CannotSend):
            sending.save_draft_file(self.desk, made, out, self.drafts)

    @rule()
    def lock_exit_or_start_again(self) -> None:
        self.drafts.clear()
        self.drafts = DraftFiles(self.folder)
        self.expected.clear()

    def _one(self, pick: int) -> tuple[Sending, Ready]:
        return list(self.open.values())[pick % len(self.open)]

    @invariant()
    def only_what_is_unanswered_for_lies_there(self) -> None:
        assert {where.name for where in self.drafts.lying()} == self.expected

    def teardown(self) -> None:
        assert self.drafts.clear() == ()


def test_no_draft_outlives_its_answer(suite: Any, tmp_path: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    machine = type("DraftLifeHere", (DraftLife,), {"suite": suite, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not list(tmp_path.rglob("*.eml"))


def test_overdue_is_a_day() -> None:
    assert timedelta(hours=24) == sending.OVERDUE_AFTER
