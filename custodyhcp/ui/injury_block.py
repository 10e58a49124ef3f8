"""One injury on the form: its number and place, then everything there is to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import injuries
from custodyhcp.records.injuries import CHOSEN, TEXTS, Landmark, Mark, listed
from custodyhcp.records.words import Problem
from custodyhcp.ui.consent_parts import coded
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Field,
    MultiChoice,
    Pick,
    PlainLabel,
    Row,
    Tag,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

_LABELS = {
    "shape": "Shape",
    "orientation": "Direction",
    "edges": "Edges",
    "swelling": "Swelling",
    "pain": "Pain, as stated",
    "tenderness": "Tender to touch",
    "stiffness": "Stiffness",
    "bleeding": "Bleeding",
    "healing": "Signs of healing",
    "photo": "Photograph",
}
_TEXT_LABELS = {
    "foreign": ("Foreign material", "Such as grit or glass. Leave empty if none"),
    "age_stated": ("How old, as the person states it", "In their words, such as 'last night'"),
    "care": ("Care given", ""),
    "photo_reference": ("Photograph's reference", ""),
    "opinion": ("Opinion", "Kept and shown as an opinion, never as a finding"),
}


class InjuryBlock(Card):
    """``changed`` after every change; ``removed`` and ``wanted`` (to be the current one)."""

    changed = Signal()
    removed = Signal()
    wanted = Signal()

    def __init__(self, number: int, mark: Mark) -> None:
        super().__init__(name=f"injuries.mark.{number}")
        self._n = f"injuries.mark.{number}"
        self.number = number
        self.place = Mark(mark.view, mark.region, mark.x, mark.y)
        self._head()
        self._whole = QWidget()
        self._whole.setProperty("ground", "none")
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._build()
        for part in self._parts():
            column.addWidget(part)
        self.add(self._whole)
        self._fill(mark)
        self._connect()
        self._look()

    # building

    def _head(self) -> None:
        self._tag = Tag(str(self.number), "blue")
        self._site = PlainLabel("", "strong", name=f"{self._n}.site")
        self._said = PlainLabel("", "second", name=f"{self._n}.said")
        self._open = Button(
            "Change", self.wanted.emit, role=ButtonRole.LINK, name=f"{self._n}.open"
        )
        away = Button(
            "Take away", self.removed.emit, role=ButtonRole.LINK, name=f"{self._n}.remove"
        )
        self._open.setAccessibleName(f"Change injury {self.number}")
        away.setAccessibleName(f"Take away injury {self.number}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._site)
        words.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _build(self) -> None:
        named: list[tuple[object, str]] = [(k.key, k.name) for k in injuries.kinds().values()]
        self.kind = Pick("Type of injury", named, name=f"{self._n}.kind")
        self._definition = PlainLabel("", "hint", name=f"{self._n}.definition")
        self.along = Field("Length", name=f"{self._n}.length", units="mm", chars=5)
        self.across = Field("Width", name=f"{self._n}.width", units="mm", chars=5)
        self.deep = Field("Depth", name=f"{self._n}.depth", units="mm", chars=5)
        states = coded("Measured", ["UNMEASURED", "DEPTH_SAFE"])
        self._states = states
        self.measured = MultiChoice(
            "Measuring",
            {
                states["DEPTH_SAFE"]: "It was safe to measure the depth",
                states["UNMEASURED"]: "The size could not be measured",
            },
            name=f"{self._n}.measured",
        )
        self.landmarks = tuple(
            (
                Field("Distance", name=f"{self._n}.mm{place}", units="mm", chars=5),
                Field(
                    f"{'First' if place == 1 else 'Second'} landmark",
                    name=f"{self._n}.from{place}",
                    example="below a crease or edge close by, by its name",
                ),
            )
            for place in (1, 2)
        )
        self._colours = coded("Colour", listed("colour"))
        self.colour = MultiChoice(
            "Colour",
            {member: listed("colour")[key] for key, member in self._colours.items()},
            name=f"{self._n}.colour",
        )
        self.picks: Mapping[str, Pick] = {
            name: Pick(_LABELS[name], list(listed(name).items()), name=f"{self._n}.{name}")
            for name in CHOSEN
        }
        self.texts: Mapping[str, Field] = {
            name: Field(
                _TEXT_LABELS[name][0],
                name=f"{self._n}.{name}",
                hint=_TEXT_LABELS[name][1],
                lines=2 if name == "opinion" else 1,
            )
            for name in TEXTS
        }
        self._prompt = Callout("Look again", "", tone="amber", name=f"{self._n}.prompt")

    def _parts(self) -> tuple[QWidget, ...]:
        grid = QWidget()
        grid.setProperty("ground", "none")
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(16)
        cells.setVerticalSpacing(12)
        small = [pick for name, pick in self.picks.items() if name != "photo"]
        for place, pick in enumerate(small):
            cells.addWidget(pick, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        for across in range(3):
            cells.setColumnStretch(across, 1)
        for mm, _point in self.landmarks:
            mm.setFixedWidth(128)
        return (
            self.kind,
            self._definition,
            Row(self.along, self.across, self.deep, gap=16),
            self.measured,
            *(Row(mm, point, gap=16, fill=True) for mm, point in self.landmarks),
            self.colour,
            grid,
            self.picks["photo"],
            *self.texts.values(),
            self._prompt,
        )

    def _connect(self) -> None:
        fields: list[Field] = [self.along, self.across, self.deep, *self.texts.values()]
        fields += [field for pair in self.landmarks for field in pair]
        for field in fields:
            field.changed.connect(self._told)
        for pick in (self.kind, *self.picks.values()):
            pick.changed.connect(self._told)
        for several in (self.colour, self.measured):
            several.changed.connect(self._told)

    def _told(self, *_args: object) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """The words that follow from what is typed so far."""
        mark = self.mark()
        kind = injuries.kinds().get(mark.kind)
        self._definition.setText(kind.definition if kind else "Choose one to see what it means.")
        self._site.setText(mark.site)
        said = ", ".join(part for part in (kind.name if kind else "", mark.size) if part)
        self._said.setText(said or "Nothing recorded yet")
        found = injuries.prompts(mark) if kind else ()
        self._prompt.set("Look again", "\n".join(found))
        self._prompt.setVisible(bool(found))

    # what it shows and holds

    def show_whole(self, on: bool) -> None:
        self._whole.setVisible(on)
        self._open.setVisible(not on)
        self.set_tone("blue" if on else "")

    def renumber(self, number: int) -> None:
        """The number that is seen; the names of the boxes stay."""
        self._tag.setText(str(number))
        self._open.setAccessibleName(f"Change injury {number}")

    def put(self, x: float, y: float) -> None:
        self.place = replace(self.place, x=x, y=y)
        self._told()

    def mark(self) -> Mark:
        """As filled in so far. What is not a number counts as not given (see ``problems``)."""
        kind = self.kind.value()
        picked: dict[str, Any] = {
            name: str(pick.value() or "") for name, pick in self.picks.items()
        }
        measured = {member.value for member in self.measured.values()}
        landmarks = tuple(
            Landmark(injuries.read_mm(mm.text()) or 0, point.text())
            for mm, point in self.landmarks
            if mm.text() or point.text()
        )
        return replace(
            self.place,
            kind=str(kind or ""),
            landmarks=landmarks,
            length_mm=injuries.read_mm(self.along.text()),
            width_mm=injuries.read_mm(self.across.text()),
            depth_mm=injuries.read_mm(self.deep.text()),
            depth_safe="DEPTH_SAFE" in measured,
            unmeasured="UNMEASURED" in measured,
            colours=tuple(str(member.value) for member in self.colour.values()),
            **(picked | {name: field.text() for name, field in self.texts.items()}),
        )

    def _fill(self, mark: Mark) -> None:
        self.kind.set_value(mark.kind or None)
        sizes = ((self.along, mark.length_mm), (self.across, mark.width_mm))
        for field, mm in (*sizes, (self.deep, mark.depth_mm)):
            field.set_text("" if mm is None else injuries.millimetres(mm))
        ticked = {"UNMEASURED": mark.unmeasured, "DEPTH_SAFE": mark.depth_safe}
        self.measured.set_values(self._states[key] for key, on in ticked.items() if on)
        for (mm_box, point), landmark in zip(self.landmarks, mark.landmarks, strict=False):
            mm_box.set_text(injuries.millimetres(landmark.mm))
            point.set_text(landmark.point)
        self.colour.set_values(self._colours[key] for key in mark.colours)
        for name, pick in self.picks.items():
            pick.set_value(getattr(mark, name) or None)
        for name, text in self.texts.items():
            text.set_text(getattr(mark, name))

    def problems(self) -> list[Shown]:
        """What was typed and is no number of millimetres."""
        boxes: list[Field] = [
            self.along,
            self.across,
            self.deep,
            *(mm for mm, _ in self.landmarks),
        ]
        words = "Write millimetres as a number, such as 12 or 2.5"
        return [
            (box, words) for box in boxes if box.text() and injuries.read_mm(box.text()) is None
        ]

    def shown(self, problem: Problem) -> Shown:
        """The problem beside the field it is about."""
        field = problem.field.rpartition(".")[2]
        places: dict[str, Labelled | Group] = {
            "kind": self.kind,
            "length": self.along,
            "depth": self.deep,
            "colour": self.colour,
            "landmark": self.landmarks[0][0],
            **self.picks,
            **self.texts,
        }
        return places.get(field), problem.words
