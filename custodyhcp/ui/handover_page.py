"""Handing over the shift: what is outstanding for each person, a note for each, signed over.

Several people on one screen, so no patient banner. What is signed is what is due in the moment of
the press. A note is kept as it is typed, until it is signed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, handover
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.handover import About, Handover
from custodyhcp.records.what_is_due import Due, pressing_words
from custodyhcp.records.words import Problem
from custodyhcp.sharing.outstanding import Outstanding, SuiteReader, name_of
from custodyhcp.ui.context import Context
from custodyhcp.ui.due_words import further_words, in_one_line, tone_of
from custodyhcp.ui.kit import Button, Callout, Card, Field, Page, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.typing_kept import TypingKept, put_back

WHAT = "handover"


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who is here, or about whom something is left."""

    detention: str
    person: str
    cell: str
    name: str
    due: tuple[Due, ...]


class _Part(Card):
    """One person: what is outstanding, and the note."""

    def __init__(self, ctx: Context, one: _Person) -> None:
        super().__init__(name=f"handover.{one.cell or one.detention}")
        self.one = one
        now = ctx.now()
        cell = f"Cell {one.cell}" if one.cell else "No cell"
        self.body.setSpacing(4)
        self.add(PlainLabel(f"{cell} · {one.name}", "h3"))
        for due in one.due:
            words, told = in_one_line(due, now), further_words(due, now)
            look = "error" if tone_of(due, now) in ("red", "late") else ""
            self.add(PlainLabel(f"{words} · {told}" if told else words, look))
        if not one.due:
            self.add(PlainLabel("Nothing due", "second"))
        self.note = Field(
            f"Note about {one.name}", name=f"handover.note.{one.cell or one.detention}", lines=2
        )
        self.body.addSpacing(4)
        self.add(self.note)
        self.kept = TypingKept(self, ctx, one.detention, lambda: one.person)
        self.kept.turn_to(WHAT)
        self.kept.restore(lambda draft: put_back(self, draft.fields))
        self.note.changed.connect(self.kept.touched)

    def about(self) -> About:
        return About(self.one.detention, self.one.person, self.note.text())


class HandOverPage(Page):
    """Read once when it opens; signing reads again what is due."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Hand over the shift", name="hand-over")
        self._ctx, self._reader = ctx, SuiteReader()
        self._parts: list[_Part] = []
        self._built = self._signing = False
        self._last = Callout("", name="handover.last")
        self._last_id = ""
        see = Button("Open it", self._open_last, name="handover.last.open")
        self._last.body.addWidget(see)
        self._last.hide()
        self._wait = PlainLabel("Reading…", "second", name="handover.reading")
        self.add(self._last, self._wait)
        self.primary("Sign over to the next shift", self._sign, name="handover.sign")
        self.secondary("Back", ctx.nav.back, name="handover.back")

    def refresh(self) -> None:
        if self._built:
            return
        self._built = True
        desk, reader = self._ctx.desk, self._reader
        self._ctx.work.do(lambda: reader.read(desk, desk.now()), self._read, self.show_failure)
        self._ctx.work.do(lambda: handover.read(desk), self._show_last, self.show_failure)

    def _read(self, found: Outstanding) -> None:
        people = _people(found)
        self._wait.setText("Nobody is in custody, and nothing is left to do.")
        self._wait.setVisible(not people)
        late = f", {pressing_words(found.late)}" if found.late else ""
        typed = f", {found.unfinished} unfinished" if found.unfinished else ""
        self.set_title(
            "Hand over the shift",
            f"{len(found.due) - found.unfinished} things are due{late}{typed}.",
        )
        for one in people:
            part = _Part(self._ctx, one)
            self._parts.append(part)
            self.add(part)
        if self.isVisible():
            self.focus_start()

    def _show_last(self, found: tuple[Handover, ...]) -> None:
        if not found:
            return
        last, now, desk = found[-1], self._ctx.now(), self._ctx.desk
        given = f"{dates.cui_short(last.at, now)} by {name_of(desk, last.author)}"
        words = "Nobody has accepted it yet."
        if last.accepted_at is not None:
            at = dates.cui_short(last.accepted_at, now)
            words = f"Accepted {at} by {name_of(desk, last.accepted_by)}."
        self._last_id = last.id
        self._last.set(f"Last handed over {given}", words, "" if last.accepted else "amber")
        self._last.show()

    def _open_last(self) -> None:
        self._ctx.nav.go("handover", handover=self._last_id)

    def save_now(self) -> None:
        for part in self._parts:
            part.kept.save_now()

    def focus_start(self) -> None:
        if self._parts:
            self._parts[0].note.focus_first()
            self.scroller.verticalScrollBar().setValue(0)

    def _sign(self) -> None:
        about = [part.about() for part in self._parts]
        wrong = handover.problems(about)
        if self.show_errors(self._placed(wrong)) or self._signing or not self._built:
            return
        self._signing = True
        desk, reader = self._ctx.desk, self._reader

        def sign() -> Handover:
            return handover.give(desk, reader.read(desk, desk.now()).due, about)

        self._ctx.work.do(sign, self._signed, self._refused)

    def _signed(self, made: Handover) -> None:
        self._signing = False
        for part in self._parts:
            part.note.set_text("")
            part.kept.forget()
        nav = self._ctx.nav
        nav.back()
        nav.go("handover", handover=made.id)
        nav.toast("Signed over.", "It stays due until a colleague has accepted it.")

    def _refused(self, error: KnownError) -> None:
        self._signing = False
        if isinstance(error, NotComplete):
            self.show_errors(self._placed(error.problems))
        else:
            self.show_failure(error)

    def _placed(self, found: tuple[Problem, ...]) -> list[Shown]:
        places: dict[str, Labelled | Group] = {
            part.one.detention: part.note for part in self._parts
        }
        return [(places.get(problem.field), problem.words) for problem in found]


def _people(found: Outstanding) -> list[_Person]:
    """Everybody, in the order of the most urgent thing due; those with nothing due at the end."""
    order = dict.fromkeys(due.detention for due in found.due if due.detention)
    made = []
    for stay in order:
        due = tuple(one for one in found.due if one.detention == stay)
        first = due[0]
        made.append(_Person(stay, first.person, first.cell, first.name, due))
    rest = [row for row in found.rows if row.detention not in order]
    return [*made, *(_Person(r.detention, r.person, r.cell, r.name, ()) for r in rest)]
