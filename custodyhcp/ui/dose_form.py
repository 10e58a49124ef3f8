"""What became of one dose: given, refused, asleep, withheld or put off, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer

from custodyhcp.records import dates, doses, medicines
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.doses import Dose, Outcome, Slot
from custodyhcp.ui.kit import Callout, Choice, Field, NowField, Pick, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.medicine_forms import MedicineForm, Now, chosen

_BY = {GivenBy.HCP: "I gave or offered it", GivenBy.CUSTODY: "Custody handed it over"}
HELD = "Held by healthcare, as the directions say"


class DoseForm(MedicineForm):
    """``show_slot`` says which dose; ``dose()`` is what was answered."""

    def __init__(self, now: Now) -> None:
        super().__init__("Record this dose", "medicines.dose")
        self._now = now
        self.slot: Slot | None = None
        name = "medicines.dose"
        self.what = PlainLabel("", "strong", name=f"{name}.what")
        self.prompt = Callout("Allergy", "", tone="red", name=f"{name}.allergy")
        self.often = Callout("Once more today", "", tone="amber", name=f"{name}.often")
        self._given: tuple[Dose, ...] = ()
        words = {outcome: outcome.words for outcome in Outcome}
        self.medicine = Field(
            "Medicine and dose, as given", name=f"{name}.medicine", hint="Custody is not told it"
        )
        self.outcome = Choice("What became of it", words, name=f"{name}.outcome")
        self.by = Choice("Who", _BY, name=f"{name}.by")
        self.name = Field("Name of who handed it over", name=f"{name}.name")
        self.at = NowField("At", now, name=f"{name}.at")
        self.reasons: Mapping[Outcome, Pick] = {
            outcome: Pick(
                "Why" if outcome is not Outcome.GIVEN else "Why so late",
                list(outcome.reasons.items()),
                name=f"{name}.reason.{outcome.name.lower()}",
            )
            for outcome in Outcome
        }
        self.more = Field("More on why", name=f"{name}.more")
        self.again = NowField("Offer it again at", now, name=f"{name}.again", ahead=True)
        self.witness = Field("Witness", name=f"{name}.witness")
        picks = tuple(self.reasons.values())
        self.lay_out(
            self.what, self.prompt, self.often, self.medicine, self.outcome, self.by, self.name,
            self.at, *picks, self.more, self.again, self.witness,
        )  # fmt: skip
        for choice in (self.outcome, self.by):
            choice.chosen.connect(self._look)
        self.at.changed.connect(self._look)
        self._look()

    def show_slot(self, slot: Slot, allergy: str, given: Iterable[Dose] = ()) -> None:
        """``given``: what was recorded of every dose of this stay."""
        self.slot, self._given = slot, tuple(given)
        due = dates.cui_short(slot.due_at, self._now())
        self.what.setText(f"{slot.medicine.line.words or HELD}, due {due}")
        self.medicine.set_text("" if slot.directed else slot.medicine.line.name)
        self.medicine.setVisible(not slot.directed)
        self.prompt.set("Allergy", allergy)
        self.prompt.setVisible(bool(allergy))
        kind = slot.medicine.drug_class
        self.by.only(medicines.may_give(kind) if kind else (GivenBy.HCP,))
        self._look()
        first = self.outcome if slot.directed else self.medicine
        QTimer.singleShot(0, self, first.focus_first)

    def _look(self, *_args: object) -> None:
        outcome = self.outcome.value()
        dose = self.dose()
        late = dose is not None and dose.late
        for one, pick in self.reasons.items():
            pick.setVisible(one is outcome and (late or one is not Outcome.GIVEN))
        self.more.setVisible(outcome is not None and (late or outcome is not Outcome.GIVEN))
        self.again.setVisible(outcome is not None and not outcome.settles)
        self.name.setVisible(self.by.value() is GivenBy.CUSTODY)
        at = self.at.value() or self._now()
        often = "" if self.slot is None else doses.once_more(self.slot, self._given, at)
        self.often.set("Once more today", often)
        self.often.setVisible(bool(often) and outcome in (None, Outcome.GIVEN))

    def dose(self) -> Dose | None:
        """None until it is said what became of it, who gave it and when."""
        outcome, by, at = self.outcome.value(), self.by.value(), self.at.value()
        if self.slot is None or outcome is None or by is None or at is None:
            return None
        found = Dose(
            self.slot.medicine.line.words if self.slot.directed else self.medicine.text(),
            self.slot.directed,
            self.slot.due_at,
            outcome,
            at,
            by,
            name=self.name.text() if by is GivenBy.CUSTODY else "",
            witness=self.witness.text(),
            next_at=None if outcome.settles else self.again.value(),
        )
        if outcome is Outcome.GIVEN and not found.late:
            return found
        return _with_reason(found, chosen(self.reasons[outcome]), self.more.text())

    def problems(self) -> list[Shown]:
        dose = self.dose()
        if dose is None or self.slot is None:
            asked: list[Shown] = []
            if self.outcome.value() is None:
                asked.append((self.outcome, "Say what became of the dose."))
            if self.by.value() is None:
                asked.append((self.by, "Say who gave or offered it."))
            if self.at.value() is None:
                asked.append((self.at, self.at.problem() or "Say when."))
            return asked
        return self.shown(doses.problems(dose, self._now(), self.slot.medicine.drug_class))

    def places(self) -> Mapping[str, Labelled | Group]:
        outcome = self.outcome.value()
        return {
            "medicine": self.medicine,
            "at": self.at,
            "by": self.by,
            "name": self.name,
            "witness": self.witness,
            "reason": self.reasons[outcome] if outcome else self.outcome,
            "reason_words": self.more,
            "next_at": self.again,
        }


def _with_reason(dose: Dose, reason: str, more: str) -> Dose:
    return replace(dose, reason=reason, reason_words=more)
