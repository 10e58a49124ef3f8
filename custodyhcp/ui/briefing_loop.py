"""On the health professional's briefing page: what custody asks, and what is done about a version.

Rules kept here: an answer is looked over before custody reads it; it becomes a direction only where
somebody presses for it, signs it and publishes it; what NOT FIT waits for stands here word for word
as on every board; a doctor's reason against a transfer stays with healthcare.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.sharing import not_fit, publishing, queries, receiving
from custodyhcp.sharing.changes import changes
from custodyhcp.sharing.custody_side import Published, Query, State, Stay
from custodyhcp.sharing.escalating import Level, reached
from custodyhcp.ui.asking_page import query_words
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Field,
    NowField,
    PlainLabel,
    Row,
)


class ReadBack(Enum):
    YES = "YES"
    NO = "NO"


class BriefingLoop(QWidget):
    """``BriefingLoop(ctx, detention)``; ``recorded`` after anything was written; ``prepared(text)``
    where an answer is to be taken to the directions."""

    recorded = Signal()
    prepared = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__()
        self.ctx, self.detention = ctx, detention
        self.setProperty("ground", "none")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._shown: Stay | None = None
        self._parts: list[QWidget] = []
        self.hide()

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: publishing.stay(desk, detention), self._show, self._failed)

    def _show(self, stay: Stay) -> None:
        """What is being typed stays while nothing new was written."""
        if self._shown == stay:
            return
        self._shown = stay
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = [*self._asked(stay), *self._standing(stay)]
        for part in self._parts:
            self._column.addWidget(part)
        self.setVisible(bool(self._parts))

    def _failed(self, error: KnownError) -> None:
        self.ctx.nav.announce(error.words, urgent=True)

    # questions

    def _asked(self, stay: Stay) -> list[QWidget]:
        return [self._query(query) for query in reversed(stay.queries)]

    def _query(self, query: Query) -> Card:
        asked, answered = query_words(query, self.ctx)
        card = Card("Custody asks" if query.open else "", tone="amber" if query.open else "")
        card.setObjectName(f"loop.query.{query.entry}")
        card.add(PlainLabel(asked, "strong"), PlainLabel(answered, name="loop.answered"))
        if query.answer is not None:
            text = query.answer.text
            take = Button("Take to the directions", lambda: self.prepared.emit(text),
                          role=ButtonRole.QUIET, name="loop.to_directions")  # fmt: skip
            take.setAccessibleDescription("Prepares a line; nothing is published by itself")
            card.add(Row(take))
            return card
        answer = Field("Your answer", name="loop.answer", lines=2,
                       hint="Custody reads it. Say what staff should do.")  # fmt: skip
        kept = Field("Why does custody need these words?", name="loop.kept",
                     hint="Or say it in other words.")  # fmt: skip
        kept.hide()
        send = Button("Answer", lambda: self._answer(query, answer, kept),
                      role=ButtonRole.PRIMARY, name="loop.answer.send")  # fmt: skip
        card.add(answer, kept, Row(send))
        return card

    def _answer(self, query: Query, answer: Field, kept: Field) -> None:
        desk, text = self.ctx.desk, answer.text()
        why = kept.text() if kept.isVisible() else ""

        def refused(error: KnownError) -> None:
            answer.set_error(f"{error.words} {error.then}".strip())
            kept.setVisible(isinstance(error, not_fit.LooksClinical))

        self.ctx.work.do(lambda: queries.answer(desk, query, text, why), self._written, refused)

    # how the version stands

    def _standing(self, stay: Stay) -> list[QWidget]:
        current = stay.current
        if current is None:
            return []
        parts: list[QWidget] = [
            PlainLabel(self._state_words(stay, current), "second", name="loop.state")
        ]
        place = stay.before
        found = changes(place.briefing if place else None, current.briefing)
        if found:
            said = "\n".join(one.words for one in found)
            title = f"v{current.version} changed since v{current.briefing.header.replaces}"
            parts.append(Callout(title, said, name="loop.changes"))
        if stay.not_fit_open:
            missing = "\n".join(one.value.capitalize() for one in stay.missing)
            if reached(stay, self.ctx.now(), Level.INSPECTOR):
                missing += "\nTell the inspector now."
            parts.append(Callout("NOT FIT still waits for", missing, tone="red",
                                 name="loop.missing"))  # fmt: skip
        if current.told is None and (current.unread or stay.not_fit_open):
            parts.append(self._speaking(stay, current))
        if stay.not_fit_open and not_fit.is_doctor(self.ctx.desk):
            parts.append(self._otherwise(current))
        return parts

    def _state_words(self, stay: Stay, current: Published) -> str:
        now, state = self.ctx.now(), stay.state_of(current)
        words = f"v{current.version} {state.value}"
        if state is State.RECEIVED:
            got = current.received[-1]
            who = got.rank_number or got.name
            words += f" by {who} at {dates.cui_short(got.at, now)}, not acknowledged"
        earlier = ", ".join(f"v{one.version} superseded" for one in stay.versions[:-1])
        return f"{words}. {earlier}." if earlier else f"{words}."

    def _speaking(self, stay: Stay, current: Published) -> Card:
        card = Card("Told aloud", name="loop.speaking")
        to = Field("Whom did you tell?", name="loop.told_to", hint="Name or number of the officer.")
        at = NowField("When?", self.ctx.now, name="loop.told_at")
        back = Choice("Did they read it back?", {ReadBack.YES: "Yes", ReadBack.NO: "No"},
                      name="loop.told_back")  # fmt: skip

        def record() -> None:
            when, read = at.value(), back.value()
            to.set_error("" if to.text() else "Say whom you told")
            at.set_error("" if when else at.problem() or "Say when you told them")
            back.set_error("" if read else "Say whether they read it back")
            if not to.text() or when is None or read is None:
                return
            desk, who, version = self.ctx.desk, to.text(), current.version
            self.ctx.work.do(
                lambda: receiving.speak(desk, self.detention, version, to=who, at=when,
                                        read_back=read is ReadBack.YES),
                self._written,
                lambda error: to.set_error(f"{error.words} {error.then}".strip()),
            )  # fmt: skip

        card.add(to, at, back, Row(Button("Record", record, name="loop.told.record")))
        return card

    def _otherwise(self, current: Published) -> Card:
        card = Card("A doctor's reason not to transfer", name="loop.otherwise")
        reason = Field("Why do they not go to hospital?", name="loop.reason", lines=2,
                       hint="Clinical: healthcare alone reads it.")  # fmt: skip
        do = Field("What does custody do instead?", name="loop.do",
                   hint="Custody reads it.")  # fmt: skip
        kept = Field("Why does custody need these words?", name="loop.do.kept")
        kept.hide()

        def refused(error: KnownError) -> None:
            kept.setVisible(isinstance(error, not_fit.LooksClinical))
            do.set_error(f"{error.words} {error.then}".strip())

        def record() -> None:
            desk, why, told = self.ctx.desk, reason.text(), do.text()
            because = kept.text() if kept.isVisible() else ""
            self.ctx.work.do(
                lambda: not_fit.decide_otherwise(desk, current, reason=why, do=told,
                                                 kept_because=because),
                self._written,
                refused,
            )  # fmt: skip

        card.add(reason, do, kept, Row(Button("Record the reason", record,
                                              name="loop.otherwise.record")))  # fmt: skip
        return card

    def _written(self, _entry: object) -> None:
        self.ctx.nav.toast("Recorded.")
        self.refresh()
        self.recorded.emit()
