"""One detainee on the sergeant's screen: the first line the largest, then what to do.

Rules kept here: what a version changed stands beside its line in a word; what NOT FIT still waits
for stands on the card until all of it is there, with the inspector's number once it has come so
far; a question to healthcare and its answer stand with the person they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.records.briefing_state import Missing
from custodyhcp.sharing import changes, escalating
from custodyhcp.sharing.custody_side import Published, Stay, review_late
from custodyhcp.sharing.document import Line
from custodyhcp.sharing.escalating import Level, Matter
from custodyhcp.ui.briefing_lines import TONES, current_of, look_of, name_label
from custodyhcp.ui.kit import Button, ButtonRole, Card, Flow, PlainLabel, Tag

_ON_A_CARD = (
    "conditions",
    "swallowed",
    "observe",
    "call_hcp",
    "call_999",
    "labels",
    "review",
    "medicine_1",
    "medicine_2",
    "medicine_3",
    "allergy",
    "cautions",
    "self_harm",
)
_QUIET_SELF_HARM = "none identified"
_ACROSS = {"error": "across_error"}  # in large type what is late keeps its red
_LABEL = 92


def card_lines(published: Published) -> list[Line]:
    """The lines a card carries; the whole briefing is one press away."""
    found = (published.briefing.line(key) for key in _ON_A_CARD)
    return [
        line
        for line in found
        if line is not None
        and not (line.key == "self_harm" and line.text.startswith(_QUIET_SELF_HARM))
    ]


def inspector_words(phone: str) -> str:
    """What to do once something has come as far as the inspector."""
    return (
        f"Tell the inspector now: ring {unbroken(phone)}." if phone else "Tell the inspector now."
    )


def unbroken(phone: str) -> str:
    """A number that is never broken over two lines."""
    return phone.replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class CardActs:
    """What its buttons do, each with the stay."""

    open: Callable[[Stay], object]
    acknowledge: Callable[[Stay], object]
    transfer: Callable[[Stay], object]
    ambulance: Callable[[Stay], object]
    ask: Callable[[Stay], object]


class BriefingCard(Card):
    """``BriefingCard(stay, now, acts)``. ``large``: the lines are read across a room."""

    def __init__(
        self, stay: Stay, now: datetime, acts: CardActs, *, inspector: str = "", large: bool = False
    ) -> None:
        current = current_of(stay)
        super().__init__(name=f"sergeant.card.{stay.custody_ref}")
        self.stay, self._now, self._do = stay, now, acts
        self._inspector, self._large = inspector, large
        self.loud = stay.not_fit_open
        self.set_tone("red" if self.loud else TONES[current.briefing.headline.emphasis])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._spoken(current))
        self.body.setSpacing(6)
        self._head(current)
        self._rows(current)
        self._state(current)
        self._taken_further()
        self._asked()
        self._acts(current)

    def _spoken(self, current: Published) -> str:
        unread = "unread, " if current.unread else ""
        return f"Cell {self.stay.cell}, {self.stay.name}: {unread}{current.briefing.headline.text}"

    def _head(self, current: Published) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name_label(self.stay.name), 1)
        if current.unread:
            row.addWidget(
                Tag(dates.unread(current.at, self._now), "amber"), 0, Qt.AlignmentFlag.AlignTop
            )
        huge = self.loud or self._large
        cell = PlainLabel(self.stay.cell or "–", "huge" if huge else "big", wrap=False)
        cell.setAccessibleName(f"Cell {self.stay.cell}")
        row.addWidget(cell, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        words = current.briefing.headline.text
        look = "huge" if huge else "big"
        self.body.addWidget(PlainLabel(words, look, name="card.headline"))
        if self.loud and not current.briefing.not_fit:
            said = f"NOT FIT of v{self._not_fit_version()} is not closed"
            self.body.addWidget(PlainLabel(said, "strong", name="card.still_not_fit"))

    def _not_fit_version(self) -> int:
        found = self.stay.not_fit
        return found.version if found is not None else 0

    def _rows(self, current: Published) -> None:
        before = self.stay.before
        found = changes.changes(before.briefing if before else None, current.briefing)
        marks = changes.by_key(found) if current.unread else {}
        less = current.briefing.line("observe_change") if current.unread else None
        if less is not None:
            marks.pop("observe", None)  # it says so itself, and why
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        wide = 130 if self._large else _LABEL
        grid.setColumnMinimumWidth(0, wide)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        rows = [(line.label, *self._said(line, current), marks.get(line.key))
                for line in card_lines(current)]  # fmt: skip
        if less is not None:
            place = next((n for n, row in enumerate(rows) if row[0] == "Observe"), 0)
            rows.insert(place + 1, (less.label, less.text, "strong", None))
        if current.unread:
            rows += [
                ("No longer", f"{one.line.label}: {one.line.text}", "", None)
                for one in changes.removed(found)
            ]
        for place, (label_words, words, look, mark) in enumerate(rows):
            label = PlainLabel(label_words, "second")
            label.setFixedWidth(wide)
            grid.addWidget(label, place, 0, top)
            grid.addWidget(self._row_words(words, look, mark), place, 1, top)
        self.body.addLayout(grid)

    def _row_words(self, words: str, look: str, mark: changes.Change | None) -> QWidget:
        said = PlainLabel(words, _ACROSS.get(look, "across") if self._large else look)
        if mark is None:
            return said
        holder = QWidget()
        holder.setProperty("ground", "none")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(said)
        column.addWidget(PlainLabel(mark.mark, "small", name=f"card.change.{mark.line.key}"))
        return holder

    def _said(self, line: Line, current: Published) -> tuple[str, str]:
        """The review by the clock and by the minute; what to do if missed once it is late."""
        due = current.briefing.next_review
        if line.key != "review" or due is None:
            return line.text, look_of(line)
        if review_late(current, self._now):
            then = dates.cui_short(due, current.briefing.header.given_at)
            rest = line.text.removeprefix(then)
            words = f"{dates.relative(due, self._now)}. {dates.cui_short(due, self._now)}{rest}"
            return words, "strong" if self.loud else "error"
        return f"{dates.cui_short(due, self._now)}, {dates.relative(due, self._now)}", "strong"

    def _state(self, current: Published) -> None:
        about = self.stay.not_fit or current
        missing = self.stay.missing
        if Missing.GONE in missing:
            waited = dates.spoken(self._now - about.at)
            self.body.addSpacing(4)
            self.body.addWidget(
                PlainLabel(f"Transfer not started: {waited}", "big", name="card.transfer")
            )
        elif about.transfer is not None:
            at = dates.cui_short(about.transfer.at, self._now)
            self.body.addWidget(PlainLabel(f"Transfer started {at}: {about.transfer.how}"))
        if about.otherwise is not None:
            said = f"{about.otherwise.by} decided against the transfer. {about.otherwise.do}"
            self.body.addWidget(PlainLabel(said, name="card.otherwise"))
        if words := self._ambulance_words(about):
            self.body.addWidget(PlainLabel(words, name="card.ambulance"))
        waits = [one.value for one in missing if one is not Missing.GONE]
        if waits:
            said = f"Still waits for: {', '.join(waits)}"
            self.body.addWidget(PlainLabel(said, "strong", name="card.missing"))

    def _ambulance_words(self, about: Published) -> str:
        known = about.ambulance
        parts = [
            f"called {dates.cui_short(known.called_at, self._now)}" if known.called_at else "",
            f"crew {known.crew}" if known.crew else "",
            f"took over {dates.cui_short(known.handed_over_at, self._now)}"
            if known.handed_over_at
            else "",
        ]
        said = ", ".join(part for part in parts if part)
        return f"Ambulance {said}" if said else ""

    def _taken_further(self) -> None:
        """The line for the inspector, and what else has come as far as the sergeant."""
        inspector = escalating.reached(self.stay, self._now, Level.INSPECTOR)
        here = escalating.reached(self.stay, self._now, Level.SERGEANT)
        for step in here:
            if step.matter in (Matter.LEVEL_CHANGED, Matter.QUERY):
                minutes = int(step.waited.total_seconds() // 60)
                said = f"Waiting {minutes} min: {step.matter.words}. Ring healthcare."
                self.body.addWidget(PlainLabel(said, "strong"))
        if inspector:
            words = inspector_words(self._inspector)
            self.body.addWidget(PlainLabel(words, "strong", name="card.inspector"))

    def _asked(self) -> None:
        """What waits for healthcare; and their last answer."""
        for query in self.stay.open_queries:
            at = dates.cui_short(query.at, self._now)
            self.body.addWidget(PlainLabel(f"Asked {at}: {query.text}", "second"))
        answered = [query for query in self.stay.queries if query.answer is not None]
        if answered and answered[-1].answer is not None:
            answer = answered[-1].answer
            at = dates.cui_short(answer.at, self._now)
            said = f"Healthcare {at}: {answer.text} ({answered[-1].text})"
            self.body.addWidget(PlainLabel(said, name="card.answer"))

    def _read_words(self, current: Published) -> str:
        read = current.acknowledged[-1]
        back = "read back" if read.read_back else "not read back"
        who = read.rank_number or read.name
        return f"v{current.version} read {dates.cui_short(read.at, self._now)} by {who}, {back}"

    def _acts(self, current: Published) -> None:
        buttons = self._buttons(current)
        holder = QWidget()
        holder.setProperty("ground", "none")
        flow = Flow(holder, gap=8)
        for button in buttons:
            button.setAccessibleDescription(f"Cell {self.stay.cell}, {self.stay.name}")
            flow.addWidget(button)
        self.body.addWidget(holder)
        if not current.unread:
            self.body.addWidget(PlainLabel(self._read_words(current), "small"))

    def _buttons(self, current: Published) -> list[Button]:
        ref, stay, do = self.stay.custody_ref, self.stay, self._do
        found = []
        if current.unread:
            words = f"Acknowledge v{current.version}"
            found.append(Button(words, lambda: do.acknowledge(stay), role=ButtonRole.ATTENTION,
                                name=f"sergeant.acknowledge.{ref}"))  # fmt: skip
        if Missing.GONE in stay.missing:
            found.append(Button("Transfer started", lambda: do.transfer(stay),
                                name=f"sergeant.transfer.{ref}"))  # fmt: skip
        about = stay.not_fit or current
        if self.loud or (about.transfer is not None and about.ambulance.handed_over_at is None):
            found.append(Button("Ambulance", lambda: do.ambulance(stay),
                                name=f"sergeant.ambulance.{ref}"))  # fmt: skip
        quiet = ButtonRole.QUIET
        whole = Button("All of it", lambda: do.open(stay), role=quiet, name=f"sergeant.open.{ref}")
        ask = Button("Ask", lambda: do.ask(stay), role=quiet, name=f"sergeant.ask.{ref}")
        ask.setAccessibleName("Ask healthcare")
        return [*found, whole, ask]

    def height_at(self, width: int) -> int:
        """How tall the card is when it is that wide."""
        return max(self.body.totalHeightForWidth(width), self.body.totalMinimumSize().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the whole briefing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do.open(self.stay)
            return
        super().keyPressEvent(event)
