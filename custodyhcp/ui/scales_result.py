"""A score as it stands: the total with its band and whose band it is, the workings line by line.

While anything is unanswered there is no total, and what is missing is named. What a score may mean
for custody is advice; the person who scored decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from custodyhcp.records.scales import news2
from custodyhcp.records.scales.news2 import NotFor
from custodyhcp.records.scales.scale import About, Incomplete, Result, Working
from custodyhcp.ui.kit import Callout, Card, PlainLabel

_NAMED = 3  # missing items named before the rest are counted
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class Workings(QWidget):
    """Rows of what was found and its points. Labels are made once and filled again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 3)
        self._rows: list[tuple[PlainLabel, PlainLabel, PlainLabel]] = []

    def show_lines(self, lines: Sequence[Working]) -> None:
        while len(self._rows) < len(lines):
            self._add_row()
        for place, (name, found, points) in enumerate(self._rows):
            there = place < len(lines)
            for label in (name, found, points):
                label.setVisible(there)
            if there:
                line = lines[place]
                name.setText(line.name)
                found.setText(line.found if not line.found.isdigit() else "")
                points.setText(str(line.points))
        self.setAccessibleName(
            "; ".join(f"{line.name}, {line.found}: {line.points}" for line in lines)
        )

    def _add_row(self) -> None:
        place = len(self._rows)
        row = PlainLabel(parent=self), PlainLabel("", "second", parent=self), PlainLabel(
            "", "strong", wrap=False, parent=self)  # fmt: skip
        row[2].setMinimumWidth(24)
        self._grid.addWidget(row[0], place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row[1], place, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row[2], place, 2, _RIGHT)
        self._rows.append(row)


class ScoreCard(Card):
    """``show_score`` fills it; ``advice`` is this project's, and says so."""

    def __init__(self, about: About, *, name: str) -> None:
        super().__init__(name=name)
        self._about = about
        self.total = PlainLabel("", "big", name=f"{name}.total")
        self.band_source = PlainLabel("", "second", name=f"{name}.source")
        self.workings = Workings(f"{name}.workings")
        self.advice = Callout("", tone="blue", name=f"{name}.advice")
        self.licence = PlainLabel(about.acknowledgement, "small", name=f"{name}.licence")
        self.add(self.total, self.band_source, self.workings, self.advice, self.licence)
        self.advice.hide()

    def show_not_for(self, excluded: NotFor) -> None:
        self.total.setText(f"No {self._about.title} score")
        self._source(excluded.why)
        self.workings.show_lines(())
        self.advice.hide()

    def show_score(
        self,
        scored: Result | Incomplete,
        lines: Sequence[Working] = (),
        *,
        advice: tuple[str, str] = ("", ""),
        tone: str = "blue",
        note: str = "",
    ) -> None:
        """``lines`` are the points so far while it is incomplete; ``advice`` its title and words;
        ``tone`` its colour, which the title says in words too;
        ``note`` stands by the source, such as what another band set says."""
        if isinstance(scored, Incomplete):
            self.total.setText(f"{self._about.title}: no total yet")
            self._source(missing_words(scored))
            self.workings.show_lines(lines)
            self.advice.hide()
            return
        self.total.setText(f"{self._about.title} {scored.total}: {scored.band}")
        source = f"Band: {scored.band_source}. {self._about.version}."
        self._source(f"{source} {note}".strip())
        self.workings.show_lines(scored.workings)
        self.advice.set(*advice, tone)
        self.advice.setVisible(bool(advice[1]))

    def show_words(self, title: str, words: str) -> None:
        """Instead of a total: a profile and why there is none."""
        self.total.setText(title)
        self._source(words)
        self.workings.show_lines(())
        self.advice.hide()

    def _source(self, words: str) -> None:
        self.band_source.setText(words)
        self.band_source.setVisible(bool(words))


def custody_words(scored: Result) -> tuple[str, str, str]:
    """What a NEWS2 may mean in custody: what to consider as the heading, with the band in words;
    beneath it who decides and whose mapping it is; and its tone."""
    urgent = scored.band == "medium" or scored.points.get("consciousness") == 3
    tone = "red" if scored.band == "high" else "amber" if urgent else "blue"
    title = f"{scored.band.capitalize()} · {news2.custody_advice(scored)}"
    return title, f"To consider: you decide. {news2.custody_source()}", tone


def missing_words(scored: Incomplete) -> str:
    """``Not answered yet: Pulse, Temperature, Tremor and 4 more.``"""
    named = ", ".join(scored.names[:_NAMED])
    more = len(scored.names) - _NAMED
    return f"Not answered yet: {named}{f' and {more} more' if more > 0 else ''}."
