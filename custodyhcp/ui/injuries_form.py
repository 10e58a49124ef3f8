"""The form for an examination of the body: how far, what was seen, each injury with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import body, injuries
from custodyhcp.records.injuries import MOST, Examination, Mark, listed
from custodyhcp.records.injuries_written import Version, mark_body, mark_from
from custodyhcp.records.words import Problem
from custodyhcp.ui.body_chooser import BodyChooser
from custodyhcp.ui.body_map import Spot
from custodyhcp.ui.consent_parts import coded
from custodyhcp.ui.context import Context
from custodyhcp.ui.injury_block import InjuryBlock
from custodyhcp.ui.kit import Callout, Choice, Field, MultiChoice, NowField, Pick, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled


class Seen(Enum):
    INJURY = "INJURY"
    NONE = "NONE"


_SEEN = {Seen.INJURY: "Injury seen", Seen.NONE: "No injury seen"}


class InjuriesForm(QWidget):
    """``changed`` after every change. ``examination()`` is what was filled in so far."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setObjectName("injuries.form")
        self.setProperty("ground", "none")
        self._ctx, self._made = ctx, 0
        self._blocks: list[InjuryBlock] = []
        self._current: InjuryBlock | None = None
        self.correcting: str = ""  # the entry that this replaces
        self._build()
        self._lay_out()
        self._connect()
        self._show_what_applies()

    # building

    def _build(self) -> None:
        self.banner = Callout("", "", tone="amber", name="injuries.correcting")
        self.reason = Field("Why it is corrected", name="injuries.reason")
        self.at = NowField("Examined at", self._ctx.now, name="injuries.at")
        self.place = Field("Where", name="injuries.where", example="medical room")
        areas = listed("area")
        self._areas = coded("Area", areas)
        words = {member: areas[key] for key, member in self._areas.items()}
        self.examined = MultiChoice(
            "What was examined",
            words,
            name="injuries.examined",
            hint="What is in neither list was not looked at, and the record says so.",
        )
        self.declined = MultiChoice("What the person declined", words, name="injuries.declined")
        self.extent = Field("More on how far", name="injuries.extent", example="shirt kept on")
        self.present = Field("Who else was there", name="injuries.present")
        hands: list[tuple[object, str]] = list(listed("handedness").items())
        self.hand = Pick("Which hand the person uses", hands, name="injuries.hand")
        self.seen = Choice("What was seen", _SEEN, name="injuries.seen")
        self.chooser = BodyChooser()
        self.count = PlainLabel("", "label", name="injuries.count")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        parts: tuple[QWidget, ...] = (
            self.banner,
            self.reason,
            self.at,
            self.place,
            self.examined,
            self.declined,
            self.extent,
            self.present,
            self.seen,
            self.hand,
            self.chooser,
            self.count,
        )
        for part in parts:
            column.addWidget(part)
        self._marks = QVBoxLayout()
        self._marks.setSpacing(12)
        column.addLayout(self._marks)

    def _connect(self) -> None:
        for field in (self.reason, self.at, self.place, self.extent, self.present, self.hand):
            field.changed.connect(self._told)
        for several in (self.examined, self.declined):
            several.changed.connect(self._told)
        self.seen.chosen.connect(self._told)
        self.chooser.placed.connect(self._placed)
        self.chooser.moved.connect(self._moved)
        self.chooser.picked.connect(self._picked)

    def _told(self, *_args: object) -> None:
        self._show_what_applies()
        self.changed.emit()

    def _show_what_applies(self) -> None:
        injury = self.seen.value() is Seen.INJURY or bool(self._blocks)
        self.banner.setVisible(bool(self.correcting))
        self.reason.setVisible(bool(self.correcting))
        self.chooser.setVisible(injury)
        self.hand.setVisible(injury)
        self.count.setVisible(injury)
        said = "No injury is marked yet: choose a place above."
        if self._blocks:
            many = len(self._blocks)
            said = f"{many} {'injury' if many == 1 else 'injuries'} marked"
        self.count.setText(said)

    # marks

    def _placed(self, view: str, region: str, x: float, y: float) -> None:
        if len(self._blocks) >= MOST:
            return
        block = self._append(Mark(view, region, x, y))
        self._make_current(block)
        self._told()
        self._ctx.nav.announce(f"Injury {block.number}: {body.region(region).plain}")
        block.kind.focus_first()

    def _append(self, mark: Mark, made: int = 0) -> InjuryBlock:
        self._made = made or self._made + 1
        block = InjuryBlock(self._made, mark)
        block.changed.connect(self._block_changed)
        block.removed.connect(lambda: self._remove(block))
        block.wanted.connect(lambda: self._want(block))
        self._blocks.append(block)
        self._marks.addWidget(block)
        return block

    def _block_changed(self) -> None:
        self._show_spots()
        self._told()

    def _want(self, block: InjuryBlock) -> None:
        self._make_current(block)
        block.kind.focus_first()

    def _picked(self, number: int) -> None:
        if 0 < number <= len(self._blocks):
            self._make_current(self._blocks[number - 1])

    def _moved(self, number: int, x: float, y: float) -> None:
        if 0 < number <= len(self._blocks):
            self._blocks[number - 1].put(x, y)

    def _remove(self, block: InjuryBlock) -> None:
        self._blocks.remove(block)
        self.chooser.seek.focus_first()
        block.hide()
        block.deleteLater()
        self._make_current(self._blocks[-1] if self._blocks else None)
        self._told()

    def _make_current(self, block: InjuryBlock | None) -> None:
        self._current = block
        for number, one in enumerate(self._blocks, start=1):
            one.renumber(number)
            one.show_whole(one is block)
        self._show_spots()

    def _show_spots(self) -> None:
        spots = []
        for number, block in enumerate(self._blocks, start=1):
            at = block.place
            spots.append((at.view, Spot(number, at.region, at.x, at.y)))
        current = self._current
        number = self._blocks.index(current) + 1 if current in self._blocks and current else 0
        self.chooser.show_marks(spots, number)

    # what is filled in

    def examination(self) -> Examination:
        """As filled in so far; a time that is none counts as now (see ``problems``)."""
        at: datetime = self.at.value() or self._ctx.now()
        return Examination(
            examined_at=at,
            place=self.place.text(),
            examined=tuple(str(member.value) for member in self.examined.values()),
            declined=tuple(str(member.value) for member in self.declined.values()),
            none_seen=self.seen.value() is Seen.NONE,
            marks=tuple(block.mark() for block in self._blocks),
            extent=self.extent.text(),
            handedness=str(self.hand.value() or ""),
            present=self.present.text(),
            reason=self.reason.text() if self.correcting else "",
        )

    def problems(self) -> list[Shown]:
        """What the examination cannot say: what was not answered, or is no number."""
        found: list[Shown] = []
        if self.at.value() is None:
            found.append((self.at, self.at.problem() or "Say when the person was examined."))
        for block in self._blocks:
            found += block.problems()
        told = injuries.problems(
            self.examination(), self._ctx.now(), correcting=bool(self.correcting)
        )
        spoken = {words for _, words in found}
        found += [one for one in map(self._shown, told) if one[1] not in spoken]
        wrong = {id(block) for block in self._blocks if any(self._in(block, f) for f, _ in found)}
        first = next((block for block in self._blocks if id(block) in wrong), None)
        if first is not None:
            self._make_current(first)
        return found

    @staticmethod
    def _in(block: InjuryBlock, field: object) -> bool:
        return isinstance(field, QWidget) and block.isAncestorOf(field)

    def _shown(self, problem: Problem) -> Shown:
        parts = problem.field.split(".")
        if parts[0] == "marks" and int(parts[1]) <= len(self._blocks):
            return self._blocks[int(parts[1]) - 1].shown(problem)
        places: dict[str, Labelled | Group] = {
            "examined_at": self.at,
            "place": self.place,
            "examined": self.examined,
            "declined": self.declined,
            "seen": self.seen,
            "reason": self.reason,
            "extent": self.extent,
            "present": self.present,
        }
        return places.get(problem.field), problem.words

    # filling it

    def begin_correction(self, version: Version, said: str) -> None:
        """Everything as it was recorded, to be put right."""
        self.clear()
        self.correcting = version.entry
        self.banner.set("You are correcting", said)
        seen = version.examination
        self.at.set_value(seen.examined_at)
        self.place.set_text(seen.place)
        self.examined.set_values(self._areas[a] for a in seen.examined if a in self._areas)
        self.declined.set_values(self._areas[a] for a in seen.declined if a in self._areas)
        self.extent.set_text(seen.extent)
        self.present.set_text(seen.present)
        self.hand.set_value(seen.handedness or None)
        self.seen.set_value(Seen.NONE if seen.none_seen else Seen.INJURY)
        for mark in seen.marks:
            self._append(mark)
        self._make_current(None)
        self._show_what_applies()

    def clear(self) -> None:
        self.correcting = ""
        self.at.set_value(None)
        for field in (self.reason, self.place, self.extent, self.present):
            field.set_text("")
        for several in (self.examined, self.declined):
            several.set_values(())
        self.hand.set_value(None)
        self.seen.set_value(None)
        for block in self._blocks:
            block.hide()
            block.deleteLater()
        self._blocks, self._made = [], 0
        self._make_current(None)
        self._show_what_applies()

    # what typing_kept keeps besides the boxes

    def keep_typing(self) -> Any:
        if not (self._blocks or self.correcting or self.at.text()):
            return None
        marks = [{"made": b.number, "mark": mark_body(b.mark())} for b in self._blocks]
        return {"at": self.at.text(), "correcting": self.correcting, "marks": marks}

    def typing_back(self, kept: Any) -> None:
        if not isinstance(kept, Mapping):
            return
        self.clear()
        self.at.set_text(str(kept.get("at") or ""))
        self.correcting = str(kept.get("correcting") or "")
        known = {region.id for region in body.regions()}
        for one in kept.get("marks") or ():
            if one["mark"]["region"] in known:
                self._append(mark_from(one["mark"]), one["made"])
        self.banner.set("You are correcting", "What you typed has been brought back.")
        self._make_current(self._blocks[-1] if self._blocks else None)
        self._show_what_applies()

    def focus_start(self) -> None:
        self.at.edits()[0].setFocus(Qt.FocusReason.TabFocusReason)
