"""The capacity and best-interests forms within the consent page: shown when called for, folded to
one line when recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.capacity import instead_of, wears_off
from custodyhcp.consent.codes import Capacity, Scope
from custodyhcp.consent.fold import Assessed
from custodyhcp.records import dates
from custodyhcp.ui.capacity_form import CapacityForm
from custodyhcp.ui.consent_parts import Opened, Where
from custodyhcp.ui.interests_form import BestInterestsForm
from custodyhcp.ui.kit import Button, Callout, Card, Row

_FOUND = {
    Capacity.HAS: "Assessed: they can decide this",
    Capacity.LACKS: "Assessed: they lack capacity for this decision",
    Capacity.UNDETERMINED: "Assessed: it could not be told",
}


class _Place(QWidget):
    """Where one form stands, or the line that it left."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.card = Card()
        self.done = Callout("", tone="green", name=f"{name}.done")
        self.redo = Button("Do it again", self.unfold, name=f"{name}.again_form")
        self.done.body.addWidget(Row(self.redo))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.done)
        column.addWidget(self.card)
        self._form: QWidget | None = None
        self.done.hide()
        self.hide()

    def empty(self) -> None:
        """Without a form, until one is put."""
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def put(self, form: QWidget) -> None:
        self._form = form
        self.card.add(form)

    def fold(self, title: str, words: str, tone: str) -> None:
        self.done.set(title, words, tone)
        self.done.show()
        self.card.hide()

    def unfold(self) -> None:
        self.done.hide()
        self.card.show()


class ConsentForms:
    """Both places, and the forms in them for the scope asked about."""

    def __init__(
        self,
        on_capacity: Callable[[CapacityForm], object],
        on_interests: Callable[[BestInterestsForm], object],
        on_change: Callable[[], object],
    ) -> None:
        self._on_capacity, self._on_interests = on_capacity, on_interests
        self._on_change = on_change
        self.capacity_place = _Place("capacity")
        self.interests_place = _Place("interests")
        self._wears_off = False
        self._seen: tuple[str | None, str | None] = (None, None)
        self.turn_to(Scope.VIEW_SCR)

    def turn_to(self, scope: Scope) -> None:
        """Fresh forms, once they are called for: capacity is for one decision."""
        self._scope = scope
        self._capacity: CapacityForm | None = None
        self._interests: BestInterestsForm | None = None
        for place in (self.capacity_place, self.interests_place):
            place.hide()
            place.unfold()
            place.empty()
        self._seen = (None, None)

    @property
    def capacity(self) -> CapacityForm:
        """Made when it is first wanted: most people are never assessed."""
        if self._capacity is None:
            form = CapacityForm(self._scope)
            form.record.connect(lambda: self._on_capacity(form))
            form.changed.connect(lambda: self._on_change())
            self.capacity_place.put(form)
            self._capacity = form
        return self._capacity

    @property
    def interests(self) -> BestInterestsForm:
        """Made when it is first wanted, as the other."""
        if self._interests is None:
            form = BestInterestsForm(self._scope)
            form.set_wears_off(self._wears_off)
            form.record.connect(lambda: self._on_interests(form))
            form.changed.connect(lambda: self._on_change())
            self.interests_place.put(form)
            self._interests = form
        return self._interests

    def first(self) -> Where:
        """Where a best-interests form that is wanting is filled in."""
        return {} if self._interests is None else {"best_interests": self._interests.first()}

    def make_for(self, kept: Iterable[str]) -> None:
        """The forms that the boxes of these names are in, for what was typed to be put back."""
        names = tuple(kept)
        if any(name.startswith("capacity.") for name in names):
            self.capacity.show()
        if any(name.startswith("interests.") for name in names):
            self.interests.show()

    def show_for(self, opened: Opened, scope: Scope, now: datetime) -> None:
        """Folds what is on record; a finding that is overdue is to be made again."""
        finding, form = opened.state.capacity_finding(scope), opened.state.best_interests(scope)
        seen = (finding.entry if finding else None, form.entry if form else None)
        if seen == self._seen:
            return
        self._seen = seen
        self._wears_off = finding is not None and wears_off(finding.assessment)
        if self._interests is not None:
            self._interests.set_wears_off(self._wears_off)
        if finding is not None and finding.conclusion is not None:
            self._fold_finding(finding, now)
        if form is not None:
            at = dates.cui_short(form.at, now)
            self.interests_place.fold("Best interests recorded", f"{at}.", "green")
        else:
            self.interests_place.unfold()

    def _fold_finding(self, finding: Assessed, now: datetime) -> None:
        """One line for what was found, and what to do now; open again once it is overdue."""
        if finding.conclusion is None:
            return
        due, lines = finding.assessment.reassess_at, [f"{dates.cui_short(finding.at, now)}."]
        overdue = due is not None and due <= now
        if due is not None:
            again = f"{dates.cui_short(due, now)}, {dates.relative(due, now)}"
            lines.append(f"Assess again {again}.")
        lines.append(instead_of(finding.assessment))
        good = finding.conclusion is Capacity.HAS and not overdue
        self.capacity_place.fold(
            _FOUND[finding.conclusion], " ".join(lines), "green" if good else "amber"
        )

    def offer(self, *, capacity: bool, interests: bool, prior_refusal: bool) -> None:
        if capacity:
            self.capacity.show()
        if interests:
            self.interests.set_prior_refusal(prior_refusal)
        self.capacity_place.setVisible(capacity)
        self.interests_place.setVisible(interests)
