"""Withdrawing, looking and what is left of it, by keyboard on real desks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from consent_window import ConsentWindow
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from sharing_examples import SUMMARY
from sharing_people import ASSESSMENT, PLACE, directions_at

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Kind,
    LookedAt,
    Relationship,
    Scope,
    ScrStatus,
    kind,
)
from custodyhcp.consent.limits import Limits
from custodyhcp.records import assessing, people, viewing
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import AllergyState, Assessment
from custodyhcp.records.directions import Basis
from custodyhcp.records.viewing import Findings, Relied
from custodyhcp.sharing import composing, publishing, register, sending
from custodyhcp.sharing.draft_files import drafts_of
from custodyhcp.sharing.withdrawing import Withdrawn
from custodyhcp.ui.consent_history import ConsentHistoryPage
from custodyhcp.ui.consent_page import ConsentPage
from custodyhcp.ui.kit import Table
from custodyhcp.ui.scr_page import ScrPage
from custodyhcp.ui.summary_page import SummaryPage
from custodyhcp.ui.withdrawal_panel import done_words
from custodyhcp.vault.compartments import Compartment

ALLERGY = "Allergies and Adverse Reactions"


@pytest.fixture
def window(suite: Any, qtbot: Any, show: Any) -> Iterator[ConsentWindow]:
    made = ConsentWindow(suite, qtbot, show)
    yield made
    made.close()


def asks(window: ConsentWindow, scope: Scope, **more: Any) -> Any:
    given = {"relationship": Relationship.WORKGROUP, **more}
    asked = Asked(scope, given.pop("answer", Answer.YES), Capacity.HAS, 31, **given)
    return recording.record(window.desk, window.ids.person, window.ids.detention, asked).permission


def looked(window: ConsentWindow, text: str = "Penicillin: rash") -> None:
    permission = asks(window, Scope.VIEW_SCR)
    findings = Findings(window.desk.now(), (LookedAt.SCR,), (Relied(ALLERGY, text),))
    viewing.record_scr_view(window.desk, permission, findings)


def seen(window: ConsentWindow) -> str:
    labels = [w for w in window.page.findChildren(QLabel) if w.isVisible()]
    return "\n".join(label.text() for label in labels)


def withdraw_it(window: ConsentWindow, scope: Scope, *keys: str) -> None:
    window.open(ConsentPage, scope=scope)
    window.press("consent.withdraw")
    window.settle()
    for key in keys:
        window.press(key)
    window.press("withdrawal.record")
    window.settle()


def briefed(window: ConsentWindow) -> publishing.Published:
    asks(window, Scope.SHARE_CUSTODY)
    told = directions_at(window.desk, basis=Basis.CONSENT)
    assessing.sign(window.desk, window.ids.detention, ASSESSMENT, told)
    return publishing.publish(window.desk, window.ids.detention, PLACE)


def prepared(window: ConsentWindow) -> tuple[sending.Sending, sending.Ready]:
    permission = asks(window, Scope.SEND_GP)
    now = window.desk.now()
    to = sending.addressed("practice@nhs.net", "practice@nhs.net")
    ready = sending.make_ready(replace(SUMMARY, seen_at=now, prepared_at=now), to, "NG/26/4411")
    ids = {"person": window.ids.person, "detention": window.ids.detention}
    return sending.prepare_summary(window.desk, permission, ready, **ids), ready


# withdrawing


def test_what_cannot_be_recalled_is_shown_before_it_is_recorded(window: ConsentWindow) -> None:
    looked(window)
    window.open(ConsentPage)
    window.press("consent.withdraw")
    window.settle()
    assert "cannot be recalled" in seen(window)
    assert f"SCR looked at: {ALLERGY}" in seen(window)
    assert window.state().permission(Scope.VIEW_SCR, window.ctx.now())
    window.press("withdrawal.cancel")
    assert window.see("withdrawal.record") is None
    assert window.state().permission(Scope.VIEW_SCR, window.ctx.now())


def test_the_panel_can_be_gone_through_by_keys_alone(window: ConsentWindow) -> None:
    asks(window, Scope.VIEW_SCR)
    asks(window, Scope.SEND_GP)
    window.open(ConsentPage)
    window.press("consent.withdraw")
    window.settle()
    window.keys("2", "Tab", "Space")  # no, keep the letter; then record
    state, now = window.state(), window.ctx.now()
    assert state.permission(Scope.VIEW_SCR, now) is None
    assert state.permission(Scope.SEND_GP, now) is not None


def test_nothing_about_the_others_is_answered_beforehand(window: ConsentWindow) -> None:
    for scope in (Scope.VIEW_SCR, Scope.SHARE_CUSTODY, Scope.SEND_GP):
        asks(window, scope)
    window.open(ConsentPage)
    window.press("consent.withdraw")
    window.settle()
    buttons = [b for b in window.page.withdrawal.findChildren(QAbstractButton) if b.isCheckable()]
    assert len(buttons) == 4
    assert not any(button.isChecked() for button in buttons)
    window.press("withdrawal.record")
    assert window.state().permission(Scope.VIEW_SCR, window.ctx.now()), "it asks first"


def test_a_draft_in_the_folder_is_gone_and_the_page_says_so(window: ConsentWindow) -> None:
    made, ready = prepared(window)
    drafts = drafts_of(window.desk.ledger)
    where = sending.save_draft_file(window.desk, made, ready, drafts)
    assert where.is_file()
    withdraw_it(window, Scope.SEND_GP)
    assert not where.exists()
    assert f"Removed from the drafts folder: {made.file_name}" in seen(window)


def test_a_no_after_a_yes_takes_the_draft_too(window: ConsentWindow) -> None:
    made, ready = prepared(window)
    where = sending.save_draft_file(window.desk, made, ready, drafts_of(window.desk.ledger))
    asks(window, Scope.SEND_GP, answer=Answer.NO)
    open_plain(window, SummaryPage)
    assert not where.exists()
    assert "Withdrawn; do not send" in seen(window)


def test_a_draft_that_cannot_be_removed_is_named(
    window: ConsentWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a mail program that holds the file does not let it go."""
    made, ready = prepared(window)
    where = sending.save_draft_file(window.desk, made, ready, drafts_of(window.desk.ledger))

    def held(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "unlink", held)
    withdraw_it(window, Scope.SEND_GP)
    monkeypatch.undo()
    assert b"WITHDRAWN; DO NOT SEND" in where.read_bytes()
    assert ready.pdf[:200] not in where.read_bytes()
    assert "now says “withdrawn; do not send”" in seen(window)
    where.unlink()


def test_what_custody_has_is_named_and_the_next_version_leaves_it_out(
    window: ConsentWindow,
) -> None:
    made = briefed(window)
    publishing.hand_on(window.desk, made, register.What.BRIEFING_PDF, "file", b"%PDF")
    window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.press("consent.withdraw")
    window.settle()
    assert "Briefing v1" in seen(window)
    assert "PDF of the briefing, copy 1, to file" in seen(window)
    window.press("withdrawal.record")
    window.settle()
    assert "Publish a new version now" in seen(window)
    window.press("withdrawal.briefing")
    assert window.wanted == ["briefing"]
    with pytest.raises(publishing.NotNow):
        publishing.hand_on(window.desk, made, register.What.PASTE, "clipboard", b"x")
    after = publishing.publish(window.desk, window.ids.detention, PLACE)
    assert not [line for line in after.briefing.lines if line.basis == "they agreed"]
    assert after.briefing.line("observe") is not None


# what was prepared, once withdrawn


def test_a_summary_that_was_taken_back_says_do_not_send(window: ConsentWindow) -> None:
    prepared(window)
    withdraw_it(window, Scope.SEND_GP)
    open_plain(window, SummaryPage)
    assert "Withdrawn; do not send" in seen(window)
    for name in ("summary.open", "summary.save_pdf", "summary.save_eml", "summary.sent"):
        assert window.see(name) is None
    window.press("summary.gone.record")
    assert "Say whether it had been sent" in seen(window)
    window.press("summary.gone.NOT_SENT")
    window.press("summary.gone.record")
    window.settle()
    assert sending.unanswered(window.desk) == []
    assert "Ask first" in seen(window)


def open_plain(window: ConsentWindow, kind: Any) -> None:
    """A page that leads nowhere by itself."""
    window.page = kind(window.ctx, window.ids.detention)
    window._show(window.page)
    window.page.refresh()
    window.settle()
    window.settle()


def test_what_was_learned_from_a_look_taken_back_is_not_offered(window: ConsentWindow) -> None:
    looked(window, "Penicillin: rash")
    wrote = Assessment(
        reason="Asked for healthcare",
        findings="Chest clear.\nSCR: penicillin:  RASH in 2011",
        impression="Well",
        plan="None",
    )
    told = directions_at(window.desk)
    assessing.sign(window.desk, window.ids.detention, wrote, told)
    asks(window, Scope.SEND_GP)
    withdraw_it(window, Scope.VIEW_SCR, "withdrawal.too.SEND_GP.NO")
    open_plain(window, SummaryPage)
    form = window.page._form
    assert form.written().narrative == "Chest clear.\nNone"
    assert "They took back the look" in seen(window)
    form.fill(composing.Written(narrative="Says penicillin: rash"))
    window.press("summary.check")
    assert "leave it out, or tick above" in seen(window)
    window.press("summary.their_word.THEMSELF")
    window.press("summary.check")
    assert "leave it out, or tick above" not in seen(window)
    stay = people.read_detention(window.desk, window.ids.detention).detention
    assert "penicillin" in stay.assessments[-1].assessment.findings.casefold(), (
        "the record keeps it"
    )


# looking


def test_limits_are_shown_and_what_they_exclude_is_not_offered(window: ConsentWindow) -> None:
    limits = Limits("Not about my pregnancy", only=(LookedAt.SCR,), headings_not=("Diagnoses",))
    permission = asks(window, Scope.VIEW_SCR, limited=limits)
    window.open(ScrPage)
    assert "Not about my pregnancy" in seen(window)
    assert window.see("scrview.looked.SCR") is not None
    assert window.see("scrview.looked.CP_IS") is None
    too_far = Findings(window.desk.now(), (LookedAt.NRL,), (Relied("Diagnoses", "asthma"),))
    with pytest.raises(Exception, match="agreed only to"):
        viewing.record_scr_view(window.desk, permission, too_far)
    assert window.entries("scr.viewed") == []


def test_a_look_refused_by_a_withdrawal_keeps_what_was_typed(window: ConsentWindow) -> None:
    asks(window, Scope.VIEW_SCR)
    window.open(ScrPage)
    window.press("scrview.opened_at.now")
    window.press("scrview.looked.ADDITIONAL_INFORMATION")
    window.press(f"scrview.relied.{ALLERGY}")
    window.type("scrview.relied.1", "Penicillin: rash")
    ids = window.ids
    recording.withdraw(window.suite.hcp2, ids.person, ids.detention, [Scope.VIEW_SCR], age=31)
    window.press("scrview.record")
    assert "They withdrew their permission" in seen(window)
    assert window.entries("scr.viewed") == []
    assert window.page.form.findings().relied_on[0].text == "Penicillin: rash"
    window.open(ScrPage)
    window.settle()
    assert window.page.form.findings().relied_on[0].text == "Penicillin: rash"
    assert window.page.form.findings().looked_at == (LookedAt.ADDITIONAL_INFORMATION,)
    assert window.see("scrview.record") is None


def test_an_empty_list_of_allergies_never_becomes_none_known(window: ConsentWindow) -> None:
    """Through the window: a heading without words is refused, and nothing relied on stays nothing.
    Through the fold: no look of any kind makes the banner say that there are none."""
    asks(window, Scope.VIEW_SCR)
    window.open(ScrPage)
    window.press("scrview.opened_at.now")
    window.press("scrview.looked.SCR")
    window.press(f"scrview.relied.{ALLERGY}")
    window.press("scrview.record")
    assert window.entries("scr.viewed") == []
    window.press(f"scrview.relied.{ALLERGY}")
    window.press("scrview.also.NOTHING")
    window.press("scrview.record")
    window.settle()
    (entry,) = window.entries("scr.viewed")
    assert "none" not in str(entry.body(Compartment.CLINICAL)).casefold()
    stay = people.read_detention(window.desk, window.ids.detention).detention
    assert stay.allergies.state is AllergyState.NOT_RECORDED


def test_opted_out_and_not_traced_read_the_same_to_the_byte(window: ConsentWindow) -> None:
    said = []
    for status in (ScrStatus.NO, ScrStatus.NOT_TRACED):
        asks(window, Scope.VIEW_SCR, scr_status=status)
        window.open(ScrPage)
        said.append(seen(window).encode())
        window.open(ConsentPage, scope=Scope.VIEW_GP)
        said.append(seen(window).encode())
    assert said[0] == said[2]
    assert said[1] == said[3]
    assert b"opt" not in said[0].lower().replace(b"option", b"")


# so far


def test_the_history_shows_each_answer_and_the_earlier_stays(window: ConsentWindow) -> None:
    asks(window, Scope.VIEW_SCR)
    window.suite.clock.forward(minutes=5)
    withdraw_it(window, Scope.VIEW_SCR)
    first = window.ids
    people.close_detention(window.desk, first.detention, window.ctx.now(), "released")
    window.suite.clock.forward(hours=30)
    who = people.read_detention(window.desk, first.detention).detention.who
    arrival = Arrival(who, "NG/26/5000", "3", window.suite.clock() - timedelta(minutes=3))
    again = people.open_detention(window.desk, first.person, arrival)
    window.ids = people.BookedIn(first.person, again)
    window.open(ConsentHistoryPage)
    assert "Nothing has been asked in this detention yet" in seen(window)
    assert "Never carried over" in seen(window)
    assert "NG/26/4411" in seen(window)
    tables = [t for t in window.page.findChildren(Table) if t.isVisible()]
    assert len(tables) == 1
    asks(window, Scope.VIEW_SCR, answer=Answer.NO)
    window.open(ConsentHistoryPage)
    tables = [t for t in window.page.findChildren(Table) if t.isVisible()]
    assert [t.objectName() for t in tables] == ["history.table.0", "history.table.1"]
    assert window.page.findChildren(QWidget, "history.earlier")


def test_what_stops_is_said_in_the_words_of_its_kind(window: ConsentWindow) -> None:
    """Nobody looks at, tells or sends an examination."""
    for scope in (Scope.SHARE_OTHER_CARE, Scope.EXAMINATION, Scope.TREATMENT, Scope.CONTACT_FAMILY):
        asked = Asked(scope, Answer.YES, Capacity.HAS, 31)
        recording.record(window.desk, window.ids.person, window.ids.detention, asked)
        page = window.open(ConsentPage, scope=scope)
        window.press("consent.withdraw")
        said = f"{page.withdrawal.what.text()} {page.withdrawal.none.text()}"
        assert ("looked at" in said) == (kind(scope) is Kind.CONFIDENTIALITY), said
    for scope in Scope:
        said = done_words(Withdrawn((), (scope,)))[1]
        assert ("looked at" in said) == (kind(scope) is Kind.CONFIDENTIALITY), said
        assert ("evidence" in said) == (kind(scope) is Kind.FORENSIC), said
    both = done_words(Withdrawn((), (Scope.VIEW_SCR, Scope.TREATMENT)))[1]
    assert len(both.splitlines()) == 2
