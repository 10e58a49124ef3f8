"""Requests for healthcare: who asked, when and why, how long they wait, and what came of each."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, requests
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.assessment import ReasonForCall
from custodyhcp.records.detention import Detention
from custodyhcp.records.people import Opened
from custodyhcp.records.requests import Asking, By, Outcome, Priority, Request
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Card,
    Choice,
    Field,
    MultiChoice,
    NowField,
    Page,
    PlainLabel,
    Row,
    Rule,
    Tag,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back

WHAT = "request"


class _Answer(Card):
    """What came of one request. One form for whichever is being answered."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("What came of it", name="requests.answer")
        self.outcome = Choice(
            "Outcome", {one: one.value for one in Outcome}, name="requests.outcome"
        )
        self.at = NowField("When", ctx.now, name="requests.at")
        self.reason = Field("Why", name="requests.reason", lines=2)
        self.reason.hide()
        self.outcome.chosen.connect(self._chosen)
        self.add(self.outcome, self.at, self.reason)

    def _chosen(self, outcome: Outcome) -> None:
        self.reason.setVisible(outcome is not Outcome.ATTENDED)

    def unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        if self.outcome.value() is None:
            found.append((self.outcome, "Choose what came of it."))
        if self.at.value() is None:
            found.append((self.at, self.at.problem() or "Give the time, or press Now."))
        return found


def _on_arrival(stay: Detention, now: datetime) -> str:
    """What there is beside the requests written here: what was asked for as they arrived."""
    if stay.requested_at is None:
        return "Nobody has asked for healthcare in this detention."
    words = f"First assessment, asked for {dates.cui_short(stay.requested_at, now)}"
    why = stay.reason_for_call.strip().rstrip(".")
    return f"{words}: {why}." if why else f"{words}."


class RequestsPage(Page):
    """``recorded`` after each entry."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__(
            "Requests",
            subtitle="Each stays open until somebody attended, or the person declined.",
            name="requests",
        )
        self._ctx, self._stay = ctx, opened.detention
        self._cards: list[QWidget] = []
        self._answering: Request | None = None
        self._none = PlainLabel(_on_arrival(self._stay, ctx.now()), "second", name="requests.none")
        self.add(self._none)
        self.answer = _Answer(ctx)
        self.answer.add(
            Row(
                Button("Record what came of it", self._record_answer, name="requests.answered"),
                Button("Not now", self._stop, role=ButtonRole.QUIET, name="requests.not_now"),
            )
        )
        self.answer.hide()
        self.add(self.answer, Rule())
        self.heading("A new request")
        self._form()
        self.primary("Record the request", self._record, name="requests.record")
        self.secondary(
            "Late requests in the suite",
            lambda: ctx.nav.go("late-requests"),
            name="requests.late",
        )
        self._show(requests.fold(opened.entries))
        self._kept = TypingKept(self, ctx, self._stay.id, lambda: self._stay.person)
        self._kept.turn_to(WHAT)
        self._kept.restore(lambda draft: put_back(self, draft.fields))

    def _form(self) -> None:
        self.by = Choice("Who asked", {one: one.value for one in By}, name="requests.by")
        self.who = Field("Name or number", name="requests.who", chars=30)
        self.asked = NowField("Asked at", self._ctx.now, name="requests.asked")
        self.priority = Choice(
            "How soon", {one: self._soon(one) for one in Priority}, name="requests.priority",
            hint="Targets are the suite's own table, not verified here",
        )  # fmt: skip
        self.codes = MultiChoice(
            "Why", {one: one.words for one in ReasonForCall}, name="requests.codes"
        )
        self.why = Field("In words", name="requests.why", lines=2)
        for part in (self.by, self.who, self.asked, self.priority, self.codes, self.why):
            self.add(part)
        for choice in (self.by, self.priority):
            choice.chosen.connect(self._touched)
        self.codes.changed.connect(self._touched)
        for field in (self.who, self.asked, self.why):
            field.changed.connect(self._touched)

    def _soon(self, priority: Priority) -> str:
        minutes = int(requests.target(priority).total_seconds() // 60)
        return f"{priority.value}, within {minutes} min"

    def _touched(self, *_what: object) -> None:
        self._kept.touched()

    def save_now(self) -> None:
        self._kept.save_now()

    def focus_start(self) -> None:
        self.by.focus_first()

    # what there is

    def _show(self, found: tuple[Request, ...]) -> None:
        for old in self._cards:
            old.hide()
            old.deleteLater()
        now = self._ctx.now()
        self._cards = [self._card(number, one, now) for number, one in enumerate(found)]
        for place, card in enumerate(self._cards):
            self.body.insertWidget(place, card)
            card.show()
        self._none.setVisible(not found)

    def _card(self, number: int, one: Request, now: datetime) -> Card:
        asked = one.asking
        card = Card(name=f"requests.{number}", tone="amber" if one.open else "")
        who = f"{asked.by.value}, {asked.who}" if asked.who else asked.by.value
        why = " · ".join(filter(None, (*(code.words for code in asked.codes), asked.why)))
        at = dates.cui_short(asked.asked_at, now)
        card.add(PlainLabel(f"{at} · {asked.priority.value} · {who}", "strong"), PlainLabel(why))
        words, tone = standing(one, now)
        tag = Tag(words, tone, name=f"requests.{number}.state")
        if one.open:
            act = Button("Answer it", partial(self._begin, one), name=f"requests.{number}.answer")
            card.add(Row(tag, act, gap=16))
        else:
            card.add(Row(tag))
        if one.reason:
            card.add(PlainLabel(one.reason, "second"))
        return card

    # answering

    def _begin(self, one: Request) -> None:
        self._answering = one
        self.answer.show()
        self.answer.outcome.focus_first()

    def _stop(self) -> None:
        self._answering = None
        clear(self.answer)
        self.answer.hide()
        self.focus_start()

    def _record_answer(self) -> None:
        form, one = self.answer, self._answering
        found, at, outcome = form.unanswered(), form.at.value(), form.outcome.value()
        if one is None or at is None or outcome is None:
            self.show_errors(found)
            return
        reason, desk, stay = form.reason.text(), self._ctx.desk, self._stay.id
        why = "" if outcome is Outcome.ATTENDED else reason
        wrong = requests.answer_problems(one, outcome, at, why, self._ctx.now())
        if self.show_errors(self._placed(wrong)):
            return
        self._ctx.work.do(
            lambda: requests.answer(desk, stay, one.entry, outcome, at, why),
            self._answered,
            self._refused,
        )

    def _answered(self, _entry: object) -> None:
        self._stop()
        self._after("Recorded what came of it.")

    # a new one

    def _record(self) -> None:
        by, priority, at = self.by.value(), self.priority.value(), self.asked.value()
        found: list[Shown] = []
        if by is None:
            found.append((self.by, "Choose who asked."))
        if at is None:
            found.append((self.asked, self.asked.problem() or "Give the time, or press Now."))
        if priority is None:
            found.append((self.priority, "Choose how soon."))
        if by is None or at is None or priority is None:
            self.show_errors(found)
            return
        asking = Asking(by, priority, self.codes.values(), at, self.why.text(), self.who.text())
        if self.show_errors(self._placed(requests.problems(asking, self._ctx.now()))):
            return
        desk, stay = self._ctx.desk, self._stay.id
        self._ctx.work.do(
            lambda: requests.request(desk, stay, asking), self._recorded, self._refused
        )

    def _recorded(self, _entry: object) -> None:
        for part in (self.by, self.priority):
            part.set_value(None)
        self.codes.set_values(())
        for field in (self.who, self.why, self.asked):
            field.set_text("")
        self._kept.forget()
        self._after("The request is recorded.")

    def _after(self, said: str) -> None:
        self.clear_errors()
        self._ctx.nav.toast(said)
        desk, stay = self._ctx.desk, self._stay.id
        self._ctx.work.do(lambda: requests.read(desk, stay), self._show, self.show_failure)
        self.recorded.emit()

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, NotComplete):
            self.show_errors(self._placed(error.problems))
        else:
            self.show_failure(error)

    def _placed(self, found: tuple[Problem, ...]) -> list[Shown]:
        places: dict[str, Labelled | Group] = {
            "who": self.who,
            "why": self.why,
            "asked_at": self.asked,
            "reason": self.answer.reason,
            "at": self.answer.at,
        }
        return [(places.get(problem.field), problem.words) for problem in found]


def standing(one: Request, now: datetime) -> tuple[str, str]:
    """(words, tone): how long it has waited, and whether the target was kept."""
    minutes, late = one.minutes(now), one.late_by(now)
    over = f", {late} min LATE" if late else ""
    if one.open:
        unable = "could not attend yet, " if one.outcome is Outcome.UNABLE else ""
        due = dates.cui_short(one.due, now)
        words = f"{unable}waiting {minutes} min, due {due}{over}"
        return words[:1].upper() + words[1:], "red" if late else "amber"
    ended = one.outcome.value if one.outcome is not None else ""
    at = dates.cui_short(one.ended_at, now) if one.ended_at is not None else ""
    return f"{ended} {at}, after {minutes} min{over}", "red" if late else "green"
