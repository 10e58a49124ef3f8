"""One scale to be gone through with somebody: every item in view, nothing answered beforehand.

The total appears when the last item is answered, with its workings. In COWS the pulse is typed and
scored by the rule. Where somebody never drinks, the other two AUDIT-C items follow from that, and
the form says so.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import scoring
from custodyhcp.records.scales import audit_c, ciwa_ar, cows, gcs
from custodyhcp.records.scales.audit_c import Asked
from custodyhcp.records.scales.scale import NotAValue, Result
from custodyhcp.records.scoring import Gone, Scale
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Choice, Field, NowField, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.observations_form import NOW
from custodyhcp.ui.scales_choice import ItemChoice, Points
from custodyhcp.ui.scales_result import ScoreCard

_NO_TIME = datetime(1900, 1, 1, tzinfo=UTC)  # while none is given
_KEYS = "A number key answers the item that has the focus{}. Tab goes on."


class ScaleForm(QWidget):
    """``changed`` after every answer. ``gone()`` is what has been answered so far."""

    changed = Signal()

    def __init__(self, ctx: Context, scale: Scale) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.scale, self._about, self._never = scale, scoring.about(scale), False
        self._prefix = f"scale.{scale.value}"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.done_at = NowField("Done at", ctx.now, name=f"{self._prefix}.at", hint=NOW)
        self._parts: list[QWidget] = [
            PlainLabel(f"{self._about.full_name}. {self._about.not_for}", "second"),
            PlainLabel(_KEYS.format("" if scale is Scale.GCS else ": 0 is 0 points"), "hint"),
            self.done_at,
        ]
        self._build_items()
        self.reason = Field(
            "Why it could not be tested", name=f"{self._prefix}.reason",
            hint="Such as swelling, a tube, no language in common",
        )  # fmt: skip
        self.notes = Field("Note", name=f"{self._prefix}.notes", lines=2)
        self.score_card = ScoreCard(self._about, name=f"{self._prefix}.score")
        self._parts += [self.reason, self.notes, self.score_card]
        for part in self._parts:
            column.addWidget(part)
        self._connect()
        self._show()

    def _build_items(self) -> None:
        first = 1
        self.pulse: Field | None = None
        if self.scale is Scale.COWS:
            measure, first = cows.pulse(), 2
            self.pulse = Field(
                f"1. {measure.name}", name=f"{self._prefix}.pulse", chars=4, units=measure.units,
                hint="Sitting or lying for 1 minute",
            )  # fmt: skip
            self._parts.append(self.pulse)
        self.items = [
            ItemChoice(
                item, number, name=f"{self._prefix}.{item.key}",
                testable=self.scale is not Scale.GCS,
            )
            for number, item in enumerate(scoring.items(self.scale), first)
        ]  # fmt: skip
        self._parts += self.items
        self.asked: Choice[Asked] | None = None
        if self.scale is Scale.AUDIT_C:
            words = {each: each.words for each in Asked}
            self.asked = Choice(
                "Which wording of question 3 was asked", words, name=f"{self._prefix}.asked"
            )
            self._parts.insert(len(self._parts) - 1, self.asked)

    def _connect(self) -> None:
        self.done_at.changed.connect(self.changed)
        for field in (self.pulse, self.reason, self.notes):
            if field is not None:
                field.changed.connect(self._answered)
        for item in self.items:
            item.chosen.connect(self._answered)
        if self.asked is not None:
            self.asked.chosen.connect(self._answered)
            self.items[0].chosen.connect(self._follow_never)

    def focus_start(self) -> None:
        self.done_at.focus_first()

    # what was answered

    def gone(self) -> Gone | Problem:
        """As answered so far, at ``done_at`` or, while that is empty, long ago; a
        problem where the pulse is no number."""
        answers: list[int | str | None] = [item.answer() for item in self.items]
        if self.pulse is not None:
            try:
                answers.insert(0, self._beats())
            except NotAValue as error:
                return Problem(error.key, error.words)
        return Gone(
            self.scale,
            tuple(answers),
            self.done_at.value() or _NO_TIME,
            asked=None if self.asked is None else self.asked.value(),
            reason=self.reason.text() if Points.NT in self._chosen() else "",
            notes=self.notes.text(),
        )

    def _beats(self) -> int | None:
        typed = "" if self.pulse is None else self.pulse.text()
        return int(cows.pulse().read(typed)) if typed else None

    def _chosen(self) -> list[Points | None]:
        return [item.value() for item in self.items]

    def problems(self, now: datetime) -> list[Problem]:
        """Everything to put right before it can be recorded."""
        gone = self.gone()
        found = [] if isinstance(gone, Gone) else [gone]
        if self.done_at.value() is None:
            words = self.done_at.problem() or "Say when it was done. N is now."
            found.append(Problem("done_at", words))
        if isinstance(gone, Gone):
            found += scoring.problems(scoring.cleaned(gone), now)
        return found

    def shown(self, problem: Problem) -> Shown:
        """The problem beside the box or row it is about."""
        rows = {item.key: item for item in self.items}
        if problem.field in rows:
            return rows[problem.field], problem.words
        boxes = {"done_at": self.done_at, "reason": self.reason, "notes": self.notes,
                 cows.pulse().key: self.pulse, "asked": self.asked}  # fmt: skip
        return boxes.get(problem.field), problem.words

    # what is shown

    def _follow_never(self) -> None:
        """Never drinks: nothing is left to ask, and 0 each follows."""
        never = self.items[0].value() is Points.P0
        if never is not self._never:
            self._never = never
            for item in self.items[1:]:
                item.setEnabled(not never)
                item.set_value(Points.P0 if never else None)
        self._answered()

    def _answered(self, *_args: object) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.reason.setVisible(Points.NT in self._chosen())
        gone = self.gone()
        if isinstance(gone, Problem):
            self.score_card.show_words(f"{self._about.title}: no total yet", gone.words)
            return
        scored = scoring.score(gone)
        if isinstance(scored, gcs.NotTestable):
            words = f"{self.reason.text() or 'Say why it could not be tested.'} No total is given."
            self.score_card.show_words(scored.profile, words)
            return
        self.score_card.show_score(
            scored,
            advice=("To consider: you decide", self._advice(scored)),
            note=self._note(scored),
        )

    def _advice(self, scored: object) -> str:
        if not isinstance(scored, Result):
            return ""
        if self.scale is Scale.AUDIT_C:
            return self._about.advice if audit_c.positive(scored.total) else ""
        if self.scale is Scale.GCS and scored.total == 15:
            return ""
        return "" if self.scale is Scale.CIWA_AR else self._about.advice

    def _note(self, scored: object) -> str:
        if not isinstance(scored, Result):
            return ""
        if self.scale is Scale.CIWA_AR:
            return "; ".join(ciwa_ar.other_bands(scored.total))
        if self.scale is Scale.GCS:
            return gcs.profile([item.answer() for item in self.items])
        if self.scale is Scale.AUDIT_C and self.items[0].value() is Points.P0:
            return "Questions 2 and 3 are 0, because they never drink."
        return ""
