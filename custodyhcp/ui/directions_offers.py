"""Words for a common situation: looked at first, and put in only by a press."""

from __future__ import annotations

from PySide6.QtCore import Signal

from custodyhcp.records.offers import Offer, offers
from custodyhcp.ui.kit import Button, Card, Pick, PlainLabel, Row


class OffersPart(Card):
    """``used`` carries the ``Offer`` that somebody took."""

    used = Signal(object)

    def __init__(self) -> None:
        super().__init__(name="assessment.offers")
        self.pick = Pick(
            "Words for a common situation",
            [(offer, offer.situation) for offer in offers()],
            name="assessment.offer",
            hint="What custody must do, not what it must not know. Nothing goes in by itself.",
        )
        self._words = PlainLabel("", "second", name="assessment.offer.words")
        self._use = Button("Add these words", self._take, name="assessment.offer.use")
        self._row = Row(self._use)
        self.add(self.pick, self._words, self._row)
        self.pick.changed.connect(self._show_offer)
        self._show_offer()

    def offer(self) -> Offer | None:
        found = self.pick.value()
        return found if isinstance(found, Offer) else None

    def _show_offer(self) -> None:
        offer = self.offer()
        said = "" if offer is None else "\n".join(filter(None, (*offer.words, offer.then)))
        self._words.setText(said)
        self._words.setVisible(bool(said))
        self._row.setVisible(offer is not None and bool(offer.changes))

    def _take(self) -> None:
        offer = self.offer()
        if offer is not None:
            self.used.emit(offer)
