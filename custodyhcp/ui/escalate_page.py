"""Something late taken further: whom one told, when, and what was said."""

from __future__ import annotations

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, escalating
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.escalating import Escalating
from custodyhcp.records.what_is_due import Due
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.due_words import in_one_line, tone_of
from custodyhcp.ui.kit import Card, Choice, Field, NowField, Page, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.recipients import To, recipients
from custodyhcp.ui.typing_kept import TypingKept, put_back

WHAT = "escalation"
_EDGES = {"red": "red", "late": "red", "soon": "amber", "": ""}


class EscalatePage(Page):
    """One thing at a time. What was typed is kept until it is recorded."""

    def __init__(self, ctx: Context, due: Due) -> None:
        super().__init__("Escalate", subtitle="It stays due until it is done.", name="escalate")
        self._ctx, self._due = ctx, due
        now = ctx.now()
        card = Card(name="escalate.about", tone=_EDGES[tone_of(due, now)])
        where = f"Cell {due.cell} · {due.name}" if due.name else "The suite"
        card.add(PlainLabel(where, "strong"), PlainLabel(in_one_line(due, now), "big"))
        for one in due.escalated:
            said = f"{dates.cui_short(one.at, now)} to {one.to_words}: {one.said}"
            card.add(PlainLabel(f"Escalated {said}", "second"))
        self.to = Choice("Whom did you tell?", recipients(), name="escalate.to")
        self.who = Field("Name or number", name="escalate.who", chars=30)
        self.at = NowField("When", ctx.now, name="escalate.at")
        self.at.set_now()
        self.said = Field(
            "What was said, and what they will do", name="escalate.said", lines=4,
            hint="Only healthcare reads this.",
        )  # fmt: skip
        self.add(card, self.to, self.who, self.at, self.said)
        self.primary("Record the escalation", self._record, name="escalate.record")
        self.secondary("Back", ctx.nav.back, name="escalate.back")
        self._kept = TypingKept(self, ctx, due.detention, lambda: due.person)
        self._kept.turn_to(f"{WHAT}-{due.task.name}")
        self._kept.restore(lambda draft: put_back(self, draft.fields))
        self.to.chosen.connect(lambda _to: self._kept.touched())
        for field in (self.who, self.at, self.said):
            field.changed.connect(self._kept.touched)

    def save_now(self) -> None:
        self._kept.save_now()

    def focus_start(self) -> None:
        self.to.focus_first()

    def _record(self) -> None:
        to, at = self.to.value(), self.at.value()
        if at is None:
            self.show_errors([(self.at, self.at.problem() or "Give the time, or press Now.")])
            return
        key = to.name if isinstance(to, To) else ""
        made = Escalating(key, self.who.text().strip(), at, self.said.text().strip())
        if self.show_errors(self._placed(escalating.problems(made, self._due, self._ctx.now()))):
            return
        desk, due = self._ctx.desk, self._due
        self._ctx.work.do(
            lambda: escalating.escalate(desk, due, made), self._recorded, self._refused
        )

    def _recorded(self, _entry: object) -> None:
        self._kept.forget()
        self._ctx.nav.back()
        self._ctx.nav.toast("The escalation is recorded.", "It stays due until it is done.")

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, NotComplete):
            self.show_errors(self._placed(error.problems))
        else:
            self.show_failure(error)

    def _placed(self, found: tuple[Problem, ...]) -> list[Shown]:
        places: dict[str, Labelled | Group] = {
            "to": self.to,
            "who": self.who,
            "at": self.at,
            "said": self.said,
        }
        return [(places.get(problem.field), problem.words) for problem in found]
