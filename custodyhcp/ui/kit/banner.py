"""The patient banner: who this screen is about, always in the same place, never covered.

Rules kept here (domain outputs 4.1): fixed at the top, full width; family name, given name
(title), then born (age), gender, NHS number; labels without a colon, values heavier; names whole,
never cut; allergies by exactly one of four labels; unknown in words, never "?". Never on a screen
with more than one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.ui.kit.flow import Flow
from custodyhcp.ui.kit.words import PlainLabel, Tag


class Allergies(Enum):
    """The only four labels there are, and None-shown for readers who may not see any."""

    KNOWN = "Known allergies"
    NONE_KNOWN = "No known allergies"
    NOT_RECORDED = "Allergies not recorded"
    UNAVAILABLE = "Allergies unavailable"
    NOT_SHOWN = ""


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """Everything already as words: ``name`` is ``FAMILY, Given (Title)``, ``born`` is
    ``03-Jan-1995 (31y)`` or ``Not known``, ``nhs_number`` is ``943 476 5919`` or ``Not known``."""

    name: str
    born: str
    gender: str
    nhs_number: str
    nhs_status: str = ""
    preferred: str = ""
    allergies: Allergies = Allergies.NOT_RECORDED
    allergy_words: str = ""
    custody: str = ""  # such as "Cell 12 · NG/26/4411"
    flags: Sequence[tuple[str, str]] = field(default=())  # (words, tone)


class PatientBanner(QFrame):
    """Full width. ``show_facts`` fills it again."""

    def __init__(self, facts: BannerFacts | None = None) -> None:
        super().__init__()
        self.setProperty("kit", "banner")
        self.setObjectName("banner")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 8, 24, 8)
        self._column.setSpacing(0)
        self._inside: QWidget | None = None
        if facts is not None:
            self.show_facts(facts)

    def show_facts(self, facts: BannerFacts) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        self._inside.setProperty("ground", "none")
        flow = Flow(self._inside, gap=24, line_gap=2)
        flow.addWidget(self._name(facts))
        flow.addWidget(_pair("Born", facts.born, "banner.born"))
        flow.addWidget(_pair("Gender", facts.gender, "banner.gender"))
        flow.addWidget(_pair("NHS No.", facts.nhs_number, "banner.nhs", facts.nhs_status))
        if facts.allergies is not Allergies.NOT_SHOWN:
            flow.addWidget(_allergies(facts))
        if facts.custody:
            flow.addWidget(_tall(PlainLabel(facts.custody, "second", wrap=False)))
        for words, tone in facts.flags:
            flow.addWidget(Tag(words, tone))
        self._column.addWidget(self._inside)
        self.setAccessibleName(f"{facts.name}, born {facts.born}, {facts.gender}")

    def _name(self, facts: BannerFacts) -> QWidget:
        label = PlainLabel(facts.name, "name", wrap=False, name="banner.name")
        if not facts.preferred:
            return _tall(label)
        both = QWidget()
        both.setProperty("ground", "none")
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label)
        column.addWidget(_pair("Preferred name", facts.preferred, "banner.preferred"))
        return both


def _tall(label: PlainLabel) -> PlainLabel:
    label.setMinimumHeight(28)
    label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    return label


def _pair(label: str, value: str, name: str, after: str = "") -> QWidget:
    pair = QWidget()
    pair.setProperty("ground", "none")
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(_tall(PlainLabel(label, "key", wrap=False)))
    row.addWidget(_tall(PlainLabel(value, "value", wrap=False, name=name)))
    if after:
        row.addWidget(_tall(PlainLabel(after, "small", wrap=False)))
    return pair


def _allergies(facts: BannerFacts) -> QWidget:
    label = facts.allergies.value
    if facts.allergies is Allergies.KNOWN:
        return _pair("⚠ " + label, facts.allergy_words, "banner.allergies")
    look = "value" if facts.allergies is Allergies.NONE_KNOWN else "key"
    return _tall(PlainLabel(label, look, wrap=False, name="banner.allergies"))
