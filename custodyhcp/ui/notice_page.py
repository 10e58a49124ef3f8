"""The privacy notice, before the questions: shown, read aloud or printed, and what came of it.

Rules kept here: nothing is chosen beforehand; a language there is no notice in leads to an
interpreter; a notice nobody has reviewed says so; refused is as quick to record as given, and too
unwell needs a time to try again. Their own copy of what they decided is made here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from custodyhcp.consent import notice, noticing
from custodyhcp.consent.fold import ConsentState
from custodyhcp.consent.notice import How, Notice, NoticeGiven, Result, Review, Service, Told
from custodyhcp.consent.recording import state_of
from custodyhcp.records import dates, people
from custodyhcp.sharing.consent_copy import is_empty
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Choice,
    Field,
    MultiChoice,
    NowField,
    Page,
    PlainLabel,
    Problem,
    Row,
    Tag,
)
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.notice_copies import Copies, CopyCard
from custodyhcp.ui.notice_showing import NoticeShowing

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.ui.context import Context

OTHER = "another language"
NOT_YET = "Choose a language to show it, read it aloud or print it."


@dataclass(frozen=True, slots=True)
class Read:
    """What the page needs, read at once."""

    person: str
    name: str
    told: tuple[Told, ...]
    state: ConsentState
    staff: dict[str, str]


def read(desk: Desk, detention: str) -> Read:
    """Off the screen's thread."""
    opened = people.read_detention(desk, detention)
    person = opened.detention.person
    names = {staff: member.name for staff, member in desk.authority.members.items()}
    told = notice.fold(opened.entries)
    state = state_of(desk, person, detention)
    return Read(person, opened.detention.who.name, told, state, names)


def _languages() -> Any:
    """An Enum made of the files that are there, and another language for all the others."""
    members = {one.code.replace("-", "_").upper(): one.code for one in notice.languages()}
    return Enum("Language", {**members, "OTHER": OTHER})


class NoticePage(Page):
    """``recorded`` is emitted after a record; ``wants("consent")`` leads to the questions."""

    recorded = Signal()
    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            "Privacy notice",
            subtitle="Tell them before you ask: who sees what, and that they can say no.",
            name="notice",
        )
        self.ctx, self.detention = ctx, detention
        self._read_: Read | None = None
        self._kinds = _languages()
        self._lay_out()
        self._react()

    def _lay_out(self) -> None:
        words = {kind: _language_words(kind.value) for kind in self._kinds}
        self.standing = Callout("", tone="grey", name="notice.standing")
        self.language: Choice[Any] = Choice("Language", words, name="notice.language")
        self.mark_tag = Tag("", "amber", name="notice.mark")
        self.mark_words = PlainLabel("", "second", name="notice.mark.words")
        self.mark = Row(self.mark_tag, self.mark_words, gap=12, fill=True)
        self.interpreter = Callout(*notice.interpreter_first(), name="notice.interpreter")
        self.copies = Copies(self.ctx, self.show_failure)
        self.hand_over = Row(
            Button("Show or read aloud", self.show_it, name="notice.show"),
            Button("Print", self._print, name="notice.print"),
            Button("Save as PDF", self._save, name="notice.save"),
        )
        results = {one: notice.result_words(one) for one in Result}
        self.result: Choice[Result] = Choice("What happened", results, name="notice.result")
        forms = {one: notice.how_words(one) for one in How}
        self.how: MultiChoice[How] = MultiChoice(
            "How it was given", forms, name="notice.how", hint="All that apply."
        )
        self.spoken = Field("Which language do they speak?", name="notice.spoken", chars=24)
        self.again = NowField(
            "Try again at", self.ctx.now, name="notice.again", hint="Such as 05:15", ahead=True
        )
        self.soon = Row(
            *(
                Button(f"In {hours} hr{'s' * (hours > 1)}", partial(self._in, hours),
                       role=ButtonRole.QUIET, name=f"notice.again.{hours}")
                for hours in (1, 2, 4)
            )
        )  # fmt: skip
        self.copy_card = CopyCard(self._print_copy, self._save_copy)
        self.add(self.standing, self.language, self.interpreter, self.mark, self.hand_over)
        self.later = Row(self.again, self.soon, gap=16)
        self.later.body.setAlignment(self.soon, Qt.AlignmentFlag.AlignBottom)
        self.add(self.result, self.how, self.spoken, self.later)
        self.language.chosen.connect(lambda _one: self._react())
        self.result.chosen.connect(lambda _one: self._react())
        self.how.changed.connect(lambda _all: self._react())
        self._record_button = self.primary("Record", self.record, name="notice.record")
        self.secondary("Go to the questions", self._ask, name="notice.ask", role=ButtonRole.LINK)
        self.footer.addWidget(self.copy_card)

    # what is in front

    def told(self) -> Notice:
        """The notice that is shown or printed: English where there is none in their language."""
        chosen = self.language.value()
        code = "en" if chosen is None or chosen.value == OTHER else str(chosen.value)
        return notice.notice(code)

    def service(self) -> Service:
        return Service(f"{self.ctx.suite} healthcare", self.ctx.phone)

    def _other(self) -> bool:
        chosen = self.language.value()
        return chosen is not None and chosen.value == OTHER

    def _react(self) -> None:
        chosen, result = self.language.value(), self.result.value()
        self.interpreter.setVisible(self._other())
        self.hand_over.setVisible(chosen is not None)
        self._show_mark(chosen is not None)
        self.how.setVisible(result is Result.GIVEN)
        speaks = self._other() or result is Result.NO_INTERPRETER or How.INTERPRETED in self._how()
        self.spoken.setVisible(speaks)
        later = result is not None and result is not Result.GIVEN
        self.later.setVisible(later)
        self.again.set_label(
            "Try again at" if result in notice.WAITS else "Try again at, if at all"
        )
        self.show_numbers()

    def _how(self) -> tuple[How, ...]:
        return self.how.values() if self.result.value() is Result.GIVEN else ()

    def _show_mark(self, chosen: bool) -> None:
        told, today = self.told(), dates.today(self.ctx.now())
        title, words = mark_words(told, today)
        self.mark.setVisible(chosen and bool(title))
        self.mark_tag.setText(title)
        self.mark_words.setText(words)

    # reading

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: read(desk, detention), self._show, self.show_failure)

    def _show(self, found: Read) -> None:
        self._read_ = found
        self.standing.set(*standing_words(found, self.ctx))
        self.copy_card.show_for(is_empty(found.state))

    def show_it(self) -> None:
        self.ctx.nav.open(NoticeShowing(self.ctx, self.told(), self.service(), self._shown))

    def _shown(self) -> None:
        self.ctx.nav.toast("That was the whole notice.", "Now record what happened.")

    def _ask(self) -> None:
        self.wants.emit("consent")

    # on paper

    def _print(self) -> None:
        self.copies.print_notice(self.told(), self.service())

    def _save(self) -> None:
        self.copies.save_notice(self, self.told(), self.service())

    def _print_copy(self) -> None:
        if self._read_ is not None:
            self.copies.print_copy(self._read_.person, self.detention, self._copy_words(),
                                   self.service(), self.recorded.emit)  # fmt: skip

    def _save_copy(self) -> None:
        if self._read_ is not None:
            self.copies.save_copy(self, self._read_.person, self.detention, self._copy_words(),
                                  self.service(), self.recorded.emit)  # fmt: skip

    def _copy_words(self) -> Notice:
        """In the language chosen here; else the one they were last told in; else English."""
        if self.language.value() is not None:
            return self.told()
        last = _last(self._read_.told if self._read_ else ())
        known = {one.code for one in notice.languages()}
        code = last.given.language if last and last.given.language in known else "en"
        return notice.notice(code)

    # recording

    def _in(self, hours: int) -> None:
        self.again.set_value(self.ctx.now() + timedelta(hours=hours))

    def given(self) -> NoticeGiven | None:
        """What stands on the form; None until a language and what happened are chosen."""
        result = self.result.value()
        if self.language.value() is None or result is None:
            return None
        told = self.told()
        later = None if result is Result.GIVEN else self.again.value()
        spoken = self.spoken.text() if self.spoken.isVisibleTo(self) else ""
        return NoticeGiven(told.version, told.code, result, self._how(), spoken, later)

    def record(self) -> None:
        given = self.given()
        if given is None or self.again.problem():
            self.show_errors(self._open_questions())
            return
        where: dict[str, Labelled | Group] = {
            "how": self.how,
            "spoken": self.spoken,
            "again_at": self.again,
        }
        found = notice.given_problems(given, self.ctx.now())
        if self.show_errors([(where[one.field], one.words) for one in found]):
            return
        if self._read_ is None:
            return
        desk, person, detention = self.ctx.desk, self._read_.person, self.detention
        self._record_button.setEnabled(False)
        self.ctx.work.do(
            lambda: noticing.record_notice(desk, person, detention, given),
            self._recorded,
            self._not_recorded,
        )

    def _open_questions(self) -> list[Problem]:
        asked: list[Problem] = []
        if self.language.value() is None:
            asked.append((self.language, "Choose a language"))
        if self.result.value() is None:
            asked.append((self.result, "Choose what happened"))
        if self.again.problem():
            asked.append((self.again, self.again.problem()))
        return asked

    def _not_recorded(self, error: Exception) -> None:
        self._record_button.setEnabled(True)
        self.show_failure(error)

    def _recorded(self, told: Told) -> None:
        self._record_button.setEnabled(True)
        self.clear_errors()
        self.result.set_value(None)
        self.how.set_values(())
        self.again.set_value(None)
        self._react()
        given = told.given.result is Result.GIVEN
        self.ctx.nav.toast("Recorded.", "Now ask." if given else "", self._ask if given else None)
        self.recorded.emit()
        self.refresh()
        self.language.focus_first()


def _language_words(code: str) -> str:
    return "Another language" if code == OTHER else notice.notice(code).name


def mark_words(told: Notice, today: Any) -> tuple[str, str]:
    """What staff are told about a notice that is not reviewed, or not of late: title, words."""
    due = dates.cui_date(told.review_due)
    match told.review(today):
        case Review.REVIEWED:
            return "", ""
        case Review.OVERDUE:
            return "Review overdue", f"{told.reviewer} was to review these words by {due}."
        case Review.DRAFT:
            late = " That day has gone by." if told.overdue(today) else ""
            return (
                "Draft, not reviewed",
                f"No reviewer is named for {told.name}, {told.version}. Review due {due}.{late}",
            )


def _last(told: tuple[Told, ...]) -> Told | None:
    return next((one for one in reversed(told) if one.given.result is Result.GIVEN), None)


def standing_words(found: Read, ctx: Context) -> tuple[str, str, str]:
    """Where it stands in this detention: title, words and tone."""
    if not found.told:
        return "Not given yet", NOT_YET, "grey"
    last, now = found.told[-1], ctx.now()
    given, who = last.given, found.staff.get(last.author, "")
    when = f"{dates.cui_short(last.at, now)} by {who}" if who else dates.cui_short(last.at, now)
    if given.result is Result.GIVEN:
        how = ", ".join(notice.how_said(one) for one in given.how)
        spoken = f", in {given.spoken}" if given.spoken else ""
        return f"Given {when}", f"{_name(given)}: {how}{spoken}.", "green"
    again = ""
    if given.again_at is not None:
        due = dates.cui_short(given.again_at, now)
        again = f"Try again at {due}, {dates.relative(given.again_at, now)}."
    return f"{notice.result_words(given.result)}, {when}", again, "amber"


def _name(given: NoticeGiven) -> str:
    known = {one.code: one.name for one in notice.languages()}
    return f"{known.get(given.language, given.language)}, {given.version}"
