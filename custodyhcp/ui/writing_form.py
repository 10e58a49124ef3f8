"""The form for one entry, care or forensic: kind, template, purpose, when, where, and its boxes.

Nothing is chosen beforehand. The two forms are never mixed: the forensic one offers only what is
forensic, asks first whether the dual role was explained, and says under which consent it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.codes import Scope
from custodyhcp.records.notes import Evidence, Note, Purpose, Type
from custodyhcp.records.templates import Template, offered, shipped
from custodyhcp.records.words import Problem
from custodyhcp.ui.kit import Choice, MultiChoice, Pick
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.writing_boxes import WritingBoxes
from custodyhcp.ui.writing_parts import PlacePart, WhenField

_TYPES: Mapping[Type, str] = {one: one.words for one in Type if one is not Type.FORENSIC}
_PURPOSES: Mapping[Purpose, str] = {
    one: one.words for one in (Purpose.THERAPEUTIC, Purpose.CUSTODY_SAFETY)
}
_SCOPES = {Scope.FORENSIC_EXAM: "An examination", Scope.FORENSIC_SAMPLE: "A sample"}
_TEMPLATE_OF = {
    Scope.FORENSIC_EXAM: "forensic_examination",
    Scope.FORENSIC_SAMPLE: "forensic_sample",
}


class Told(Enum):
    DUAL_ROLE = "DUAL_ROLE"


class WritingForm(QWidget):
    """``note()`` as it stands; ``problems()`` what the boxes themselves cannot read. ``changed`` on
    every answer and key."""

    changed = Signal()

    def __init__(
        self,
        now: Callable[[], datetime],
        name_of: Callable[[str], str],
        *,
        forensic: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.forensic = forensic
        self._templates: Mapping[str, Template] = shipped()
        name = "forensic" if forensic else "entry"
        self._name = name
        dual = "They know that I act for the police as well now, and cannot keep this private"
        self.dual: MultiChoice[Told] = MultiChoice(
            "Said to them first, and understood", {Told.DUAL_ROLE: dual}, name=f"{name}.dual"
        )
        self.scope: Choice[Scope] = Choice("What is written", _SCOPES, name=f"{name}.scope")
        self.type: Choice[Type] = Choice("What is written", _TYPES, name=f"{name}.type")
        self.template = Pick("Template", [], name=f"{name}.template")
        self.purpose: Choice[Purpose] = Choice("What it is for", _PURPOSES, name=f"{name}.purpose")
        self.when = WhenField(now, name=f"{name}.when")
        self.place = PlacePart(name=name)
        self.boxes = WritingBoxes(now, name_of, name=f"{name}.boxes")
        self.boxes.known(lambda wanted: self._templates.get(wanted))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        parts = (self.dual, self.scope, self.type, self.template, self.purpose)
        for part in (*parts, self.when, self.place, self.boxes):
            column.addWidget(part)
        self._connect()
        for part, shown in ((self.dual, forensic), (self.scope, forensic)):
            part.setVisible(shown)
        for part in (self.type, self.purpose):
            part.setVisible(not forensic)
        self.template.hide()

    def _connect(self) -> None:
        self.type.chosen.connect(self._type_chosen)
        self.scope.chosen.connect(self._scope_chosen)
        self.template.changed.connect(self._template_chosen)
        self.dual.changed.connect(lambda _members: self.changed.emit())
        self.purpose.chosen.connect(lambda _member: self.changed.emit())
        for part in (self.when, self.place, self.boxes):
            part.changed.connect(self.changed)

    def use(self, templates: Mapping[str, Template]) -> None:
        """The versions that are in use now, in place of those that the product came with."""
        self._templates = templates
        kind = self.type.value()
        if kind is not None:
            self._offer(kind)

    def _type_chosen(self, kind: Type) -> None:
        self._offer(kind)
        known = offered(self._templates.values(), kind.value)
        now = self.boxes.template
        if len(known) == 1:
            self.boxes.show_template(known[0])
        elif now is not None and kind.value not in now.types:
            self.template.set_value(None)
        self.changed.emit()

    def _offer(self, kind: Type) -> None:
        known = offered(self._templates.values(), kind.value)
        self.template.set_options([(one.id, one.title) for one in known])
        self.template.setVisible(len(known) > 1)

    def _scope_chosen(self, scope: Scope) -> None:
        self.boxes.show_template(self._templates[_TEMPLATE_OF[scope]])
        self.changed.emit()

    def _template_chosen(self) -> None:
        chosen = self._templates.get(str(self.template.value()))
        if chosen is not None:
            self.boxes.show_template(chosen)
        self.changed.emit()

    # what it says

    def note(self) -> Note:
        """As it stands; what was not chosen yet is in ``problems``."""
        template = self.boxes.template
        kind = Type.FORENSIC if self.forensic else self.type.value() or Type.NOTE
        purpose = self.purpose.value() or Purpose.THERAPEUTIC
        told = Told.DUAL_ROLE in self.dual.values()
        return Note(
            type=kind,
            purpose=Purpose.FORENSIC if self.forensic else purpose,
            template=template.id if template else "",
            version=template.version if template else 0,
            parts=self.boxes.parts(),
            happened_at=self.when.value(),
            place=self.place.code(),
            place_words=self.place.said(),
            begun=self.boxes.begun,
            evidence=Evidence(told) if self.forensic else None,
        )

    def unanswered(self) -> list[Shown]:
        """What has to be chosen before it can be signed."""
        found: list[Shown] = []
        if self.forensic and Told.DUAL_ROLE not in self.dual.values():
            found.append((self.dual, "Explain both roles first, and say that you have."))
        if self.forensic and self.scope.value() is None:
            found.append((self.scope, "Choose what is written."))
        if not self.forensic and self.type.value() is None:
            found.append((self.type, "Choose what is written."))
        if not self.template.isHidden() and self.template.value() is None:
            found.append((self.template, "Choose a template."))
        if not self.forensic and self.purpose.value() is None:
            found.append((self.purpose, "Choose what it is for."))
        if self.when.problem():
            found.append((self.when, self.when.problem()))
        return found

    def shown(self, problem: Problem) -> Shown:
        """A problem beside the box that it is about."""
        places: dict[str, Labelled | Group] = {
            "purpose": self.purpose,
            "happened_at": self.when,
            "place": self.place.where,
            "place_words": self.place.words,
            "dual_role": self.dual,
        }
        box = self.boxes.box(problem.field)
        if box is not None:
            return box.field, problem.words
        return places.get(problem.field), problem.words

    def focus_first(self) -> None:
        (self.dual if self.forensic else self.type).focus_first()
