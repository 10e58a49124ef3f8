"""Injuries as they were recorded: the numbers on the body, what was seen, what was corrected, and,
held apart and closed until somebody opens it, the cause as stated."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import body, dates, injuries
from custodyhcp.records.injuries import Mark, listed
from custodyhcp.records.injuries_written import Cause, Recorded, Version, cause_problems, in_a_line
from custodyhcp.ui.body_map import BodyMap, Spot
from custodyhcp.ui.consent_parts import coded
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Facts,
    Field,
    Flow,
    Later,
    MultiChoice,
    Pick,
    PlainLabel,
    Row,
    Rule,
    Tag,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back


class _Still(BodyMap):
    """A drawing with its numbers, only to be looked at."""

    def __init__(self, view: str, spots: Sequence[Spot]) -> None:
        super().__init__(name=f"injuries.shown.{view}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        one = body.view(view)
        wide = 320 if one.width > one.height else 180
        self.setFixedSize(wide, min(300, wide * one.height // one.width + 44))
        self.set_view(body.view(view))
        self.set_spots(spots, 0)
        self.setAccessibleDescription("")

    def sizeHint(self) -> QSize:
        return self.size()


class RecordedCard(Card):
    """``wants(what)`` with ``print``, ``save`` or ``correct``; ``stated(part)`` for a cause."""

    wants = Signal(str)
    stated = Signal(object)

    def __init__(
        self, ctx: Context, recorded: Recorded, number: int, detention: str, person: str
    ) -> None:
        super().__init__(name=f"injuries.recorded.{number}")
        self._ctx, self.recorded, self._n = ctx, recorded, f"injuries.recorded.{number}"
        version = recorded.now
        seen, now = version.examination, ctx.now()
        at = dates.cui_short(seen.examined_at, now)
        what = "No injury seen" if seen.none_seen else _counted(len(seen.marks))
        self.add(PlainLabel(f"{what}, examined {at}, {seen.place}", "h2"))
        by = f"Recorded {dates.cui_short(version.at, now)} by {name_of(ctx, version.author)}."
        self.add(PlainLabel(by, "hint"), PlainLabel(seen.how_far))
        if seen.present:
            self.add(PlainLabel(f"Also there: {seen.present}", "second"))
        if seen.handedness:
            self.add(PlainLabel(listed("handedness")[seen.handedness], "second"))
        if seen.marks:
            self.add(_drawings(seen.marks))
        for place, mark in enumerate(seen.marks, start=1):
            self.add(Rule(), _numbered(place, mark))
        self._earlier(recorded.before, version)
        self.add(self._acts(), Rule())
        self._cause(detention, person)

    def _acts(self) -> Row:
        return Row(
            *(
                Button(words, partial(self.wants.emit, what), name=f"{self._n}.{what}")
                for what, words in (
                    ("correct", "Correct this"),
                    ("print", "Print"),
                    ("save", "Save PDF"),
                )
            )
        )

    def _earlier(self, before: Sequence[Version], now: Version) -> None:
        for old, after in zip(before, (*before[1:], now), strict=False):
            at = dates.cui_short(after.at, self._ctx.now())
            who = name_of(self._ctx, after.author)
            words = f"{in_a_line(old.examination)}\nReplaced {at} by {who}, because: "
            self.add(
                Callout(
                    "As first recorded" if old is before[0] else "As recorded in between",
                    words + after.examination.reason,
                    tone="grey",
                )
            )

    def _cause(self, detention: str, person: str) -> None:
        count = len(self.recorded.causes)
        self._toggle = Button(
            f"Cause as stated ({count}): held apart",
            self._show_cause,
            role=ButtonRole.QUIET,
            name=f"{self._n}.cause",
        )
        self.add(Row(self._toggle))
        self.cause: Later[CausePart] = Later(
            lambda: CausePart(self._ctx, self.recorded, self._n, detention, person),
            self._listen,
        )
        self.add(self.cause)

    def _listen(self, part: CausePart) -> None:
        part.stated.connect(self.stated)

    def _show_cause(self) -> None:
        self.cause.want(self.cause.isHidden())
        if self.cause.isVisible():
            self.cause.made().mark.focus_first()

    def save_now(self) -> None:
        """Put away what is typed of a cause."""
        if self.cause.form is not None:
            self.cause.form.kept.save_now()


class _Dual(Enum):
    EXPLAINED = "EXPLAINED"


class CausePart(QWidget):
    """What was stated so far, and a form for more. ``stated(cause)`` when it is whole."""

    stated = Signal(object)

    def __init__(
        self, ctx: Context, recorded: Recorded, name: str, detention: str, person: str
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._ctx, self._marks = ctx, len(recorded.now.examination.marks)
        self.setObjectName(f"{name}.cause_part")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        apart = "It is never in the briefing, in what custody prints, or in the print of injuries."
        column.addWidget(Callout("Held apart, for evidence", apart, tone="grey"))
        for one in recorded.causes:
            column.addWidget(PlainLabel(_said(ctx, one.cause), name=f"{name}.cause_said"))
            at = dates.cui_short(one.at, ctx.now())
            column.addWidget(PlainLabel(f"{at}, {name_of(ctx, one.author)}", "hint"))
        numbered = [(str(n), f"Injury {n}") for n in range(1, self._marks + 1)]
        about: list[tuple[object, str]] = [("0", "All of it"), *numbered]
        self.mark = Pick("About", about, name=f"{name}.cause_mark")
        said_by = coded("SaidBy", listed("said_by"))
        words = {member: listed("said_by")[key] for key, member in said_by.items()}
        self.said_by = Choice("Stated by", words, name=f"{name}.cause_by")
        self.dual = MultiChoice(
            "Explained first",
            {_Dual.EXPLAINED: "What they say here may be used as evidence; I also give care"},
            name=f"{name}.cause_dual",
        )
        self.words = Field("What they state, in their words", name=f"{name}.cause_words", lines=3)
        act = Button("Record what they state", self._record, name=f"{name}.cause_record")
        for part in (self.mark, self.dual, self.said_by, self.words, Row(act)):
            column.addWidget(part)
        self.kept = TypingKept(self, ctx, detention, lambda: person)
        self.kept.turn_to(f"injury-cause-{recorded.root}")
        self.kept.restore(lambda draft: put_back(self, draft.fields))
        for field in (self.words, self.mark):
            field.changed.connect(self.kept.touched)
        self.said_by.chosen.connect(lambda _one: self.kept.touched())

    def value(self) -> Cause:
        mark, by = self.mark.value(), self.said_by.value()
        return Cause(
            mark=int(mark) if isinstance(mark, str) else -1,
            said_by="" if by is None else str(by.value),
            words=self.words.text(),
            dual_role=bool(self.dual.values()),
        )

    def problems(self) -> list[Shown]:
        places: dict[str, Labelled | Group] = {
            "mark": self.mark,
            "said_by": self.said_by,
            "words": self.words,
            "dual_role": self.dual,
        }
        return [(places[p.field], p.words) for p in cause_problems(self.value(), self._marks)]

    def _record(self) -> None:
        self.stated.emit(self)

    def done(self) -> None:
        """It has been recorded: nothing is left to keep."""
        clear(self)
        self.kept.forget()


def _counted(many: int) -> str:
    return "1 injury" if many == 1 else f"{many} injuries"


def _said(ctx: Context, cause: Cause) -> str:
    about = f"Injury {cause.mark}" if cause.mark else "All of it"
    return f"{about}. {listed('said_by').get(cause.said_by, '')} states: “{cause.words}”"


def _drawings(marks: Sequence[Mark]) -> QWidget:
    holder = QWidget()
    holder.setProperty("ground", "none")
    flow = Flow(holder, gap=12)
    for view in body.views():
        spots = [
            Spot(n, m.region, m.x, m.y) for n, m in enumerate(marks, start=1) if m.view == view.id
        ]
        if spots:
            flow.addWidget(_Still(view.id, spots))
    return holder


def _numbered(number: int, mark: Mark) -> QWidget:
    holder = QWidget()
    holder.setProperty("ground", "none")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(Tag(str(number), "blue"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Facts(injuries.described(mark), label_width=170), 1)
    return holder


def name_of(ctx: Context, staff: str) -> str:
    """Who wrote it, as colleagues know them."""
    member = ctx.desk.authority.members.get(staff)
    return member.name if member is not None else "this workstation"
