"""The cards of the added items, one kind for each shape of answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from custodyhcp.records.custody_items import (
    Carrier,
    Caution,
    CellNeed,
    EmergencyLabel,
    First,
    FitFor,
    FitInterview,
    InjuryCare,
    InjuryNeed,
    Interview,
    Precaution,
    Release,
    Route,
    Safeguard,
    Swallowed,
    Transfer,
)
from custodyhcp.ui.item_card import ItemCard, Make


class Sealed(Enum):
    YES = "YES"
    NO = "NO"


_YES_NO = {Sealed.YES: "Yes", Sealed.NO: "No"}


class TextCard(ItemCard):
    """One line of words."""

    label, hint = "", ""

    def build(self) -> None:
        self.text("words", self.label, self.hint, name=f"assessment.{self.row.key}")

    def made(self) -> Mapping[str, Any] | None:
        words = self.said("words")
        return {self.row.key: words} if words else None

    def put(self, answers: Any) -> None:
        self.texts["words"].set_text(getattr(answers, self.row.key))


class AllergyCard(TextCard):
    label = "Allergy that custody could set off"
    hint = "To what; what happens; what to do, such as 'latex: rash, use nitrile gloves'"


class TalkingCard(TextCard):
    label = "Talking and understanding"
    hint = "What helps, such as 'one person speaks, short sentences'"


class FoodCard(TextCard):
    label = "Food and drink"
    hint = "What to give and when"


class SearchCard(TextCard):
    label = "Who searches them, as they asked"
    hint = "In their words, with their consent. Never why."


class SomeCard(ItemCard):
    """Some of a closed list."""

    kind: type[Enum] = Enum
    label = ""

    def build(self) -> None:
        self.some("some", self.label, self.kind)

    def made(self) -> Mapping[str, Any] | None:
        chosen = self.several["some"].values()
        return {self.row.key: chosen} if chosen else None

    def put(self, answers: Any) -> None:
        self.several["some"].set_values(getattr(answers, self.row.key))


class LabelsCard(SomeCard):
    kind, label = EmergencyLabel, "Only these change what 999 does"


class PrecautionsCard(SomeCard):
    kind, label = Precaution, "Beyond the standard precautions. Never what the infection is."


class CellCard(SomeCard):
    kind, label = CellNeed, "Cell, moving about, personal care"


class CautionsCard(SomeCard):
    kind, label = Caution, "When holding, searching or moving them"

    def build(self) -> None:
        super().build()
        self.text("place", "Where on the body", "Such as 'left wrist'. Never how it happened.")

    def show_what_applies(self) -> None:
        placed = any(caution.has_place for caution in self.several["some"].values())
        self.texts["place"].setVisible(placed)

    def made(self) -> Mapping[str, Any] | None:
        made = super().made()
        return None if made is None else {**made, "caution_place": self.said("place")}

    def put(self, answers: Any) -> None:
        super().put(answers)
        self.texts["place"].set_text(answers.caution_place)
        self.show_what_applies()


class OneCard(ItemCard):
    """One of a closed list."""

    kind: type[Enum] = Enum
    label = ""

    def build(self) -> None:
        self.one("one", self.label, self._words(self.kind))

    def made(self) -> Mapping[str, Any] | None:
        chosen = self.choices["one"].value()
        return {self.row.key: chosen} if chosen is not None else None

    def put(self, answers: Any) -> None:
        self.choices["one"].set_value(getattr(answers, self.row.key))


class ChargeCard(OneCard):
    kind, label = FitFor, "Fit to be charged?"


class SwallowedCard(OneCard):
    kind, label = Swallowed, "Drugs that may be inside them: what custody does"


class InjuryCard(ItemCard):
    def build(self) -> None:
        self.text("where", "Where on the body", "Such as 'right wrist'. Never how it happened.")
        self.some("needs", "What it needs", InjuryNeed)
        self.time("at", "Healthcare looks again at")

    def show_what_applies(self) -> None:
        self.texts["at"].setVisible(InjuryNeed.RECHECK in self.several["needs"].values())

    def made(self) -> Mapping[str, Any] | None:
        needs = self.several["needs"].values()
        if not needs:
            return None
        return {"injury_care": InjuryCare(needs, self.said("where"), self.at("at"))}

    def put(self, answers: Any) -> None:
        care = answers.injury_care
        if care is not None:
            self.several["needs"].set_values(care.needs)
            self.texts["where"].set_text(care.where)
            self.put_time("at", care.at)
        self.show_what_applies()


class InterviewCard(ItemCard):
    """Annex G: each answer shows the further answers that custody needs to act on it."""

    def build(self) -> None:
        fit = self._words(FitInterview)
        fit[FitInterview.FIT_WITH_SAFEGUARDS] += " safeguards"
        self.one("fit", "Fit for interview?", fit)
        self.time("until", "Fit until")
        row = self.row
        self.some("safeguards", "Safeguards", Safeguard)
        for member in (Safeguard.MOST_MINUTES, Safeguard.BREAKS):
            words = row.words(member).format(minutes="…", breaks="…")
            self.several["safeguards"].button(member).setText(f"{words[:1].upper()}{words[1:]}")
        self.number("minutes", "At most")
        self.number("breaks", "A break every")
        self.text("words", "Times of the interview, or signs to stop at")
        self.one("first", "First they must be", self._words(First))
        self.time("expected", "Likely fit by")
        self.time("reassess", "Assess again at")
        self.one("route", "Which way", self._words(Route))
        self.text("told", "Who was told that it was not assessed")

    def show_what_applies(self) -> None:
        fit = self.choices["fit"].value()
        chosen = set(self.several["safeguards"].values())
        guarded = fit is FitInterview.FIT_WITH_SAFEGUARDS
        said = bool(chosen & {Safeguard.TIME_WINDOW, Safeguard.STOP_SIGNS})
        not_now = fit is FitInterview.NOT_FIT_NOW
        self.several["safeguards"].setVisible(guarded)
        self.texts["minutes"].setVisible(guarded and Safeguard.MOST_MINUTES in chosen)
        self.texts["breaks"].setVisible(guarded and Safeguard.BREAKS in chosen)
        self.texts["words"].setVisible(guarded and said)
        self.texts["until"].setVisible(fit is FitInterview.FIT)
        self.choices["first"].setVisible(not_now)
        self.texts["expected"].setVisible(not_now)
        self.texts["reassess"].setVisible(not_now)
        self.choices["route"].setVisible(fit is FitInterview.NOT_FIT)
        self.texts["told"].setVisible(fit is FitInterview.NOT_ASSESSED)

    def made(self) -> Mapping[str, Any] | None:
        fit = self.choices["fit"].value()
        if fit is None:
            return None
        guarded = fit is FitInterview.FIT_WITH_SAFEGUARDS
        told = Interview(
            fit=fit,
            until=self.at("until"),
            safeguards=self.several["safeguards"].values() if guarded else (),
            minutes=self.minutes_of("minutes"),
            breaks=self.minutes_of("breaks"),
            words=self.said("words"),
            first=self.choices["first"].value() if fit is FitInterview.NOT_FIT_NOW else None,
            expected=self.at("expected"),
            reassess=self.at("reassess"),
            route=self.choices["route"].value() if fit is FitInterview.NOT_FIT else None,
            told=self.said("told"),
        )
        return {"interview": told}

    def put(self, answers: Any) -> None:
        told = answers.interview
        if told is not None:
            self.choices["fit"].set_value(told.fit)
            self.several["safeguards"].set_values(told.safeguards)
            self.choices["first"].set_value(told.first)
            self.choices["route"].set_value(told.route)
            for part in ("minutes", "breaks"):
                self.texts[part].set_text(str(getattr(told, part) or ""))
            for part in ("words", "told"):
                self.texts[part].set_text(getattr(told, part))
            for part in ("until", "expected", "reassess"):
                self.put_time(part, getattr(told, part))
        self.show_what_applies()


class TransferCard(ItemCard):
    def build(self) -> None:
        self.one("fit", "Fit to travel?", self._words(FitFor))
        self.one("medicines", "Medicines on the way", self._words(Carrier))
        self.one("sealed", "Does a sealed health letter go too?", _YES_NO)
        self.text("words", "Anything the escort must do", "What is sensitive goes in the letter")

    def made(self) -> Mapping[str, Any] | None:
        fit, medicines = self.choices["fit"].value(), self.choices["medicines"].value()
        sealed = self.choices["sealed"].value()
        if fit is None or medicines is None or sealed is None:
            return None
        return {"transfer": Transfer(fit, medicines, sealed is Sealed.YES, self.said("words"))}

    def put(self, answers: Any) -> None:
        told = answers.transfer
        if told is not None:
            self.choices["fit"].set_value(told.fit)
            self.choices["medicines"].set_value(told.medicines)
            self.choices["sealed"].set_value(Sealed.YES if told.sealed_letter else Sealed.NO)
            self.texts["words"].set_text(told.words)


class ReleaseCard(ItemCard):
    _TEXTS = (
        ("needs", "What they need on the way out"),
        ("referrals", "Referrals made"),
        ("told", "Who was told"),
        ("language", "Language the advice was given in"),
    )

    def build(self) -> None:
        self.one("fit", "Fit to be released?", self._words(FitFor))
        for part, label in self._TEXTS:
            self.text(part, label)

    def made(self) -> Mapping[str, Any] | None:
        fit = self.choices["fit"].value()
        if fit is None:
            return None
        return {"release": Release(fit, *(self.said(part) for part, _ in self._TEXTS))}

    def put(self, answers: Any) -> None:
        told = answers.release
        if told is not None:
            self.choices["fit"].set_value(told.fit)
            for part, _ in self._TEXTS:
                self.texts[part].set_text(getattr(told, part))


CARDS: Mapping[str, Make] = MappingProxyType(
    {
        "interview": InterviewCard,
        "charge": ChargeCard,
        "communication": TalkingCard,
        "allergy": AllergyCard,
        "food": FoodCard,
        "labels": LabelsCard,
        "cautions": CautionsCard,
        "search_preference": SearchCard,
        "precautions": PrecautionsCard,
        "cell_needs": CellCard,
        "injury_care": InjuryCard,
        "swallowed": SwallowedCard,
        "transfer": TransferCard,
        "release": ReleaseCard,
    }
)
