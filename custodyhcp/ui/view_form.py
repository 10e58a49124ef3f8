"""What was looked at, when, and what was relied on: one form for the SCR and the GP record.

Only what was relied on is copied, under the heading it stood under. An empty list is never "no
known allergies": the form says so beside the heading (domain consent 1.6, HARD).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent import wording
from custodyhcp.consent.codes import LookedAt
from custodyhcp.consent.limits import Limits
from custodyhcp.consent.wording import words
from custodyhcp.records.viewing import Findings, Relied
from custodyhcp.ui.consent_parts import Where, coded
from custodyhcp.ui.kit import Field, MultiChoice, NowField, Pick, Row
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

ALLERGIES = "Allergies and Adverse Reactions"
_NOT_NONE = "If it lists none, that is not “no known allergies”: ask the person."


class Also(Enum):
    WITHHELD = "WITHHELD"
    NOTHING = "NOTHING"


class ViewForm(QWidget):
    """``findings()`` is the form as it stands, or None where no time of opening is given."""

    changed = Signal()

    def __init__(
        self, now: Callable[[], datetime], name: str, looked: Iterable[LookedAt], system: str
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(f"{name}.form")
        self._name = name
        self._relied: dict[str, Field] = {}
        self._headings = coded("Heading", wording.scr_headings())
        self._build(now, tuple(looked), system)
        self.headings.changed.connect(lambda _chosen: self._react())
        self.other.changed.connect(self._add_other)
        for group in (self.looked, self.also):
            group.changed.connect(lambda _chosen: self.changed.emit())
        for box in (self.opened_at, self.scr_date):
            box.changed.connect(self.changed)

    def _build(
        self, now: Callable[[], datetime], looked: tuple[LookedAt, ...], system: str
    ) -> None:
        name = self._name
        self.opened_at = NowField(
            f"{system} opened at", now, name=f"{name}.opened_at", hint="Press N for now"
        )
        self.scr_date = Field(
            "Date on the record", name=f"{name}.date", chars=14, hint="As it is written there"
        )
        self.looked: MultiChoice[LookedAt] = MultiChoice(
            "What you looked at", {one: words(one) for one in looked}, name=f"{name}.looked"
        )
        first = wording.scr_headings_first()
        self.headings: MultiChoice[Enum] = MultiChoice(
            "What you relied on",
            {self._headings[heading]: heading for heading in first},
            name=f"{name}.relied",
            hint="Only what changed what you did. It is kept with its source and date.",
        )
        rest = [h for h in wording.scr_headings() if h not in first]
        self.other = Pick("Another heading", [(h, h) for h in rest], name=f"{name}.other")
        self.also: MultiChoice[Also] = MultiChoice(
            "And",
            {
                Also.WITHHELD: "It said that items are withheld",
                Also.NOTHING: "Nothing was relied on",
            },
            name=f"{name}.also",
        )
        self._boxes = QWidget()
        self._boxes.setProperty("ground", "none")
        self._box_column = QVBoxLayout(self._boxes)
        self._box_column.setContentsMargins(0, 0, 0, 0)
        self._box_column.setSpacing(12)
        self._boxes.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Row(self.opened_at, self.scr_date, gap=24))
        for widget in (self.looked, self.headings, self._boxes, self.other, self.also):
            column.addWidget(widget)

    def _react(self) -> None:
        chosen = {member.value for member in self.headings.values()}
        for heading in chosen:
            self._box(heading)
        for heading, box in self._relied.items():
            offered = heading in wording.scr_headings_first()
            box.setVisible(not offered or heading in chosen)
        self._boxes.setVisible(any(not box.isHidden() for box in self._relied.values()))
        self.changed.emit()

    def _add_other(self) -> None:
        heading = self.other.value()
        if isinstance(heading, str):
            self._box(heading).focus_first()
            self.other.set_value(None)
        self.changed.emit()

    def _box(self, heading: str) -> Field:
        """The box for that heading, made when it is first wanted; what was typed in it stays."""
        if heading not in self._relied:
            box = Field(
                heading,
                name=f"{self._name}.relied.{len(self._relied) + 1}",
                lines=2,
                hint=_NOT_NONE if heading == ALLERGIES else "",
            )
            box.changed.connect(self.changed)
            self._relied[heading] = box
            self._box_column.addWidget(box)
            self._boxes.show()
        return self._relied[heading]

    def findings(self) -> Findings | None:
        opened_at = self.opened_at.value()
        if opened_at is None:
            return None
        ticked = self.also.values()
        return Findings(
            opened_at=opened_at,
            looked_at=self.looked.values(),
            relied_on=tuple(
                Relied(heading, box.text())
                for heading, box in self._relied.items()
                if not box.isHidden() and (box.text() or heading in self._chosen())
            ),
            scr_date=self.scr_date.text(),
            items_withheld=Also.WITHHELD in ticked,
            nothing_relied_on=Also.NOTHING in ticked,
        )

    def keep_typing(self) -> list[str]:
        """The headings for which there are boxes, in the order in which they were wanted."""
        return [heading for heading, box in self._relied.items() if box.text()]

    def typing_back(self, kept: object) -> None:
        if isinstance(kept, list):
            known = set(wording.scr_headings())
            for heading in kept:
                if heading in known:
                    self._box(heading)

    def limit(self, limits: Limits) -> None:
        """Take away what the person did not agree to; what the limits only say is said by the
        page."""
        self.looked.only(one for one in self.looked.options() if limits.looks(one))
        kept = [one for one in self.headings.options() if limits.heading(str(one.value))]
        self.headings.only(kept)

    def _chosen(self) -> set[str]:
        return {str(member.value) for member in self.headings.values()}

    def filled(self) -> bool:
        """Whether anything has been typed or chosen."""
        typed = [self.opened_at.text(), self.scr_date.text()]
        typed += [box.text() for box in self._relied.values()]
        ticked = (self.looked.values(), self.headings.values(), self.also.values())
        return any(typed) or any(ticked)

    def fields(self) -> Where:
        where: dict[str, Labelled | Group] = {
            "opened_at": self.opened_at,
            "looked_at": self.looked,
            "relied_on": self.headings,
            "scr_date": self.scr_date,
        }
        return where

    def clear(self) -> None:
        """An empty form, for the next look."""
        self.opened_at.set_text("")
        self.scr_date.set_text("")
        self.looked.set_values(())
        self.headings.set_values(())
        self.also.set_values(())
        for box in self._relied.values():
            box.set_text("")
            box.hide()
        self._boxes.hide()
