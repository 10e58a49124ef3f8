"""Directions for custody as a form: choices to be seen wherever there are choices.

The form holds no rule. It gathers ``Answers``, says what has not been answered, and tells whoever
listens after every change, so that the panel beside it shows what custody will read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import dates, directing, directing_items
from custodyhcp.records.answers import Answers, as_if_answered
from custodyhcp.records.custody_items import Risk
from custodyhcp.records.directions import (
    ITEMS,
    AppropriateAdult,
    FitToDetain,
    SelfHarm,
    Visits,
)
from custodyhcp.records.item_table import item
from custodyhcp.records.offers import Offer, taken
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.directions_items import ItemsPart
from custodyhcp.ui.directions_offers import OffersPart
from custodyhcp.ui.directions_words import (
    ADULT,
    FITNESS,
    KINDS,
    LISTS,
    REVIEW,
    SELF_HARM,
    Level,
    Review,
    Rouse,
    options,
    said,
)
from custodyhcp.ui.kit import Button, Choice, Field, MultiChoice, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled


class DirectionsForm(QWidget):
    """``changed`` after every change; ``answers()`` is what has been answered so far.

    ``fields()`` and ``set_fields()`` keep the form as plain values, for a draft."""

    changed = Signal()

    def __init__(self, ctx: Context, *, under_18: bool) -> None:
        super().__init__()
        self._ctx, self._under_18 = ctx, under_18
        self._before: tuple[Visits | None, ...] = ()
        self.setProperty("ground", "none")
        self._build_fitness()
        self._build_observation()
        self._build_signs()
        self._build_review()
        self._build_safeguards()
        self._build_rest()
        self._lay_out()
        self._connect()
        self._show_what_applies()

    # building

    def _build_fitness(self) -> None:
        self.fitness = Choice("Fit to detain?", FITNESS, name="assessment.fitness")
        self.conditions = Field(
            "On what conditions, or where to",
            name="assessment.conditions",
            hint="What custody must do or provide, in plain words",
        )

    def _build_observation(self) -> None:
        words = item("observe").words
        self.risks = MultiChoice(
            "Any of these now?",
            {risk: f"{words(risk)[:1].upper()}{words(risk)[1:]}" for risk in Risk},
            name="assessment.risks",
        )
        self.usual = Button(
            "Use the usual for these: level 2, visit and rouse every 30 min",
            self._use_usual,
            name="assessment.usual",
        )
        levels = {level: f"{level.value} {directing.LEVEL_NAMES[level.value]}" for level in Level}
        self.level = Choice("Observation level", levels, name="assessment.level")
        self.minutes = Field("Visit every", name="assessment.minutes", units="minutes", chars=3)
        self.rouse = Choice(
            "Rouse at each visit?",
            {Rouse.YES: "Yes, wake and speak", Rouse.NO: "No"},
            name="assessment.rouse",
        )
        self.why = Choice("Why this level", options("observation_reasons"), name="assessment.why")
        self.reason = Field(
            "Or in your own words",
            name="assessment.observation_reason",
            hint=f"{directing.REASON_WORDS} words at most. Custody reads this.",
        )

        self.until = Field(
            "Until", name="assessment.until", chars=5, hint="24-hour clock; empty: until reviewed"
        )
        self.less = Field(
            "Why less than before, or than is usual",
            name="assessment.less_because",
            hint=f"{directing_items.LESS_WORDS} words at most. Custody reads it beside the change.",
        )

    def _build_signs(self) -> None:
        self.call_hcp = MultiChoice(
            "Call healthcare if", options("call_hcp_if"), name="assessment.call_hcp"
        )
        self.call_hcp_other = Field("Another sign", name="assessment.call_hcp_other")
        self.call_999 = MultiChoice(
            "Call 999 if", options("call_999_if"), name="assessment.call_999"
        )
        self.call_999_other = Field("Another sign", name="assessment.call_999_other")

    def _build_review(self) -> None:
        self.review = Choice("Next healthcare review in", REVIEW, name="assessment.review")
        self.review_at = Field(
            "Or at", name="assessment.review_at", chars=5, hint="24-hour clock, such as 04:30"
        )
        self.missed = Choice(
            "If it is missed, custody will", options("review_if_missed"), name="assessment.missed"
        )

    def _build_safeguards(self) -> None:
        self.self_harm = Choice("Self-harm risk now", SELF_HARM, name="assessment.self_harm")
        self.controls = MultiChoice(
            "What custody does about it",
            options("self_harm_controls"),
            name="assessment.controls",
        )
        self.controls_other = Field("Anything else", name="assessment.controls_other")
        self.adult = Choice("Appropriate adult", ADULT, name="assessment.adult")
        self.adult_reason = Field(
            "What the person has difficulty with",
            name="assessment.adult_reason",
            hint="What they cannot do, such as 'may not follow fast speech'. Never a diagnosis.",
        )

    def _build_rest(self) -> None:
        self.offers = OffersPart()
        self.items = ItemsPart(self._ctx)
        self.medicines = self.items.medicines
        self.count = PlainLabel("", "second", name="assessment.words")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        rows: Iterable[QWidget] = (
            self.offers,
            self.fitness,
            self.conditions,
            PlainLabel("Observation", "h3"),
            self.risks,
            self.usual,
            self.level,
            self.minutes,
            self.rouse,
            self.why,
            self.reason,
            self.until,
            self.less,
            PlainLabel("When to call", "h3"),
            self.call_hcp,
            self.call_hcp_other,
            self.call_999,
            self.call_999_other,
            self.review,
            self.review_at,
            self.missed,
            PlainLabel("Safeguards", "h3"),
            self.self_harm,
            self.controls,
            self.controls_other,
            self.adult,
            self.adult_reason,
            PlainLabel("Medicines and other items", "h3"),
            self.items,
            self.count,
        )
        for row in rows:
            column.addWidget(row)

    def _connect(self) -> None:
        self.level.chosen.connect(self._level_chosen)
        self.why.chosen.connect(lambda why: self.reason.set_text(why.value))
        self.review.chosen.connect(self._review_chosen)
        for group in self._choices().values():
            group.chosen.connect(self._told)
        for several in (self.risks, *self._several().values()):
            several.changed.connect(self._told)
        for field in self._texts().values():
            field.changed.connect(self._told)
        self.items.changed.connect(self._told)
        self.offers.used.connect(self._take_offer)

    def _told(self, *_args: object) -> None:
        self._show_what_applies()
        self.changed.emit()

    # what follows from what

    def _level_chosen(self, level: Level) -> None:
        """A level begins as the standard has it; minutes that somebody shortened stay."""
        typed = self.minutes.text()
        longest = directing.starting_minutes(level.value)
        if not typed.isdigit() or int(typed) > longest or typed == "60":
            self.minutes.set_text(str(longest))
        if directing.starting_rouse(level.value) and self.rouse.value() is None:
            self.rouse.set_value(Rouse.YES)

    def _review_chosen(self, review: Review) -> None:
        at = self._ctx.now() + timedelta(minutes=review.value)
        clock = "" if review is Review.NONE else f"{dates.local(at):%H:%M}"
        self.review_at.set_text(clock)

    def set_before(self, *before: Visits | None) -> None:
        """What is in force, and what custody was last told: less than either needs its reason."""
        self._before = before
        self._show_what_applies()

    def visits(self) -> Visits | None:
        """How closely the person would be watched, once all three questions are answered."""
        level, minutes, rouse = self.level.value(), self.minutes.text(), self.rouse.value()
        if level is None or rouse is None or not (minutes.isascii() and minutes.isdigit()):
            return None
        return Visits(level.value, int(minutes), rouse is Rouse.YES)

    def _less(self) -> bool:
        visits, risks = self.visits(), self.risks.values()
        return visits is not None and directing_items.needs_why_less(visits, risks, self._before)

    def _take_offer(self, offer: Offer) -> None:
        """What was offered is added to what is answered; no basis is said by it."""
        answers = taken(offer, self.answers())
        self.risks.set_values(answers.risks)
        self.reason.set_text(answers.reason)
        _fill("call_hcp_if", self.call_hcp, self.call_hcp_other, answers.call_hcp_if)
        _fill("call_999_if", self.call_999, self.call_999_other, answers.call_999_if)
        if "self_harm_controls" in offer.changes:
            controls = tuple(answers.self_harm_controls.split("; "))
            _fill("self_harm_controls", self.controls, self.controls_other, controls)
        if "appropriate_adult_reason" in offer.changes:
            self.adult_reason.set_text(answers.appropriate_adult_reason)
        self.items.add(answers, offer.changes)
        self._told()

    def _use_usual(self) -> None:
        """What the standard asks for these risks: offered, and taken by one press."""
        usual = directing_items.SUGGESTED
        self.level.set_value(Level(usual.level))
        self.minutes.set_text(str(usual.minutes))
        self.rouse.set_value(Rouse.YES)
        self._told()
        self.level.focus_first()

    def _asks_for_more(self) -> bool:
        """Whether the risks ask for more than is answered so far."""
        if not self.risks.values():
            return False
        visits = self.visits()
        below = visits is not None and directing_items.below_suggested(visits, self.risks.values())
        return visits is None or below

    def _show_what_applies(self) -> None:
        self.less.setVisible(self._less())
        self.usual.setVisible(self._asks_for_more())
        self.count.setText(_counted(self.answers()))
        fitness = self.fitness.value()
        self.conditions.setVisible(
            fitness in (FitToDetain.FIT_WITH_CONDITIONS, FitToDetain.NOT_FIT_OTHER)
        )
        self.missed.setVisible(bool(self.review_at.text()))
        harm = self.self_harm.value() not in (None, SelfHarm.NONE_IDENTIFIED)
        self.controls.setVisible(harm)
        self.controls_other.setVisible(harm)
        if self._under_18:
            self.adult.only([AppropriateAdult.AUTOMATIC_UNDER_18])
            self.adult.set_value(AppropriateAdult.AUTOMATIC_UNDER_18)
        else:
            self.adult.only([AppropriateAdult.NOT_RECOMMENDED, AppropriateAdult.RECOMMENDED])
        self.adult_reason.setVisible(self.adult.value() is AppropriateAdult.RECOMMENDED)

    # values

    def answers(self) -> Answers:
        """What has been answered so far. A time that is not one counts as not answered."""
        rouse = self.rouse.value()
        level = self.level.value()
        minutes = self.minutes.text()
        return Answers(
            fitness=self.fitness.value(),
            conditions=self._if_shown(self.conditions),
            level=None if level is None else level.value,
            minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else None,
            rouse=None if rouse is None else rouse is Rouse.YES,
            reason=self.reason.text(),
            until=self._time(self.until),
            less_because=self._if_shown(self.less),
            call_hcp_if=_chosen(self.call_hcp, self.call_hcp_other),
            call_999_if=_chosen(self.call_999, self.call_999_other),
            self_harm=self.self_harm.value(),
            self_harm_controls=self._controls(),
            appropriate_adult=self.adult.value(),
            appropriate_adult_reason=self._if_shown(self.adult_reason),
            next_review=self._review_time(),
            no_review=self.review.value() is Review.NONE and not self.review_at.text(),
            review_if_missed=self._missed(),
            risks=self.risks.values(),
            **self.items.answers(),
        )

    def _if_shown(self, field: Field) -> str:
        return "" if field.isHidden() else field.text()

    def _controls(self) -> str:
        if self.controls.isHidden():
            return ""
        return "; ".join(_chosen(self.controls, self.controls_other))

    def _missed(self) -> str:
        missed = self.missed.value()
        return "" if missed is None else str(missed.value)

    def _review_time(self) -> datetime | None:
        return self._time(self.review_at)

    def _time(self, box: Field) -> datetime | None:
        clock = dates.read_clock(box.text())
        return None if clock is None else dates.next_at(clock, self._ctx.now())

    def problems(self) -> tuple[Problem, ...]:
        """Times that were typed and are not times."""
        found = []
        if self.review_at.text() and dates.read_clock(self.review_at.text()) is None:
            found.append(Problem("next_review", "Write the time of review as 04:30."))
        if self.until.text() and dates.read_clock(self.until.text()) is None:
            found.append(Problem("until", "Write the end of the observation as 04:30."))
        return (*found, *self.items.problems())

    def set_answers(self, answers: Answers) -> None:
        """Fill the form with directions already given; a review that has passed is asked anew."""
        self.fitness.set_value(answers.fitness)
        self.conditions.set_text(answers.conditions)
        self.level.set_value(None if answers.level is None else Level(answers.level))
        self.minutes.set_text("" if answers.minutes is None else str(answers.minutes))
        if answers.rouse is not None:
            self.rouse.set_value(Rouse.YES if answers.rouse else Rouse.NO)
        self.reason.set_text(answers.reason)
        self.less.set_text(answers.less_because)
        until = answers.until
        self.until.set_text(f"{dates.local(until):%H:%M}" if until and self._ahead(until) else "")
        _fill("call_hcp_if", self.call_hcp, self.call_hcp_other, answers.call_hcp_if)
        _fill("call_999_if", self.call_999, self.call_999_other, answers.call_999_if)
        self.self_harm.set_value(answers.self_harm)
        controls = tuple(answers.self_harm_controls.split("; "))
        _fill("self_harm_controls", self.controls, self.controls_other, controls)
        self.adult.set_value(answers.appropriate_adult)
        self.adult_reason.set_text(answers.appropriate_adult_reason)
        review = answers.next_review
        if review is not None and self._ahead(review):
            self.review_at.set_text(f"{dates.local(review):%H:%M}")
        _pick("review_if_missed", self.missed, answers.review_if_missed)
        self.risks.set_values(answers.risks)
        self.items.set_answers(answers)
        self._show_what_applies()

    def _ahead(self, at: datetime) -> bool:
        return self._ctx.now() < at < self._ctx.now() + timedelta(days=1)

    # as a draft

    def _choices(self) -> Mapping[str, Choice[Any]]:
        return {
            "fitness": self.fitness,
            "level": self.level,
            "rouse": self.rouse,
            "why": self.why,
            "review": self.review,
            "missed": self.missed,
            "self_harm": self.self_harm,
            "adult": self.adult,
        }

    def _several(self) -> Mapping[str, MultiChoice[Any]]:
        return {
            "call_hcp": self.call_hcp,
            "call_999": self.call_999,
            "controls": self.controls,
        }

    def _texts(self) -> Mapping[str, Field]:
        return {
            "conditions": self.conditions,
            "minutes": self.minutes,
            "reason": self.reason,
            "until": self.until,
            "less_because": self.less,
            "call_hcp_other": self.call_hcp_other,
            "call_999_other": self.call_999_other,
            "review_at": self.review_at,
            "controls_other": self.controls_other,
            "adult_reason": self.adult_reason,
        }

    def fields(self) -> dict[str, Any]:
        """The form as plain values."""
        kept: dict[str, Any] = {name: field.text() for name, field in self._texts().items()}
        for name, group in self._choices().items():
            member = group.value()
            kept[name] = None if member is None else member.name
        for name, several in self._several().items():
            kept[name] = [member.name for member in several.values()]
        risks = [risk.name for risk in self.risks.values()]
        return kept | {"risks": risks} | self.items.fields()

    def set_fields(self, kept: Mapping[str, Any]) -> None:
        """Fill the form from ``fields()``; a choice that no longer exists is left unanswered."""
        for name, field in self._texts().items():
            field.set_text(str(kept.get(name) or ""))
        for name, group in self._choices().items():
            group.set_value(KINDS[name].__members__.get(str(kept.get(name))))
        for name, several in self._several().items():
            members = said(LISTS[name]).__members__
            several.set_values(members[w] for w in kept.get(name) or () if w in members)
        risks = set(kept.get("risks") or ())
        self.risks.set_values(risk for risk in Risk if risk.name in risks)
        self.items.set_fields(kept)
        self._show_what_applies()

    # where a problem belongs

    def shown(self, problem: Problem) -> Shown:
        """The problem beside the field it is about."""
        places: dict[str, Labelled | Group] = {
            "fitness": self.fitness,
            "conditions": self.conditions,
            "level": self.level,
            "minutes": self.minutes,
            "rouse": self.rouse,
            "reason": self.reason,
            "until": self.until,
            "less_because": self.less,
            "call_hcp_if": self.call_hcp,
            "call_999_if": self.call_999,
            "next_review": self.review,
            "review_if_missed": self.missed,
            "self_harm": self.self_harm,
            "self_harm_controls": self.controls,
            "appropriate_adult": self.adult,
            "appropriate_adult_reason": self.adult_reason,
        }
        if problem.field in ITEMS:
            return self.items.shown(problem.field), problem.words
        return places.get(problem.field), problem.words


def _counted(answers: Answers) -> str:
    """How many of the words that a briefing may have are used."""
    used = directing_items.words_in_all(as_if_answered(answers))
    most = directing_items.MOST_WORDS
    over = f": take out {used - most}" if used > most else ""
    return f"Words for custody: {used} of {most}{over}"


def _chosen(signs: MultiChoice[Any], other: Field) -> tuple[str, ...]:
    picked = tuple(str(member.value) for member in signs.values())
    return (*picked, other.text()) if other.text() else picked


def _pick(name: str, choice: Choice[Any], words: str) -> None:
    choice.set_value(next((member for member in said(name) if member.value == words), None))


def _fill(name: str, signs: MultiChoice[Any], other: Field, words: tuple[str, ...]) -> None:
    known = {str(member.value): member for member in said(name)}
    signs.set_values(known[text] for text in words if text in known)
    other.set_text("; ".join(text for text in words if text and text not in known))
